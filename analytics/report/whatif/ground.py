"""What every what-if stands on: the book of promises, the policy as it stands, and the budget of the year at hand."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analytics import budget
from analytics.budget.exposure.book import Book, FloatArray
from analytics.budget.exposure.outlay import Outlay, project, totals
from analytics.budget.exposure.scenario import Scenario
from analytics.budget.line_outlook import expected
from analytics.budget.lines import told_by_payments
from analytics.policy import Policy
from analytics.report.money.books import Books
from analytics.report.money.proof import ALL
from analytics.report.money.proof import Proof as Tried
from analytics.series.matched import exceedance

MONTHS = 12


@dataclass(frozen=True)
class Proof:
    """How good the reckoning was when tried on the past: share of intervals that held, and how many were tried."""

    coverage: float
    origins: int


def tested(found: Tried) -> Proof | None:
    """Return how the reckoning of all lines did when it was tried; none where its bands did not hold."""
    if not found.holds():
        return None
    origins, coverage = found.tried[ALL]
    return Proof(coverage, origins)


@dataclass(frozen=True, eq=False)
class Budget:
    """The budget of a year over all lines, in fen: available (0: nothing is set), and spent month by month so far."""

    year: int
    available: int
    spent: FloatArray

    @property
    def so_far(self) -> float:
        return float(self.spent.sum())


@dataclass(frozen=True, eq=False)
class Ground:
    """What all scenarios are held against. proof: none before the reckoning was tried, then no interval is shown."""

    book: Book
    budget: Budget
    base: "Side"
    proof: Proof | None = None

    @property
    def policy_end(self) -> date:
        """The last month of the policy window."""
        return self.book.months[self.book.goal_month - 1]


@dataclass(frozen=True, eq=False)
class Side:
    """What a scenario comes to, in fen, with the budget of the year.

    to_come, variance: by year and, last, in all, to be paid after the day. overrun: probability that the year costs
    more than is available, null where nothing is set.
    """

    outlay: Outlay
    budget: Budget
    to_come: FloatArray
    variance: FloatArray

    @property
    def total(self) -> float:
        return float(self.to_come[-1])

    @property
    def tail(self) -> float:
        """What is paid after the policy window."""
        return float(self.outlay.tail.sum())

    @property
    def place(self) -> int:
        """The place of the budget year among the years."""
        return self.outlay.years.index(self.budget.year)

    @property
    def of_year(self) -> float:
        """What the budget year costs: spent and still to come."""
        return self.budget.so_far + float(self.to_come[self.place])

    @property
    def overrun(self) -> float | None:
        if not self.budget.available:
            return None
        left = self.budget.available - self.budget.so_far
        return float(exceedance(self.to_come[self.place], self.variance[self.place], left))

    @property
    def months(self) -> FloatArray:
        """What is to come in each month of the budget year, zero for months that are over."""
        by_month, found = self.outlay.mean.sum(axis=(0, 1)), np.zeros(MONTHS)
        for month, fen in zip(self.outlay.book.months, by_month.tolist(), strict=True):
            if month.year == self.budget.year:
                found[month.month - 1] += fen
        return found


def side(book: Book, year_budget: Budget, scenario: Scenario | None = None) -> Side:
    """Return what a scenario, or the policy as it stands, comes to."""
    outlay = project(book, scenario)
    found = totals(outlay)
    return Side(outlay, year_budget, found.mean[0], found.variance[0])


def ground(book: Book, books: Books, policy: Policy, proof: Proof | None = None) -> Ground:
    """Return the ground of all what-ifs on one state of the data."""
    year_budget = _budget(book, books, policy)
    return Ground(book, year_budget, side(book, year_budget), proof)


def _budget(book: Book, books: Books, policy: Policy) -> Budget:
    """Return the budget of the year of the next month, as the money page has it of all lines."""
    year, rows = book.months[0].year, books.facts["budget_line"]
    money = budget.payments(books.paid, policy, books.as_of)
    outlook = expected(project(book))
    lines = budget.lines(rows, money, books.waiting, outlook, policy, as_of=books.as_of)
    whole = budget.in_total(lines, outlook.correlation, policy).filter(pl.col("budget_year") == year)
    told = told_by_payments(policy)
    booked = rows.filter(pl.col("kind") == "spent", pl.col("budget_year") == year, ~pl.col("line_code").is_in(told))
    parts = [
        money.filter(pl.col("line").is_in(told), pl.col("month").dt.year() == year).select("month", fen="paid_fen"),
        booked.select(month=pl.col("event_date").dt.month_start(), fen="amount_fen"),
    ]
    dated = pl.concat(parts).filter(pl.col("month").dt.year() == year, pl.col("month") <= books.as_of)
    spent = np.bincount(dated["month"].dt.month().to_numpy() - 1, dated["fen"].to_numpy(), MONTHS).astype(np.float64)
    if whole.is_empty():
        return Budget(year, 0, spent)
    # What is booked without a day, or in a later month than the payments tell, was spent by now: it opens the year.
    spent[0] += whole["spent_fen"][0] - spent.sum()
    return Budget(year, int(whole["available_fen"][0]), spent)
