"""`talent budget`: what is to come adds up, a scenario tells what it changes and why, a wrong one what is wrong."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from analytics import house, pipeline
from analytics.identity import Vault
from tests.cli.conftest import NAMES, run
from tests.pages.furnished import furnish
from tests.report.test_register import trial

DAY = ("--as-of", "2026-09-30")
MORE = """
title = "more and dearer"
[[change]]
knob = "intake"
value = 1.5
[[change]]
knob = "rate"
value = 1.2
existing = true
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(house.HOME_VARIABLE, raising=False)
        yield furnish(tmp_path_factory.mktemp("exposure") / "home", 0.005)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(MORE, encoding="utf-8")
    return path


def test_the_classes_make_what_is_to_come_and_the_ledger_agrees(city: Path) -> None:
    said = run("budget", "--home", city, "--json", *DAY)
    assert said.code == 0
    told = said.document
    assert told["scenario"] is None
    assert all(row["difference"] == 0 for row in told["reconciled"])
    for year in {row["year"] for row in told["classes"]}:
        money = {row["class"]: row["expected"] for row in told["classes"] if row["year"] == year}
        parts = sum(money.get(name, 0) for name in ("arrears", "committed", "incurred", "intake"))
        assert parts == pytest.approx(money.get("to_come", 0), abs=0.05)
    by_line = sum(row["expected"] for row in told["lines"] if (row["class"], row["year"]) == ("to_come", None))
    (whole,) = (row for row in told["classes"] if (row["class"], row["year"]) == ("to_come", None))
    assert by_line == pytest.approx(whole["expected"], abs=0.5)
    assert 0 < whole["expected"] < whole["nominal"]
    assert not any(name in said.out for name in NAMES)


def test_units_and_benefits_make_the_whole_and_ceilings_stand_beside_it(city: Path) -> None:
    told = run("budget", "--home", city, "--json", *DAY).document
    for name in ("paid", "to_come"):
        (whole,) = (row["expected"] for row in told["classes"] if (row["class"], row["year"]) == (name, None))
        for part in ("lines", "units", "benefits"):
            rows = [row["expected"] for row in told[part] if (row["class"], row["year"]) == (name, None)]
            assert sum(rows) == pytest.approx(whole, abs=0.5)
    assert {"most", "mean", "none", "named"} <= told["ceilings"][0].keys()
    assert {"available", "committed", "paid", "mean", "overrun"} <= told["budget_lines"][0].keys()


def test_bands_are_told_where_a_back_test_bears_them_out_and_facts_have_none(city: Path, plan: Path) -> None:
    asked = ("budget", "--home", city, "--json", "--scenario", plan, *DAY)
    told = run(*asked).document
    assert told["proof"] == {"holds": False, "origins": 0, "coverage": None}
    bands = [row for row in told["classes"] if row["low"] is not None]
    assert all(row["low"] == row["expected"] == row["high"] for row in bands)
    vault = Vault(city)
    pipeline.keep_backtest(vault, trial(*((date(2024, month, 1), "", 100, 100) for month in range(1, 6))))
    told = run(*asked).document
    assert told["proof"] == {"holds": True, "origins": 5, "coverage": 1.0}
    (whole,) = (row for row in told["classes"] if (row["class"], row["year"]) == ("to_come", None))
    assert 0 < whole["low"] < whole["expected"] < whole["high"]
    assert all(row["low"] is None for row in told["lines"] if row["class"] == "intake" and row["expected"] > 0)
    changed = [row for row in told["scenario"]["difference"] if (row["line"], row["year"]) == ("", None)]
    of_all = changed[1]
    assert of_all["difference_low"] < of_all["difference"] < of_all["difference_high"]
    pipeline.keep_backtest(vault, trial((date(2024, 1, 1), "", 100, 200)))
    assert "too few for a band" in run("budget", "--home", city, "--lang", "en", *DAY).out


def test_a_scenario_tells_its_difference_and_why(city: Path, plan: Path) -> None:
    told = run("budget", "--home", city, "--json", "--scenario", plan, *DAY).document["scenario"]
    assert told["link"] == {"s": "rate::1.2::::x~intake::1.5", "t": "more and dearer"}
    rows = [row for row in told["difference"] if row["line"] == "" and row["year"] is None]
    assert [row["scenario"] for row in rows] == [0, 1]
    assert rows[0]["difference"] == 0
    assert rows[1]["difference"] == pytest.approx(rows[1]["mean"] - rows[0]["mean"], abs=0.02)
    parts = [row for row in told["parts"] if row["year"] is None]
    assert {row["knob"] for row in parts} == {"rate", "intake"}
    assert sum(row["part"] for row in parts) == pytest.approx(rows[1]["difference"], abs=0.05)
    assert sum(row["people_losing"] for row in told["people"]) == 0


def test_an_empty_scenario_changes_nothing_at_all(city: Path, plan: Path) -> None:
    plan.write_text('title = "nothing"\n', encoding="utf-8")
    told = run("budget", "--home", city, "--json", "--scenario", plan, *DAY).document["scenario"]
    names = ("difference", "difference_low", "difference_high")
    assert {row[name] for row in told["difference"] for name in names} == {0}
    assert told["parts"] == []
    assert {value for row in told["people"] for name, value in row.items() if name != "benefit_id"} == {0}


def test_the_tables_say_the_same_in_both_languages(city: Path, plan: Path) -> None:
    said = run("budget", "--home", city, "--lang", "zh", *DAY)
    assert said.code == 0
    assert "预计支出责任" in said.out
    assert "负债" not in said.out
    said = run("budget", "--home", city, "--lang", "en", "--scenario", plan, *DAY)
    assert "Scenario “more and dearer” against the policy as it stands" in said.out
    assert "Why it differs" in said.out
    assert "Demonstration data" in said.err


def test_a_wrong_scenario_is_told_with_file_and_key_and_nothing_is_reckoned(city: Path, plan: Path) -> None:
    plan.write_text(MORE.replace("1.5", "99").replace('"rate"', '"rates"'), encoding="utf-8")
    said = run("budget", "--home", city, "--json", "--lang", "en", "--scenario", plan, *DAY)
    assert (said.code, said.out) == (2, "")
    assert "plan.toml: change[1].value: Intake: 99 is out of range" in said.err
    assert "plan.toml: change[2].knob: there is no change called rates" in said.err
    said = run("budget", "--home", city, "--lang", "zh", "--scenario", plan.with_name("none.toml"), *DAY)
    assert said.code == 2
    assert "none.toml：文件无法读取" in said.err


def test_without_a_home_the_store_is_unusable(tmp_path: Path) -> None:
    assert run("budget", "--home", tmp_path / "none", "--json").code == 3
