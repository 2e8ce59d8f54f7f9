"""How lazy frames are run here: all at once in memory, which beats streaming at the size of a city."""

from collections.abc import Iterable
from typing import Literal

import polars as pl

ENGINE: Literal["in-memory"] = "in-memory"
ORDER = "order"
#: Days fit up to the year 9999; no city has 2^37 records, and no target counts 16 facts.
_DAY_BITS, _FACT_BITS, _RECORD_BITS = 22, 4, 37


def in_order(day: str, fact: int = 0) -> pl.Expr:
    """Return one number that orders like day, fact and record_id, those without a day last.

    Sorting by one number takes half the time of sorting by three columns.
    """
    days = pl.col(day).cast(pl.Int32).cast(pl.Int64).fill_null((1 << _DAY_BITS) - 1)
    place = fact * (1 << _RECORD_BITS) + pl.col("record_id").cast(pl.Int64)
    return (days * (1 << (_RECORD_BITS + _FACT_BITS)) + place).alias(ORDER)


def month_start(day: pl.Expr) -> pl.Expr:
    """Return the first day of the month, in half the time that `dt.month_start` takes."""
    return (day.cast(pl.Int32) - day.dt.day() + 1).cast(pl.Date)


def collected(frames: Iterable[pl.LazyFrame]) -> list[pl.DataFrame]:
    """Run the frames together and return them in their order."""
    return pl.collect_all(list(frames), engine=ENGINE)
