"""Draws of the outlay on shocks that are the same for every scenario of one book.

Two kinds of errors are shared by all the years of a stream (the level of intake, the cost of people who are in), each
correlated between streams; chance is drawn by line and year. Shocks multiply, so that no draw is below zero, come in
pairs of opposite sign, and are made uncorrelated and of mean 1 exactly, so that even some hundred draws keep the mean
and nearly the variance of the closed form.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.budget.exposure.book import Book, FloatArray, IntArray
from analytics.budget.exposure.outlay import Class, Outlay, stream_groups


@dataclass(frozen=True, slots=True, eq=False)
class Shocks:
    """lines: in the order of the draws. place: of each stream's line. stock, intake: [draw, stream] factors of mean 1.

    common: [draw, line] and apart: [draw, line, year] standard normal.
    """

    lines: tuple[str, ...]
    place: IntArray
    stock: FloatArray
    intake: FloatArray
    common: FloatArray
    apart: FloatArray


@lru_cache(maxsize=4)
def shocks(book: Book, draws: int, seed: int) -> Shocks:
    """Return the shocks of a book; drawn once."""
    rng = np.random.default_rng(seed)
    lines, place = stream_groups(book, book.lines)
    years = len({month.year for month in book.months})
    streams = len(book.streams)

    z = _uncorrelated(_halves(rng, draws, 2 * (streams + 1)))
    shared, own = np.sqrt(book.correlation), np.sqrt(1 - book.correlation)

    def level(part: int, error: FloatArray) -> FloatArray:
        of = z[:, part * (streams + 1) : (part + 1) * (streams + 1)]
        return _factors(shared * of[:, :1] + own * of[:, 1:], np.sqrt(np.log1p(error**2)), draws)

    stock, intake = level(0, book.stock_error), level(1, book.error)
    common = _paired(_halves(rng, draws, len(lines)), draws)
    apart = _paired(_halves(rng, draws, len(lines) * years), draws).reshape(draws, len(lines), years)
    return Shocks(lines, place, stock, intake, common, apart)


def _halves(rng: np.random.Generator, draws: int, columns: int) -> FloatArray:
    return rng.standard_normal((-(-draws // 2), columns))


def _uncorrelated(half: FloatArray) -> FloatArray:
    """Return the draws made uncorrelated, each of variance 1, if there are enough of them for that."""
    if half.shape[0] <= half.shape[1]:
        return half
    q, r = np.linalg.qr(half)
    return q * np.sign(np.diag(r)) * np.sqrt(half.shape[0])


def _paired(half: FloatArray, draws: int) -> FloatArray:
    return np.concatenate([half, -half])[:draws]


def _factors(half: FloatArray, sigma: FloatArray, draws: int) -> FloatArray:
    factor = np.exp(_paired(half * sigma, draws))
    return factor / factor.mean(axis=0)


def spread(outlay: Outlay, draws: int, seed: int) -> FloatArray:
    """Return [draw, line, year] fen; lines sorted by name, as `shocks(book, draws, seed).lines`.

    draws, seed: as the register of assumptions says. Differences between two outlays of one book are draw by draw.
    """
    shock = shocks(outlay.book, draws, seed)
    by_year = outlay.by_year
    level = np.empty(shock.apart.shape)
    sure = by_year[Class.ARREARS, :, :-1]
    stock = by_year[Class.COMMITTED, :, :-1] + by_year[Class.INCURRED, :, :-1]
    intake = by_year[Class.INTAKE, :, :-1]
    for line in range(len(shock.lines)):
        own = shock.place == line
        level[:, line] = shock.stock[:, own] @ stock[own] + shock.intake[:, own] @ intake[own] + sure[own].sum(0)
    return level * _chance(outlay, shock)


def _chance(outlay: Outlay, shock: Shocks) -> FloatArray:
    """Return [draw, line, year] factors of mean 1 whose variance by year, and over all years, is that of chance."""
    member = (np.arange(len(shock.lines))[:, None] == shock.place).astype(float)
    variance = member @ outlay.variance.sum(0)
    mean = member @ outlay.by_year[..., :-1].sum(0)
    sd = np.sqrt(variance[:, :-1])
    joint = sd.sum(1) ** 2 - (sd**2).sum(1)
    beyond = variance[:, -1] - (sd**2).sum(1)
    shared = np.clip(np.divide(beyond, joint, out=np.zeros_like(joint), where=joint > 0), 0, 1)[:, None]
    relative = np.divide(sd, mean, out=np.zeros_like(sd), where=mean > 0)
    sigma = np.sqrt(np.log1p(relative**2))
    z = shock.apart * (sigma * np.sqrt(1 - shared))
    z += shock.common[:, :, None] * (sigma * np.sqrt(shared))
    factor = np.exp(z, out=z)
    factor /= factor.mean(axis=0)
    return factor
