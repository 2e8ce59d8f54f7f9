"""What falls due month by month to people who are in: windows of the cells of the stock, on paths by row and month."""

from dataclasses import dataclass

import numpy as np

from analytics.budget.exposure.book import FloatArray, IntArray
from analytics.budget.exposure.prepared import BoolArray, Prepared
from analytics.budget.exposure.shifting import ends, summed
from analytics.budget.exposure.terms import KEPT, Terms
from analytics.series import staying


def chances(prepared: Prepared, held: Terms, entered: int) -> tuple[FloatArray, FloatArray]:
    """Return [row, month] the chance to be in, and to be in and eligible, of who came in one span of entry."""
    attrition, eligibility = held.held.attrition[:, entered], held.held.eligibility[:, entered]

    def make() -> FloatArray:
        hazard = prepared.book.hazard[prepared.group, None] * held.by_month(attrition)
        return staying(np.broadcast_to(hazard, (prepared.group.size, held.months)))

    spans = held.span.tobytes() if held.spans > 1 else held.months
    alive = prepared.keep(("alive", spans, attrition.tobytes()), make)
    return alive, alive * held.by_month(eligibility) if (eligibility != 1).any() else alive


@dataclass(frozen=True, slots=True)
class Cells:
    """What the rules owe each cell of the stock: last month (from 0), and [cell, span] fen per instalment."""

    last: IntArray
    amount: FloatArray


def cells(prepared: Prepared, held: Terms) -> Cells:
    """Return the last month and the amount of each cell; the rate is in the amount only where a cap limits it."""
    stock, row = prepared.book.stock, prepared.cell_row
    duration = held.held.duration[row, 0]
    longer = duration - prepared.length[:, None]
    clock = prepared.clock_end[:, None] + longer
    owed = stock.last[:, None] - 1
    new = np.where(
        longer < 0, np.minimum(owed, clock), np.where(prepared.is_bounded[:, None] & (longer > 0), clock, owed)
    )
    first = stock.first.astype(np.int64) - 1
    last = ends(first, np.where(duration == KEPT, owed, new) - first[:, None] + 1, held.span)
    cap = held.held.cap[row, 0]
    if np.isinf(cap).all():
        return Cells(last, np.broadcast_to(stock.amount[:, None], cap.shape))
    rate = held.held.rate[row, 0]
    asked = stock.amount[:, None] * rate
    capped = np.divide(np.minimum(asked, cap), rate, out=np.zeros_like(asked), where=rate > 0)
    return Cells(last, np.where(asked > cap, capped, stock.amount[:, None]))


def instalments(prepared: Prepared, owed: Cells, months: int) -> BoolArray:
    """Return [cell, month] whether an instalment falls due."""
    stock, month = prepared.book.stock, np.arange(months)
    first = stock.first[:, None] - 1
    return (month >= first) & (month <= owed.last[:, None]) & ((month - first) % stock.every[:, None] == 0)


def nominal(prepared: Prepared, held: Terms) -> FloatArray:
    """Return [stage, row, month] fen that the rules owe to people who are in, if all stay; kept from call to call."""

    def make() -> FloatArray:
        stock, owed, rows = prepared.book.stock, cells(prepared, held), prepared.stream.size
        fen = instalments(prepared, owed, held.months) * (held.by_month(owed.amount) * stock.persons[:, None])
        return summed(fen, stock.stage * rows + prepared.cell_row, 3 * rows).reshape(3, rows, held.months)

    return prepared.keep(("nominal", held.months, held.reshaping), make)


def stock_due(prepared: Prepared, held: Terms) -> FloatArray:
    """Return [stage, stream, month] expected fen falling due to people who are in."""
    _, eligible = chances(prepared, held, 0)
    factor = eligible * held.by_month(held.held.rate[:, 0])
    due = prepared.by_stream(nominal(prepared, held) * factor) * held.index
    due[1:] *= held.chance[1:]
    for wait in held.waits:
        until = min(wait.since + wait.months, held.months)
        waited = due[1:, wait.streams, wait.since : until]
        if wait.backdated and until < held.months:
            due[1:, wait.streams, until] += waited.sum(-1)
        if wait.backdated or wait.months > 0:
            due[1:, wait.streams, wait.since : until] = 0
    return due
