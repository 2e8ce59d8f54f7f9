"""A scenario put to a book: the parts agree with each other, and only so many stand side by side."""

from dataclasses import replace

import polars as pl
import pytest

from analytics import pipeline, policy
from analytics.budget.exposure.book import Book
from analytics.budget.exposure.faults import ScenarioError
from analytics.budget.exposure.goal_seek import Plan, fitting
from analytics.budget.exposure.scenario import Change, Scenario
from analytics.pipeline import WhatIf
from analytics.texts import catalogue
from tests.budget.exposure.books import SMALL, plausible

POLICY = policy.load()
MORE = Scenario("more", (Change("intake", 1.2), Change("rate", 0.9, existing=True)))


@pytest.fixture(scope="module")
def book() -> Book:
    return replace(plausible(2, SMALL), streams=("b03a", "b04a", "b05a", "b05b", "b01c", "b03c"))


def test_cost_parts_and_people_are_of_one_scenario(book: Book) -> None:
    changed = WhatIf(book, POLICY, MORE)
    whole = changed.compared.filter(pl.col("scenario") == 1, pl.col("line") == "", pl.col("year").is_null())
    parts = changed.parts.filter(pl.col("year").is_null())
    assert whole["difference_fen"].item() == pytest.approx(parts["part_fen"].sum())
    assert changed.people["broken_people"].sum() > 0
    assert changed.people["entrants_losing"].sum() > 0
    assert len(changed.swings) == len(POLICY.knobs.knobs)


def test_no_more_scenarios_stand_side_by_side_than_the_catalogue_allows(book: Book) -> None:
    most = POLICY.knobs.compared_max
    found = pipeline.side_by_side(book, POLICY, [MORE] * most)
    assert found["scenario"].n_unique() == most + 1
    with pytest.raises(ScenarioError) as caught:
        pipeline.side_by_side(book, POLICY, [MORE] * (most + 1))
    assert caught.value.sentence(catalogue("en")) == "scenario: at most 4 scenarios stand side by side, here are 5."


def test_goal_seek_chooses_from_the_grid_of_the_catalogue(book: Book) -> None:
    choices = pipeline.choices(book, POLICY, ("b03a", "b05a"))
    assert set(choices.rate.tolist()) == set(POLICY.knobs.grid.rates)
    plan = fitting(choices, {})
    assert isinstance(plan, Plan)
    assert plan.losers == 0
