"""Entrants still to come: how many is itself a chance, and each brings a cost that is one."""

import numpy as np
from numpy.typing import ArrayLike

from analytics.series.runoff import FloatArray


def compound_moments(
    expected: ArrayLike, mean: ArrayLike, variance: ArrayLike, dispersion: ArrayLike = 1.0, error: float = 0.0
) -> tuple[float, float]:
    """Return mean and variance of the cost of all entrants: sum of mu Var C + phi mu E[C]^2, plus (tau x total)^2.

    expected: entrants mu by month (or kind). mean, variance: cost C of one. dispersion: phi, 1 is Poisson, above 1
    negative binomial. error: tau, relative sd of the level of intake.
    """
    number, cost = np.asarray(expected, float), np.asarray(mean, float)
    total = float(np.sum(number * cost))
    chance = number * np.asarray(variance, float) + np.asarray(dispersion, float) * number * cost**2
    return total, float(np.sum(chance)) + (error * total) ** 2


def by_month(entrants: FloatArray, cost: FloatArray, months: int) -> FloatArray:
    """Return the expected cost by month of entrants by month: cost[k] is what one brings k months after entering."""
    return np.convolve(entrants, cost)[:months]


def delayed(due: FloatArray, delay: FloatArray) -> FloatArray:
    """Return [..., months + L - 1] what is paid by month of what is due by month (last axis).

    delay: [..., L] shares paid 0 .. L - 1 months later, whose leading axes fit those of `due`.
    """
    months, lags = due.shape[-1], delay.shape[-1]
    paid = np.zeros((*due.shape[:-1], months + lags - 1))
    for lag in range(lags):
        share = delay[..., lag, None]
        if share.any():
            paid[..., lag : lag + months] += share * due
    return paid
