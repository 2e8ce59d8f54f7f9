"""What is still to come until a month: mean and variance in closed form, and the distribution of the total.

Source: methods 2.2, step 5. Golden test: methods 2.7.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analytics.series.panel import FloatArray

#: The variance is at least so much of the mean, so that the negative binomial exists.
_LEAST_DISPERSION = 1.0 + 1e-6


@dataclass(frozen=True, slots=True)
class Remaining:
    """Events still to be reported: mean; variance of chance and of what the model does not know; past error apart.

    level, drift: what c² and q² are multiplied with. All arrays of one shape.
    """

    mean: FloatArray
    variance: FloatArray
    level: FloatArray
    drift: FloatArray

    def total_variance(self, level_error: float, drift_error: float) -> FloatArray:
        """Return the variance with the past error: c of the level, q a month."""
        return self.variance + level_error**2 * self.level + drift_error**2 * self.drift


def remaining(
    rate: FloatArray,
    information: FloatArray,
    dispersion: FloatArray,
    *,
    unreported: FloatArray,
    ahead: FloatArray,
    season: FloatArray | float = 0.0,
    lag_error: float = 0.0,
) -> Remaining:
    """Return what is to come of each series.

    rate, information, dispersion: as in Fit. unreported: months' worth of past events not yet known (H_p).
    ahead: [..., month] seasonal factors of the months to come, 0 beyond the window. season: Σ mass² / info over the
    calendar months. lag_error: relative sd of what is not yet known.
    """
    future = ahead.sum(axis=-1)
    months = unreported + future
    after = np.cumsum(ahead[..., ::-1], axis=-1)
    mean = rate * months
    unknown = np.divide(months**2, information, out=np.zeros_like(mean), where=information > 0)
    chance = dispersion * rate * (months + unknown)
    squared = rate**2
    variance = chance + squared * season + (lag_error * rate * unreported) ** 2
    level = squared * (future**2 + unreported**2)
    return Remaining(mean, variance, level, squared * (after**2).sum(axis=-1))


def _shape(mean: FloatArray, variance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return n and p of the negative binomial of a mean and variance, as scipy has them."""
    spread = np.maximum(variance, mean * _LEAST_DISPERSION)
    safe = np.where(mean > 0, mean, 1.0)
    spread = np.where(mean > 0, spread, 2.0)
    return safe**2 / (spread - safe), safe / spread


def quantile(mean: FloatArray, variance: FloatArray, probability: FloatArray | float) -> FloatArray:
    """Return the smallest count reached with the probability; 0 where nothing is expected."""
    n, p = _shape(mean, variance)
    return np.where(mean > 0, stats.nbinom.ppf(probability, n, p), 0.0)


def chance_of(mean: FloatArray, variance: FloatArray, need: FloatArray) -> FloatArray:
    """Return the probability of `need` or more still to come: 1 where nothing is needed."""
    n, p = _shape(mean, variance)
    chance = np.where(mean > 0, stats.nbinom.sf(need - 1, n, p), 0.0)
    return np.where(need <= 0, 1.0, chance)
