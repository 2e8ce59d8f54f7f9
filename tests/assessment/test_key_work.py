"""What a year asks of the targets, of bureaus and of towns, and which records answer it."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from analytics.assessment import Assessment, assemble
from analytics.policy import Policy
from analytics.policy.schemes import Scheme
from tests.assessment.known import NOON, known, line, record

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
WINDOW = (date(2022, 10, 1), date(2027, 9, 30))
END = date(2025, 12, 31)
TOWN = "370283105"
FILED = {"actual": 0}


def _assessed(policy: Policy, scheme: Scheme, as_of: date = END, **rows: Any) -> Assessment:
    return assemble(known(policy, as_of, **rows), policy, scheme, as_of=as_of)


def _quota(value: float, told_at: datetime = NOON, item: str = "town.youth", unit: str = TOWN, **said: Any) -> Any:
    named = {"year": 2025, "unit_id": unit, "item_id": item, "value": value, "told_at": told_at}
    return {**named, "is_approved": False, **said}


def _youth(count: int, **said: Any) -> list[dict[str, Any]]:
    return [record("goal.youth", n, date(2025, 5, 6), WINDOW, **said) for n in range(count)]


def test_a_quota_of_the_year_is_scored_by_its_records(policy: Policy, scheme: Scheme) -> None:
    rows = [record("quota.hometown_events", n, date(2025, 3, n + 1), YEAR) for n in range(2)]
    late = record("quota.hometown_events", 9, date(2024, 3, 1), (date(2024, 1, 1), date(2024, 12, 31)))
    found = _assessed(policy, scheme, contributions=[*rows, late])
    item = line(found.items, "organisation", "key.hometown_events")
    assert (item["actual"], item["quota"], item["ratio"], item["basis"]) == (2.0, 2.0, 1.0, "year")
    mine = found.trace.filter(pl.col("item_id") == "key.hometown_events")
    assert mine["ref"].to_list() == ["event:0", "event:1"]
    points = line(found.points, "organisation", "key.hometown_events")["points"]
    assert mine["points"].sum() == pytest.approx(points)


def test_a_goal_of_the_window_is_asked_by_its_share_of_the_year(policy: Policy, scheme: Scheme) -> None:
    item = line(_assessed(policy, scheme, contributions=_youth(3)).items, "human_resources", "key.youth")
    assert (item["actual"], item["quota"], item["basis"]) == (3.0, 6000.0, "year_share")


def test_a_stock_is_asked_by_the_pace_of_the_window(policy: Policy, scheme: Scheme) -> None:
    rows = [record("goal.colleges", n, date(2023, 1, 1), WINDOW) for n in range(6)]
    item = line(_assessed(policy, scheme, contributions=rows).items, "education_sports", "key.colleges")
    assert (item["actual"], item["quota"]) == (6.0, pytest.approx(15 * 39 / 60))
    assert item["is_small"]


def test_money_is_in_the_unit_of_the_target(policy: Policy, scheme: Scheme) -> None:
    rows = [record("quota.talent_loans", 1, date(2025, 2, 3), YEAR, value=1_500_000_000)]
    item = line(_assessed(policy, scheme, contributions=rows).items, "financial_regulation", "key.talent_loans")
    assert (item["actual"], item["quota"], item["is_small"]) == (15_000_000.0, 25_000_000.0, False)


def test_a_round_that_does_not_end_in_the_year_is_not_asked(policy: Policy, scheme: Scheme) -> None:
    found = _assessed(policy, scheme)
    assert line(found.items, "organisation", "key.industry_leaders")["state"] == "not_applicable"
    assert line(found.pending, "organisation", "key.industry_leaders")["reason"] == "not_due"


def test_nothing_filed_is_nothing_submitted(policy: Policy, scheme: Scheme) -> None:
    silent = line(_assessed(policy, scheme).items, "agriculture", "key.farmer_training")
    assert (silent["state"], silent["ratio"]) == ("not_submitted", 0.0)
    filed = _assessed(policy, scheme, found={"quota.farmer_training": FILED})
    assert line(filed.items, "agriculture", "key.farmer_training")["state"] == "scored"


def test_duplicates_and_what_is_not_verified_are_listed_with_nothing(policy: Policy, scheme: Scheme) -> None:
    good = record("quota.farmers_cultivated", 1, date(2025, 4, 1), YEAR)
    others = [
        record("quota.farmers_cultivated", n, date(2025, 4, 2), YEAR, is_counted=False, reason=reason)
        for n, reason in enumerate(("duplicate_person", "not_completed"), 2)
    ]
    found = _assessed(policy, scheme, contributions=[good, *others])
    mine = found.trace.filter(pl.col("item_id") == "key.farmers_cultivated").sort("record_id")
    assert mine["reason"].to_list() == [None, "duplicate_person", "not_completed"]
    assert (mine["points"] > 0).to_list() == [True, False, False]
    assert line(found.items, "agriculture", "key.farmers_cultivated")["actual"] == 1


def test_a_meeting_too_many_does_not_make_up_for_a_quarter_without(policy: Policy, scheme: Scheme) -> None:
    quarter = (date(2025, 1, 1), date(2025, 3, 31))
    rows = [record("quota.joint_meetings", n, date(2025, 2, n), quarter) for n in (1, 2, 3)]
    found = _assessed(policy, scheme, contributions=rows)
    item = line(found.items, "organisation", "joint_meetings")
    assert (item["actual"], item["quota"]) == (1.0, 4.0)
    reasons = found.evidence.filter(pl.col("item_id") == "joint_meetings")["reason"].to_list()
    assert reasons == [None, "over_quota", "over_quota"]


def test_a_town_without_a_quota_is_not_asked_and_flagged(policy: Policy, scheme: Scheme) -> None:
    found = _assessed(policy, scheme, contributions=_youth(2, town=TOWN))
    assert line(found.items, TOWN, "town.youth")["state"] == "not_applicable"
    assert line(found.pending, TOWN, "town.youth")["reason"] == "no_quota"
    assert line(found.totals.with_columns(item_id=pl.lit("")), TOWN, "")["is_partial"]


def test_a_town_is_scored_by_its_own_records(policy: Policy, scheme: Scheme) -> None:
    elsewhere = [record("goal.youth", 9, date(2025, 5, 6), WINDOW, town="370283001")]
    found = _assessed(policy, scheme, contributions=[*_youth(2, town=TOWN), *elsewhere], quotas=[_quota(4)])
    item = line(found.items, TOWN, "town.youth")
    assert (item["actual"], item["quota"], item["ratio"], item["basis"]) == (2.0, 4.0, 0.5, "set")
    assert line(found.items, "human_resources", "key.youth")["actual"] == 3.0


LATE = datetime.fromisoformat("2025-07-02 09:00")


@pytest.mark.parametrize(
    ("quotas", "value", "basis"),
    [
        ([_quota(4), _quota(3, datetime.fromisoformat("2025-07-01 23:00"))], 3.0, "set"),
        ([_quota(4), _quota(3, LATE)], 4.0, "set_late_ignored"),
        ([_quota(4), _quota(3, LATE, is_approved=True)], 3.0, "set"),
        ([_quota(3, LATE)], 3.0, "set"),
        ([_quota(4), {**_quota(9), "year": 2024}], 4.0, "set"),
    ],
)
def test_a_quota_changed_late_counts_only_if_approved(
    policy: Policy, scheme: Scheme, quotas: list[Any], value: float, basis: str
) -> None:
    item = line(_assessed(policy, scheme, found={"goal.youth": FILED}, quotas=quotas).items, TOWN, "town.youth")
    assert (item["quota"], item["basis"]) == (value, basis)


def test_a_late_quota_of_a_bureau_leaves_that_of_the_policy(policy: Policy, scheme: Scheme) -> None:
    late = _quota(5000, LATE, item="key.farmer_training", unit="agriculture")
    item = line(_assessed(policy, scheme, quotas=[late]).items, "agriculture", "key.farmer_training")
    assert (item["quota"], item["basis"]) == (4000.0, "set_late_ignored")


@pytest.mark.parametrize(
    ("quotas", "value", "basis"),
    [
        ([(3000, False)], 4000.0, "set_unapproved"),
        ([(3000, True)], 3000.0, "set"),
        ([(5000, False)], 5000.0, "set"),
        ([(4000, False)], 4000.0, "set"),
        ([(5000, False), (3000, False)], 5000.0, "set_unapproved"),
    ],
)
def test_less_than_the_policy_asks_counts_only_if_approved(
    policy: Policy, scheme: Scheme, quotas: list[tuple[float, bool]], value: float, basis: str
) -> None:
    told = [
        _quota(asked, item="key.farmer_training", unit="agriculture", is_approved=is_approved)
        for asked, is_approved in quotas
    ]
    item = line(_assessed(policy, scheme, quotas=told).items, "agriculture", "key.farmer_training")
    assert (item["quota"], item["basis"]) == (value, basis)


def test_in_the_year_only_what_is_due_by_now_is_asked(policy: Policy, scheme: Scheme) -> None:
    june = date(2025, 6, 30)
    rows = [record("quota.farmers_cultivated", n, date(2025, 3, 1), YEAR) for n in range(150)]
    found = _assessed(policy, scheme, june, contributions=rows)
    item, ends = (line(frame, "agriculture", "key.farmers_cultivated") for frame in (found.items, found.outlook))
    assert (item["quota"], item["ratio"]) == (300.0, 0.5)
    assert (ends["quota"], ends["expected"], ends["ratio"], ends["basis"]) == (600.0, 300.0, 0.5, "pace")
    assert line(found.items, "organisation", "joint_meetings")["quota"] == 2.0


def test_in_the_year_the_forecast_tells_the_end(policy: Policy, scheme: Scheme) -> None:
    june = date(2025, 6, 30)
    rows = [record("quota.farmers_cultivated", n, date(2025, 3, 1), YEAR) for n in range(150)]
    forecast = {"target_id": "quota.farmers_cultivated", "is_current": True, "mean": 540.0}
    told = {"quota.farmers_cultivated": {"seasonal_pace": 0.25, "unreported_share": 0.2}}
    found = _assessed(policy, scheme, june, contributions=rows, forecasts=[forecast], found=told)
    item, ends = (line(frame, "agriculture", "key.farmers_cultivated") for frame in (found.items, found.outlook))
    assert item["quota"] == pytest.approx(600 * 0.25 * 0.9)
    assert (ends["expected"], ends["ratio"], ends["basis"]) == (540.0, 0.9, "forecast")


def test_a_goal_expects_its_part_of_the_months_to_come(policy: Policy, scheme: Scheme) -> None:
    june = date(2025, 6, 30)
    forecast = {"target_id": "goal.youth", "is_current": True, "mean": 30_000.0}
    told = {"goal.youth": {"actual": 16_500}}
    found = _assessed(
        policy, scheme, june, contributions=_youth(100, town=TOWN), forecasts=[forecast], found=told,
        quotas=[_quota(4000)],
    )  # fmt: skip
    expected = 100 + (30_000 - 16_500) * 6 / 27
    assert line(found.outlook, "human_resources", "key.youth")["expected"] == pytest.approx(expected)
    assert line(found.outlook, TOWN, "town.youth")["expected"] == pytest.approx(expected)


def test_of_what_is_scheduled_no_more_is_expected_than_asked(policy: Policy, scheme: Scheme) -> None:
    june = date(2025, 6, 30)
    rows = [record("quota.hometown_events", n, date(2025, 3, n + 1), YEAR) for n in range(2)]
    found = _assessed(policy, scheme, june, contributions=rows)
    assert line(found.outlook, "organisation", "key.hometown_events")["expected"] == 2.0


def test_months_of_earlier_years_tell_what_a_goal_had_by_now(policy: Policy, scheme: Scheme) -> None:
    june = date(2025, 6, 30)
    earlier = [record("goal.youth", n, date(2024, month, 2), WINDOW) for n, month in enumerate((2, 8, 8, 9))]
    found = _assessed(policy, scheme, june, contributions=[*earlier, *_youth(5)])
    assert line(found.items, "human_resources", "key.youth")["quota"] == pytest.approx(6000 / 4)
