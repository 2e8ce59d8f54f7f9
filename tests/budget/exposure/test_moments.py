"""Variances in closed form: against persons simulated one by one, and against books that say the same otherwise."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.budget.exposure.book import Book, FloatArray
from analytics.budget.exposure.outlay import Class, interval, project, totals
from analytics.budget.exposure.scenario import Change, Scenario
from tests.budget.exposure.books import SMALL, Size, plausible
from tests.budget.exposure.persons import Simulated, simulate

RUNS, SEED = 8_000, 11
TAILS = (0.1, 0.9, 0.99)


@pytest.fixture(scope="module")
def book() -> Book:
    """So few people that chance matters, and no elapsed money."""
    made = plausible(3, Size(streams=6, cells=24, months=72, groups=6))
    few = replace(made.stock, persons=np.ceil(made.stock.persons / 4))
    return replace(made, open_fen=0 * made.open_fen, intake=made.intake / 3, stock=few)


@pytest.fixture(scope="module")
def simulated(book: Book) -> Simulated:
    return simulate(book, RUNS, SEED)


def test_mean_sd_and_tails_are_those_of_persons(book: Book, simulated: Simulated):
    whole = totals(project(book))
    mean, variance = float(whole.mean[0, -1]), float(whole.variance[0, -1])
    assert simulated.total.mean() == pytest.approx(mean, rel=0.003)
    assert simulated.total.std() == pytest.approx(variance**0.5, rel=0.02)
    found = np.quantile(simulated.total, TAILS)
    assert found == pytest.approx(interval(whole.mean[0, -1], whole.variance[0, -1], TAILS), rel=0.01)


@pytest.mark.parametrize("one", [Class.COMMITTED, Class.INCURRED, Class.INTAKE])
def test_so_are_those_of_each_class_and_year(book: Book, simulated: Simulated, one: Class):
    runs: FloatArray = getattr(simulated, one.name.lower())
    whole = totals(project(book), None, [one])
    mean, sd = whole.mean[0, :-1], np.sqrt(whole.variance[0, :-1])
    large = mean > 0.05 * whole.mean[0, -1]
    assert runs.mean(0)[large] == pytest.approx(mean[large], rel=0.02)
    assert runs.std(0)[large] == pytest.approx(sd[large], rel=0.05)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("rate", 1.5, existing=True), lambda book: _amounts(book, 1.5)),
        (Change("attrition", 2.0, existing=True), lambda book: replace(book, hazard=book.hazard * 2)),
        (Change("intake", 1.3), lambda book: replace(book, intake=book.intake * 1.3)),
        (Change("extension", 6.0), lambda book: replace(book, goal_month=book.goal_month + 6)),
        (Change("season", 1.0), lambda book: replace(book, intake=np.roll(book.intake, 1, axis=1))),
    ],
)
def test_a_scenario_is_as_uncertain_as_a_book_that_says_the_same(change: Change, said):
    book = replace(plausible(7, SMALL), open_fen=np.zeros((3, SMALL.streams), np.int64))
    by_scenario, by_book = project(book, Scenario("", (change,))), project(said(book))
    assert np.allclose(by_scenario.mean, by_book.mean, rtol=1e-9)
    assert np.allclose(by_scenario.variance, by_book.variance, rtol=1e-9)


def _amounts(book: Book, factor: float) -> Book:
    stock = replace(book.stock, amount=book.stock.amount * factor)
    entry = replace(book.entry, amount=book.entry.amount * factor, square=book.entry.square * factor**2)
    return replace(book, stock=stock, entry=entry)


def test_a_wait_made_good_changes_no_variance_over_all_years():
    book = plausible(8, SMALL)
    waited = project(book, Scenario("", (Change("delay", 5.0, existing=True),)))
    policy = project(book)
    assert np.allclose(waited.variance[..., -1], policy.variance[..., -1], rtol=1e-9)
    assert not np.allclose(waited.variance[..., 0], policy.variance[..., 0], rtol=1e-3)


def test_half_of_the_people_eligible_is_half_of_a_poisson_number():
    book = plausible(9, SMALL)
    book = replace(book, dispersion=np.ones(SMALL.streams))
    half = project(book, Scenario("", (Change("eligibility", 0.5),)))
    assert np.allclose(half.variance[Class.INTAKE], project(book).variance[Class.INTAKE] / 2, rtol=1e-9)


def test_elapsed_money_is_uncertain_only_before_approval():
    book = replace(plausible(10, SMALL), error=np.zeros(SMALL.streams))
    outlay = project(book)
    assert not outlay.variance[Class.ARREARS].any()
    certain = project(replace(book, chance=np.ones_like(book.chance), hazard=np.zeros_like(book.hazard)))
    assert certain.variance[Class.INCURRED, :, -1] == pytest.approx(0, abs=100)
    assert (outlay.variance[Class.INCURRED, :, -1] > 0).all()
