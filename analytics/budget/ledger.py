"""One ledger by beneficiary, benefit and month: what was due, approved and paid, and why paid is not due."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analytics.budget.causes import Cells, Grounds, split
from analytics.budget.grid import Flags, Grid, Index, Whole, month_range, tally
from analytics.budget.lots import Entries, poured, read_due, read_lots, spread
from analytics.entitlement.months import month_number
from analytics.policy import Policy

_MONTHLY = "month"
_OWED = "arrears"
#: What waits for money; a cell waits for one of them at most.
_OPEN = (_OWED, "undecided", "unclaimed")
_DECISION = ("decided_on", "document_no", "unit_id", "town")


@dataclass(frozen=True, slots=True)
class Ledger:
    """cells: one row per beneficiary, benefit_id and month with due_fen, approved_fen, paid_fen.

    differences: one row per cell and `cause` with amount_fen; they add up to due - paid of every cell. open: one row
    per cell that waits for money with `cause` (arrears, undecided, unclaimed), amount_fen and, of the last decision,
    decided_on, document_no, unit_id, town. batches: one row per benefit_id, document_no and month: approved_fen, and
    open_fen of it. All are sorted by their first columns.
    """

    cells: pl.DataFrame
    differences: pl.DataFrame
    open: pl.DataFrame
    batches: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Differences:
    """Numbers of cells, of causes and fen, side by side, by cell and cause; the cause counts in `causes`."""

    keys: Whole
    cause: Whole
    fen: Whole
    causes: tuple[str, ...]

    def cut(self, kept: Flags) -> "Differences":
        return Differences(self.keys[kept], self.cause[kept], self.fen[kept], self.causes)

    def are(self, *causes: str) -> Flags:
        return np.array([cause in causes for cause in self.causes])[self.cause]

    def frame(self, grid: Grid) -> pl.DataFrame:
        cause = pl.Series(self.causes, dtype=pl.Enum(self.causes)).gather(self.cause)
        return grid.frame(self.keys).with_columns(cause.alias("cause"), amount_fen=self.fen)


def ledger(
    due: pl.DataFrame, approved: pl.DataFrame, paid: pl.DataFrame, grounds: Grounds, policy: Policy, *, as_of: date
) -> Ledger:
    """Return the ledger of pay spells (`entitlement.dues`) and of statements (`entitlement.statements`) by `as_of`.

    Raises PolicyError for a benefit that the policy does not know.
    """
    frames = (due, approved, paid)
    for benefit in pl.concat([frame["benefit_id"].unique() for frame in frames]).unique():
        policy.benefit(benefit)
    today = month_number(as_of)
    grid, pairs = Grid.over(frames, (b.id for b in policy.benefits), month_range(frames, today))
    is_monthly = grid.places(b.id for b in policy.benefits if b.per == _MONTHLY)[grid.benefit]
    keys, fen = read_due(due, pairs[0], grid)
    decisions = read_lots(approved, pairs[1], "decided_on", is_monthly, grid, last=today)
    payments = read_lots(paid, pairs[2], "paid_on", is_monthly, grid, last=today)
    index = Index.of([keys, *(part for lots in (decisions, payments) for part in lots.cells)], grid.size)
    owed = tally(index.places(keys), fen, index.keys.size)
    arrived = spread(payments, owed, index)
    for_paid = arrived.sums(index.keys.size)
    decided = poured(decisions, spread(decisions, owed, index), [for_paid, owed], grid, index)
    granted = decided.sums(index.keys.size)
    arrived = poured(payments, arrived, [granted, owed], grid, index)
    cells = Cells(grid, index, owed, granted, arrived.sums(index.keys.size), arrived, is_monthly)
    differences = _ordered(cells, split(cells, grounds, policy), policy)
    waiting = _open(differences.cut(differences.are(*_OPEN)), decided, approved, cells)
    return Ledger(_cells(cells), differences.frame(grid), waiting, _batches(decided, approved, waiting, cells))


def _cells(cells: Cells) -> pl.DataFrame:
    """Return the cells in which there is any money."""
    some = np.flatnonzero((cells.due != 0) | (cells.approved != 0) | (cells.paid != 0))
    money = {"due_fen": cells.due, "approved_fen": cells.approved, "paid_fen": cells.paid}
    return cells.grid.frame(cells.index.keys[some]).with_columns(**{name: fen[some] for name, fen in money.items()})


def _ordered(cells: Cells, parts: list[tuple[str, Whole, Whole]], policy: Policy) -> Differences:
    """Return the parts in the order of the cells and of the causes of the policy."""
    causes = tuple(str(cause.id) for cause in policy.arrears.causes)
    cause = np.concatenate([np.full(place.size, causes.index(cause)) for cause, place, _ in parts])
    place, fen = (np.concatenate([part[n] for part in parts]) for n in (1, 2))
    order = np.argsort(place * len(causes) + cause)
    return Differences(cells.index.keys[place[order]], cause[order], fen[order], causes)


def _open(waiting: Differences, decided: Entries, approved: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """Return what waits for money, with the last decision about what is owed."""
    place = np.full(cells.index.keys.size, -1, np.int64)
    is_owed = waiting.are(_OWED)
    place[cells.index.places(waiting.keys[is_owed])] = np.flatnonzero(is_owed)
    about = np.flatnonzero(place[decided.cell] >= 0)
    lots = decided.lot[about]
    told, record = approved["decided_on"].to_physical().fill_null(0).to_numpy(), approved["record_id"].to_numpy()
    about = about[np.lexsort((record[lots], told[lots]))]
    last = np.full(waiting.keys.size, len(approved), np.int64)
    last[place[decided.cell[about]]] = decided.lot[about]
    decision = approved.select(_DECISION)
    return waiting.frame(cells.grid).hstack(pl.concat([decision, decision.clear(1)])[last])


def _batches(decided: Entries, approved: pl.DataFrame, waiting: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """Return what was approved with every document for every month, and what of it is owed."""
    keys, grid = ["benefit_id", "document_no"], cells.grid
    named = approved.select(keys).unique().sort(keys)
    lots = approved.select(keys).join(
        named.with_row_index("batch"), on=keys, how="left", nulls_equal=True, maintain_order="left"
    )
    place = lots["batch"].cast(pl.Int64).to_numpy()[decided.lot] * grid.span + cells.month[decided.cell] - grid.first
    sums = tally(place, decided.fen, len(named) * grid.span)
    some = np.flatnonzero(sums)
    months = grid.months.gather(some % grid.span)
    told = named[some // grid.span].with_columns(month=months, approved_fen=sums[some])
    return with_open(told.filter(pl.col("document_no").is_not_null()), waiting)


def with_open(told: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """Return `Ledger.batches` of what was approved and of `Ledger.open`."""
    keys = ["benefit_id", "document_no", "month"]
    owed = waiting.filter(pl.col("cause") == _OWED).group_by(keys).agg(open_fen=pl.col("amount_fen").sum())
    rows = told.join(owed, on=keys, how="left")
    return rows.with_columns(pl.col("open_fen").fill_null(0)).sort(keys)
