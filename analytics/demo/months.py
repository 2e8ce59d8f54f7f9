"""Months as whole numbers (year × 12 + month − 1), and the periods that ledgers are filed for."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

MONTHS = 12
QUARTER = 3
LENGTHS = {"monthly": 1, "quarterly": QUARTER, "yearly": MONTHS}


Days = npt.NDArray[Any]


@dataclass(frozen=True, order=True)
class Period:
    """A run of whole months, by number."""

    first: int
    length: int

    @property
    def start(self) -> date:
        return first_day(self.first)

    @property
    def end(self) -> date:
        return first_day(self.first + self.length) - timedelta(days=1)

    @property
    def year(self) -> int:
        return self.first // MONTHS

    @property
    def place(self) -> int:
        """The place of the period within its year, from 1."""
        return self.first % MONTHS // self.length + 1

    @property
    def code(self) -> str:
        """2024-03, 2024Q1 or 2024."""
        if self.length == 1:
            return code(self.first)
        return f"{self.year}Q{self.place}" if self.length < MONTHS else str(self.year)


def number(day: date) -> int:
    return day.year * MONTHS + day.month - 1


def of_code(code: str) -> int:
    """Return the month of 2024-03."""
    year, month = code.split("-")
    return int(year) * MONTHS + int(month) - 1


def code(month: int) -> str:
    """Return 2024-03."""
    return f"{month // MONTHS}-{month % MONTHS + 1:02d}"


def first_day(month: int) -> date:
    return date(month // MONTHS, month % MONTHS + 1, 1)


def last_whole_month(day: date) -> int:
    """Return the last month that is over on the evening of `day`."""
    return number(day + timedelta(days=1)) - 1


def periods(first: int, last: int, frequency: str) -> list[Period]:
    """Return the periods of a frequency that end by the month `last`, from the one that holds `first`."""
    length = LENGTHS[frequency]
    starts = range(first - first % length, last - length + 2, length)
    return [Period(start, length) for start in starts]


def as_dates(months: pl.Expr) -> pl.Expr:
    """Return the first day of each month number."""
    return pl.date(months // MONTHS, months % MONTHS + 1, 1)


def as_numbers(dates: pl.Expr) -> pl.Expr:
    return dates.dt.year().cast(pl.Int64) * MONTHS + dates.dt.month().cast(pl.Int64) - 1


def days_in(months: npt.NDArray[np.int64], rng: np.random.Generator) -> Days:
    """Return a working-age day (the first to the 28th) in each month."""
    return (months - 1970 * MONTHS).astype("datetime64[M]").astype("datetime64[D]") + rng.integers(0, 28, len(months))
