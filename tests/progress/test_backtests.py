"""The back-test of the targets: what is tried, exact scores of hand-made rows, and which intervals stand."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.progress import backtests
from analytics.progress.backtests import MISSES, RELIABILITY, SCORES, SUPPORT, TESTED
from tests.progress.coming import FARMERS, coming
from tests.progress.frames import policy, row


def _row(**more: Any) -> dict[str, Any]:
    usual = {
        "target_id": FARMERS, "origin": date(2025, 1, 1), "start_month": date(2025, 1, 1),
        "end_month": date(2025, 3, 1), "months_ahead": 3, "size": "small", "target": 100, "reported": 0, "mean": 90.0,
        "p10": 80, "p50": 90, "p90": 105, "p_attain": 0.3, "low_confidence": False, "outcome": 100, "is_reached": True,
        "is_inside": True, "crps": 5.0, "linear": None, "linear_crps": 20.0, "naive": 80.0, "naive_crps": 10.0,
    }  # fmt: skip
    return usual | more


def _frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(TESTED))


def test_earlier_quarters_are_tried_with_what_was_known_then() -> None:
    found = coming([40, 50, 60] * 16)
    tried = backtests.tested(found.ahead.told, found.ahead.rules)
    assert tried.schema == pl.Schema(TESTED)
    assert tried["origin"].unique().sort()[0] == date(2023, 10, 1)  # a year after the first report
    assert set(tried["origin"].dt.month()) == {1, 4, 7, 10}
    assert (tried["end_month"] >= tried["origin"]).all()
    assert (tried["end_month"] <= date(2026, 3, 1)).all()  # what ended later may not be reported in full
    own = tried.filter(target_id=FARMERS)
    assert tried.n_unique(["target_id", "origin", "start_month", "end_month"]) == tried.height
    assert own.filter(start_month=date(2025, 1, 1), end_month=date(2025, 12, 1))["outcome"].unique().to_list() == [600]
    assert own["is_inside"].sum() >= 0.8 * own.height
    assert backtests.support(tried, policy()).filter(target_id=FARMERS)["reason"].item() != "untested"


def test_a_young_home_has_no_back_test() -> None:
    found = coming([40] * 9, first=date(2026, 1, 1))
    tried = backtests.tested(found.ahead.told, found.ahead.rules)
    assert (tried.height, tried.schema) == (0, pl.Schema(TESTED))
    assert backtests.scores(tried, policy()).is_empty()
    assert set(backtests.support(tried, policy())["reason"]) == {"untested"}
    assert backtests.reliability(tried).is_empty()
    assert backtests.misses(tried).is_empty()


def test_scores_are_told_against_the_outcome() -> None:
    found = _frame(_row(), _row(outcome=200, mean=240.0, is_inside=False, crps=20.0, linear_crps=None, months_ahead=9))
    told = backtests.scores(found, policy())
    assert told.schema == pl.Schema(SCORES)
    whole = row(told, by="all")
    assert (whole["forecasts"], whole["coverage"], whole["bias"]) == (2, 0.5, pytest.approx((-0.1 + 0.2) / 2))
    assert (whole["crps"], whole["naive_crps"]) == (pytest.approx(0.075), pytest.approx(0.075))
    assert whole["skill_linear"] == pytest.approx(1 - 0.05 / 0.2)  # where there is an even pace alone
    assert whole["skill_naive"] == pytest.approx(0)
    assert told.filter(by="horizon")["key"].to_list() == ["3", "12"]
    assert row(told, by="target", key=FARMERS)["forecasts"] == 2


def test_a_probability_is_held_against_how_often_it_came_true() -> None:
    chances = [(0.0, False), (0.1, True), (0.5, True), (0.8, True), (1.0, True)]
    told = backtests.reliability(_frame(*(_row(p_attain=p, is_reached=came) for p, came in chances)))
    assert told.schema == pl.Schema(RELIABILITY)
    assert told.select("p_from", "forecasts", "happened").rows() == [(0.0, 2, 0.5), (0.5, 1, 1.0), (0.8, 2, 1.0)]
    assert told["said"].to_list() == pytest.approx([0.05, 0.5, 0.9])


def test_the_farthest_miss_comes_first() -> None:
    rows = [_row(outcome=outcome, is_inside=False) for outcome in (110, 40, 210)]
    told = backtests.misses(_frame(_row(), *rows))
    assert told.schema == pl.Schema(MISSES)
    assert told["outcome"].to_list() == [40, 210, 110]
    assert told["off"].to_list() == pytest.approx([1.0, 0.5, 5 / 110])


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([_row()] * 8, "supported"),
        ([_row()] * 7, "few"),
        ([_row()] * 6 + [_row(is_inside=False)] * 4, "coverage"),
        ([_row()] * 7 + [_row(is_inside=False)] * 3, "supported"),
        ([_row(linear_crps=5.0)] * 8, "no_better"),
        ([_row(naive_crps=4.0)] * 8, "no_better"),
        ([_row(linear_crps=None)] * 8, "supported"),
        ([], "untested"),
    ],
)
def test_an_interval_stands_by_the_rule(rows: list[dict[str, Any]], reason: str) -> None:
    told = backtests.support(_frame(*rows), policy())
    assert told.schema == pl.Schema(SUPPORT)
    mine = row(told, target_id=FARMERS)
    assert (mine["reason"], mine["is_supported"], mine["forecasts"]) == (reason, reason == "supported", len(rows))
    assert told["target_id"].to_list() == [target.id for target in policy().targets]
