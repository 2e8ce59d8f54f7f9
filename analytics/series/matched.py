"""Intervals of a total of which mean and variance are known: a lognormal or a gamma with the same two."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaincinv, ndtr, ndtri

Family = Literal["lognormal", "gamma"]
FloatArray = NDArray[np.float64]


def quantiles(
    mean: ArrayLike, variance: ArrayLike, probabilities: ArrayLike, family: Family = "lognormal"
) -> FloatArray:
    """Return the quantiles, as a last axis added to mean and variance; the mean itself where nothing is uncertain."""
    centre, spread = (np.asarray(part, float)[..., None] for part in np.broadcast_arrays(mean, variance))
    p = np.asarray(probabilities, float)
    known = (centre > 0) & (spread > 0)
    m, v = np.where(known, centre, 1.0), np.where(known, spread, 1.0)
    if family == "gamma":
        found = gammaincinv(m**2 / v, p) * v / m
    else:
        log_variance = np.log1p(v / m**2)
        found = m * np.exp(np.sqrt(log_variance) * ndtri(p) - log_variance / 2)
    return np.where(known, found, centre)


def exceedance(mean: ArrayLike, variance: ArrayLike, limit: ArrayLike, family: Family = "lognormal") -> FloatArray:
    """Return the probability that the total is more than the limit: 0 or 1 where nothing is uncertain."""
    centre, spread, most = (np.asarray(part, float) for part in np.broadcast_arrays(mean, variance, limit))
    known = (centre > 0) & (spread > 0) & (most > 0)
    m, v, x = (np.where(known, part, 1.0) for part in (centre, spread, most))
    if family == "gamma":
        within = gammainc(m**2 / v, x * m / v)
    else:
        log_variance = np.log1p(v / m**2)
        within = ndtr((np.log(x / m) + log_variance / 2) / np.sqrt(log_variance))
    return np.where(known, 1 - within, (centre > most).astype(float))
