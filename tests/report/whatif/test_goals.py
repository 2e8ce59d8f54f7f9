"""Goals of a what-if: the intake alone moves them, by the entrants of their line; none is told untested."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import polars as pl
import pytest

from analytics.budget.exposure.book import Book
from analytics.budget.exposure.scenario import Change, Scenario
from analytics.policy import Policy
from analytics.report.forecast.proof import UNPROVEN, Proof, Trial
from analytics.report.outcome import Outcome
from analytics.report.voice import Voice
from analytics.report.whatif import goals
from analytics.texts import catalogue
from tests.budget.exposure.books import SMALL, plausible

LEADERS, YOUTH, OTHERS = "goal.leaders", "goal.youth", "goal.others"
PASSED, FAILED = Trial(30, 0.9, "supported"), Trial(30, 0.5, "coverage")
PROOF = Proof({LEADERS: FAILED, YOUTH: PASSED, OTHERS: PASSED}, 90, 0.8)


@pytest.fixture
def voice(policy: Policy) -> Voice:
    return Voice(policy, catalogue("zh"))


@pytest.fixture
def book() -> Book:
    """Return a book whose first two streams are of the line of the young talents, b00 and b01."""
    made = plausible(3, SMALL)
    return replace(made, lines=("youth_allowances",) * 2 + ("housing",) * (len(made.lines) - 2))


def outcome() -> Outcome:
    ids = [LEADERS, YOUTH, OTHERS]
    found: dict[str, Any] = {"id": ids, "status": ["on_pace"] * 3, "p_attain": [0.5, 0.6, 0.7]}
    return cast("Outcome", SimpleNamespace(progress=pl.DataFrame(found)))


def moved(book: Book, policy: Policy, *changes: Change) -> dict[str, float]:
    return goals.factors(book, Scenario("", changes), policy)


def test_an_intake_for_all_moves_every_goal_that_has_entrants(book: Book, policy: Policy) -> None:
    assert moved(book, policy, Change("intake", 1.5)) == pytest.approx({YOUTH: 1.5, OTHERS: 1.5})


def test_an_intake_of_one_line_moves_its_goal_alone(book: Book, policy: Policy) -> None:
    assert moved(book, policy, Change("intake", 0.5, ("b00", "b01"))) == pytest.approx({YOUTH: 0.5})
    assert moved(book, policy, Change("intake", 0.5, book.streams[2:])) == {}


def test_part_of_a_line_or_of_the_time_counts_by_its_entrants(book: Book, policy: Policy) -> None:
    paid = book.intake * book.uptake[:, None]
    intake = paid.sum(axis=1)
    part = moved(book, policy, Change("intake", 2.0, ("b00",)))[YOUTH]
    assert part == pytest.approx((2 * intake[0] + intake[1]) / (intake[0] + intake[1]))
    late = moved(book, policy, Change("intake", 2.0, since=date(2027, 4, 1)))[YOUTH]
    months = [month - 1 for month in range(4, 10)]
    share = paid[:2, months].sum() / intake[:2].sum()
    assert late == pytest.approx(1 + share)
    assert moved(book, policy, Change("intake", 2.0, since=date(2027, 10, 1))) == {}


@pytest.mark.parametrize(
    "change", [Change("season", -2), Change("uptake", 0.5), Change("extension", -6), Change("rate", 0.5)]
)
def test_nothing_else_moves_a_goal(book: Book, policy: Policy, change: Change) -> None:
    assert moved(book, policy, change) == {}


def test_only_goals_that_stood_the_test_are_told(voice: Voice) -> None:
    lifted = pl.DataFrame({"target_id": [LEADERS, YOUTH, OTHERS], "p_attain": [0.9, 0.95, 0.7]})
    shown = goals.goals(outcome(), {YOUTH: 1.5}, lifted, voice.policy, PROOF)
    assert [(goal.target.id, goal.before, goal.after) for goal in shown] == [(YOUTH, 0.6, 0.95), (OTHERS, 0.7, 0.7)]
    youth, others = goals.cards(shown, voice)
    assert (youth.value, others.value) == ("60% → 95%", "70%")
    assert "150%" in youth.lines[0].text
    assert others.lines[0].text == voice.t("whatif.card.goal.still")
    (same,) = goals.cards([replace(shown[0], after=0.604)], voice)
    assert same.value == "60%"
    assert "几乎不变" in same.lines[0].text
    assert goals.withheld(outcome(), PROOF, voice).startswith(voice.task(LEADERS) + "：")


def test_before_any_test_no_goal_is_told_and_that_is_said(voice: Voice) -> None:
    assert goals.goals(outcome(), {}, None, voice.policy, UNPROVEN) == []
    assert voice.task(YOUTH) in goals.withheld(outcome(), UNPROVEN, voice)
