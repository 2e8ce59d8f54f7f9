"""How long money takes: shares by delay, from what has been paid so far, though much is still on its way.

A delay that has not had time to happen is missing from the history, so short ones would seem to be the rule. The chain
ladder read backwards puts that right: of all that was seen by delay d, what part came exactly at d? Only starts that
lie d months back can tell. Source: methods 2.2 step 1, the same as for reports that come late.
"""

from math import exp, lgamma, log

import numpy as np

from analytics.budget.exposure.book import FloatArray


def reverse_ladder(counts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return [group, delay] what came exactly at a delay, and what came by it, of the starts that can tell.

    counts: [group, start, delay] of starts a month apart, the last of them in the month that ended last.
    """
    starts, delays = counts.shape[1:]
    can_tell = (np.arange(starts)[:, None] + np.arange(delays)) < starts
    came = counts * can_tell
    by = np.cumsum(counts, axis=2) * can_tell
    return came.sum(axis=1), by.sum(axis=1)


def shares(came: FloatArray, by: FloatArray, prior: FloatArray, weight: float) -> FloatArray:
    """Return [group, delay] the share of each delay, rows adding to 1, drawn towards `prior` by `weight` events."""
    known = np.cumsum(prior)
    expected = np.divide(prior, known, out=np.ones_like(prior), where=known > 0)
    at = (came + weight * expected) / (by + weight)
    at[:, 0] = 1.0
    later = np.cumprod((1.0 - at)[:, :0:-1], axis=1)[:, ::-1]
    edge = np.ones((len(at), 1))
    whole = np.concatenate([0 * edge, later, edge], axis=1)
    return whole[:, 1:] - whole[:, :-1]


def life_shares(came: FloatArray, at_risk: FloatArray, prior: FloatArray, weight: float) -> FloatArray:
    """Return [group, delay] the share of each delay by a life table, drawn towards `prior` by `weight` events.

    came: what came at a delay; at_risk: what could still come then. The last delay takes all that is left.
    """
    left = np.cumsum(prior[::-1])[::-1]
    expected = np.divide(prior, left, out=np.ones_like(prior), where=left > 0)
    hazard = np.minimum((came + weight * expected) / (at_risk + weight), 1.0)
    hazard[:, -1] = 1.0
    stays = np.cumprod(1.0 - hazard, axis=1)
    before = np.concatenate([np.ones((len(hazard), 1)), stays[:, :-1]], axis=1)
    return np.multiply(hazard, before, out=np.zeros_like(came))


def poisson(mean: float, size: int) -> FloatArray:
    """Return the chances of 0 .. size - 1, the last with all that is beyond."""
    chance = np.array([exp(place * log(mean) - mean - lgamma(place + 1)) for place in range(size)])
    chance[-1] += max(0.0, 1.0 - sum(chance.tolist()))
    return chance
