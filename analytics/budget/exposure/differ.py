"""Whom a scenario gives more and whom less, and which promises to people who are in it would break.

Compared is what the rules owe, not what is expected: a rise that few will live to see is a rise. Money may only be
moved to a later month without anyone losing by it.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.budget.exposure.arrivals import Arrivals, arrivals
from analytics.budget.exposure.book import Book, FloatArray, Stage
from analytics.budget.exposure.cells import cells, chances, instalments
from analytics.budget.exposure.prepared import Prepared, prepare
from analytics.budget.exposure.scenario import Scenario
from analytics.budget.exposure.shifting import binned
from analytics.budget.exposure.terms import Terms, terms
from analytics.series import path, window

#: Amounts that differ by less than this share are the same amount.
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class _Owed:
    """Of each cell of the stock: fen per person by the rules, the same if they stay as expected, and share eligible."""

    nominal: FloatArray
    expected: FloatArray
    eligible: FloatArray


def differ(book: Book, scenario: Scenario) -> pl.DataFrame:
    """Return one row per stream: who gains and loses, and the promises broken.

    benefit_id; people_gaining, people_losing (who are in); entrants_gaining, entrants_losing (expected number: those
    who get more or less than they would have, come who would not have come, or the other way); broken_people,
    broken_fen, broken_expected_fen: people approved who lose, and by how much in all, if they stay and as expected.
    """
    prepared = prepare(book)
    before, after = terms(prepared, None), terms(prepared, scenario)
    columns = {**_stock(prepared, before, after), **_entrants(prepared, before, after)}
    return pl.DataFrame({"benefit_id": book.streams, **columns})


def _stock(prepared: Prepared, before: Terms, after: Terms) -> dict[str, FloatArray]:
    stock, streams = prepared.book.stock, len(prepared.book.streams)
    old, new = _owed(prepared, before), _owed(prepared, after)
    still, out = stock.persons * new.eligible, stock.persons * (1 - new.eligible)
    gains = new.nominal > old.nominal * (1 + _SAME)
    loses = new.nominal < old.nominal * (1 - _SAME)
    approved = stock.stage == Stage.APPROVED
    losing = still * loses + out

    def lost(was: FloatArray, becomes: FloatArray) -> FloatArray:
        return (still * np.where(loses, np.maximum(was - becomes, 0), 0) + out * was) * approved

    columns = {
        "people_gaining": still * gains,
        "people_losing": losing,
        "broken_people": losing * approved,
        "broken_fen": lost(old.nominal, new.nominal),
        "broken_expected_fen": lost(old.expected, new.expected),
    }
    return {name: binned(values, stock.stream, streams) for name, values in columns.items()}


def _owed(prepared: Prepared, held: Terms) -> _Owed:
    """Return what each cell is owed; of months not paid while waiting for approval, nothing."""
    stock, row = prepared.book.stock, prepared.cell_row
    owed = cells(prepared, held)
    factor = held.by_month(held.held.rate[row, 0]) * held.index[stock.stream]
    fen = instalments(prepared, owed, held.months) * held.by_month(owed.amount) * factor
    for wait in held.waits:
        if not wait.backdated:
            waiting = np.flatnonzero(wait.streams[stock.stream] & (stock.stage > 0))
            fen[waiting, wait.since : wait.since + wait.months] = 0
    eligible = np.broadcast_to(held.by_month(held.held.eligibility[row, 0]), fen.shape)
    # Who is not eligible in any of his months loses that; who is out then is counted once, for the least share.
    least = np.where(fen > 0, np.minimum(eligible, 1), 1).min(axis=1)
    alive, _ = chances(prepared, held, 0)
    return _Owed(fen.sum(1), (fen * alive[row]).sum(1), least)


@dataclass(frozen=True, slots=True)
class _Promised:
    """[entry, month of entry] people expected who are eligible, and fen each by the rules."""

    people: FloatArray
    each: FloatArray


def _entrants(prepared: Prepared, before: Terms, after: Terms) -> dict[str, FloatArray]:
    """Return expected entrants who gain and lose.

    Who comes either way is compared by month of entry; who comes only with, or only without, by the sum over months, so
    that a season that shifts makes no losers.
    """
    stream, streams = prepared.book.entry.stream, len(prepared.book.streams)
    months = max(before.months, after.months)
    old, new = (_promised(prepared, held, months) for held in (before, after))
    more = (new.each > old.each * (1 + _SAME)).astype(float)
    less = (new.each < old.each * (1 - _SAME)).astype(float)
    _by_single_amounts(prepared, after, more, less)
    stay = np.minimum(old.people, new.people)
    net = new.people.sum(1) - old.people.sum(1)
    net = np.where(np.abs(net) > _SAME * old.people.sum(1), net, 0)
    gaining, losing = (stay * more).sum(1) + np.maximum(net, 0), (stay * less).sum(1) + np.maximum(-net, 0)
    return {
        "entrants_gaining": binned(gaining, stream, streams),
        "entrants_losing": binned(losing, stream, streams),
    }


def _promised(prepared: Prepared, held: Terms, months: int) -> _Promised:
    entry = prepared.book.entry
    people, each = np.zeros((2, entry.stream.size, months))
    for arrival in arrivals(prepared, held):
        where = np.ix_(arrival.batch.place, arrival.month)
        eligible = arrival.eligible[:, arrival.month] / arrival.alive[:, arrival.month]
        people[where] = arrival.coming * eligible
        each[where] = _nominal(arrival) * arrival.growth * entry.amount[arrival.batch.place, None]
    return _Promised(people, each)


def _nominal(arrival: Arrivals) -> FloatArray:
    """Return [entry, month of entry] what one gets who stays, in mean instalments."""
    if arrival.batch.every == 0:
        return arrival.amount[:, arrival.month]
    entries, months = arrival.amount.shape
    place, came = np.repeat(np.arange(entries), arrival.month.size), np.tile(arrival.month, entries)
    sure = np.ones((entries, months))
    sums = path(sure, arrival.amount, sure[..., None], arrival.batch.every)
    total, _ = window(sums, place, came + arrival.lost[place], arrival.last.ravel())
    return total.reshape(entries, -1)


def _by_single_amounts(prepared: Prepared, held: Terms, more: FloatArray, less: FloatArray) -> None:
    """Put in the shares of single amounts on file that rise and fall, where a cap treats them differently."""
    entry = prepared.book.entry
    batches = [(batch, number) for batch in prepared.batches for number in range(batch.place.size)]
    for batch, number in batches:
        row, stream, place = batch.row[number], batch.stream[number], batch.place[number]
        if not prepared.is_capped[stream] or np.isinf(held.held.cap[row]).all():
            continue
        if entry.square[place] <= entry.amount[place] ** 2 * (1 + _SAME):
            continue
        for month in np.flatnonzero(held.entrants[stream]).tolist():
            span = held.span[month]
            growth = held.entry_index[stream, month] * held.index[stream, month]
            cap, rate = held.held.cap[row, span + 1, span], held.held.rate[row, span + 1, span]
            shares = prepared.amounts[stream].moved(float(cap * growth), float(rate * growth))
            more[place, month], less[place, month] = shares
