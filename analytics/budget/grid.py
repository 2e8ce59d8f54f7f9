"""The cells of the ledger as whole numbers: a cell is a beneficiary, a benefit and a month, and has a number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.entitlement.months import first_day, first_days, month_numbers

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
#: Among so many possible cells those that exist are found in a table, among more by search.
_TABLE = 1 << 25


@dataclass(frozen=True)
class Grid:
    """All pairs of a beneficiary and a benefit, in order, times `span` months from number `first`."""

    beneficiaries: pl.Series
    benefits: Sequence[str]
    codes: Whole
    first: int
    span: int

    @classmethod
    def over(
        cls, frames: Sequence[pl.DataFrame], benefits: Iterable[str], months: tuple[int, int]
    ) -> tuple["Grid", list[Whole]]:
        """Return the grid of every pair in the frames, from the first to the last month number, and their pairs."""
        names = pl.concat([frame["beneficiary"].unique() for frame in frames]).unique().sort()
        ordered = sorted(benefits)
        coded = [_coded(frame, names, ordered) for frame in frames]
        known = np.zeros(len(names) * len(ordered), np.bool_)
        for codes in coded:
            known[codes] = True
        first, last = months
        grid = cls(names, ordered, np.flatnonzero(known), first, last - first + 1)
        return grid, [grid._place[codes] for codes in coded]

    @property
    def size(self) -> int:
        """The number of cells there could be."""
        return self.codes.size * self.span

    @property
    def bounds(self) -> tuple[date, date]:
        """The first and the last month."""
        return first_day(self.first), first_day(self.first + self.span - 1)

    @cached_property
    def months(self) -> pl.Series:
        """The first day of every month."""
        return first_days(np.arange(self.first, self.first + self.span, dtype=np.int32))

    @cached_property
    def person(self) -> Whole:
        """The place of the beneficiary of every pair."""
        return self.codes // len(self.benefits)

    @cached_property
    def benefit(self) -> Whole:
        """The place of the benefit of every pair."""
        return self.codes % len(self.benefits)

    @cached_property
    def _place(self) -> Whole:
        """The pair of every beneficiary and benefit, -1 where there is none; the last stands for unknown ones."""
        place = np.full(len(self.beneficiaries) * len(self.benefits) + 1, -1, np.int64)
        place[self.codes] = np.arange(self.codes.size)
        return place

    def pairs(self, frame: pl.DataFrame) -> Whole:
        """Return the pair of every row, -1 where there is none."""
        return self._place[_coded(frame, self.beneficiaries, self.benefits)]

    def pairs_of(self, person: Whole, benefit: int) -> Whole:
        """Return the pairs of the persons with one benefit, -1 where there is none."""
        return self._place[person * len(self.benefits) + benefit]

    def people(self, names: pl.Series) -> Whole:
        """Return the place of every beneficiary, -1 for an unknown one."""
        return _places(names, self.beneficiaries)

    def places(self, benefits: Iterable[str]) -> Flags:
        """Return which of the benefits of the grid are among those named."""
        named = set(benefits)
        return np.array([benefit in named for benefit in self.benefits], np.bool_)

    def keys(self, pair: Whole, month: Whole) -> Whole:
        """Return the numbers of the cells; `month` counts as in `entitlement.months`."""
        return pair * self.span + (month - self.first)

    def frame(self, keys: Whole) -> pl.DataFrame:
        """Return beneficiary, benefit_id and month of the cells."""
        pair, month = np.divmod(keys, self.span)
        return pl.DataFrame(
            {
                "beneficiary": self.beneficiaries.gather(self.person[pair]),
                "benefit_id": pl.Series(self.benefits, dtype=pl.String).gather(self.benefit[pair]),
                "month": self.months.gather(month),
            }
        )


@dataclass(frozen=True, slots=True)
class Index:
    """The cells that exist: their ascending numbers in the grid; a table from number to place + 1, if it is small."""

    keys: Whole
    table: NDArray[np.int32] | None

    @classmethod
    def of(cls, parts: Sequence[Whole], size: int) -> "Index":
        """Return the cells that any of the parts names, of `size` possible ones."""
        if size > _TABLE:
            return cls(np.unique(np.concatenate(parts)), None)
        exists = np.zeros(size, np.bool_)
        for part in parts:
            exists[part] = True
        keys = np.flatnonzero(exists)
        table = np.zeros(size, np.int32)
        table[keys] = np.arange(1, keys.size + 1, dtype=np.int32)
        return cls(keys, table)

    def places(self, keys: Whole) -> Whole:
        """Return the place of every cell, -1 for one that does not exist."""
        if self.table is not None:
            return self.table.take(keys).astype(np.int64) - 1
        if not self.keys.size:
            return np.full(keys.size, -1, np.int64)
        place = np.minimum(np.searchsorted(self.keys, keys), self.keys.size - 1)
        return np.where(self.keys[place] == keys, place, -1)


def tally(place: Whole, fen: Whole | Flags, size: int) -> Whole:
    """Return the sum of every place; exact while no sum reaches 2 ** 53 fen."""
    return np.bincount(place, fen, size).astype(np.int64)


def running(values: Whole, group: Whole) -> Whole:
    """Return the running totals of each group of values that are not negative; the rows of a group stand together."""
    total = np.cumsum(values)
    is_first = np.append(np.ones(min(group.size, 1), np.bool_), group[1:] != group[:-1])
    return total - np.maximum.accumulate(np.where(is_first, total - values, 0)) if group.size else total


def month_range(frames: Iterable[pl.DataFrame], last: int) -> tuple[int, int]:
    """Return the first and the last month number that the frames name in any column of days, `last` included."""
    found = [last]
    for frame in frames:
        days = frame.select(pl.col(pl.Date))
        ends = pl.concat([days.min(), days.max()]).unpivot()["value"].drop_nulls() if days.width else pl.Series()
        found += month_numbers(ends).tolist()
    return min(found), max(found)


def _coded(frame: pl.DataFrame, names: pl.Series, benefits: Sequence[str]) -> Whole:
    """Return beneficiary and benefit of every row as one number, -1 where one of them is unknown."""
    person = _places(frame["beneficiary"], names)
    benefit = _places(frame["benefit_id"], pl.Series(benefits, dtype=pl.String))
    return np.where((person < 0) | (benefit < 0), -1, person * len(benefits) + benefit)


def _places(asked: pl.Series, known: pl.Series) -> Whole:
    found = asked.cast(pl.Enum(known), strict=False).to_physical().cast(pl.Int64)
    return found.fill_null(-1).to_numpy()
