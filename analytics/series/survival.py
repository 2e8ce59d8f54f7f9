"""How many are still in: constant hazards, taken from small groups by shrinking them to the pool."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: A hazard above this counts as this, so that what is left after a century of months is not nothing to divide by.
_MOST = 0.95


def survival(hazard: ArrayLike, months: int) -> NDArray[np.float64]:
    """Return the chance to be in at the start of month 0 .. months - 1, as a last axis added to `hazard` (monthly)."""
    stay = 1 - np.clip(np.asarray(hazard, float), 0, _MOST)
    return np.power(stay[..., None], np.arange(months), dtype=np.float64)


def staying(hazard: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chance to be in at the start of each month, of hazards by month (last axis); 1 in the first."""
    alive = np.ones(hazard.shape)
    np.cumprod(1 - np.clip(hazard[..., :-1], 0, _MOST), axis=-1, out=alive[..., 1:])
    return alive


def pooled_hazard(events: ArrayLike, exposure: ArrayLike, prior: float, weight: float) -> float:
    """Return leavers by person-months over all groups, with `weight` leavers' worth of a prior monthly hazard."""
    left, months = float(np.sum(events)), float(np.sum(exposure))
    return (left + weight) / (months + weight / prior)


def shrunk_hazards(events: ArrayLike, exposure: ArrayLike, pooled: float, weight: float = 10) -> NDArray[np.float64]:
    """Return the monthly hazard of each group: pooled x (events + weight) / (expected + weight).

    events: leavers by group. exposure: person-months by group. A group without any is given the pooled hazard.
    """
    left, months = np.asarray(events, float), np.asarray(exposure, float)
    return pooled * (left + weight) / (months * pooled + weight)
