"""From what was due, approved and paid over runs of months to entries in cells, exact to the fen.

- A lot with months goes to its own months. If it is enough for what is due in them, every month gets what it is due,
  and what is over goes in equal parts to the months that are not due, or to all if all are. If it is less, or nothing
  is due, every month gets the same; a sum that is less and cannot be shared equally fills the months that are due, the
  first before the next. Fen that are left over by equal parts go to the first of these months, one each.
- A lot without months, and any lot of a benefit that is not paid by the month, goes to the oldest months that still
  lack money (a decision: months that were paid, then months that are due; a payment: months that were decided, then
  months that are due). What is left then goes to the newest of these months, unless there are more lots than months:
  then it goes to the month of its own day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.budget.grid import Flags, Grid, Index, Whole, running, tally
from analytics.entitlement.months import month_numbers


@dataclass(frozen=True, slots=True)
class Lots:
    """Money over runs of months, one lot a row: fen in all, and the cell of its own day.

    lot, keys: every month of the lots that are spread over their months, in order. `has_months` are those lots.
    """

    fen: Whole
    pair: Whole
    own: Whole
    has_months: Flags
    lot: Whole
    keys: Whole

    @property
    def cells(self) -> tuple[Whole, Whole]:
        """The cells that the lots may reach beside those they are for."""
        return self.keys, self.own[~self.has_months]


@dataclass(frozen=True, slots=True)
class Entries:
    """Money in cells; `lot` is the row it comes from: of several that are paid into one, the last."""

    lot: Whole
    cell: Whole
    fen: Whole

    def sums(self, size: int) -> Whole:
        return tally(self.cell, self.fen, size)


def read_due(due: pl.DataFrame, pair: Whole, grid: Grid) -> tuple[Whole, Whole]:
    """Return the key and the fen of every month of the pay spells; pair: of every spell, in the grid."""
    start, stop = _runs(due)
    lot, month = _months(start, stop)
    return grid.keys(pair[lot], month), due["amount_fen"].to_numpy()[lot]


def read_lots(told: pl.DataFrame, pair: Whole, day: str, is_monthly: Flags, grid: Grid, *, last: int) -> Lots:
    """Return the statements as lots; `last` is the month of those without a day. is_monthly: by pair of the grid."""
    start, stop = _runs(told)
    has_months = told["from_month"].is_not_null().to_numpy() & is_monthly[pair]
    lot, month = _months(start, np.where(has_months, stop, start))
    own = grid.keys(pair, _numbers(told[day], told["to_month"], last))
    return Lots(told["amount_fen"].to_numpy(), pair, own, has_months, lot, grid.keys(pair[lot], month))


def spread(lots: Lots, due: Whole, index: Index) -> Entries:
    """Return the lots with months in the cells of their months; due: by cell."""
    cell = index.places(lots.keys)
    return Entries(lots.lot, cell, _divided(lots, due[cell]))


def poured(lots: Lots, spread: Entries, before: Sequence[Whole], grid: Grid, index: Index) -> Entries:
    """Return all lots in their cells. before: what undated lots are for, by cell, the first before the next."""
    if lots.has_months.all():
        return spread
    parts = [spread, *_filled(lots, spread.sums(index.keys.size), before, grid, index)]
    return Entries(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("lot", "cell", "fen")))


def _divided(lots: Lots, wanted: Whole) -> Whole:
    """Return what every month gets; wanted: what is due in it."""
    in_all = tally(lots.lot, wanted, lots.fen.size)
    is_odd = (in_all != lots.fen)[lots.lot]
    given = wanted.copy()
    given[is_odd] = _shared(lots.lot[is_odd], wanted[is_odd], lots.fen, in_all)
    return given


def _shared(lot: Whole, wanted: Whole, fen: Whole, in_all: Whole) -> Whole:
    """Return what the months get of lots that are not just what is due in them; the months of a lot stand together."""
    is_less = (fen < in_all) | (in_all == 0)
    not_due = tally(lot, wanted == 0, fen.size)
    shares_all = is_less | (not_due == 0)
    parts = np.where(shares_all, np.bincount(lot, minlength=fen.size), not_due)
    each, extra = np.divmod(np.where(is_less, fen, fen - in_all), np.maximum(parts, 1))
    takes_part = shares_all[lot] | (wanted == 0)
    turn = running(takes_part.astype(np.int64), lot) - 1
    even = np.where(is_less[lot], 0, wanted) + np.where(takes_part, each[lot] + (turn < extra[lot]), 0)
    fills = (fen > 0) & (fen < in_all) & (extra != 0)
    return np.where(fills[lot], np.clip(fen[lot] - (running(wanted, lot) - wanted), 0, wanted), even)


def _filled(lots: Lots, filled: Whole, before: Sequence[Whole], grid: Grid, index: Index) -> list[Entries]:
    """Return the undated lots in the cells that lack money, and the rest in the own cell of the pair's last lot."""
    row = np.flatnonzero(~lots.has_months)
    row = row[np.lexsort((row, lots.own[row]))]
    pairs, whose = np.unique(lots.pair[row], return_inverse=True)
    left, last = tally(whose, lots.fen[row], pairs.size), np.zeros(pairs.size, np.int64)
    last[whose] = row
    place = np.full(grid.codes.size, -1, np.int64)
    place[pairs] = np.arange(pairs.size)
    owner = place[index.keys // grid.span]
    cell = np.flatnonzero(owner >= 0)
    owner, got = owner[cell], filled[cell]
    wants = np.zeros(cell.size, np.bool_)
    for wanted in before:
        room = np.maximum(wanted[cell] - got, 0)
        given = np.clip(left[owner] - (running(room, owner) - room), 0, room)
        left, got, wants = left - tally(owner, given, pairs.size), got + given, wants | (wanted[cell] > 0)
    newest = np.full(pairs.size, -1, np.int64)
    newest[owner[wants]] = np.flatnonzero(wants)
    is_enough = np.bincount(whose, minlength=pairs.size) <= np.bincount(owner[wants], minlength=pairs.size)
    got[newest[is_enough]] += left[is_enough]
    parts = (
        Entries(last[owner], cell, got - filled[cell]),
        Entries(last, index.places(lots.own[last]), np.where(is_enough, 0, left)),
    )
    return [Entries(part.lot[some], part.cell[some], part.fen[some]) for part in parts for some in [part.fen != 0]]


def _runs(frame: pl.DataFrame) -> tuple[Whole, Whole]:
    """Return the first month of every row and the month after the last; a row without months has none."""
    start = _numbers(frame["from_month"], None, 0)
    stop = _numbers(frame["to_month"], frame["from_month"], -1) + 1
    return start, np.where(frame["from_month"].is_null().to_numpy(), start, np.maximum(stop, start + 1))


def _months(start: Whole, stop: Whole) -> tuple[Whole, Whole]:
    """Return for every month of every run the run and the number of the month."""
    count = stop - start
    run = np.repeat(np.arange(count.size), count)
    return run, np.arange(run.size) - np.repeat(np.cumsum(count) - count - start, count)


def _numbers(days: pl.Series, otherwise: pl.Series | None, missing: int) -> Whole:
    """Return the month numbers of the days, of the other days where they are null, else `missing`."""
    if otherwise is not None and days.null_count():
        days = days.zip_with(days.is_not_null(), otherwise)
    if not days.null_count():
        return month_numbers(days).astype(np.int64)
    known = days.is_not_null().to_numpy()
    numbers = np.full(len(days), missing, np.int64)
    numbers[known] = month_numbers(days.drop_nulls())
    return numbers
