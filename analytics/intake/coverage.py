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
    columns = [reading.values[target].filter(reading.is_accepted) for target in targets]
    if targets and any(column.id == name and column.type == "year" for column in reading.layout.column):
        years = columns[0].alias("year").to_frame()
        columns = years.select(pl.date("year", month, 1).alias(str(month)) for month in (1, 12)).get_columns()
    days = [column for column in columns if column.dtype == pl.Date and column.null_count() < len(column)]
    ends = [day for column in days for day in (column.min(), column.max()) if isinstance(day, date)]
    return (min(ends), max(ends)) if ends else (None, None)
