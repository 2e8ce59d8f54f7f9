"""The outlay to come, in closed form: cash by class, stream and month, and how sure it is.

`project` puts a scenario to a book of promises. Fen are float64 expectations here; what is known to the fen is in
Book.paid and Book.open_fen. The last month takes all that is paid after it, so that nothing is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from analytics.budget.exposure.arrivals import entrants_due
from analytics.budget.exposure.book import Book, FloatArray, IntArray
from analytics.budget.exposure.cells import stock_due
from analytics.budget.exposure.moments import variances
from analytics.budget.exposure.prepared import Prepared, prepare
from analytics.budget.exposure.scenario import Scenario
from analytics.budget.exposure.terms import Terms, terms
from analytics.series import Family, delayed, quantiles


class Class(IntEnum):
    """The classes of expected outlay, in the order of the first axis; what is paid already is no expectation."""

    ARREARS = 0
    COMMITTED = 1
    INCURRED = 2
    INTAKE = 3


@dataclass(frozen=True, slots=True, eq=False)
class Outlay:
    """What a scenario makes of a book.

    mean: [class, stream, month] expected fen of cash. variance: [class, stream, year, the last all years] of chance
    alone, in fen squared; zeros where moments were not asked for. years: calendar years of the third axis.
    """

    book: Book
    mean: FloatArray
    variance: FloatArray
    years: tuple[int, ...]

    @property
    def by_year(self) -> FloatArray:
        """[class, stream, year, the last all years] expected fen."""
        return self.mean @ prepare(self.book).falls_in

    @property
    def tail(self) -> FloatArray:
        """[class, stream] expected fen paid after the goal date."""
        return self.mean[..., self.book.goal_month :].sum(-1)

    @property
    def total(self) -> float:
        """Expected fen of all classes, streams and months."""
        return float(self.mean.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Sums over some classes and groups of streams: [group, year, the last all years] mean, and variance of all kinds.

    variance: of chance, and of errors in the level of intake and in the cost of people who are in.
    """

    names: tuple[str, ...]
    mean: FloatArray
    variance: FloatArray


def project(book: Book, scenario: Scenario | None = None, *, moments: bool = True) -> Outlay:
    """Return the outlay of the book under the scenario, or as the policy stands; without variances if not wanted."""
    prepared = prepare(book)
    held = terms(prepared, scenario)
    stock = prepared.keep(("stock", held.months, held.existing), lambda: _stock_cash(prepared, held))
    mean = np.concatenate([stock, _paid(entrants_due(prepared, held), book)[None]])
    shape = (len(Class), len(book.streams), len(prepared.years) + 1)
    variance = variances(prepared, held, open_cash(prepared, held)) if moments else np.zeros(shape)
    return Outlay(book, mean, variance, prepared.years)


def _stock_cash(prepared: Prepared, held: Terms) -> FloatArray:
    """Return [arrears, committed and incurred; stream; month]: it hangs on the changes for people who are in alone."""
    waiting = open_cash(prepared, held)
    committed, undecided, unclaimed = stock_due(prepared, held)
    due = np.stack([committed, undecided + unclaimed])
    paid = _paid(due, prepared.book)
    return np.stack([waiting[0], paid[0], paid[1] + waiting[1] + waiting[2]])


def _paid(due: FloatArray, book: Book) -> FloatArray:
    """Return [..., month of cash] what is paid of what falls due by month."""
    falls = np.flatnonzero(due.reshape(-1, due.shape[-1]).any(axis=0))
    last = int(falls[-1]) + 1 if falls.size else 1
    return _within(delayed(due[..., :last], book.delay), len(book.months))


def open_cash(prepared: Prepared, held: Terms) -> FloatArray:
    """Return [stage, stream, month] expected fen of what had fallen due by as_of and was not paid."""
    book = prepared.book
    months, lags = held.months, book.backlog.shape[-1]
    cash = np.zeros((*book.open_fen.shape, max(months, lags)))
    cash[..., :lags] = book.backlog * (book.open_fen * held.chance[..., 0])[..., None]
    for wait in held.waits:
        later = np.zeros_like(cash[1:, wait.streams])
        begin = min(wait.since + wait.months, months)
        later[..., : wait.since] = cash[1:, wait.streams, : wait.since]
        later[..., begin:] = cash[1:, wait.streams, wait.since : wait.since + months - begin]
        later[..., -1] += cash[1:, wait.streams, wait.since + months - begin :].sum(-1)
        cash[1:, wait.streams] = later
    return _within(cash, len(book.months))


def _within(cash: FloatArray, months: int) -> FloatArray:
    """Return so many months, the last with all that comes after."""
    out = np.zeros((*cash.shape[:-1], months))
    kept = min(months, cash.shape[-1])
    out[..., :kept] = cash[..., :kept]
    out[..., -1] += cash[..., kept:].sum(-1)
    return out


def totals(outlay: Outlay, groups: Sequence[str] | None = None, classes: Sequence[Class] = tuple(Class)) -> Totals:
    """Return the sums over the streams of each group, and all of them together where no groups are given.

    groups: the name of the group of each stream, as Book.lines, Book.units or Book.streams.
    """
    names = tuple(sorted(set(groups))) if groups is not None else ("",)
    of = np.array(groups if groups is not None else [""] * len(outlay.book.streams), dtype=str)
    member = (np.array(names)[:, None] == of).astype(float)
    chosen = list(classes)
    by_year = outlay.by_year
    mean = np.einsum("gs,sy->gy", member, by_year[chosen].sum(0))
    chance = np.einsum("gs,sy->gy", member, outlay.variance[chosen].sum(0))
    stock = [one for one in chosen if one in (Class.COMMITTED, Class.INCURRED)]
    intake = [one for one in chosen if one is Class.INTAKE]
    book = outlay.book
    errors = sum(
        shared_error(by_year[part].sum(0) * error[:, None], member, book.correlation)
        for part, error in ((stock, book.stock_error), (intake, book.error))
    )
    return Totals(names, mean, chance + errors)


def shared_error(sd: FloatArray, member: FloatArray, correlation: float) -> FloatArray:
    """Return [group, year] the variance of a sum of errors: sd [stream, year], each two streams correlated alike."""
    together, apart = np.einsum("gs,sy->gy", member, sd) ** 2, np.einsum("gs,sy->gy", member, sd**2)
    return correlation * together + (1 - correlation) * apart


def interval(
    mean: FloatArray, variance: FloatArray, probabilities: Sequence[float], family: Family = "lognormal"
) -> FloatArray:
    """Return the quantiles of totals, as a last axis, by the distribution of the family with this mean and variance."""
    return quantiles(mean, variance, probabilities, family)


def stream_groups(book: Book, names: Sequence[str]) -> tuple[tuple[str, ...], IntArray]:
    """Return the distinct names in order, and the place of each stream's among them."""
    distinct, place = np.unique(np.array(names, dtype=str), return_inverse=True)
    return tuple(distinct.tolist()), place.reshape(len(book.streams))
