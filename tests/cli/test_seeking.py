"""`talent seek`: the plan that fits with what binds it, the front, what would have to give, and wrong questions."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from analytics.budget.exposure.choices import Choices
from analytics.policy import Policy
from analytics.report.whatif import seeking
from analytics.report.whatif.seeking import Found
from tests.cli.conftest import NAMES, run

DAY = ("--as-of", "2026-09-30")


def cost_of(years: list[dict[str, Any]], year: int, name: str = "cost") -> float:
    (found,) = (row[name] for row in years if row["year"] == year)
    return found


@pytest.fixture(scope="module")
def stands(city: Path) -> list[dict[str, Any]]:
    """Return what the policy as it stands still pays by year."""
    return run("seek", "--home", city, "--json", "--goal", "1", *DAY).document["stands"]


@pytest.fixture(scope="module")
def tight(stands: list[dict[str, Any]]) -> str:
    """Return a ceiling a little below what 2027 costs as it stands."""
    return f"2027={cost_of(stands, 2027) * 0.95:.2f}"


def test_the_best_plan_keeps_the_ceiling_and_says_what_binds(city: Path, tight: str) -> None:
    said = run("seek", "--home", city, "--json", "--lang", "en", "--ceiling", tight, *DAY)
    assert said.code == 0
    told = said.document
    (ceiling,) = told["ceilings"]
    assert f"{ceiling['year']}={ceiling['ceiling']:.2f}" == tight
    for plan in (told["best"], *told["front"]):
        assert cost_of(plan["years"], 2027) <= ceiling["ceiling"] + 0.01
        assert sum(row["cost"] for row in plan["years"]) == pytest.approx(plan["cost"], abs=0.5)
    assert told["binding"]["code"] == "year"
    assert (told["binding"]["year"], told["binding"]["ceiling"]) == (2027, ceiling["ceiling"])
    assert told["told"].endswith(told["binding"]["told"])
    assert told["shortfall"] is None
    assert not any(name in said.out for name in NAMES)


def test_no_plan_of_the_front_beats_another(city: Path, tight: str) -> None:
    front = run("seek", "--home", city, "--json", "--ceiling", tight, *DAY).document["front"]
    marks = [(plan["cost"], -plan["entrants"], plan["losers"]) for plan in front]
    assert len(marks) > 1
    assert marks == sorted(marks)
    assert not any(
        one != other and all(a <= b for a, b in zip(one, other, strict=True)) for one in marks for other in marks
    )


def test_a_plan_is_a_scenario_that_costs_what_was_said(city: Path, tight: str, tmp_path: Path) -> None:
    told = run("seek", "--home", city, "--json", "--ceiling", tight, *DAY).document
    path = tmp_path / "best.toml"
    path.write_text(told["best"]["toml"], encoding="utf-8")
    said = run("budget", "--home", city, "--json", "--scenario", path, *DAY)
    assert said.code == 0
    scenario = said.document["scenario"]
    assert scenario["link"] == told["best"]["link"]
    (more,) = (
        row["difference"]
        for row in scenario["difference"]
        if (row["scenario"], row["line"], row["year"]) == (1, "", None)
    )
    now = sum(row["cost"] for row in told["stands"])
    assert now + more == pytest.approx(told["best"]["cost"], abs=0.5)


def test_what_the_solver_prints_by_itself_is_no_part_of_the_answer(
    city: Path, tight: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    sought = seeking.seek

    def chatty(choices: Choices, ceilings: Mapping[int, float], goal: float, policy: Policy) -> Found:
        os.write(1, b"solver at work")
        return sought(choices, ceilings, goal, policy)

    monkeypatch.setattr(seeking, "seek", chatty)
    assert run("seek", "--home", city, "--json", "--ceiling", tight, *DAY).code == 0
    os.write(1, b"heard again")
    assert capfd.readouterr().out == "heard again"


def test_a_goal_alone_is_reached_at_the_least_cost(city: Path) -> None:
    told = run("seek", "--home", city, "--json", "--goal", "6", *DAY).document
    assert (told["goal"], told["ceilings"]) == (6, [])
    assert told["best"]["entrants"] >= 6
    assert told["binding"]["code"] == "goal"
    assert all(plan["cost"] >= told["best"]["cost"] - 0.01 for plan in told["front"] if plan["entrants"] >= 6)


def test_what_cannot_be_had_is_said_and_found(city: Path) -> None:
    said = run("seek", "--home", city, "--json", "--ceiling", "2027=100", *DAY)
    assert said.code == 1
    told = said.document
    assert (told["best"], told["binding"], told["front"]) == (None, None, [])
    assert cost_of(told["shortfall"]["ceilings"], 2027, "ceiling") > 100
    said = run("seek", "--home", city, "--lang", "en", "--goal", "5000", *DAY)
    assert said.code == 1
    assert "A goal of 5,000 entrants is out of reach" in said.out
    assert "Plan" not in said.out


def test_the_answer_names_changes_front_and_choice_in_both_languages(city: Path, tight: str) -> None:
    said = run("seek", "--home", city, "--lang", "en", "--ceiling", tight, *DAY)
    assert said.code == 0
    assert said.out.startswith("This combination is expected to cost")
    assert "The ceiling of 2027" in said.out
    assert ": Intake " in said.out
    assert "The best plan, and " in said.out
    assert "To choose from: rates 80%" in said.out
    assert "Demonstration data" in said.err
    said = run("seek", "--home", city, "--lang", "zh", "--ceiling", tight, *DAY)
    assert "卡在2027年的支出上限" in said.out
    assert "现行政策下还要支出" in said.out


def test_a_ceiling_that_never_binds_leaves_the_losers_at_none(city: Path) -> None:
    told = run("seek", "--home", city, "--json", "--ceiling", "2027=999999999999.99", *DAY).document
    assert told["binding"]["code"] == "grid"
    assert told["best"]["losers"] == 0


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ((), "Give a ceiling with --ceiling YEAR=YUAN"),
        (("--ceiling", "2027"), "Write a ceiling as YEAR=YUAN"),
        (("--ceiling", "2027=-5"), "Write a ceiling as YEAR=YUAN"),
        (("--ceiling", "2027=1.234"), "Write a ceiling as YEAR=YUAN"),
        (("--ceiling", "2027=1", "--ceiling", "2027=2"), "The ceiling of 2027 is given twice"),
        (("--ceiling", "1999=1"), "Nothing is to be paid in 1999"),
        (("--goal", "0"), "--goal"),
    ],
)
def test_a_wrong_question_is_told_and_nothing_is_sought(
    city: Path, wrong: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENT_LANG", "en")
    said = run("seek", "--home", city, "--lang", "en", *wrong, *DAY)
    assert (said.code, said.out) == (2, "")
    assert told in said.err


@pytest.mark.parametrize("form", [("--json",), ()])
def test_before_the_policy_began_nobody_comes(city: Path, form: tuple[str, ...]) -> None:
    said = run("seek", "--home", city, "--as-of", "2020-01-01", "--lang", "en", "--goal", "5", *form)
    assert said.code == 1
    assert "the options bring in 0 at most" in said.out


def test_without_a_home_the_store_is_unusable(tmp_path: Path) -> None:
    assert run("seek", "--home", tmp_path / "none", "--goal", "5").code == 3
