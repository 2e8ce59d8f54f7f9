"""What falls due month by month to entrants: one batch of entries and one span of entry at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analytics.budget.exposure.book import FloatArray, IntArray
from analytics.budget.exposure.cells import chances
from analytics.budget.exposure.prepared import Batch, Prepared
from analytics.budget.exposure.shifting import ends, scattered, summed
from analytics.budget.exposure.terms import KEPT, Terms
from analytics.series import running

#: A mean square that is larger by this share than the squared mean is that of amounts that differ.
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Entrants on the same terms, by entry of a batch.

    month: the months of entry. coming, growth: [entry, month of entry] people expected, and factor on their amounts.
    alive: [entry, month] chance to be in. eligible: the same, and eligible. amount: [entry, month] factor on the mean
    amount. square: [entry] factor on the square beyond amount^2. last: [entry, month of entry] last month paid. lost,
    wait: [entry] months from entry that are not paid, and paid late.
    """

    batch: Batch
    month: IntArray
    coming: FloatArray
    growth: FloatArray
    alive: FloatArray
    eligible: FloatArray
    amount: FloatArray
    square: FloatArray
    last: IntArray
    lost: IntArray
    wait: IntArray


def arrivals(prepared: Prepared, held: Terms) -> Iterator[Arrivals]:
    """Yield the entrants, by batch and by spans of entry on the same terms, of spans in which any come."""
    months = np.flatnonzero(held.entrants.any(axis=0))
    kind = held.alike[held.span[months]]
    for span in np.unique(kind).tolist():
        paths = chances(prepared, held, span + 1)
        for batch in prepared.batches:
            yield _arrivals(prepared, held, batch, months[kind == span], paths)


def _arrivals(
    prepared: Prepared, held: Terms, batch: Batch, month: IntArray, paths: tuple[FloatArray, FloatArray]
) -> Arrivals:
    """Return the entrants of one batch who enter in these months, all on the same terms."""
    entry, span = prepared.book.entry, int(held.span[month[0]])
    alive, eligible = (part[batch.row] for part in paths)
    amount, square = _amounts(prepared, held, batch, span + 1)
    coming = held.entrants[batch.stream][:, month] * entry.share[batch.place, None]
    duration = held.held.duration[batch.row, span + 1]
    length = np.where((duration == KEPT) | (batch.every == 0), entry.length[batch.place, None], duration)
    wait = held.moved[batch.stream, span] + held.lost[batch.stream, span]
    # Only months can be lost: a lump or a year's instalment is not owed by the month, and waits.
    lost = held.lost[batch.stream, span] if batch.every == 1 else np.zeros_like(wait)
    return Arrivals(
        batch,
        month,
        coming,
        held.entry_index[batch.stream][:, month],
        alive,
        eligible,
        held.by_month(amount) * held.index[batch.stream],
        square,
        _ends_of_months(month, length, held.span),
        lost,
        wait,
    )


def _ends_of_months(month: IntArray, length: IntArray, span: IntArray) -> IntArray:
    """Return [entry, month of entry] the last month paid; length: [entry, span] months in all."""
    if (length == length[:, :1]).all():
        return month + length[:, :1] - 1
    entries, spans = length.shape
    first = np.tile(month, entries)
    lengths = np.repeat(length, month.size, axis=0).reshape(-1, spans)
    return ends(first, lengths, span).reshape(entries, month.size)


def _amounts(prepared: Prepared, held: Terms, batch: Batch, entered: int) -> tuple[FloatArray, FloatArray]:
    """Return [entry, span] factors on the mean amount, and [entry] on the square beyond what those make of it."""
    rate, cap = held.held.rate[batch.row, entered], held.held.cap[batch.row, entered]
    square = np.ones(batch.place.size)
    if np.isinf(cap).all():
        return rate, square
    entry = prepared.book.entry
    amount = entry.amount[batch.place, None]
    asked = rate * amount
    factor = np.divide(np.minimum(asked, cap), amount, out=np.zeros_like(asked), where=amount > 0)
    varies = entry.square[batch.place] > entry.amount[batch.place] ** 2 * (1 + _SAME)
    for place in np.flatnonzero(varies & ~np.isinf(cap).all(axis=1)).tolist():
        on_file = prepared.amounts[batch.stream[place]]
        whole, whole_square = on_file.capped(np.inf)
        if whole > 0:
            found = [on_file.capped(*pair) for pair in zip(cap[place].tolist(), rate[place].tolist(), strict=True)]
            factor[place] = [mean / whole for mean, _ in found]
            mean, mean_square = found[max(entered - 1, 0)]
            square[place] = (mean_square / whole_square) / (mean / whole) ** 2 if mean > 0 else 0.0
    return np.where(np.isinf(cap), rate, factor), square


def entrants_due(prepared: Prepared, held: Terms) -> FloatArray:
    """Return [stream, month] expected fen falling due to entrants; what waits for approval in the month it is paid."""
    streams, amount = len(prepared.book.streams), prepared.book.entry.amount
    due = np.zeros((streams, held.months))
    for arrival in arrivals(prepared, held):
        due += summed(due_of(arrival, amount[arrival.batch.place]), arrival.batch.stream, streams)
    return due


def due_of(arrival: Arrivals, amount: FloatArray) -> FloatArray:
    """Return [entry, month] expected fen falling due to one batch of entrants."""
    every, month, months = arrival.batch.every, arrival.month, arrival.alive.shape[1]
    fen = arrival.eligible * arrival.amount * amount[:, None]
    came = arrival.coming * arrival.growth / arrival.alive[:, month]
    if every == 0:
        return scattered(came * fen[:, month], month + arrival.wait[:, None], months)
    held_back = (-(-arrival.wait // every) * every)[:, None]
    count = np.maximum(-(-(arrival.last - month + 1) // every), 0)
    begins = scattered(came, month + held_back, months)
    leaves = scattered(came, month + np.maximum(every * count, held_back), months)
    due = np.maximum(running(begins, every) - running(leaves, every), 0) * fen
    if not arrival.wait.any():
        return due
    return due + scattered(came * _waited(arrival, fen, count), month + arrival.wait[:, None], months)


def _waited(arrival: Arrivals, fen: FloatArray, count: IntArray) -> FloatArray:
    """Return [entry, month of entry] what falls due to one entrant in the months waited for, of those paid later."""
    every = arrival.batch.every
    so_far = np.concatenate([np.zeros((fen.shape[0], every)), running(fen, every)], axis=1)

    def until(instalments: IntArray) -> FloatArray:
        place = np.minimum(arrival.month + every * instalments, so_far.shape[1] - 1)
        return np.take_along_axis(so_far, place, axis=1)

    paid_late = np.minimum(-(-arrival.wait[:, None] // every), count)
    return until(paid_late) - until(np.minimum(-(-arrival.lost[:, None] // every), paid_late))
