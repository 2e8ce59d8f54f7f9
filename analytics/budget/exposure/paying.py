"""When money is paid: months from due to paid, and when what is open gets paid, by how far it has come.

Months from due to paid go by the ladder, see `ladder`, and so does open money that is not approved: when it is paid,
given that it is. What is owed goes by a life table in money: what came so many months later, against what was owed for
that long; money that is still owed counts for as long as it has been, so that debts nobody pays are not forgotten.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.budget.exposure.book import OPEN_CAUSES, FloatArray, IntArray, Stage
from analytics.budget.exposure.estimates import Found, estimate
from analytics.budget.exposure.history import History, Payments, month_of, numbers
from analytics.budget.exposure.ladder import life_shares, poisson, reverse_ladder, shares
from analytics.policy.assumptions import AssumptionId, Assumptions

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Open:
    """Open money, summed: arrays of one length.

    due, since: numbers of the month it fell due, and since when it is both due and decided. number: of instalments.
    """

    stream: IntArray
    stage: IntArray
    due: IntArray
    since: IntArray
    fen: IntArray
    number: IntArray

    def by_stream(self, streams: int) -> IntArray:
        """Return [stage, stream] the sums."""
        fen = np.zeros((len(Stage), streams), np.int64)
        np.add.at(fen, (self.stage, self.stream), self.fen)
        return fen


@dataclass(frozen=True, slots=True)
class Paying:
    """delay: [stream, months] from due to paid. backlog: [stage, stream, month] in which open money is paid."""

    delay: FloatArray
    backlog: FloatArray
    estimates: pl.DataFrame


def open_money(history: History, opened: pl.DataFrame) -> Open:
    """Return the open money of the ledger by stream, stage, month due and month since which it is owed."""
    place = {cause: stage for stage, cause in enumerate(OPEN_CAUSES)}
    alike = opened.group_by("benefit_id", "cause", "month", "decided_on")
    sums = alike.agg(pl.col("amount_fen").sum(), number=pl.len())
    rows = sums.filter(history.streams.known()).with_columns(history.streams.places(), due=month_of("month"))
    rows = rows.with_columns(
        stage=pl.col("cause").cast(pl.String).replace_strict(place, return_dtype=pl.Int64),
        since=pl.max_horizontal("due", month_of("decided_on")),
    )
    return Open(*numbers(rows, "stream", "stage", "due", "since", "amount_fen", "number"))


def paying(history: History, paid: Payments, opened: Open, chance: FloatArray) -> Paying:
    """Return when each stream pays; chance: [stage, stream] that open money is ever paid."""
    register, streams = history.register, history.streams
    unit = _instalment(history, paid, opened)
    weight = paid.fen / unit[paid.stream]
    open_weight = opened.fen * chance[opened.stage, opened.stream] / unit[opened.stream]
    delay = _delay(history, paid, weight, opened, open_weight)
    came = np.bincount(paid.stream, weight, len(streams)).astype(np.float64)[:, None]
    owed_came, owed_by = _from_decision(history, paid, weight, opened, open_weight)
    arrears = _drawn(history, owed_came, owed_by, "clear_months")
    backlog = np.stack([arrears, *(_by_ladder(history, paid, stage) for stage in Stage if stage != Stage.APPROVED)])
    names = [(benefit, "") for benefit in streams.ids]
    rows = [
        estimate(register, "pay_months", _found(names, _mean(delay), came, register)),
        estimate(register, "clear_months", _found(names, _mean(arrears) + 1, owed_came, register)),
    ]
    return Paying(delay, backlog, pl.concat(rows))


def _instalment(history: History, paid: Payments, opened: Open) -> FloatArray:
    """Return [stream] fen of an instalment, which is one event; without end where the days of payment are not known."""
    count = len(history.streams)
    parts = ((paid.stream, paid.fen, np.ones(paid.fen.size)), (opened.stream, opened.fen, opened.number))
    fen, number = (sum(np.bincount(part[0], part[place], count) for part in parts) for place in (1, 2))
    unit = np.divide(fen, number, out=np.ones(count), where=np.asarray(number) > 0)
    undated = history.paid.filter(pl.col("paid_on").is_null()).filter(history.streams.known(), pl.col("amount_fen") > 0)
    unit[[history.streams.place[benefit] for benefit in undated["benefit_id"].unique()]] = np.inf
    return unit


def _found(names: list[tuple[str, str]], mean: FloatArray, came: FloatArray, register: Assumptions) -> Found:
    events = came.sum(axis=1)
    return Found(names, mean, mean / np.sqrt(events + register.value("shrink_weight")), events)


def _mean(share: FloatArray) -> FloatArray:
    return share @ np.arange(share.shape[1])


def _window(history: History) -> tuple[int, int]:
    """Return the first month looked at, and the first that is not: the newest payments are not all on file yet."""
    end = history.after - history.register.months("settle_months")
    return end - history.register.months("history_months"), end


def _falling(values: FloatArray) -> FloatArray:
    """Return the sums from each place to the end."""
    falling = np.zeros_like(values)
    np.cumsum(values[:, ::-1], axis=1, out=falling)
    return falling[:, ::-1]


def _delay(history: History, paid: Payments, weight: FloatArray, opened: Open, open_weight: FloatArray) -> FloatArray:
    """Return [stream, delay] from the month due; what was approved a year ago and is still owed comes last."""
    limit, (since, end) = history.register.months("delay_limit"), _window(history)
    starts = end - since
    seen = (paid.due >= since) & (paid.paid < end)
    place = (paid.stream * starts + paid.due - since) * limit + np.minimum(paid.paid - paid.due, limit - 1).clip(0)
    size = len(history.streams) * starts * limit
    counts = np.bincount(place[seen], weight[seen], size).reshape(-1, starts, limit).astype(np.float64)
    delay = _laddered(history, counts, "pay_months")
    (old, owed), shrink = _settled(history, paid, weight, opened, open_weight), history.register.value("shrink_weight")
    never = owed / (old + owed + shrink)
    if not history.register["pay_months"].is_set:
        delay *= 1 - never[:, None]
        delay[:, -1] += never
    return delay


def _settled(
    history: History, paid: Payments, weight: FloatArray, opened: Open, open_weight: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return [stream] instalments paid and owed of what was approved a year ago and earlier."""
    (since, end), count = _window(history), len(history.streams)
    was = np.maximum(paid.due, paid.approved)
    old = (was >= since) & (was < end - _YEAR)
    owed = (opened.stage == Stage.APPROVED) & (opened.since >= since) & (opened.since < end - _YEAR)
    sums = (np.bincount(stream, money, count) for stream, money in (
        (paid.stream[old], weight[old]), (opened.stream[owed], open_weight[owed])
    ))  # fmt: skip
    first, second = sums
    return first.astype(np.float64), second.astype(np.float64)


def _from_decision(
    history: History, paid: Payments, weight: FloatArray, opened: Open, open_weight: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return [stream, months less 1] what came so long after a month end at which it was owed, over all month ends."""
    limit, (first, end) = history.register.months("delay_limit"), _window(history)
    owed, last = opened.stage == Stage.APPROVED, end - 1
    since = np.maximum(np.maximum(paid.due, paid.approved), first)
    parts = [
        (paid.paid < end, paid.stream, weight, since, paid.paid),
        (paid.paid >= end, paid.stream, weight, since, np.full(since.size, last)),
        (owed, opened.stream, open_weight, np.maximum(opened.since, first), np.full(owed.size, last)),
    ]
    counts = np.zeros((len(parts), len(history.streams), limit + 1))
    for place, (kept, stream, money, begun, ended) in enumerate(parts):
        for months in range(1, limit + 1):
            was_owed = kept & (ended - months >= begun)
            counts[place, :, months - 1] = np.bincount(stream[was_owed], money[was_owed], counts.shape[1])
        longer = np.where(kept, np.clip(ended - limit - begun, 0, None), 0)
        counts[place, :, limit] = np.bincount(stream, money * longer, counts.shape[1])
    return counts[0, :, :limit], _falling(counts.sum(axis=0))[:, :limit]


def _drawn(history: History, came: FloatArray, at_risk: FloatArray, assumption: AssumptionId) -> FloatArray:
    """Return [stream, delay] shares, drawn towards the streams of the same kind, and these towards the register."""
    register, every = history.register, history.streams.every
    prior, weight = poisson(register.value(assumption), came.shape[1]), register.value("shrink_weight")
    found = np.broadcast_to(prior, came.shape).copy()
    if not register[assumption].is_set:
        for kind in np.unique(every):
            ours = every == kind
            pool = life_shares(came[ours].sum(axis=0)[None], at_risk[ours].sum(axis=0)[None], prior, weight)[0]
            found[ours] = life_shares(came[ours], at_risk[ours], pool, weight)
    return found


def _by_ladder(history: History, paid: Payments, stage: Stage) -> FloatArray:
    """Return [stream, month] when money that was open at a month end, at this stage, was paid, given that it was."""
    every, (since, last) = history.streams.every, _window(history)
    limit, starts = history.register.months("delay_limit"), last - since
    counts = np.zeros((every.size, starts, limit))
    for wait in range(1, limit + 1):
        end = paid.paid - wait
        asked, approved = paid.asked <= end, paid.approved <= end
        at_stage = ~approved & (asked if stage == Stage.UNDECIDED else ~asked)
        ours = at_stage & (end >= np.maximum(paid.due, since)) & (paid.paid < last)
        cells = paid.stream[ours] * starts + end[ours] - since
        counts[..., wait - 1] = np.bincount(cells, minlength=every.size * starts).reshape(every.size, starts)
    return _laddered(history, counts, "clear_months")


def _laddered(history: History, counts: FloatArray, assumption: AssumptionId) -> FloatArray:
    """Return [stream, delay] shares by the ladder, drawn towards the streams of the same kind; see `ladder`."""
    register, every = history.register, history.streams.every
    prior, weight = poisson(register.value(assumption), counts.shape[2]), register.value("shrink_weight")
    came, by = reverse_ladder(counts)
    found = np.broadcast_to(prior, came.shape).copy()
    for kind in np.unique(every) if not register[assumption].is_set else ():
        ours = every == kind
        pool = shares(came[ours].sum(axis=0)[None], by[ours].sum(axis=0)[None], prior, weight)[0]
        found[ours] = shares(came[ours], by[ours], pool, weight)
    return found
