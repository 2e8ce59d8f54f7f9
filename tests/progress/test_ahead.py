"""What lies ahead: the fan ends in the forecast, bounds for all goals, early notice, and steps to the target."""

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from analytics.progress.joint import JOINT, bounds, joint
from analytics.progress.lifts import lifted
from analytics.progress.notices import next_meeting
from analytics.series import REPORTS
from tests.progress.coming import FARMERS, coming, farmers
from tests.progress.frames import AS_OF, evaluated, policy, row, sheet, sheets

STEADY = [40, 50, 60] * 16


def test_a_fan_runs_month_by_month_and_ends_in_the_forecast() -> None:
    found = coming(STEADY)
    fan = found.fan.filter(target_id=FARMERS)
    assert fan["month"].to_list() == [date(2026, month, 1) for month in (9, 10, 11, 12)]
    last = fan.row(-1, named=True)
    assert [last[name] for name in ("p10", "p50", "p90")] == [farmers(found)[n] for n in ("p10", "p50", "p90")]
    assert fan["mean"].is_sorted()
    for lower, upper in pairwise(("p10", "p25", "p50", "p75", "p90")):
        assert (fan[lower] <= fan[upper]).all()
    assert fan["p25"][-1] < fan["p75"][-1]
    assert fan["mean"][0] >= farmers(found)["actual"]


def test_without_a_forecast_there_is_no_fan() -> None:
    found = evaluated()
    assert (found.fan.height, found.joint["told"].item()) == (0, 0)
    assert lifted(found.ahead.told, 2.0).is_empty()


@pytest.mark.parametrize(
    ("chances", "low", "high"),
    [([0.9, 0.8], 0.7, 0.8), ([0.5, 0.5, 0.5], 0.0, 0.5), ([1.0, 1.0], 1.0, 1.0), ([0.3], 0.3, 0.3)],
)
def test_all_together_lies_between_bounds_and_is_no_product(chances: list[float], low: float, high: float) -> None:
    assert bounds(chances) == pytest.approx((low, high))


def test_goals_that_cannot_be_forecast_are_counted_apart() -> None:
    told = {"goal.youth": 0.9, "goal.others": 0.8, "goal.leaders": None, "goal.colleges": None, FARMERS: 0.1}
    frame = pl.DataFrame({"id": list(told), "p_attain": list(told.values())})
    found = joint(frame, policy())
    assert found.schema == pl.Schema(JOINT)
    assert found.row(0) == (5, 2, pytest.approx(0.7), 0.8)


@pytest.mark.parametrize(
    ("day", "meeting"),
    [
        (AS_OF, date(2026, 12, 31)),
        (date(2026, 9, 29), AS_OF),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_the_next_meeting_is_the_next_end_of_a_quarter(day: date, meeting: date) -> None:
    assert next_meeting(day) == meeting


def test_who_falls_behind_without_doing_more_is_told_with_the_day() -> None:
    found = evaluated(filed=sheets(sheet("activities", date(2026, 1, 1), AS_OF, AS_OF)))
    late = row(found.notices, target_id="quota.advanced_selection")
    assert (late["turns"], late["on"], late["path"]) == ("behind", date(2026, 12, 31), "unchanged")
    assert late["p_then"] is None


def test_a_forecast_that_falls_short_is_told_before_it_shows() -> None:
    found = coming([49] * 48)
    turn = row(found.notices, target_id=FARMERS)
    assert (turn["status"], turn["turns"], turn["on"]) == ("slightly_behind", "behind", date(2026, 11, 30))
    assert (turn["path"], turn["expected"]) == ("forecast", pytest.approx(11 * 49, abs=0.5))
    assert turn["p_then"] < 0.2 < farmers(found)["p_attain"]


def test_a_target_that_is_done_never_turns() -> None:
    assert coming([0] * 39 + [100] * 9).notices.filter(target_id=FARMERS).is_empty()


def test_from_the_target_to_what_is_missing_nothing_is_lost() -> None:
    waiting = [
        {"person_key": who, "programme": "farmer_cultivation", "event_date": date(2026, 5, 1), "is_completed": False,
         "unit_id": "agriculture", "town": "370283120"}
        for who in ("w1", "w1", "w2")
    ]  # fmt: skip
    found = coming([10] * 48, more=waiting)
    whole = row(found.steps, target_id=FARMERS, by="all")
    assert (whole["target"], whole["done"], whole["pipeline"], whole["missing"]) == (600, 90, 2, 508)
    for by in ("unit", "town"):
        parts = found.steps.filter(target_id=FARMERS, by=by)
        assert (parts["done"].sum(), parts["pipeline"].sum()) == (90, 2)
    assert found.waiting.filter(target_id=FARMERS).select("person_key", "value").rows() == [("w1", 1), ("w2", 1)]
    town = found.steps.filter(pl.col("key") == "370283120", target_id=FARMERS)
    assert town["pipeline"].to_list() == [2]


def test_who_counts_already_is_no_candidate() -> None:
    again = {"person_key": "2026-05-01/0", "programme": "farmer_cultivation", "event_date": date(2026, 6, 1)}
    found = coming([10] * 48, more=[again | {"is_completed": None}])
    assert row(found.steps, target_id=FARMERS, by="all")["pipeline"] == 0


def test_another_intake_changes_the_probability_and_none_changes_nothing() -> None:
    found = coming(STEADY)
    same, more, less = (row(lifted(found.ahead.told, f), target_id=FARMERS) for f in (1.0, 1.5, {FARMERS: 0.2}))
    assert same["p_attain"] == same["before"] == farmers(found)["p_attain"]
    assert less["p_attain"] < same["p_attain"] < more["p_attain"]
    others = row(lifted(found.ahead.told, {FARMERS: 0.2}), target_id="goal.others")
    assert (others["factor"], others["p_attain"]) == (1.0, others["before"])


def test_reports_have_the_columns_that_the_kernel_asks_for() -> None:
    assert coming(STEADY).ahead.told.reports.schema == REPORTS
