"""The outlay of a book by a plain Monte Carlo over persons: what the closed form is held against.

Nothing is shared with the kernel but the book: people leave, are approved, come, and are paid one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.budget.exposure.book import Book, FloatArray, IntArray


@dataclass(frozen=True)
class Simulated:
    """[run, year] fen of the stock, of which the approved, and of entrants; elapsed money is left out."""

    committed: FloatArray
    incurred: FloatArray
    intake: FloatArray

    @property
    def total(self) -> FloatArray:
        return (self.committed + self.incurred + self.intake).sum(1)


@dataclass(frozen=True)
class _People:
    """One entry per person: stream, hazard, month of the first and number of instalments, fen each, and his run."""

    stream: IntArray
    hazard: FloatArray
    start: IntArray
    first: IntArray
    count: IntArray
    every: IntArray
    amount: FloatArray
    run: IntArray


def simulate(book: Book, runs: int, seed: int, at_once: int = 100) -> Simulated:
    """Return so many runs, with errors in the levels drawn once a run; so many at a time."""
    rng = np.random.default_rng(seed)
    years = np.array([month.year for month in book.months])
    parts = [np.zeros((runs, years[-1] - years[0] + 1)) for _ in range(3)]
    stock_level, level = _levels(rng, book, runs)
    for begin in range(0, runs, at_once):
        chosen = slice(begin, min(begin + at_once, runs))
        size = chosen.stop - begin
        even = np.ones((size, len(book.streams)))
        approved, waiting = _stock(rng, book, size)
        parts[0][chosen] = _paid(rng, book, approved, stock_level[chosen], years)
        parts[1][chosen] = _paid(rng, book, waiting, stock_level[chosen], years)
        parts[2][chosen] = _paid(rng, book, _entrants(rng, book, level[chosen]), even, years)
    return Simulated(*parts)


def _levels(rng: np.random.Generator, book: Book, runs: int) -> Iterator[FloatArray]:
    """Yield [run, stream] factors of mean 1 on what people who are in cost, and on how many come."""
    streams = len(book.streams)
    normal = rng.standard_normal((runs, 2 * (streams + 1)))
    if runs > normal.shape[1]:
        # Made uncorrelated and of variance 1, so that some hundred runs tell the spread.
        normal = np.linalg.qr(normal - normal.mean(axis=0))[0] * np.sqrt(runs)
    for error, z in ((book.stock_error, normal[:, : streams + 1]), (book.error, normal[:, streams + 1 :])):
        sigma = np.sqrt(np.log1p(error**2))
        mixed = np.sqrt(book.correlation) * z[:, :1] + np.sqrt(1 - book.correlation) * z[:, 1:]
        yield np.exp(sigma * mixed - sigma**2 / 2)


def _stock(rng: np.random.Generator, book: Book, runs: int) -> tuple[_People, _People]:
    stock = book.stock
    one_run = np.repeat(np.arange(stock.stream.size), stock.persons.astype(int))
    person, run = np.tile(one_run, runs), np.repeat(np.arange(runs), one_run.size)
    stage = stock.stage[person]
    approved = rng.random(person.size) < book.chance[stage, stock.stream[person]]
    count = (stock.last - stock.first) // stock.every + 1

    def people(is_in: NDArray[np.bool_]) -> _People:
        chosen = person[is_in]
        hazard = book.hazard[stock.group[chosen]]
        zero = np.zeros(chosen.size, np.int64)
        return _People(
            stock.stream[chosen],
            hazard,
            zero,
            stock.first[chosen] - 1,
            count[chosen],
            stock.every[chosen],
            stock.amount[chosen],
            run[is_in],
        )

    return people(stage == 0), people((stage > 0) & approved)


def _entrants(rng: np.random.Generator, book: Book, level: FloatArray) -> _People:
    entry, months = book.entry, np.arange(book.goal_month)
    calendar = np.array([month.month - 1 for month in book.months[: book.goal_month]])
    mean = (book.intake[:, calendar] * book.uptake[:, None]) * level[:, :, None]
    # A negative binomial of variance phi x the mean that the level of the run makes of it.
    phi = np.maximum(book.dispersion[:, None], 1 + 1e-9)
    number = rng.poisson(rng.gamma(mean / (phi - 1), np.broadcast_to(phi - 1, mean.shape)))
    run, stream, came = (np.repeat(place.ravel(), number.ravel()) for place in np.indices(number.shape))
    kind, amount = np.zeros(stream.size, np.int64), np.zeros(stream.size)
    for one, single in enumerate(book.amounts):
        rows, chosen = np.flatnonzero(entry.stream == one), np.flatnonzero(stream == one)
        kind[chosen] = rng.choice(rows, chosen.size, p=entry.share[rows])
        amount[chosen] = rng.choice(single, chosen.size) if single.size else entry.amount[kind[chosen]]
    every = np.maximum(entry.every[kind], 1)
    count = np.where(entry.every[kind] == 0, 1, -(-entry.length[kind] // every))
    return _People(stream, book.hazard[entry.group[kind]], months[came], came, count, every, amount, run)


def _paid(rng: np.random.Generator, book: Book, people: _People, factor: FloatArray, years: IntArray) -> FloatArray:
    """Return [run, year] fen: the months a person stays are geometric, each instalment is late by its own chance."""
    stays = rng.geometric(people.hazard) - 1 + people.start
    reached = np.where(stays >= people.first, (stays - people.first) // people.every + 1, 0)
    count = np.minimum(people.count, reached)
    person = np.repeat(np.arange(people.stream.size), count)
    order = np.arange(person.size) - np.repeat(np.cumsum(count) - count, count)
    stream = people.stream[person]
    streams, lags = book.delay.shape
    steps = np.cumsum(book.delay, axis=1)[:, :-1] + np.arange(streams)[:, None]
    lag = np.searchsorted(steps.ravel(), rng.random(person.size) + stream) - stream * (lags - 1)
    month = people.first[person] + order * people.every[person] + lag
    year = years[np.minimum(month, years.size - 1)] - years[0]
    run, width = people.run[person], years[-1] - years[0] + 1
    fen = people.amount[person] * factor[run, stream]
    return np.asarray(np.bincount(run * width + year, fen, factor.shape[0] * width), float).reshape(-1, width)
