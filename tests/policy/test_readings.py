"""Every open question has options, a default, and data beside the options that need it."""

from datetime import date

import pytest

from analytics.policy import Policy, PolicyError, load
from tests.policy.conftest import Edit

OPTIONS = """
r01 per_person per_benefit
r02 cumulative consecutive
r03 paid_months count_back_payments
r04 first_ever first_eligible
r05 first_month application_date
r06 frozen upgradable
r07 full_time_bachelor junior_college_at_zero
r08 evidence_flag
r09 monthly at_entry
r10 classes_a_d classes_a_c
r11 age_35 age_40 no_age from_junior_college
r12 distinct_persons
r13 primary_category each_goal
r14 gross_inflow net_stock
r15 calendar_year policy_year
r16 prorated full none
r17 from_effective_date calendar_pairs
r18 closed_range
r19 from_90 from_95
r20 inclusive
r21 highest_rate
r22 excludes both
r23 higher_of_two both
r24 allowed_flagged top_up refused
r25 calendar_year_before_tax
r26 once twice
r27 finishes_course
r28 completed delivered
r29 disbursed balance
r30 set spent
r31 hired_since_2022_10 hired_any_time
r32 fen yuan
r33 as_senior_technician not_covered
r34 dated_aliases
r35 dated_status
"""


def test_the_options_are_these_and_the_first_is_the_default(policy: Policy) -> None:
    expected = [line.split() for line in OPTIONS.split("\n") if line]
    assert [[r.id, *(o.code for o in r.options)] for r in policy.readings] == expected
    assert [r.default_on() for r in policy.readings] == [line[1] for line in expected]


def test_a_chosen_option_replaces_the_default_alone(policy: Policy) -> None:
    settled = policy.settled({"r01": "per_benefit"})
    assert settled["r01"] == "per_benefit"
    assert settled | {"r01": "per_person"} == policy.settled()
    assert policy.reading_option("r01", {"r01": "per_benefit"}) == "per_benefit"
    assert policy.reading_option("r02", {"r01": "per_benefit"}) == "cumulative"
    assert policy.option("r15", {"r15": "policy_year"}).values.year_start_month == 10


@pytest.mark.parametrize(
    ("readings", "message"),
    [({"r99": "x"}, "unknown reading r99"), ({"r01": "per_head"}, "reading r01: unknown option per_head")],
)
def test_an_unknown_reading_or_option_is_an_error(policy: Policy, readings: dict[str, str], message: str) -> None:
    with pytest.raises(PolicyError, match=message):
        policy.settled(readings)


def test_parameters_stand_beside_their_options(policy: Policy) -> None:
    def values(reading: str, option: str) -> dict[str, object]:
        return policy.reading(reading).option(option).values.model_dump(exclude_none=True)

    assert values("r13", "primary_category") == {"priority": ("goal.leaders", "goal.youth", "goal.others")}
    assert values("r13", "each_goal") == {"priority": ()}
    assert values("r15", "policy_year") == {"year_start_month": 10}
    assert values("r17", "from_effective_date") == {"rounds_from": date(2022, 10, 1), "round_months": 24}
    assert values("r19", "from_95") == {"reached_bp": 9_500, "noted_bp": 11_000}
    assert values("r31", "hired_since_2022_10") == {"hired_from": date(2022, 10, 1), "months": 60}
    assert values("r32", "yuan") == {"rounding_fen": 100}
    assert values("r01", "per_person") == {}


def test_a_ruling_becomes_the_default_from_its_day(edited: Edit) -> None:
    row = '[[reading.ruling]]\nvalid_from = 2025-01-01\noption = "per_benefit"\nsource = "办公室答复 1 号"\n\n'
    reading = load(edited("readings.toml", '[[reading]]\nid = "r02"', row + '[[reading]]\nid = "r02"')).reading("r01")
    assert reading.default_on(date(2024, 12, 31)) == "per_person"
    assert reading.default_on(date(2025, 1, 1)) == "per_benefit"
    assert reading.default_on() == "per_benefit"


def test_the_ruler_is_a_unit(policy: Policy) -> None:
    assert {reading.ruler for reading in policy.readings} <= {unit.id for unit in policy.units}
