"""Who claims: the share that has asked so many months after becoming entitled, and the chance of those still silent.

A life table: of those who had not asked before a month, how many did in it; people whose time is not over count for as
long as they were seen. Streams with few people are drawn towards all of their kind, and these towards the register.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.budget.exposure.book import FloatArray, IntArray
from analytics.budget.exposure.estimates import Found, estimate
from analytics.budget.exposure.history import History, numbers

_SETTLED = 12
_NOT_YET = -1


@dataclass(frozen=True, slots=True)
class Claiming:
    """claimed: [stream, month] share that has asked by so many months after the first one due; the last is the most.

    approval: [stream] share of what is asked for that is approved in the end. spread: [stream] of the share that
    ever claims, absolute.
    """

    claimed: FloatArray
    approval: FloatArray
    spread: FloatArray
    estimates: pl.DataFrame

    @property
    def uptake(self) -> FloatArray:
        return self.claimed[:, -1] * self.approval

    def chance(self, stream: IntArray, age: IntArray) -> FloatArray:
        """Return the chance that people still silent after `age` months ever ask and are approved."""
        so_far = self.claimed[stream, np.clip(age, 0, self.claimed.shape[1] - 1)]
        left = self.claimed[stream, -1] - so_far
        return np.divide(left, 1 - so_far, out=np.zeros_like(left), where=so_far < 1) * self.approval[stream]


def claiming(history: History, by_pair: pl.DataFrame) -> Claiming:
    """Return how people of each stream claim; by_pair: see `history.pairs`."""
    register, streams = history.register, history.streams
    limit, weight = register.months("delay_limit"), register.value("shrink_weight")
    end = history.after - register.months("settle_months")
    since = end - register.months("history_months")
    recent = by_pair.filter(pl.col("first").is_between(since, end, closed="left"))
    known = pl.when(pl.col("asked") < end).then("asked").otherwise(_NOT_YET)
    stream, first, asked = numbers(recent.with_columns(known.alias("asked")), "stream", "first", "asked")
    seen = end - 1 - first
    wait = np.where(asked == _NOT_YET, limit, np.clip(asked - first, 0, limit))
    shape = (len(streams), limit + 1)
    hits = _counted(stream[wait < limit], wait[wait < limit], shape)
    at_risk = np.cumsum(_counted(stream, np.minimum(wait, seen), shape)[:, ::-1], axis=1)[:, ::-1]
    claimed = _life_table(hits, at_risk, history, weight)
    if register["uptake"].is_set:
        claimed *= register.value("uptake") / np.maximum(claimed[:, -1:], 1e-9)
    people = at_risk[:, 0]
    last = claimed[:, -1]
    spread = np.sqrt(last * (1 - last) / (people + weight))
    approval, decided = _approval(history, by_pair)
    names = [(benefit, "") for benefit in streams.ids]
    mean = (np.diff(claimed, axis=1, prepend=0.0) * np.arange(limit)).sum(axis=1) / np.maximum(last, 1e-9)
    estimates = [
        estimate(register, "uptake", Found(names, last, spread, people)),
        estimate(
            register, "claim_months", Found(names, mean, mean / np.sqrt(hits.sum(axis=1) + weight), hits.sum(axis=1))
        ),
        estimate(
            register,
            "approval",
            Found(names, approval, np.sqrt(approval * (1 - approval) / (decided + weight)), decided),
        ),
    ]
    return Claiming(claimed, approval, spread, pl.concat(estimates))


def _counted(stream: IntArray, month: IntArray, shape: tuple[int, int]) -> FloatArray:
    cells = np.ravel_multi_index((stream, month), shape)
    return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)


def _life_table(hits: FloatArray, at_risk: FloatArray, history: History, weight: float) -> FloatArray:
    """Return [stream, month] the share that has asked; each month drawn towards that of the streams of its kind."""
    hits, at_risk = hits[:, :-1], at_risk[:, :-1]
    register, months = history.register, hits.shape[1]
    quick = 1 / (1 + register.value("claim_months"))
    launch = register.value("uptake") * (1 - (1 - quick) ** np.arange(1, months + 1))
    before = np.concatenate([[0.0], launch[:-1]])
    prior = (launch - before) / (1 - before)
    hazard: FloatArray = np.zeros(hits.shape)
    for every in np.unique(history.streams.every):
        ours = history.streams.every == every
        pool = (hits[ours].sum(axis=0) + weight * prior) / (at_risk[ours].sum(axis=0) + weight)
        hazard[ours] = (hits[ours] + weight * pool) / (at_risk[ours] + weight)
    np.cumprod(1 - hazard, axis=1, out=hazard)
    return 1 - hazard


def _approval(history: History, by_pair: pl.DataFrame) -> tuple[FloatArray, FloatArray]:
    """Return by stream the share approved of those who asked a year ago or longer, and how many these are."""
    register, count = history.register, len(history.streams)
    settled = by_pair.filter(pl.col("asked") <= history.after - 1 - _SETTLED)
    (stream,) = numbers(settled, "stream")
    asked = np.bincount(stream, minlength=count).astype(np.float64)
    is_granted = settled["approved"].is_not_null().to_numpy()
    granted = np.bincount(stream[is_granted], minlength=count).astype(np.float64)
    prior, weight = register.value("approval"), register.value("shrink_weight")
    share = (granted + weight * prior) / (asked + weight)
    return (np.full(count, prior) if register["approval"].is_set else share), asked
