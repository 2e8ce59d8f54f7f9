"""Months as whole numbers: 0 is January 1970, so that a run of months is a difference."""

from calendar import monthrange
from datetime import date
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

Months = NDArray[np.int32]
_EPOCH_YEAR = 1970
_MONTHS_A_YEAR = 12
_INSIDE = np.int32(np.iinfo(np.int32).min)


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


def months_between(first: str, last: str) -> pl.Expr:
    """Return the number of months from a column of days to another, both months included."""
    start, end = pl.col(first).dt, pl.col(last).dt
    years = (end.year() - start.year()) * _MONTHS_A_YEAR
    return years + end.month().cast(pl.Int32) - start.month().cast(pl.Int32) + 1


def month_numbers(days: pl.Series) -> Months:
    """Return the number of the month of every day; the column is of type Date and has no null."""
    if days.is_empty():
        return np.empty(0, np.int32)
    first, months = _calendar(_year(days.min()), _year(days.max()))
    return months.take(_counted(days) - first)


def months_begun(days: pl.Series, *, missing: int = 0) -> tuple[Months, int]:
    """Return the number of the month that begins on every day, and on how many of the days none does.

    The column is of type Date; `missing` is the number where it has a null.
    """
    if days.null_count() == len(days):
        return np.full(len(days), missing, np.int32), 0
    first, months = _beginnings(_year(days.min()), _year(days.max()), missing)
    begun = months.take(_counted(days, missing=first) - first)
    return begun, int(np.count_nonzero(begun == _INSIDE))


def first_days(months: Months) -> pl.Series:
    """Return the first day of every month as a Date column."""
    if months.size == 0:
        return pl.Series(dtype=pl.Date)
    first, last = int(months.min()), int(months.max())
    calendar = np.arange(first, last + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)
    return pl.Series(calendar.take(months - first)).cast(pl.Date)


def _year(day: object) -> int:
    assert isinstance(day, date)
    return day.year


def _counted(days: pl.Series, *, missing: int = 0) -> NDArray[np.int32]:
    """Return the days counted from 1970."""
    counted = days.cast(pl.Int32)
    return (counted.fill_null(missing) if counted.null_count() else counted).to_numpy()


@lru_cache(maxsize=4)
def _calendar(first_year: int, last_year: int) -> tuple[int, Months]:
    """Return the first day of the years, and the number of the month of every day from it on."""
    years = np.array([first_year, last_year + 1]) - _EPOCH_YEAR
    first, after = years.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int32)
    return int(first), np.arange(first, after).astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)


@lru_cache(maxsize=4)
def _beginnings(first_year: int, last_year: int, missing: int) -> tuple[int, Months]:
    """Return the calendar of the years with the days inside the months marked, and before it a day that is missing."""
    first, months = _calendar(first_year, last_year)
    begun = np.where(np.diff(months, prepend=months[0] - 1), months, _INSIDE)
    return first - 1, np.insert(begun, 0, missing)
