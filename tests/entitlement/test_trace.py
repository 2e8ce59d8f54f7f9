"""The trace of one person: months, questions, clock and what comes, on people made up for it."""

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest

from analytics import policy as policies
from analytics.entitlement.made_up import KEY, MadeUp, MadeUpClaim, made_up_facts
from analytics.entitlement.trace import Trace, of_person, trace
from analytics.policy.claims import Role

POLICY = policies.load()
AS_OF = date(2024, 12, 31)


def traced(person: MadeUp, as_of: date = AS_OF, readings: Mapping[str, str] | None = None) -> Trace:
    return trace(KEY, made_up_facts(person, POLICY), POLICY, as_of=as_of, readings=readings)


def graduate(since: date = date(2023, 7, 1), kind: str = "enterprise", **more: object) -> MadeUp:
    levels = more.pop("levels", {"degree": "master"})
    return MadeUp(levels=levels, since=since, employer_kind=kind, **more)  # type: ignore[arg-type]


def answers(found: Trace, benefit: str) -> dict[str, bool]:
    rows = found.steps.filter(benefit_id=benefit)
    return dict(zip(rows["step"], rows["holds"], strict=True))


def test_every_month_says_what_it_was_and_what_was_due() -> None:
    found = traced(graduate(until=date(2023, 9, 1)), date(2023, 11, 30))
    assert found.months["month"].to_list() == [date(2023, month, 1) for month in (7, 8, 9, 10, 11)]
    assert found.months["state"].to_list() == ["payable"] * 3 + ["uninsured"] * 2
    assert found.months["amount_fen"].to_list() == [200_000] * 3 + [None] * 2
    assert found.months["clock"].to_list() == [1, 2, 3, 3, 3]


def test_the_months_add_up_to_what_is_due() -> None:
    found = traced(graduate())
    spells = found.dues.due.filter(beneficiary=KEY)
    assert found.months["amount_fen"].sum() == (spells["amount_fen"] * spells["months"]).sum() > 0


def test_every_question_is_answered_yes_for_who_is_paid() -> None:
    found = traced(graduate())
    asked = ("entered", "new", "level", "payable", "highest", "clock")
    assert answers(found, "b03a") == dict.fromkeys(asked, True)


def test_the_first_no_ends_the_questions() -> None:
    assert answers(traced(graduate(date(2022, 9, 1))), "b03a") == {"entered": True, "new": False}
    assert answers(traced(graduate()), "b05d") == {"entered": True, "new": True, "level": False}


def test_a_government_employer_makes_no_payable_month() -> None:
    found = traced(graduate(kind="government"))
    assert set(found.months["state"]) == {"barred"}
    assert answers(found, "b03a")["payable"] is False
    assert found.dues.due.is_empty()


def test_months_before_the_policy_are_earlier() -> None:
    found = traced(graduate(date(2022, 8, 1)), date(2022, 11, 30))
    assert found.months["state"].to_list() == ["earlier", "earlier", "payable", "payable"]


def test_the_lower_level_is_told_as_put_aside() -> None:
    found = traced(graduate(levels={"degree": "bachelor", "title": "senior"}))
    assert answers(found, "b05d")["highest"] is True
    assert answers(found, "b03a")["highest"] is False
    assert set(found.dues.suppressed["benefit_id"]) == {"b03a"}
    assert dict(zip(found.levels["benefit_id"], found.levels["rate_fen"], strict=True)) == {
        "b03a": 100_000,
        "b05d": 200_000,
    }


def test_of_equal_levels_the_degree_is_the_highest() -> None:
    found = traced(graduate(levels={"degree": "master", "title": "senior"}))
    assert answers(found, "b03a")["highest"] is True
    assert answers(found, "b05d")["highest"] is False


def test_the_clock_runs_out() -> None:
    found = traced(graduate(date(2022, 10, 1)), date(2026, 12, 31))
    assert (found.clock_used, found.clock_limit) == (36, 36)
    assert found.coming.is_empty()


def test_what_comes_is_the_next_month_and_the_last() -> None:
    found = traced(graduate())
    assert found.clock_used == 18
    assert found.coming.select("month", "event").rows() == [
        (date(2025, 1, 1), "next_month"),
        (date(2026, 6, 1), "last_month"),
    ]


def test_a_gap_burns_the_clock_only_when_months_are_consecutive() -> None:
    person = graduate(until=date(2023, 9, 1))
    assert traced(person).clock_used == 3
    assert traced(person, readings={"r02": "consecutive"}).clock_used == 18


def test_a_foreigner_is_asked_about_the_one_allowance_of_foreigners() -> None:
    found = traced(graduate(is_foreign=True))
    assert set(found.steps["benefit_id"]) == {"b03b"}
    assert set(found.dues.due["benefit_id"]) == {"b03b"}


def test_a_benefit_asked_about_is_computed_by_its_own_rule() -> None:
    pay = MadeUpClaim("b04a", {"year": 2023, "pay": 60_000_000})
    due = traced(graduate(claims=(pay,))).dues.due.filter(benefit_id="b04a")
    assert due.select("from_month", "amount_fen").rows() == [(date(2024, 1, 1), 10_000_000)]


@pytest.mark.parametrize(
    "benefit", [b.id for b in POLICY.benefits if b.claim and b.claim.rule != "monthly_by_level"], ids=str
)
def test_every_benefit_can_be_asked_about(benefit: str) -> None:
    claim = POLICY.benefit(benefit).claim
    assert claim
    values: dict[Role, object] = {
        "day": date(2024, 5, 1),
        "year": 2023,
        "since": date(2023, 7, 1),
        "pay": 200_000_000,
        "base": 40_000_000,
        "share": 5_000,
        "area": 100.0,
        "days": 40.0,
        "amount": 5_000_000,
        "level": next(iter(claim.reads), None),
    }
    known = {*claim.columns, *(role for condition in claim.conditions for role in condition.brings)}
    roles: dict[Role, object] = {role: value for role, value in values.items() if role in known and value is not None}
    found = traced(graduate(claims=(MadeUpClaim(benefit, roles),)), date(2029, 12, 31))
    told = {*found.dues.due["benefit_id"], *found.dues.refused["benefit_id"], *found.dues.suppressed["benefit_id"]}
    assert benefit in told


def test_other_people_are_left_out() -> None:
    table = pl.DataFrame({"person_key": [KEY, "other"], "record_id": [1, 2]})
    kept = of_person({"payment": table, "employer": pl.DataFrame({"employer_id": ["e"]})}, KEY)
    assert kept["payment"]["record_id"].to_list() == [1]
    assert kept["employer"].height == 1


TWO_LEVELS = {"degree": "bachelor", "title": "senior"}


def test_every_benefit_has_a_clock_of_its_own_under_that_reading() -> None:
    """The title is paid until its clock runs out, then the degree."""
    person = graduate(date(2022, 10, 1), levels=TWO_LEVELS)
    found = traced(person, date(2026, 3, 31), {"r01": "per_benefit"})
    assert found.months["benefit_id"].to_list() == ["b05d"] * 36 + ["b03a"] * 6
    assert found.months["clock"].to_list() == [*range(1, 37), *range(1, 7)]
    asked = ("entered", "new", "level", "payable", "highest", "clock")
    assert answers(found, "b05d") == answers(found, "b03a") == dict.fromkeys(asked, True)
    clocks = found.steps.filter(step="clock").select("benefit_id", "found", "needed")
    assert sorted(clocks.rows()) == [("b03a", "6", "36"), ("b05d", "36", "36")]
    assert (found.clock_used, found.clock_limit) == (6, 36)
    assert found.coming.select("month", "event", "benefit_id").rows() == [
        (date(2026, 4, 1), "next_month", "b03a"),
        (date(2028, 9, 1), "last_month", "b03a"),
    ]


def test_when_a_clock_has_just_run_out_the_next_benefit_comes_and_nothing_that_is_over() -> None:
    person, last = graduate(date(2022, 10, 1), levels=TWO_LEVELS), date(2025, 9, 30)
    assert traced(person, last).coming.is_empty()
    assert traced(person, last, {"r01": "per_benefit"}).coming.rows() == [
        (date(2025, 10, 1), "next_month", "b03a", 100_000),
        (date(2028, 9, 1), "last_month", "b03a", 100_000),
    ]


def test_a_clock_of_consecutive_months_is_never_more_than_used_up() -> None:
    found = traced(graduate(date(2022, 10, 1)), date(2026, 12, 31), {"r02": "consecutive"})
    assert (found.clock_used, found.clock_limit) == (36, 36)
    assert answers(found, "b03a")["clock"] is True
    assert found.coming.is_empty()
