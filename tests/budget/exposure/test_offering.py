"""The options of goal-seek are the kernel's: a plan, made a scenario again, costs what the plan says."""

from dataclasses import replace

import numpy as np
import pytest

from analytics import policy as rules
from analytics.budget.exposure.book import Book
from analytics.budget.exposure.choices import Choices
from analytics.budget.exposure.differ import differ
from analytics.budget.exposure.goal_seek import Plan, cheapest, fitting
from analytics.budget.exposure.offering import lasting_months, offered, scenario_of
from analytics.budget.exposure.outlay import project
from analytics.budget.exposure.scenario import Scenario
from tests.budget.exposure.books import SMALL, plausible

GRID = rules.load().knobs.grid


@pytest.fixture(scope="module")
def book() -> Book:
    return plausible(11, SMALL)


@pytest.fixture(scope="module")
def choices(book: Book) -> Choices:
    return offered(book, GRID)


def by_year(book: Book, scenario: Scenario) -> np.ndarray:
    return project(book, scenario, moments=False).by_year[..., :-1].sum(axis=(0, 1))


def stands(choices: Choices, book: Book) -> np.ndarray:
    """Return the options that leave the policy as it stands."""
    own = lasting_months(book)[choices.stream]
    return np.flatnonzero((choices.rate == 1) & (choices.intake == 1) & (choices.months == own))


def test_every_stream_has_the_options_that_apply_to_it(book: Book, choices: Choices) -> None:
    count = np.bincount(choices.stream)
    single = len(GRID.rates) * len(GRID.intakes)
    assert count.tolist() == [single * (len(GRID.months) if months else 1) for months in lasting_months(book)]


def test_leaving_all_as_it_stands_costs_what_it_costs_and_hurts_nobody(book: Book, choices: Choices) -> None:
    options = stands(choices, book)
    assert len(options) == len(book.streams)
    cost = choices.fixed + choices.cost[options].sum(axis=0)
    assert cost == pytest.approx(by_year(book, Scenario()), rel=1e-12)
    assert choices.losers[options].sum() == 0


def test_a_plan_costs_what_its_scenario_costs(book: Book, choices: Choices) -> None:
    now = choices.fixed + choices.cost[stands(choices, book)].sum(axis=0)
    ceilings = {year: float(0.97 * fen) for year, fen in zip(choices.years, now, strict=True) if fen > 0}
    plan = fitting(choices, {year: ceilings[year] for year in (2028, 2029)})
    assert isinstance(plan, Plan)
    scenario = scenario_of(book, choices, plan, "fits")
    assert scenario.changes
    assert plan.cost == pytest.approx(by_year(book, scenario), rel=1e-9)
    assert differ(book, scenario)["entrants_losing"].sum() == pytest.approx(plan.losers)
    assert all(plan.cost[choices.years.index(year)] <= ceilings[year] + 1 for year in (2028, 2029))


def test_of_options_that_come_to_the_same_the_policy_as_it_stands_is_kept(book: Book) -> None:
    nobody = replace(book, intake=np.zeros_like(book.intake))
    found = offered(nobody, GRID)
    plan = cheapest(found, 0.0)
    assert isinstance(plan, Plan)
    assert plan.options.tolist() == stands(found, nobody).tolist()


def test_more_entrants_are_reached_at_the_least_cost(book: Book, choices: Choices) -> None:
    goal = 1.1 * float(choices.goal[stands(choices, book)].sum())
    plan = cheapest(choices, goal)
    assert isinstance(plan, Plan)
    assert plan.goal >= goal * (1 - 1e-9)
    assert plan.cost == pytest.approx(by_year(book, scenario_of(book, choices, plan)), rel=1e-9)


def test_only_the_streams_asked_for_have_options(book: Book) -> None:
    some = offered(book, GRID, book.streams[1:3])
    assert some.streams == book.streams[1:3]
    whole = offered(book, GRID)
    cheapest_of_all = np.array([some.cost[some.stream == place].sum(axis=1).min() for place in (0, 1)])
    same = np.array([whole.cost[whole.stream == place].sum(axis=1).min() for place in (1, 2)])
    assert cheapest_of_all == pytest.approx(same)
    assert some.fixed.sum() > whole.fixed.sum()
