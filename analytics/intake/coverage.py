"""Which months a sheet reports about: the period of its filing."""

from datetime import date

import polars as pl

from analytics.intake.reading import Reading


def months_covered(reading: Reading, recorded: date) -> tuple[date | None, date | None]:
    """Return the first days of the first and the last month, None where nothing says.

    A title may promise a whole year; a sheet cannot report about months that have not begun when it is recorded.
    """
    for name in reading.layout.period:
        first, last = _stated(reading, name)
        if first is not None and last is not None:
            end = min(last, recorded).replace(day=1)
            return first.replace(day=1), max(end, first.replace(day=1))
    return None, None


def _stated(reading: Reading, name: str) -> tuple[date | None, date | None]:
    if name in reading.preambles:
        value = reading.preambles[name]
        return value if isinstance(value, tuple) else (value, value)
    targets = [target for target in (name, f"{name}.from", f"{name}.to") if target in reading.values.columns]
    days = reading.values.filter(reading.is_accepted).select(pl.col(targets)) if targets else pl.DataFrame()
    if targets and any(column.id == name and column.type == "year" for column in reading.layout.column):
        days = days.select(pl.date(pl.col(name), month, 1).alias(str(month)) for month in (1, 12))
    dated = [days[target].drop_nulls() for target in days.columns if days[target].dtype == pl.Date]
    stated = pl.concat(dated) if dated else pl.Series([], dtype=pl.Date)
    first, last = stated.min(), stated.max()
    return (first, last) if isinstance(first, date) and isinstance(last, date) else (None, None)
