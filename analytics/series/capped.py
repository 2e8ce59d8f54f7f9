"""Amounts with a ceiling: a capped share of a lognormal pay or of the pays on file, and items of "up to"."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from scipy.special import ndtr

from analytics.series.runoff import FloatArray


def capped_lognormal(share: float, cap: float, mu: float, sigma: float) -> tuple[float, float]:
    """Return mean and mean square of min(share x W, cap) for a lognormal pay W of log-mean mu and log-sd sigma."""
    location = mu + log(share)
    z = (log(cap) - location) / sigma
    above = 1 - float(ndtr(z))
    mean = exp(location + sigma**2 / 2) * float(ndtr(z - sigma)) + cap * above
    square = exp(2 * location + 2 * sigma**2) * float(ndtr(z - 2 * sigma)) + cap**2 * above
    return mean, square


@dataclass(frozen=True, slots=True)
class Amounts:
    """Single amounts on file, sorted, with their running sums, so that a cap costs one look-up."""

    sorted: FloatArray
    sums: FloatArray
    squares: FloatArray

    @classmethod
    def of(cls, amounts: FloatArray) -> "Amounts":
        """Sort the amounts once."""
        ordered = np.sort(amounts)
        zero = np.zeros(1)
        return cls(
            ordered, np.concatenate([zero, np.cumsum(ordered)]), np.concatenate([zero, np.cumsum(ordered * ordered)])
        )

    def capped(self, cap: float, factor: float = 1.0) -> tuple[float, float]:
        """Return mean and mean square of min(factor x amount, cap); 0 where nothing is on file."""
        size = self.sorted.size
        if not size:
            return 0.0, 0.0
        below = int(np.searchsorted(self.sorted, cap / factor, side="right")) if factor > 0 else size
        above = size - below
        mean = (factor * self.sums[below] + (cap * above if above else 0.0)) / size
        square = (factor**2 * self.squares[below] + (cap**2 * above if above else 0.0)) / size
        return float(mean), float(square)

    def moved(self, cap: float, factor: float = 1.0) -> tuple[float, float]:
        """Return the shares of the amounts that min(factor x amount, cap) raises and lowers."""
        if not self.sorted.size:
            return 0.0, 0.0
        after = np.minimum(self.sorted * factor, cap)
        return float(np.mean(after > self.sorted)), float(np.mean(after < self.sorted))


@dataclass(frozen=True, slots=True)
class UpTo:
    """An item of "up to": mean and sd of what it will cost, and the chance that there is no case at all."""

    mean: float
    sd: float
    none: float


def up_to(cases: float, ceiling: float, alpha: float, beta: float) -> UpTo:
    """Return the cost of a Poisson number of cases (mean `cases`), each a Beta(alpha, beta) share of the ceiling."""
    share = alpha / (alpha + beta)
    square = share * (alpha + 1) / (alpha + beta + 1)
    return UpTo(cases * ceiling * share, ceiling * sqrt(cases * square), exp(-cases))
