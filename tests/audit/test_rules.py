"""What every rule finds, and what it leaves alone, on homes of a few rows."""

import random
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics.audit import Audit, before_payment
from analytics.policy import Policy
from analytics.policy.readings import Ruling
from tests.audit.hand import AS_OF, Row, audited, every_month, facts, graduate, insured, kinds, month, paid, stated

QUALIFIED = {"qualification": [graduate("p")], "insurance_spell": [insured("p", "2023-01")]}


def found(policy: Policy, *payments: Row, **tables: list[Row]) -> dict[str, int]:
    return kinds(audited(policy, facts(payment=payments, **QUALIFIED | tables)))


def test_what_is_paid_as_it_is_due_is_no_finding(policy: Policy) -> None:
    assert found(policy, *every_month("p", "2023-01", 36)) == {}


def test_nothing_paid_is_nothing_found(policy: Policy) -> None:
    audit = audited(policy, facts())
    assert audit.findings.is_empty()
    assert (audit.confirmed_fen, audit.lead_fen, len(audit.owed)) == (0, 0, 0)


def test_a_month_paid_twice_is_claimed_back_but_for_the_first_payment(policy: Policy) -> None:
    later = paid("p", "2023-01", "2023-03", fen=300_000, paid_on=date(2025, 9, 1))
    audit = audited(policy, facts(payment=[*every_month("p", "2023-02", 4), later], **QUALIFIED))
    assert kinds(audit) == {"paid_twice": 200_000}
    assert audit.findings["record_ids"].to_list() == [[5]]
    assert audit.findings.select("from_month", "to_month").row(0) == (month("2023-02"), month("2023-03"))


def test_the_second_unit_to_pay_a_month_is_told_apart(policy: Policy) -> None:
    again = paid("p", "2023-01", ledger="payments", unit_id="finance", paid_on=date(2025, 9, 1))
    assert found(policy, paid("p", "2023-01"), again) == {"paid_by_two": 100_000}


def test_money_sent_back_or_taken_back_was_not_paid_twice(policy: Policy) -> None:
    first = paid("p", "2023-01", status="returned")
    assert found(policy, first, paid("p", "2023-01", paid_on=date(2025, 9, 1))) == {}
    back = paid("p", "2023-02", status="clawed_back", paid_on=date(2025, 9, 2))
    assert found(policy, paid("p", "2023-02"), paid("p", "2023-02", paid_on=date(2025, 9, 1)), back) == {}


def test_the_lower_of_two_benefits_of_a_month_is_claimed_back(policy: Policy) -> None:
    skill = paid("p", "2023-01", fen=50_000, benefit_id="b05b", ledger="skill", level="senior_worker")
    assert found(policy, paid("p", "2023-01"), skill)["exclusive"] == 50_000


def test_months_after_the_last_insured_one_are_claimed_back_until_taken_back(policy: Policy) -> None:
    left = {"insurance_spell": [insured("p", "2023-01", "2023-06")]}
    months = every_month("p", "2023-05", 4)
    assert found(policy, *months, **left) == {"after_departure": 200_000}
    back = [paid("p", f"2023-0{n}", status="clawed_back", paid_on=date(2025, 9, 1)) for n in (7, 8)]
    assert found(policy, *months, *back, **left) == {}


def test_the_month_that_may_not_be_told_yet_is_not_judged(policy: Policy) -> None:
    left = {"insurance_spell": [insured("p", "2025-01", "2025-10")]}
    assert found(policy, paid("p", "2025-11"), **left) == {"after_departure": 100_000}
    assert found(policy, paid("p", "2025-12"), **left) == {}


def test_the_thirty_seventh_month_is_one_too_many(policy: Policy) -> None:
    early = {"insurance_spell": [insured("p", "2022-10")]}
    assert found(policy, *every_month("p", "2022-10", 36), **early) == {}
    assert found(policy, *every_month("p", "2022-10", 38), **early) == {"over_limit": 200_000}


def test_a_wrong_rate_is_claimed_back_or_owed(policy: Policy) -> None:
    assert found(policy, paid("p", "2023-01", fen=150_000)) == {"rate_above": 50_000}
    audit = audited(policy, facts(payment=[paid("p", "2023-01", fen=80_000)], **QUALIFIED))
    assert kinds(audit) == {"rate_below": -20_000}
    assert audit.owed["amount_fen"].to_list() == [20_000]
    assert audit.recoverable.is_empty()


def test_what_passes_a_cap_is_claimed_back_from_the_payment_that_passed_it(policy: Policy) -> None:
    cap = policy.benefit("b03c").cap_fen or 0
    stay = {"benefit_id": "b03c", "ledger": "internship_subsidy"}
    first, second = (paid("p", text, fen=cap - 50_000, **stay) for text in ("2023-03", "2023-07"))
    assert found(policy, first) == {}
    audit = audited(policy, facts(payment=[first, second], **QUALIFIED))
    assert kinds(audit) == {"over_cap": cap - 100_000}
    assert audit.findings["record_ids"].to_list() == [[2]]


@pytest.mark.parametrize(
    ("kind", "tables"),
    [
        ("insured_before", {"insurance_spell": [insured("p", "2022-09")]}),
        ("level_below", {"qualification": [graduate("p", "junior_college")]}),
        ("level_below", {"qualification": [graduate("p", is_full_time=False)]}),
        ("level_later", {"qualification": [graduate("p", on=date(2023, 2, 1))]}),
        ("level_unknown", {"qualification": []}),
        ("employer_excluded", {"insurance_spell": [insured("p", "2023-01", employer_kind="government")]}),
    ],
)
def test_who_did_not_meet_the_conditions_is_found_with_the_reason(
    policy: Policy, kind: str, tables: dict[str, list[Row]]
) -> None:
    assert found(policy, *every_month("p", "2023-01", 3), **tables) == {kind: 300_000}


def test_what_was_gained_within_the_month_of_entry_was_held_on_entry(policy: Policy) -> None:
    assert found(policy, paid("p", "2023-01"), qualification=[graduate("p", on=date(2023, 1, 31))]) == {}


def test_one_certificate_of_two_persons_is_a_lead(policy: Policy) -> None:
    shown = [graduate(person, certificate_key="c") for person in ("p", "q")]
    assert found(policy, paid("p", "2023-01"), qualification=shown) == {"certificate_shared": 0}


def test_a_month_between_two_spells_is_claimed_back(policy: Policy) -> None:
    gap = [insured("p", "2023-01", "2023-02"), insured("p", "2023-05", employer_id="E2")]
    assert found(policy, *every_month("p", "2023-02", 3), insurance_spell=gap) == {"contribution_gap": 200_000}


def test_who_has_no_insurance_on_file_is_a_lead(policy: Policy) -> None:
    others = [insured("q", "2023-01")]
    assert found(policy, *every_month("p", "2023-02", 2), insurance_spell=others)["uninsured"] == 200_000


@pytest.mark.parametrize(
    ("applicants", "others", "is_found"), [(5, 0, True), (4, 0, False), (5, 9, True), (5, 10, False)]
)
def test_an_employer_of_little_more_than_short_lived_applicants_is_a_lead(
    policy: Policy, applicants: int, others: int, *, is_found: bool
) -> None:
    people = [f"p{n}" for n in range(applicants)]
    spells = [insured(person, "2023-01", "2023-03") for person in people]
    spells += [insured(f"o{n}", "2020-01") for n in range(others)]
    home = facts(
        payment=[paid(person, "2023-01") for person in people],
        qualification=[graduate(person) for person in people],
        insurance_spell=spells,
    )
    assert ("affiliation" in kinds(audited(policy, home))) == is_found


def two_people(**other: Any) -> dict[str, list[Row]]:
    return {
        "qualification": [graduate("p"), graduate("q")],
        "insurance_spell": [insured("p", "2023-01"), insured("q", "2023-01")],
        "payment": [paid("p", "2023-01", **other), paid("q", "2023-01", paid_on=date(2025, 7, 1), **other)],
    }


def test_an_account_of_two_persons_is_a_lead_but_for_the_money_of_the_first(policy: Policy) -> None:
    audit = audited(policy, facts(**two_people(account_key="a")))
    assert kinds(audit) == {"shared_account": 100_000}
    assert audit.findings["persons"].to_list() == [["p", "q"]]
    assert audit.findings["record_ids"].to_list() == [[2]]
    assert (audit.confirmed_fen, audit.lead_fen) == (0, 100_000)


@pytest.mark.parametrize(("status", "expected"), [("open", {"double_identity": 100_000}), ("different", {})])
def test_two_numbers_that_may_be_one_person_are_a_lead_until_ruled_on(
    policy: Policy, status: str, expected: dict[str, int]
) -> None:
    pairs = pl.DataFrame({"left_key": ["q"], "right_key": ["p"], "status": [status]})
    assert kinds(audited(policy, facts(**two_people()), pairs=pairs)) == expected


def decided(on: date, **other: Any) -> Row:
    row = {"person_key": "p", "benefit_id": "b03a", "document_no": "QN1", "decided_on": on, "amount_fen": 300_000}
    return row | {"from_month": month("2023-01"), "to_month": month("2023-03"), **other}


@pytest.mark.parametrize(("days", "expected"), [(180, {}), (181, {"unpaid": -300_000})])
def test_what_was_approved_longer_ago_than_allowed_and_never_paid_is_owed(
    policy: Policy, days: int, expected: dict[str, int]
) -> None:
    assert found(policy, decision_amount=[decided(AS_OF - timedelta(days=days))]) == expected


def test_the_last_months_of_a_decision_are_owed_and_a_hole_between_paid_ones_is_left_alone(policy: Policy) -> None:
    old = {"decision_amount": [decided(date(2023, 5, 1))]}
    assert found(policy, paid("p", "2023-01"), **old) == {"partly_unpaid": -200_000}
    assert found(policy, paid("p", "2023-01"), paid("p", "2023-03"), **old) == {}


def test_a_sum_that_was_decided_and_never_paid_is_owed(policy: Policy) -> None:
    sums = [
        decided(day, benefit_id="b05e", employer_id="E1", from_month=None, to_month=None)
        for day in (date(2024, 5, 1), date(2024, 6, 1))
    ]
    once = paid(
        "p",
        "2023-01",
        fen=300_000,
        benefit_id="b05e",
        employer_id="E1",
        ledger="payments",
        from_month=None,
        to_month=None,
        level=None,
    )
    assert found(policy, once, decision_amount=sums) == {"unpaid": -300_000}


def test_money_that_came_before_its_decision_has_to_be_explained(policy: Policy) -> None:
    early, late = date(2025, 5, 1), date(2025, 7, 1)
    months = every_month("p", "2023-01", 3)
    assert found(policy, *months, decision_amount=[decided(early)]) == {}
    audit = audited(policy, facts(payment=months, decision_amount=[decided(late)], **QUALIFIED))
    assert kinds(audit) == {"paid_before_approval": 0}
    assert audit.findings["stake_fen"].to_list() == [300_000]


@pytest.mark.parametrize(("end", "expected"), [("2022-10", {"left_early": 500_000}), (None, {})])
def test_an_award_for_years_that_were_not_served_is_claimed_back(
    policy: Policy, end: str | None, expected: dict[str, int]
) -> None:
    award = decided(
        date(2023, 5, 1), benefit_id="b11c", employer_id="E1", amount_fen=500_000, from_month=None, to_month=None
    )
    money = {
        "benefit_id": "b11c",
        "employer_id": "E1",
        "amount_fen": 500_000,
        "paid_on": date(2023, 6, 1),
        "ledger": "payments",
        "unit_id": "finance",
    }
    served = [insured("p", "2018-05", end)]
    home = facts(payment=[money], decision_amount=[award], insurance_spell=served)
    audit = audited(policy, home)
    assert kinds(audit) == expected
    assert audit.confirmed_fen == sum(expected.values())


@pytest.mark.parametrize(
    ("fen", "is_found"), [(45_000_000, True), (49_999_999, True), (44_999_999, False), (50_000_000, False)]
)
def test_amounts_just_below_an_approval_level_on_one_day_are_a_lead(
    policy: Policy, fen: int, *, is_found: bool
) -> None:
    part = decided(
        date(2025, 9, 1),
        benefit_id="b02b",
        person_key=None,
        employer_id="E1",
        amount_fen=fen,
        from_month=None,
        to_month=None,
    )
    assert ("split" in found(policy, decision_amount=[part, part])) == is_found
    assert "split" not in found(policy, decision_amount=[part])


@pytest.mark.parametrize(("cases", "is_found"), [(5, True), (4, False)])
def test_cases_through_all_stages_on_one_day_are_a_lead(policy: Policy, cases: int, *, is_found: bool) -> None:
    stages: list[Row] = [
        {
            "benefit_id": "b03a",
            "application_no": f"n{n}",
            "person_key": f"p{n}",
            "stage": stage,
            "town": "t",
            "event_date": date(2025, 9, 1),
        }
        for n in range(cases)
        for stage in ("received", "reviewed", "published", "decided")
    ]
    assert ("same_day" in found(policy, application=stages)) == is_found


def test_each_fen_is_recovered_once_by_the_first_rule_that_claims_it(policy: Policy) -> None:
    left = {"qualification": [graduate("p")], "insurance_spell": [insured("p", "2023-01", "2023-01")]}
    twice = [paid("p", "2023-02"), paid("p", "2023-02", paid_on=date(2025, 9, 1))]
    audit = audited(policy, facts(payment=twice, **left))
    assert kinds(audit) == {"after_departure": 200_000, "paid_twice": 100_000}
    assert audit.recoverable.rows() == [(1, 3, False, 100_000), (2, 1, False, 100_000)]
    assert audit.confirmed_fen == 200_000


def test_what_one_rule_confirms_is_no_lead_of_another(policy: Policy) -> None:
    home = two_people(account_key="a")
    home["payment"].append(paid("q", "2023-01", account_key="a", paid_on=date(2025, 9, 1)))
    audit = audited(policy, facts(**home))
    assert (audit.confirmed_fen, audit.lead_fen) == (100_000, 100_000)


def test_the_order_of_rows_changes_nothing(policy: Policy) -> None:
    rows = [
        *every_month("p", "2022-10", 39),
        paid("p", "2023-01", paid_on=date(2025, 9, 1)),
        paid("p", "2023-02", fen=7),
    ]
    home = facts(payment=rows, qualification=[graduate("p")], insurance_spell=[insured("p", "2022-10")])
    order = random.Random(1).sample(range(len(rows)), len(rows))
    shuffled = audited(policy, home | {"payment": home["payment"][order]})
    straight = audited(policy, home)
    assert_same(straight, shuffled)


def assert_same(left: Audit, right: Audit) -> None:
    assert_frame_equal(left.findings, right.findings)
    assert_frame_equal(left.recoverable, right.recoverable)


def test_a_finding_keeps_its_number_as_it_grows(policy: Policy) -> None:
    left = {"qualification": [graduate("p")], "insurance_spell": [insured("p", "2023-01", "2023-01")]}
    numbers = [
        audited(policy, facts(payment=every_month("p", "2023-02", count), **left)).findings["finding_id"].to_list()
        for count in (1, 4)
    ]
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) == 1


def test_a_chosen_reading_holds_for_the_rules(policy: Policy) -> None:
    home = facts(payment=every_month("p", "2022-10", 38), insurance_spell=[insured("p", "2022-10")])
    skill = every_month("p", "2022-10", 2, fen=1, benefit_id="b05b", ledger="skill", level="senior_worker")
    both = facts(payment=[*every_month("p", "2022-12", 36), *skill], insurance_spell=[insured("p", "2022-10")])
    assert kinds(audited(policy, home, readings={"r01": "per_benefit"}))["over_limit"] == 200_000
    assert kinds(audited(policy, both))["over_limit"] == 200_000
    assert "over_limit" not in kinds(audited(policy, both, readings={"r01": "per_benefit"}))


def test_a_ruling_holds_from_its_day_for_the_rules(policy: Policy) -> None:
    ruling = Ruling(valid_from=date(2026, 1, 1), option="per_benefit", source="s")
    ruled = policy.ruled([("r01", ruling)])
    skill = every_month("p", "2022-10", 2, fen=1, benefit_id="b05b", ledger="skill", level="senior_worker")
    home = facts(payment=[*every_month("p", "2022-12", 36), *skill], insurance_spell=[insured("p", "2022-10")])
    assert kinds(audited(ruled, home))["over_limit"] == 200_000
    assert "over_limit" not in kinds(audited(ruled, home, as_of=date(2026, 1, 31)))


def test_a_month_paid_in_parts_or_topped_up_is_paid_once(policy: Policy) -> None:
    parts = [paid("p", "2023-01", fen=50_000, paid_on=date(2025, 6, day)) for day in (1, 2, 3)]
    assert found(policy, *parts[:2]) == {}
    assert found(policy, *parts[:1]) == {"rate_below": -50_000}
    assert found(policy, *parts) == {"paid_twice": 50_000}
    assert found(policy, paid("p", "2023-01", fen=150_000), paid("p", "2023-01", paid_on=date(2025, 9, 1))) == {
        "paid_twice": 100_000,
        "rate_above": 50_000,
    }


def test_what_was_taken_back_of_some_months_of_a_payment_is_gone_from_these(policy: Policy) -> None:
    left = {"insurance_spell": [insured("p", "2023-01", "2023-03")]}
    row = paid("p", "2023-01", "2023-05", fen=500_000)
    assert found(policy, row, **left) == {"after_departure": 200_000}
    back = paid("p", "2023-05", status="clawed_back", paid_on=date(2025, 9, 1))
    assert found(policy, row, back, **left) == {"after_departure": 100_000}
    both = paid("p", "2023-04", "2023-05", fen=200_000, status="clawed_back", paid_on=date(2025, 9, 1))
    assert found(policy, row, both, **left) == {}


def test_what_was_taken_back_of_the_amount_of_a_month_is_gone(policy: Policy) -> None:
    back = paid("p", "2023-01", fen=30_000, status="clawed_back", paid_on=date(2025, 9, 1))
    assert found(policy, paid("p", "2023-01", fen=150_000), back) == {"rate_above": 20_000}


def test_a_cap_of_a_round_or_an_event_is_that_of_one_of_them(policy: Policy) -> None:
    def sum_of(benefit: str, day: date, **other: Any) -> dict[str, Any]:
        cap = policy.benefit(benefit).cap_fen
        told = {"benefit_id": benefit, "ledger": "payments", "level": None, "from_month": None, "to_month": None}
        return {**paid("p", "2023-01"), **told, "amount_fen": cap, "paid_on": day, **other}

    first, same, later = date(2023, 1, 5), date(2024, 9, 5), date(2024, 11, 5)
    cap = policy.benefit("b02c").cap_fen
    assert found(policy, sum_of("b02c", first), sum_of("b02c", later)) == {}
    assert found(policy, sum_of("b02c", first), sum_of("b02c", same)) == {"over_cap": cap}
    assert found(policy, sum_of("b12a", first), sum_of("b12a", same)) == {}
    agency = {"person_key": None, "employer_id": "E1"}
    assert found(policy, *(sum_of("b10a", day, **agency) for day in (first, later))) == {
        "over_cap": policy.benefit("b10a").cap_fen
    }
    assert found(policy, *(sum_of("b05e", date(2025, number, 5), **agency) for number in (1, 2))) == {}


def test_a_sum_from_before_the_cap_is_held_to_it(policy: Policy) -> None:
    cap = policy.benefit("b03c").cap_fen or 0
    stay = {"benefit_id": "b03c", "ledger": "internship_subsidy"}
    assert found(policy, paid("p", "2022-09", "2022-10", fen=cap - 2, **stay)) == {}


def test_the_treasury_that_tells_a_roster_again_pays_nothing(policy: Policy) -> None:
    home = facts(payment=[paid("p", "2023-01")], **QUALIFIED)
    due, money = stated(policy, home)
    told: dict[str, Any] = {"ledger": "payments", "unit_id": "finance", "batch_no": "T1"}

    def stopped(**other: Any) -> dict[str, int]:
        rows = facts(payment=[paid("p", "2023-01", **told | other)])["payment"].drop("record_id")
        return kinds(before_payment(rows, home, due, money, policy, as_of=AS_OF))

    assert stopped() == {}
    assert stopped(paid_on=date(2025, 6, 2)) == {"paid_by_two": 100_000}


@pytest.mark.parametrize(("again", "is_found"), [("2020-07", False), ("2020-08", True)])
def test_spells_that_follow_each_other_are_served_as_one(policy: Policy, again: str, *, is_found: bool) -> None:
    award = decided(
        date(2023, 5, 1), benefit_id="b11c", employer_id="E1", amount_fen=500_000, from_month=None, to_month=None
    )
    spells = [insured("p", "2018-05", "2020-06"), insured("p", again)]
    audit = audited(policy, facts(decision_amount=[award], insurance_spell=spells))
    assert ("left_early" in kinds(audit)) == is_found
