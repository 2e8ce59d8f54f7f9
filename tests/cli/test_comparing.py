"""`talent budget` with several scenarios: side by side on the same shocks, and what is wrong with any of them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from analytics import pipeline
from analytics.identity import Vault
from tests.cli.conftest import NAMES, run
from tests.report.test_register import trial

DAY = ("--as-of", "2026-09-30")
MORE = 'title = "more"\n[[change]]\nknob = "intake"\nvalue = 1.5\n'
LESS = '[[change]]\nknob = "rate"\nvalue = 0.8\nexisting = true\n'


@pytest.fixture
def plans(tmp_path: Path) -> list[Path]:
    """Return the files of a scenario with a title, and of one without."""
    paths = [tmp_path / "more.toml", tmp_path / "less.toml"]
    for path, text in zip(paths, (MORE, LESS), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def asked(*plans: Path) -> list[object]:
    return [part for plan in plans for part in ("--scenario", plan)]


def test_every_side_is_what_it_is_alone_and_the_same_plan_twice_differs_by_nothing(
    city: Path, plans: list[Path]
) -> None:
    more, less = plans
    said = run("budget", "--home", city, "--json", *asked(more, less, more), *DAY)
    assert said.code == 0
    told = said.document
    assert [(item["file"], item["title"]) for item in told["scenarios"]] == [
        ("more.toml", "more"), ("less.toml", "less"), ("more.toml", "more"),
    ]  # fmt: skip
    sides = {
        number: [row | {"scenario": 1} for row in told["difference"] if row["scenario"] == number]
        for number in (1, 2, 3)
    }
    assert sides[1] == sides[3]
    for number, plan in ((1, more), (2, less)):
        alone = run("budget", "--home", city, "--json", *asked(plan), *DAY).document["scenario"]
        assert sides[number] == [row for row in alone["difference"] if row["scenario"] == 1]
    assert not any(name in said.out for name in NAMES)


def test_what_a_side_costs_and_for_whom_agrees_with_its_difference(city: Path, plans: list[Path]) -> None:
    told = run("budget", "--home", city, "--json", *asked(*plans), *DAY).document
    assert told["proof"] == {"holds": False, "origins": 0, "coverage": None}
    whole = {
        row["scenario"]: row["difference"] for row in told["difference"] if (row["line"], row["year"]) == ("", None)
    }
    for number, item in enumerate(told["scenarios"], start=1):
        assert item["to_come"] - told["stands"]["to_come"] == pytest.approx(whole[number], abs=0.02)
    more, less = told["scenarios"]
    assert less["to_come"] < told["stands"]["to_come"] < more["to_come"]
    assert (more["people_losing"], more["broken_people"]) == (0, 0)
    assert less["people_losing"] > 0
    assert less["link"] == {"s": "rate::0.8::::x", "t": "less"}


def test_the_tables_say_the_same_in_both_languages(city: Path, plans: list[Path]) -> None:
    said = run("budget", "--home", city, "--lang", "en", *asked(*plans), *DAY)
    assert said.code == 0
    assert said.out.startswith("2 scenarios: the least is “less”")
    assert "Side by side: differences from present policy in brackets" in said.out
    assert "By budget line" in said.out
    assert "80% interval of the difference" not in said.out
    assert "Demonstration data" in said.err
    said = run("budget", "--home", city, "--lang", "zh", *asked(*plans), *DAY)
    assert "2 个方案对比" in said.out
    assert "承诺落空的人" in said.out


def test_bands_are_told_where_a_back_test_bears_them_out(city: Path, plans: list[Path], tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(city, home)
    pipeline.keep_backtest(Vault(home), trial(*((date(2024, month, 1), "", 100, 100) for month in range(1, 6))))
    told = run("budget", "--home", home, "--json", *asked(*plans), *DAY).document
    assert told["proof"] == {"holds": True, "origins": 5, "coverage": 1.0}
    rows = [row for row in told["difference"] if (row["line"], row["year"]) == ("", None)]
    assert all(row["difference_low"] < row["difference"] < row["difference_high"] for row in rows[1:])
    assert "80% interval of the difference" in run(
        "budget", "--home", home, "--lang", "en", *asked(*plans), *DAY
    ).out  # fmt: skip


def test_what_is_to_be_known_of_a_plan_is_said_with_its_file(city: Path, plans: list[Path]) -> None:
    plans[1].write_text(f"data_version = 1\n{LESS}", encoding="utf-8")
    said = run("budget", "--home", city, "--json", "--lang", "en", *asked(*plans), *DAY)
    assert [[note["code"] for note in item["notes"]] for item in said.document["scenarios"]] == [[], ["data_version"]]
    assert "less.toml: data_version: the scenario was made with version 1 of the data" in said.err


def test_too_many_plans_and_a_wrong_one_are_told_and_nothing_is_reckoned(city: Path, plans: list[Path]) -> None:
    more, less = plans
    said = run("budget", "--home", city, "--lang", "en", *asked(*[more] * 5), *DAY)
    assert (said.code, said.out) == (2, "")
    assert "at most 4 scenarios stand side by side, here are 5" in said.err
    less.write_text(LESS.replace("0.8", "99"), encoding="utf-8")
    said = run("budget", "--home", city, "--lang", "en", *asked(more, less), *DAY)
    assert (said.code, said.out) == (2, "")
    assert "less.toml: change[1].value" in said.err
    less.write_text(LESS.replace("existing = true", 'until = "2026-09"'), encoding="utf-8")
    said = run("budget", "--home", city, "--lang", "zh", *asked(more, less), *DAY)
    assert (said.code, said.out) == (2, "")
    assert "less.toml：change[1].until" in said.err


@pytest.mark.parametrize("form", [("--json",), ()])
def test_before_the_policy_began_plans_stand_side_by_side_too(
    city: Path, plans: list[Path], form: tuple[str, ...]
) -> None:
    assert run("budget", "--home", city, "--as-of", "2020-01-01", *asked(*plans), *form).code == 0
