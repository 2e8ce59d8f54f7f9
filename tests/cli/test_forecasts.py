"""`talent forecast` and the back-test of the targets: every frame of the time ahead, money in yuan, both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics import house
from tests.cli.conftest import NAMES, run
from tests.pages.furnished import furnish

DAY = ("--as-of", "2026-09-30")
BANDS = ("p_attain", "p10", "p50", "p90")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(house.HOME_VARIABLE, raising=False)
        yield furnish(tmp_path_factory.mktemp("forecasts") / "home", 0.005)


def test_the_forecast_of_every_target_agrees_with_the_scoreboard(city: Path) -> None:
    said = run("forecast", "--home", city, "--json", *DAY)
    assert said.code == 0
    told = said.document
    board = {item["id"]: item for item in run("progress", "--home", city, "--json", *DAY).document}
    assert list(board) == [item["id"] for item in told["targets"]]
    for item in told["targets"]:
        assert {name: item[name] for name in (*BANDS, "status")} == {
            name: board[item["id"]][name] for name in (*BANDS, "status")
        }
        assert (item["p_attain"] is None) == (item["no_forecast"] is not None)
        assert item["is_supported"] is None
    assert 0 <= told["joint"]["low"] <= told["joint"]["high"] <= 1
    ends = {row["target_id"]: row for row in told["fan"]}
    assert all(ends[item["id"]]["p50"] == item["p50"] for item in told["targets"] if item["p_attain"] is not None)
    assert not any(name in said.out for name in NAMES)


def test_the_steps_of_a_money_target_are_in_yuan(city: Path) -> None:
    told = run("forecast", "--home", city, "--json", *DAY).document
    (loans,) = (row for row in told["steps"] if (row["target_id"], row["by"]) == ("quota.talent_loans", "all"))
    assert loans["target"] == 25_000_000
    assert loans["missing"] == max(25_000_000 - (loans["done"] or 0) - loans["pipeline"], 0)


def test_the_back_test_of_the_targets_is_kept_and_decides_on_the_intervals(city: Path) -> None:
    told = run("backtest", "--home", city, "--json", *DAY).document["targets"]
    assert set(told) == {"rows", "scores", "reliability", "misses", "support"}
    support = {row["target_id"]: row["is_supported"] for row in told["support"]}
    targets = run("forecast", "--home", city, "--json", *DAY).document["targets"]
    assert {item["id"]: item["is_supported"] for item in targets} == support
    assert sum(row["forecasts"] for row in told["support"]) == len(told["rows"])


@pytest.mark.parametrize(("lang", "word"), [("zh", "五年目标"), ("en", "five-year goals")])
def test_the_tables_speak_both_languages(city: Path, lang: str, word: str) -> None:
    said = run("forecast", "--home", city, "--lang", lang, *DAY)
    assert said.code == 0
    assert word in said.out
