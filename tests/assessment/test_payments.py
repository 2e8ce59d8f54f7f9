"""Approved cases against the days to the first money: in time, late, unpaid, not yet due, and money without a day."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from analytics.assessment import Assessment, assemble
from analytics.policy import Policy
from analytics.policy.schemes import Scheme
from tests.assessment.known import known, line

ITEM, LEAD = "paid_in_time", "human_resources"
PERSONS, EMPLOYERS = "b05b", "b05e"
DECIDED, END = date(2025, 3, 1), date(2025, 12, 31)
Row = dict[str, Any]


@pytest.fixture
def days(scheme: Scheme) -> int:
    allowed = scheme.item(ITEM).days
    assert allowed
    return allowed


def _decided(number: int, on: date = DECIDED, **said: Any) -> Row:
    named = {"record_id": number, "application_no": f"no{number}", "benefit_id": PERSONS, "person_key": f"p{number}"}
    return {**named, "employer_id": "e1", "unit_id": LEAD, "stage": "decided", "event_date": on, **said}


def _payment(number: int, on: date | None, **said: Any) -> Row:
    named = {"benefit_id": PERSONS, "person_key": f"p{number}", "employer_id": "e9", "unit_id": LEAD}
    return {**named, "paid_on": on, "amount_fen": 100, "status": "paid", **said}


def _assessed(policy: Policy, scheme: Scheme, stages: list[Row], payments: list[Row], as_of: date = END) -> Assessment:
    return assemble(known(policy, as_of, applications=stages, payments=payments), policy, scheme, as_of=as_of)


def _told(found: Assessment) -> dict[str, tuple[bool, str | None, date]]:
    rows = found.evidence.filter(pl.col("item_id") == ITEM)
    return {ref: tuple(said) for ref, *said in rows.select("ref", "counts", "reason", "day").rows()}


def test_the_last_day_allowed_is_in_time_and_the_day_after_is_late(policy: Policy, scheme: Scheme, days: int) -> None:
    last = DECIDED + timedelta(days)
    payments = [_payment(1, DECIDED), _payment(2, last), _payment(3, last + timedelta(1))]
    found = _assessed(policy, scheme, [_decided(n) for n in (1, 2, 3)], payments)
    assert _told(found) == {
        "application:1": (True, None, DECIDED),
        "application:2": (True, None, last),
        "application:3": (False, "late", last + timedelta(1)),
    }
    item = line(found.items, LEAD, ITEM)
    assert (item["actual"], item["quota"], item["state"]) == (2.0, 3.0, "scored")


@pytest.mark.parametrize(("later", "reason"), [(-1, "not_due"), (0, "unpaid"), (30, "unpaid")])
def test_unpaid_is_late_once_the_days_are_over(
    policy: Policy, scheme: Scheme, days: int, later: int, reason: str
) -> None:
    due = DECIDED + timedelta(days)
    found = _assessed(policy, scheme, [_decided(1)], [], due + timedelta(later))
    assert _told(found) == {"application:1": (False, reason, due)}
    item = line(found.items, LEAD, ITEM)
    if reason == "not_due":
        assert (item["state"], item["quota"]) == ("not_applicable", None)
    else:
        assert (item["actual"], item["quota"], item["ratio"]) == (0.0, 1.0, 0.0)


def test_what_is_paid_before_its_days_are_over_counts_at_once(policy: Policy, scheme: Scheme) -> None:
    soon = DECIDED + timedelta(2)
    found = _assessed(policy, scheme, [_decided(1), _decided(2)], [_payment(1, soon)], soon)
    assert (line(found.items, LEAD, ITEM)["actual"], line(found.items, LEAD, ITEM)["quota"]) == (1.0, 1.0)


def test_money_of_before_the_decision_pays_for_nothing(policy: Policy, scheme: Scheme) -> None:
    found = _assessed(policy, scheme, [_decided(1)], [_payment(1, DECIDED - timedelta(1))])
    assert [reason for _, reason, _ in _told(found).values()] == ["unpaid"]


def test_what_is_paid_after_the_day_is_not_known_on_it(policy: Policy, scheme: Scheme) -> None:
    stages, payments = [_decided(1)], [_payment(1, DECIDED + timedelta(10))]
    found = _assessed(policy, scheme, stages, payments, DECIDED + timedelta(9))
    assert [reason for _, reason, _ in _told(found).values()] == ["not_due"]


@pytest.mark.parametrize(
    "said",
    [
        {"status": "returned"},
        {"status": "clawed_back"},
        {"amount_fen": 0},
        {"benefit_id": "b05d"},
        {"person_key": "p2", "employer_id": "e1"},
    ],
)
def test_only_money_that_arrived_for_the_same_person_and_benefit_counts(
    policy: Policy, scheme: Scheme, said: Row
) -> None:
    found = _assessed(policy, scheme, [_decided(1)], [_payment(1, DECIDED, **said)])
    assert [reason for _, reason, _ in _told(found).values()] == ["unpaid"]


def test_the_first_money_that_arrived_decides(policy: Policy, scheme: Scheme, days: int) -> None:
    late = DECIDED + timedelta(days + 1)
    rejected = _payment(1, DECIDED + timedelta(5), status="returned")
    found = _assessed(policy, scheme, [_decided(1)], [_payment(1, late), rejected, _payment(1, END)])
    assert _told(found) == {"application:1": (False, "late", late)}


def test_a_payment_without_a_state_arrived_and_one_without_a_day_is_not_in_time(policy: Policy, scheme: Scheme) -> None:
    payments = [_payment(1, DECIDED, status=None), _payment(2, None)]
    found = _assessed(policy, scheme, [_decided(1), _decided(2)], payments)
    assert [reason for _, reason, _ in _told(found).values()] == [None, "no_date"]
    assert line(found.items, LEAD, ITEM)["ratio"] == 0.5


def test_a_benefit_of_employers_is_paid_to_them(policy: Policy, scheme: Scheme) -> None:
    assert policy.benefit(EMPLOYERS).payee not in policy.arrears.statements.persons
    payment = _payment(7, DECIDED, benefit_id=EMPLOYERS, employer_id="e1", person_key=None)
    found = _assessed(policy, scheme, [_decided(1, benefit_id=EMPLOYERS)], [payment])
    assert [counts for counts, _, _ in _told(found).values()] == [True]


def test_a_stage_that_tells_of_money_is_money(policy: Policy, scheme: Scheme) -> None:
    paid = _decided(1, DECIDED + timedelta(3), stage="paid_out") | {"record_id": 2}
    found = _assessed(policy, scheme, [_decided(1), paid], [])
    assert _told(found) == {"application:1": (True, None, DECIDED + timedelta(3))}


def test_an_unpaid_case_that_was_ended_is_not_asked(policy: Policy, scheme: Scheme) -> None:
    ended = _decided(1, DECIDED + timedelta(3), stage="ended") | {"record_id": 2}
    assert _told(_assessed(policy, scheme, [_decided(1), ended], [])) == {}


def test_a_case_is_one_of_the_year_in_which_its_days_end(policy: Policy, scheme: Scheme, days: int) -> None:
    first, last = (date(2025, *day) - timedelta(days) for day in ((1, 1), (12, 31)))
    stages = [_decided(n, day) for n, day in enumerate((first - timedelta(1), first, last, last + timedelta(1)))]
    assert list(_told(_assessed(policy, scheme, stages, []))) == ["application:1", "application:2"]


def test_the_unit_that_leads_the_benefit_answers(policy: Policy, scheme: Scheme) -> None:
    found = _assessed(policy, scheme, [_decided(1, benefit_id="b01a", unit_id="finance")], [])
    assert found.evidence.filter(pl.col("item_id") == ITEM)["unit_id"].to_list() == ["organisation"]
    assert line(found.items, "finance", ITEM)["state"] == "not_applicable"


def test_its_points_are_those_of_its_sources(policy: Policy, scheme: Scheme) -> None:
    found = _assessed(policy, scheme, [_decided(1), _decided(2)], [_payment(1, DECIDED)])
    traced = found.trace.filter(pl.col("item_id") == ITEM)
    assert traced["points"].sum() == pytest.approx(line(found.points, LEAD, ITEM)["points"], abs=1e-9)
    assert traced["points"].to_list()[1] == 0
