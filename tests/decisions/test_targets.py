"""Targets before the meeting: what is missing and what it is worth, and what more intake would make of it."""

from datetime import date

import polars as pl
import pytest

from analytics.decisions.frames import Found
from analytics.decisions.targets import PRICES, Ahead, prices, targets
from tests.decisions import known
from tests.decisions.known import AS_OF, COLLEGES, FARMERS, LOANS, YEAR_END, policy

COSTS = {"benefit_id": pl.String, "paid_fen": pl.Int64, "fen_per_counted": pl.Float64}
LINES = {"budget_year": pl.Int64, "line": pl.String, "available_fen": pl.Int64}


def priced(target: str, fen: float | None, basis: str = "line") -> pl.DataFrame:
    return known.frame(PRICES, {"target_id": target, "fen": fen, "basis": basis})


def found(progress: pl.DataFrame, price: pl.DataFrame, **ahead: pl.DataFrame) -> Found:
    empty = {"notices": known.notices(), "lifts": known.lifts(), "fan": known.fan()}
    return targets(progress, price, Ahead(**(empty | ahead)), policy(), as_of=AS_OF)


def test_missing_times_the_price_is_at_stake() -> None:
    progress = known.progress({"id": FARMERS, "actual": 298, "p_attain": 0.14, "p50": 542.0})
    item = found(progress, priced(FARMERS, 1000.0)).items.row(0, named=True)
    assert (item["count"], item["at_stake_fen"], item["unit_id"]) == (302, 302_000, "agriculture")
    assert (item["deadline"], item["due"]) == (YEAR_END, YEAR_END)


def test_the_deadline_is_the_last_month_in_which_more_still_helps() -> None:
    progress = known.progress({"id": FARMERS, "p_attain": 0.1, "p50": 1.0, "recoverable_until": date(2026, 10, 1)})
    assert found(progress, priced(FARMERS, 1.0)).items["deadline"][0] == date(2026, 10, 31)


def test_the_smallest_lift_that_is_enough_comes_first_then_the_one_below() -> None:
    progress = known.progress({"id": FARMERS, "actual": 300, "p_attain": 0.1, "p50": 500.0})
    tried = known.lifts(
        (FARMERS, 1.25, 0.1, 0.4, 550.0), (FARMERS, 1.5, 0.1, 0.8, 600.0), (FARMERS, 2.0, 0.1, 0.99, 700.0)
    )
    expected = known.fan((FARMERS, date(2026, 11, 1), 450.0), (FARMERS, date(2026, 12, 1), 500.0))
    options = found(progress, priced(FARMERS, 10.0), lifts=tried, fan=expected).options
    assert options["option"].to_list() == ["lift", "lift", "nothing"]
    assert options["size"].to_list() == [1.5, 1.25, None]
    assert options["cost_fen"].to_list() == [1000, 500, 0]
    assert options["after"].to_list() == [0.8, 0.4, 0.1]
    assert options["promised"].to_list() == [600.0, 550.0, 500.0]


def test_without_a_forecast_all_or_half_of_what_is_missing_by_month() -> None:
    progress = known.progress({"id": LOANS, "actual": 1_390_000_000, "recent_per_month": 0.0})
    rows = found(progress, priced(LOANS, 1.0, "self")).options
    assert rows["option"].to_list() == ["need", "need", "nothing"]
    assert rows["cost_fen"].to_list() == [1_110_000_000, 555_000_000, 0]
    assert rows["size"][0] == pytest.approx(1_110_000_000 / (92 / (365.25 / 12)))
    assert rows["after"].to_list() == [1.0, pytest.approx(0.778), pytest.approx(0.556)]
    assert rows["promised"][0] == pytest.approx(2_500_000_000)


def test_a_period_that_is_over_can_only_be_made_up() -> None:
    progress = known.progress({"id": FARMERS, "actual": 500, "period_end": AS_OF})
    made = found(progress, priced(FARMERS, None, "none"))
    assert made.options["option"].to_list() == ["extend", "extend", "nothing"]
    assert made.options["cost_fen"].to_list() == [None, None, 0]
    assert made.items["at_stake_fen"][0] == 0
    assert made.items["due"][0] == YEAR_END
    assert made.items["measure"][0] == f"{FARMERS}@2026-09-30"


def test_on_pace_is_no_matter_unless_it_turns() -> None:
    progress = known.progress({"id": COLLEGES, "status": "slightly_behind", "actual": 11})
    assert found(progress, priced(COLLEGES, 1.0)).items.is_empty()
    turns = known.notices({"target_id": COLLEGES, "turns": "behind", "on": YEAR_END})
    assert found(progress, priced(COLLEGES, 1.0), notices=turns).items.height == 1


def test_a_price_is_what_a_result_cost_else_the_money_of_the_line_else_none() -> None:
    progress = known.progress({"id": "goal.youth"}, {"id": FARMERS}, {"id": LOANS}, {"id": COLLEGES})
    costs = pl.DataFrame([("b03a", 9, 500.0), ("b05b", 5, None)], schema=COSTS, orient="row")
    lines = pl.DataFrame([(2026, "rural_training", 5_400_000)], schema=LINES, orient="row")
    told = prices(progress, costs, lines, policy(), as_of=AS_OF)
    assert told["basis"].to_list() == ["result", "line", "self", "none"]
    shared = sum(target.budget_line == "rural_training" for target in policy().targets)
    assert told["fen"].to_list() == [500.0, pytest.approx(5_400_000 / shared / 600, rel=0.01), 1.0, None]
