"""Benefits of "up to so much": the golden case, the cases by name, and that nothing is added to a total."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics import budget
from analytics.budget.ceilings import Ceilings, with_ceiling
from analytics.policy import Policy
from analytics.series.capped import up_to
from tests.budget.frames import DUE, month

PROJECT, ROUND, TRIP, SEAT = "b01b", "b02c", "b12e", "b13b"
AS_OF = date(2024, 9, 30)
_APPLICATION = {
    "benefit_id": pl.String, "application_no": pl.String, "stage": pl.String, "event_date": pl.Date,
    "amount_fen": pl.Int64, "record_id": pl.Int64,
}  # fmt: skip
_PROJECT = {
    "benefit_id": pl.String, "project_name": pl.String, "stage": pl.String, "event_date": pl.Date,
    "employer_id": pl.String, "person_key": pl.String, "record_id": pl.Int64,
}  # fmt: skip
_DECISION = {"benefit_id": pl.String, "decided_on": pl.Date, "employer_id": pl.String, "person_key": pl.String}
_MILESTONE = {"milestone_id": pl.String, "status": pl.String, "event_date": pl.Date, "record_id": pl.Int64}


def facts(applications: Any = (), projects: Any = (), decisions: Any = (), milestones: Any = ()) -> Any:
    told = {
        "application": (applications, _APPLICATION),
        "project": (projects, _PROJECT),
        "decision_amount": (decisions, _DECISION),
        "milestone": (milestones, _MILESTONE),
    }
    return {name: pl.DataFrame(list(rows), schema=schema, orient="row") for name, (rows, schema) in told.items()}


def due(*cases: tuple[str, int]) -> pl.DataFrame:
    """Return one case each of (benefit, fen)."""
    made = [
        {"beneficiary": str(n), "benefit_id": benefit, "from_month": month(1), "to_month": month(1), "months": 1,
         "amount_fen": fen}
        for n, (benefit, fen) in enumerate(cases)
    ]  # fmt: skip
    return pl.DataFrame(made, schema=DUE)


def found(policy: Policy, told: Any = None, spent: pl.DataFrame | None = None, day: date = AS_OF) -> Ceilings:
    return budget.ceilings(told or facts(), due() if spent is None else spent, policy, as_of=day)


def one(told: Ceilings, benefit: str) -> dict[str, Any]:
    [item] = told.benefits.filter(benefit_id=benefit).to_dicts()
    return item


def test_the_golden_case() -> None:
    cost = up_to(0.4, 100e6, 2, 6)
    assert (cost.mean, cost.sd, cost.none) == pytest.approx((10e6, 18.2574e6, 0.6703), rel=1e-4)


def test_discretionary_benefits_with_a_ceiling_are_those_asked(policy: Policy) -> None:
    asked = {benefit.id: cap for benefit, cap in with_ceiling(policy, AS_OF)}
    assert asked[PROJECT] == 10_000_000_000
    assert {"b02b", "b13a", "b17a", "b20a"}.isdisjoint(asked)
    assert {"b03a", "b05e", "b06c", "b08c"}.isdisjoint(asked)


def test_expected_is_what_came_until_now_at_the_pace_of_the_years(policy: Policy) -> None:
    told = one(found(policy, spent=due((TRIP, 200_000), (TRIP, 100_000))), TRIP)
    years, ahead = ((until - since).days / 365.25 for since, until in (
        (date(2022, 10, 1), AS_OF), (AS_OF, date(2027, 9, 30))))  # fmt: skip
    cases, share = 2.5 / years * ahead, (1 + 0.5 + 2 * 0.5) / 4
    square = (1 + 0.25 + 2 * 0.3333) / 4
    assert (told["count"], told["decided_fen"]) == (2, 300_000)
    assert (told["cases"], told["share"]) == pytest.approx((cases, share))
    assert told["mean_fen"] == pytest.approx(cases * 200_000 * share)
    assert told["sd_fen"] == pytest.approx(200_000 * (cases * square) ** 0.5)
    assert told["most_fen"] == told["most_cases"] * 200_000 > told["mean_fen"]


def test_a_number_of_the_policy_is_the_most(policy: Policy) -> None:
    assert one(found(policy), ROUND)["most_cases"] == round(10 * 12 / 24 * (date(2027, 9, 30) - AS_OF).days / 365.25)


def test_a_benefit_never_used_is_not_nothing_and_after_the_window_is(policy: Policy) -> None:
    before, after = one(found(policy), SEAT), one(found(policy, day=date(2028, 1, 31)), SEAT)
    assert 0 < before["mean_fen"] < before["cap_fen"]
    assert (after["cases"], after["most_fen"], after["mean_fen"], after["none"]) == (0, 0, 0, 1)


def test_cases_by_name_are_those_without_a_decision(policy: Policy) -> None:
    told = facts(
        [
            (TRIP, "q1", "received", date(2024, 5, 1), None, 1),
            (TRIP, "q1", "reviewed", date(2024, 6, 1), 150_000, 2),
            (TRIP, "q2", "received", date(2024, 5, 1), None, 3),
            (TRIP, "q2", "decided", date(2024, 7, 1), None, 4),
            (TRIP, "q3", "received", date(2024, 12, 1), None, 5),
            ("b03a", "q4", "received", date(2024, 5, 1), None, 6),
        ],
        [
            (PROJECT, "one", "signed", date(2024, 1, 1), "firm", None, 7),
            (PROJECT, "one", "running", date(2024, 8, 1), "firm", None, 8),
            (PROJECT, "two", "running", date(2024, 8, 1), "decided", None, 9),
            (PROJECT, "six", "stopped", date(2024, 8, 1), "gone", None, 10),
        ],
        [(PROJECT, date(2024, 9, 1), "decided", None), (PROJECT, date(2024, 10, 1), "firm", None)],
        [
            ("info.institutions", "planned", date(2022, 11, 1), 11),
            ("info.institutions", "running", date(2024, 2, 1), 12),
            ("info.talent_enclaves", "done", date(2024, 2, 1), 13),
            ("info.service_window", "running", date(2024, 2, 1), 14),
        ],
    )
    cases = found(policy, told).cases
    assert cases.select("benefit_id", "source", "name", "stage", "chance", "is_stated").rows() == [
        (PROJECT, "project", "one", "running", 0.85, False),
        (TRIP, "application", "q1", "reviewed", 0.75, True),
        (SEAT, "milestone", "info.institutions", "running", 0.4, False),
    ]
    assert cases["mean_fen"].to_list() == pytest.approx([0.85 * 5_000_000_000, 0.75 * 150_000, 0.4 * 2_500_000_000])
    named = one(found(policy, told), TRIP)
    assert (named["named"], named["named_fen"], named["named_mean_fen"]) == (1, 150_000, 112_500)


def test_there_is_no_row_of_sums(policy: Policy) -> None:
    told = found(policy).benefits
    assert told["benefit_id"].to_list() == [benefit.id for benefit, _ in with_ceiling(policy, AS_OF)]


def test_before_the_policy_began_there_is_no_ceiling(policy: Policy) -> None:
    early = found(policy, day=date(2020, 1, 1))
    assert (early.benefits.is_empty(), early.cases.is_empty()) == (True, True)
    assert early.benefits.columns == found(policy).benefits.columns
