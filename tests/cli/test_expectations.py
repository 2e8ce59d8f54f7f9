"""`talent assumptions`, `assume`, `backtest`: what is assumed is told with its origin, set, and withdrawn again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics import house
from analytics.pipeline import House, latest_backtest
from tests.cli.conftest import run
from tests.pages.paid import pay

DAY = ("--as-of", "2026-09-30")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(house.HOME_VARIABLE, raising=False)
        patch.delenv("TALENT_KEY", raising=False)
        yield pay(tmp_path_factory.mktemp("expectations") / "home")


def test_every_assumption_and_estimate_is_told(city: Path) -> None:
    told = run("assumptions", "--home", city, "--json", *DAY).document
    assert {item["id"] for item in told["assumptions"]} >= {"hazard", "uptake", "correlation"}
    assert {row["source"] for row in told["estimates"]} == {"estimated", "register"}
    assert len(told["ratings"]) == 43
    assert run("assumptions", "--home", city, "--lang", "en", *DAY).code == 0


def test_an_assumption_is_set_and_withdrawn(city: Path) -> None:
    why = ("--home", city, "--by", "Li", "--because", "agreed", "--lang", "en")
    assert "is now 2.0%" in run("assume", "hazard", "0.02", *why).err
    told = run("assumptions", "--home", city, "--json", *DAY).document
    (item,) = (item for item in told["assumptions"] if item["id"] == "hazard")
    assert (item["value"], item["set_by"], item["because"], item["is_set"]) == (0.02, "Li", "agreed", True)
    assert "no longer set" in run("assume", "hazard", *why).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hazard", "7", "--lang", "en"), "7 is out of range, it must lie between 0.004 and 0.03"),
        (("hazard", "7"), "7 超出合理范围，应在 0.004 到 0.03 之间"),
        (("history_months", "12.5", "--lang", "en"), "12.5 is no whole number"),
        (("seed", "12.5"), "应为整数，写的是 12.5"),
        (("draws", "12.5", "--lang", "en"), "12.5 is out of range"),
        (("hazard", "nan", "--lang", "en"), "out of range"),
        (("nothing", "1", "--lang", "en"), "There is no assumption nothing; there are: hazard"),
        (("hazard", "0.02", "--because", " ", "--lang", "en"), "Say both why and who"),
        (("hazard", "0.02", "--by", "", "--lang", "en"), "Say both why and who"),
    ],
)
def test_a_wrong_value_is_told_and_not_set(city: Path, words: tuple[str, ...], said: str) -> None:
    before = House(city).open().policy.assumptions
    refused = run("assume", "--home", city, "--by", "Li", "--because", "x", *words)
    assert refused.code == 2
    assert said in refused.err
    assert House(city).open().policy.assumptions == before


def test_a_back_test_without_history_is_empty_and_kept(city: Path) -> None:
    told = run("backtest", "--home", city, "--json", *DAY).document
    assert (told["rows"], told["scores"]) == ([], [])
    assert run("backtest", "--home", city, *DAY).code == 0


def test_a_back_test_that_is_kept_is_not_made_again(city: Path) -> None:
    made = run("backtest", "--home", city, "--json", *DAY).document
    again = run("backtest", "--home", city, "--if-absent", "--lang", "en", *DAY)
    assert again.code == 0
    assert "nothing was done" in again.err
    kept = latest_backtest(House(city).vault)
    assert kept is not None
    assert str(kept.made_at) == made["made_at"]
