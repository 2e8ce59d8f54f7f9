"""What of a book does not depend on a scenario, put once into the shape that the outlay is reckoned in.

A row is a stream, level and hazard group that occurs among people who are in or among entrants; rows are in the order
of the streams. Months count from 0 here, the month after as_of.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analytics.budget.exposure.book import Book, FloatArray, IntArray
from analytics.series import Amounts

BoolArray = NDArray[np.bool_]
#: Months are reckoned in whole years from as_of, so that yearly instalments fall into columns.
YEAR = 12
#: A Shapley run over duration, cap, rate and attrition needs about thirty; an array is of some hundred kilobytes.
_MOST_KEPT = 48


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries with the same months between instalments: their places in Book.entry, their rows and streams."""

    every: int
    place: IntArray
    row: IntArray
    stream: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A book made ready.

    stream, level, group: of each row. cell_row: the row of each cell of the stock. present, starts: the streams that
    have rows, and where the rows of each begin. length: months of each cell's clock. clock_end: the last month that the
    clock allows. is_bounded: it is the clock that ends the cell. falls_in: [month of cash, year, the last all years] 1
    or 0. kept: arrays that several scenarios share.
    """

    book: Book
    stream: IntArray
    level: IntArray
    group: IntArray
    cell_row: IntArray
    present: IntArray
    starts: IntArray
    length: IntArray
    clock_end: IntArray
    is_bounded: BoolArray
    batches: tuple[Batch, ...]
    years: tuple[int, ...]
    amounts: tuple[Amounts, ...]
    falls_in: FloatArray
    kept: dict[Hashable, FloatArray] = field(default_factory=dict)

    @property
    def is_capped(self) -> BoolArray:
        """Tell of each stream whether single amounts are on file, so that a cap applies by itself."""
        return np.array([part.sorted.size > 0 for part in self.amounts], bool)

    def has_instalments(self, every: int) -> BoolArray:
        """Tell of each stream whether its entrants are paid every so many months; 0: a lump, 1: by the month."""
        return np.isin(np.arange(len(self.book.streams)), self.book.entry.stream[self.book.entry.every == every])

    def keep(self, key: Hashable, make: Callable[[], FloatArray]) -> FloatArray:
        """Return the array of a key, made when it is asked for first; the oldest goes when there are too many."""
        found = self.kept.get(key)
        if found is None:
            found = make()
            found.flags.writeable = False
            for oldest in list(self.kept)[: len(self.kept) + 1 - _MOST_KEPT]:
                self.kept.pop(oldest, None)
            self.kept[key] = found
        return found

    def by_stream(self, values: FloatArray) -> FloatArray:
        """Sum [..., row, month] to [..., stream, month]."""
        out = np.zeros((*values.shape[:-2], len(self.book.streams), values.shape[-1]))
        if self.present.size:
            out[..., self.present, :] = np.add.reduceat(values, self.starts, axis=-2)
        return out


@lru_cache(maxsize=4)
def prepare(book: Book) -> Prepared:
    """Return the book made ready; the same object for the same book."""
    stock, entry = book.stock, book.entry
    keys = np.stack(
        [np.concatenate([getattr(part, name) for part in (stock, entry)]) for name in ("stream", "level", "group")],
        axis=1,
    ).astype(np.int64)
    rows, row_of = np.unique(keys, axis=0, return_inverse=True)
    row_of = row_of.reshape(-1)
    cells = stock.stream.size
    present, starts = np.unique(rows[:, 0], return_index=True)
    length = _clock(book)
    paused = np.where(stock.every == 1, stock.first - 1, 0)
    clock_end = paused + length - stock.used
    return Prepared(
        book,
        rows[:, 0],
        rows[:, 1],
        rows[:, 2],
        row_of[:cells],
        present,
        starts,
        length,
        clock_end - 1,
        stock.last > clock_end - stock.every,
        tuple(_batch(book, every, row_of[cells:]) for every in sorted(set(entry.every.tolist()))),
        years_of(book),
        tuple(Amounts.of(amounts) for amounts in book.amounts),
        _falls_in(book),
    )


def years_of(book: Book) -> tuple[int, ...]:
    """Return the calendar years in which there is cash to come."""
    return tuple(sorted({month.year for month in book.months}))


def _falls_in(book: Book) -> FloatArray:
    year = np.array([month.year for month in book.months])
    each = year[:, None] == np.array(years_of(book))
    return np.concatenate([each, np.ones((year.size, 1), bool)], axis=1).astype(float)


def _batch(book: Book, every: int, row: IntArray) -> Batch:
    place = np.flatnonzero(book.entry.every == every)
    return Batch(every, place, row[place], book.entry.stream[place].astype(np.int64))


def _clock(book: Book) -> IntArray:
    """Return the months of the clock of each cell: those of its stream and level, else the longest of its stream."""
    entry, stock = book.entry, book.stock
    longest = np.zeros(len(book.streams), np.int64)
    np.maximum.at(longest, entry.stream, entry.length)
    own = np.zeros((len(book.streams), max(len(book.levels), 1)), np.int64)
    np.maximum.at(own, (entry.stream, entry.level), entry.length)
    own = np.where(own > 0, own, longest[:, None])
    known = own[stock.stream, stock.level]
    return np.where(known > 0, known, stock.used + stock.last - stock.first + 1)


def year_weights(prepared: Prepared, months: int) -> FloatArray:
    """Return [stream, month due, year] the share of what is due that is paid in the year; all years in the last."""

    def make() -> FloatArray:
        delay = prepared.book.delay
        lags = delay.shape[1]
        paid_in = np.minimum(np.arange(months + lags), len(prepared.book.months) - 1)
        falls = prepared.falls_in[paid_in]
        return np.asarray(sum(delay[:, lag, None, None] * falls[lag : lag + months] for lag in range(lags)))

    return prepared.keep(("weights", months), make)
