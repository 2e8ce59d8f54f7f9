"""Months as whole numbers: 0 is January 1970, so that a run of months is a difference."""

from calendar import monthrange
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

Months = NDArray[np.int32]
_EPOCH_YEAR = 1970
_MONTHS_A_YEAR = 12


def month_number(day: date) -> int:
    """Return the number of the month of `day`."""
    return (day.year - _EPOCH_YEAR) * _MONTHS_A_YEAR + day.month - 1


def first_not_before(day: date) -> int:
    """Return the first month that begins on or after `day`."""
    return month_number(day) + (day.day > 1)


def month_after_last_whole(day: date) -> int:
    """Return the first month that has not ended by the close of `day`."""
    return month_number(day) + (day.day == monthrange(day.year, day.month)[1])


def first_day(month: int) -> date:
    """Return the day on which the month begins."""
    years, zero_based = divmod(month, _MONTHS_A_YEAR)
    return date(_EPOCH_YEAR + years, zero_based + 1, 1)


def month_numbers(days: pl.Series) -> Months:
    """Return the number of the month of every day; the column is of type Date and has no null."""
    if days.is_empty():
        return np.empty(0, np.int32)
    counted = days.to_physical().to_numpy()
    first, last = int(counted.min()), int(counted.max())
    calendar = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
    return calendar[counted - first]


def first_days(months: Months) -> pl.Series:
    """Return the first day of every month as a Date column."""
    if months.size == 0:
        return pl.Series(dtype=pl.Date)
    first, last = int(months.min()), int(months.max())
    calendar = np.arange(first, last + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)
    return pl.Series(calendar[months - first]).cast(pl.Date)
