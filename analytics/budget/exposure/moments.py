"""How far chance alone may take the outlay from its mean: exact variances by class, stream and calendar year.

Who leaves, who is approved and who comes is independent from person to person; which month an instalment is paid in,
from instalment to instalment; what was waited for is paid at one time. Two things are simplified: where a cap for
people who are in begins later, a cell is taken at its mean amount; elapsed money still undecided or unclaimed comes in
cases of one size.
"""

import numpy as np

from analytics.budget.exposure.arrivals import Arrivals, arrivals
from analytics.budget.exposure.book import FloatArray, IntArray
from analytics.budget.exposure.cells import Cells, cells, chances, instalments
from analytics.budget.exposure.prepared import Prepared, year_weights
from analytics.budget.exposure.shifting import summed
from analytics.budget.exposure.terms import Terms
from analytics.series import path, window


def variances(prepared: Prepared, held: Terms, open_cash: FloatArray) -> FloatArray:
    """Return [class, stream, year, the last all years] of chance; open_cash: [stage, stream, month] expected fen."""
    out = np.zeros((4, len(prepared.book.streams), len(prepared.years) + 1))
    out[1:3] = prepared.keep(("spread", held.months, held.existing), lambda: _of_stock(prepared, held))
    out[2] += _of_open(prepared, open_cash)
    out[3] = _of_entrants(prepared, held)
    return np.maximum(out, 0)


def _of_stock(prepared: Prepared, held: Terms) -> FloatArray:
    """Return [committed and incurred, stream, year]."""
    stock, streams = prepared.book.stock, len(prepared.book.streams)
    weights, owed = year_weights(prepared, held.months), cells(prepared, held)
    amount = _mean_amount(prepared, held, owed)
    waiting = stock.stage > 0
    parts = [(~waiting, weights), (waiting, _waited(held, weights))] if held.waits else [(stock.stage >= 0, weights)]
    out = np.zeros((2 * streams, weights.shape[-1]))
    for among, counted in parts:
        for every in sorted(set(stock.every[among].tolist())):
            chosen = np.flatnonzero((stock.every == every) & among)
            mean, square = _of_cells(prepared, held, counted, owed.last, chosen)
            stage, stream = stock.stage[chosen], stock.stream[chosen]
            chance = np.where(stage > 0, held.chance[stage, stream, stock.first[chosen] - 1], 1.0)
            mean = mean * (amount[chosen] * chance)[:, None]
            square = square * (amount[chosen] ** 2 * chance)[:, None]
            out += summed((square - mean**2) * stock.persons[chosen, None], stream + streams * (stage > 0), 2 * streams)
    return out.reshape(2, streams, -1)


def _of_cells(
    prepared: Prepared, held: Terms, weights: FloatArray, last: IntArray, chosen: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return [cell, year] mean and mean square per person of one fen an instalment, all on one grid."""
    stock = prepared.book.stock
    row, place = np.unique(prepared.cell_row[chosen], return_inverse=True)
    stream, months = prepared.stream[row], max(int(last[chosen].max()) + 1, 1)
    _, eligible = chances(prepared, held, 0)
    amount = held.by_month(held.held.rate[row, 0]) * held.index[stream]
    counted = weights[stream, :months]
    falls = counted.any(axis=(0, 1))
    sums = path(eligible[row, :months], amount[:, :months], counted[..., falls], int(stock.every[chosen[0]]))
    out = np.zeros((2, chosen.size, falls.size))
    out[..., falls] = window(sums, place.reshape(-1), stock.first[chosen].astype(np.int64) - 1, last[chosen])
    return out[0], out[1]


def _mean_amount(prepared: Prepared, held: Terms, owed: Cells) -> FloatArray:
    if (owed.amount == owed.amount[:, :1]).all():
        return owed.amount[:, 0]
    falls = instalments(prepared, owed, held.months)
    return (falls * held.by_month(owed.amount)).sum(1) / np.maximum(falls.sum(1), 1)


def _waited(held: Terms, weights: FloatArray) -> FloatArray:
    """Return the weights of people who already wait: months waited for count where they are paid, or not at all."""
    weights = weights.copy()
    for wait in held.waits:
        until = wait.since + wait.months
        paid = weights[:, min(until, held.months - 1), :] * wait.backdated
        weights[wait.streams, wait.since : until] = paid[wait.streams, None, :]
    return weights


def _of_open(prepared: Prepared, open_cash: FloatArray) -> FloatArray:
    """Return [stream, year] of elapsed money of people not yet approved: each case is paid in the year, or not."""
    book = prepared.book
    streams = len(book.streams)
    paid = open_cash[1:] @ prepared.falls_in
    fen = book.open_fen[1:, :, None].astype(float)
    persons = np.zeros((3, streams))
    np.add.at(persons, (book.stock.stage, book.stock.stream), book.stock.persons)
    first, second = (
        np.bincount(book.entry.stream, book.entry.share * part, streams)
        for part in (book.entry.amount, book.entry.square)
    )
    single = np.divide(second, first, out=np.zeros(streams), where=first > 0)
    # A case holds at most what its whole clock brings; people with months to come may be fewer than cases.
    most = np.zeros(streams)
    np.maximum.at(most, book.entry.stream, -(-book.entry.length // np.maximum(book.entry.every, 1)) * 1.0)
    each = np.divide(fen[..., 0], persons[1:], out=np.full(persons[1:].shape, np.inf), where=persons[1:] > 0)
    size = np.minimum(each, single * most)[..., None]
    share = np.divide(paid, fen, out=np.zeros_like(paid), where=fen > 0)
    return (fen * size * share * (1 - share)).sum(0)


def _of_entrants(prepared: Prepared, held: Terms) -> FloatArray:
    """Return [stream, year]: sum over months of entry of mu E[C^2] + (phi - 1) mu E[C]^2."""
    book, weights = prepared.book, year_weights(prepared, held.months)
    shape = (len(book.streams), held.months, weights.shape[-1])
    first, second = np.zeros(shape), np.zeros(shape)
    for arrival in arrivals(prepared, held):
        place, month = arrival.batch.place, arrival.month
        mean, square = _of_one(arrival, weights[arrival.batch.stream])
        growth, people = arrival.growth[..., None], arrival.coming[..., None]
        mean = people * growth * book.entry.amount[place, None, None] * mean
        square = people * growth**2 * (book.entry.square[place] * arrival.square)[:, None, None] * square
        for out, part in ((first, mean), (second, square)):
            flat = summed(part.reshape(place.size, -1), arrival.batch.stream, shape[0])
            out[:, month] += flat.reshape(shape[0], month.size, -1)
    comes = np.flatnonzero(held.entrants.any(axis=0))
    people, first, second = held.entrants[:, comes, None], first[:, comes], second[:, comes]
    clumped = np.divide(first**2, people, out=np.zeros_like(first), where=people > 0)
    return (second + (book.dispersion[:, None, None] - 1) * clumped).sum(1)


def _of_one(arrival: Arrivals, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return [entry, month of entry, year] mean and mean square of one entrant, of one fen an instalment."""
    entries, every, months = arrival.batch.place.size, arrival.batch.every, arrival.month.size
    place, came = np.repeat(np.arange(entries), months), np.tile(arrival.month, entries)
    alive = arrival.alive[place, came, None]
    shape = (entries, months, -1)
    paid_late = weights[place, np.minimum(came + arrival.wait[place], weights.shape[1] - 1)]
    if every == 0:
        amount = arrival.amount[place, came, None]
        mean = arrival.eligible[place, came, None] / alive * amount * paid_late
        return mean.reshape(shape), (mean * amount).reshape(shape)
    end = arrival.last.ravel()
    horizon = max(int(end.max()) + 1, int(came[-1]) + 1)
    eligible, amount = arrival.eligible[:, :horizon], arrival.amount[:, :horizon]
    held_back = (-(-arrival.wait // every) * every)[place]
    mean, square = window(path(eligible, amount, weights[:, :horizon], every), place, came + held_back, end)
    if arrival.wait.any():
        whole = np.ones((entries, horizon, 1))
        begin, until = came + arrival.lost[place], np.minimum(came + held_back - 1, end)
        early, early_square = window(path(eligible, amount, whole, every), place, begin, until)
        owed, _ = window(path(np.ones_like(eligible), amount, whole, every), place, begin, until)
        square = square + paid_late * (early_square + 2 * owed * mean)
        mean = mean + paid_late * early
    return (mean / alive).reshape(shape), (square / alive).reshape(shape)
