"""Why somebody is due nothing: one question each, the same as in the trace of that person."""

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest

from analytics.entitlement import dues
from analytics.entitlement.exclusions import exclusions
from analytics.entitlement.trace import of_person, trace
from analytics.policy import Policy
from tests.audit import hand
from tests.audit.hand import AS_OF, graduate, insured

PEOPLE = {
    "due": ([insured("due", "2024-01")], [graduate("due")]),
    "clock": ([insured("clock", "2022-10")], [graduate("clock")]),
    "new": ([insured("new", "2020-01")], [graduate("new", on=date(2019, 6, 30))]),
    "level": ([insured("level", "2024-01")], []),
    "government": ([insured("government", "2024-01", employer_kind="government")], [graduate("government")]),
    "payable": ([insured("payable", "2024-01")], [graduate("payable")]),
}
#: The question of the trace that fails for each of them; nothing fails for who is due something.
FAILS = {"new": "new", "level": "level", "government": "payable", "due": None, "clock": None}
#: When somebody applied, against the month in which they entered.
APPLIED = {"due": date(2022, 3, 5), "new": date(2024, 3, 5)}


@pytest.fixture(scope="module")
def home() -> Mapping[str, pl.DataFrame]:
    spells, degrees = ([row for part in PEOPLE.values() for row in part[n]] for n in (0, 1))
    home = hand.facts(insurance_spell=spells, qualification=degrees)
    late = pl.col("person_key") == "payable"
    return home | {"insurance_spell": home["insurance_spell"].with_columns(is_back_paid=late)}


def steps(
    home: Mapping[str, pl.DataFrame], policy: Policy, readings: Mapping[str, str] | None = None
) -> dict[str, str]:
    due = dues(home, policy, as_of=AS_OF, readings=readings).due
    return dict(exclusions(home, policy, due, as_of=AS_OF, readings=readings).iter_rows())


def test_everybody_ends_at_their_question(home: Mapping[str, pl.DataFrame], policy: Policy) -> None:
    assert steps(home, policy) == {name: name for name in PEOPLE}


@pytest.mark.parametrize("person", FAILS)
def test_the_trace_of_a_person_says_the_same(home: Mapping[str, pl.DataFrame], policy: Policy, person: str) -> None:
    found = trace(person, of_person(home, person), policy, as_of=AS_OF)
    failed = found.steps.filter(benefit_id="b03a").filter(~pl.col("holds"))["step"].to_list()
    assert failed == ([FAILS[person]] if FAILS[person] else [])


def test_a_reading_moves_people_to_another_question(home: Mapping[str, pl.DataFrame], policy: Policy) -> None:
    assert steps(home, policy, {"r03": "count_back_payments"})["payable"] == "due"
    assert steps(home, policy, {"r04": "first_eligible"})["government"] == "entered"


def test_the_month_of_application_tells_who_is_new_and_without_one_the_entry(
    home: Mapping[str, pl.DataFrame], policy: Policy
) -> None:
    by_application = {"r05": "application_date"}
    applied = pl.DataFrame(
        [{"person_key": person, "benefit_id": "b03a", "event_date": day} for person, day in APPLIED.items()],
        schema_overrides=dict(home["application"].schema),
    )
    asked = {**home, "application": pl.concat([home["application"], applied], how="diagonal")}
    found = steps(asked, policy, by_application)
    assert {name: found[name] for name in ("due", "new", "payable")} == {
        "due": "new",
        "new": "clock",
        "payable": "payable",
    }
    assert steps(home, policy, by_application)["new"] == "new"
    for person, fails in (("due", "new"), ("new", None)):
        of_one = trace(person, of_person(asked, person), policy, as_of=AS_OF, readings=by_application)
        failed = of_one.steps.filter(benefit_id="b03a").filter(~pl.col("holds"))["step"].to_list()
        assert failed == ([fails] if fails else [])


def test_consecutive_months_run_on_while_nothing_is_paid(policy: Policy) -> None:
    home = hand.facts(
        insurance_spell=[insured("left", "2022-10", "2022-12"), insured("paid", "2024-01")],
        qualification=[graduate("left"), graduate("paid")],
    )
    assert steps(home, policy) == {"left": "due", "paid": "due"}
    assert steps(home, policy, {"r02": "consecutive"}) == {"left": "clock", "paid": "due"}
