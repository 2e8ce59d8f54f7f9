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
    (to_come,) = (row["expected"] for row in told["classes"] if (row["class"], row["year"]) == ("to_come", None))
    assert sum(row["expected"] for row in told["run_off"]) == pytest.approx(to_come, abs=0.5)
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
    assert {row["knob"] for row in told["swings"]} >= {"rate", "intake", "extension"}
    assert told["goals"] == []


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


def test_a_row_that_is_over_is_a_fault_and_what_else_is_to_be_known_is_said(city: Path, plan: Path) -> None:
    plan.write_text(MORE.replace("existing = true", 'until = "2026-09"'), encoding="utf-8")
    said = run("budget", "--home", city, "--json", "--lang", "en", "--scenario", plan, *DAY)
    assert (said.code, said.out) == (2, "")
    assert "plan.toml: change[2].until: it ends in Sept 2026" in said.err
    text = MORE.replace("existing = true", 'since = "2026-09"').replace("1.5", '1.5\nsince = "2028-01"')
    plan.write_text(f"data_version = 1\n{text}", encoding="utf-8")
    asked = ("budget", "--home", city, "--json", "--scenario", plan, *DAY)
    said = run(*asked, "--lang", "en")
    assert said.code == 0
    assert [(note["key"], note["code"]) for note in said.document["scenario"]["notes"]] == [
        ("data_version", "data_version"), ("change[1].since", "no_intake"), ("change[2].since", "past"),
    ]  # fmt: skip
    assert "plan.toml: data_version: the scenario was made with version 1 of the data" in said.err
    assert "nobody is taken in after Sept 2027" in said.err
    assert "the change counts from Oct 2026 on" in said.err
    said = run(*asked, "--lang", "zh")
    assert "plan.toml：data_version：方案是用第1版数据做的" in said.err


def test_arrears_without_a_date_are_told_where_there_are_any(city: Path) -> None:
    told = run("budget", "--home", city, "--json", *DAY).document
    said = run("budget", "--home", city, "--lang", "en", *DAY)
    assert (told["undated_fen"] > 0) == ("has no date by the pace of the past" in said.out)
    assert (told["undated_fen"] > 0) == (told["undated_month"] is not None)


def test_the_years_add_up_to_the_fen_and_late_years_have_no_band(city: Path) -> None:
    pipeline.keep_backtest(Vault(city), trial(*((date(2024, month, 1), "", 100, 100) for month in range(1, 6))))
    rows = run("budget", "--home", city, "--json", *DAY).document["classes"]
    for name in {row["class"] for row in rows}:
        mine = [row for row in rows if row["class"] == name]
        fen = {row["year"]: round(row["expected"] * 100) for row in mine}
        assert sum(fen.values()) == 2 * fen[None]
    coming = {row["year"]: row for row in rows if row["class"] == "to_come" and row["expected"] > 0}
    assert {year for year, row in coming.items() if row["low"] is not None} == {None, 2026}


@pytest.mark.parametrize("form", [("--json",), ()])
def test_before_the_policy_began_nothing_is_promised(city: Path, plan: Path, form: tuple[str, ...]) -> None:
    assert run("budget", "--home", city, "--as-of", "2020-01-01", *form).code == 0
    assert run("budget", "--home", city, "--as-of", "2020-01-01", "--scenario", plan, *form).code == 0


def test_without_a_home_the_store_is_unusable(tmp_path: Path) -> None:
    assert run("budget", "--home", tmp_path / "none", "--json").code == 3
