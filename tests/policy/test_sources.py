"""How each target counts under every reading, and that the store holds what it asks for."""

import re

import pytest

from analytics import house
from analytics.policy import Policy, load
from analytics.policy.targets import Source
from tests.policy.conftest import Edit

HOW = {
    "goal.leaders": ["qualification distinct_person", "qualification distinct_person"],
    "goal.youth": ["insurance_spell distinct_person"],
    "goal.others": ["qualification distinct_person", "training_attendance distinct_person"],
    "goal.apartments": ["housing_stage sum"],
    "goal.colleges": ["college_link stock"],
    "round.industry_leaders": ["qualification distinct_person"],
    "round.top_professionals": ["qualification distinct_person"],
    "quota.farmers_cultivated": ["training_attendance distinct_person"],
    "quota.farmer_training": ["training_attendance rows"],
    "quota.ecommerce": ["training_attendance distinct_person"],
    "quota.rural_transfer": ["training_attendance rows"],
    "quota.teacher_fund": ["budget_line sum"],
    "quota.backbone_teachers": ["training_attendance distinct_person"],
    "quota.medical_backbone": ["training_attendance distinct_person"],
    "quota.hometown_events": ["event rows"],
    "quota.returnee_visits": ["event rows"],
    "quota.order_classes": ["event rows"],
    "quota.internships": ["training_attendance distinct_person"],
    "quota.talent_loans": ["loan sum"],
    "quota.joint_meetings": ["event rows"],
    "quota.advanced_selection": ["event rows"],
}


def only(policy: Policy, target_id: str, readings: dict[str, str] | None = None) -> Source:
    (source,) = policy.sources(target_id, readings)
    return source


@pytest.mark.parametrize("target_id", HOW)
def test_each_target_counts_its_fact(policy: Policy, target_id: str) -> None:
    assert [f"{source.fact} {source.how}" for source in policy.sources(target_id)] == HOW[target_id]


def test_attendances_are_never_counted_as_persons(policy: Policy) -> None:
    for target in policy.targets:
        hows = {source.how for source in policy.sources(target.id)}
        assert (hows == {"distinct_person"}) == (target.unit == "person"), target.id


def test_leaders_are_classes_a_to_d_or_a_selection(policy: Policy) -> None:
    classes, selections = policy.sources("goal.leaders")
    assert classes.where == {"kind": ("talent_class",), "level": ("A", "B", "C", "D")}
    assert selections.where == {"kind": ("selection",), "level": ("national_project", "provincial_project")}


def test_the_reading_of_classes_narrows_the_list(policy: Policy) -> None:
    classes, selections = policy.sources("goal.leaders", {"r10": "classes_a_c"})
    assert classes.where["level"] == ("A", "B", "C")
    assert selections == policy.sources("goal.leaders")[1]


@pytest.mark.parametrize(
    ("option", "max_age", "lowest"),
    [
        ("age_35", 35, "bachelor"),
        ("age_40", 40, "bachelor"),
        ("no_age", None, "bachelor"),
        ("from_junior_college", 35, "junior_college"),
    ],
)
def test_the_reading_of_young_talents_moves_age_or_degree(
    policy: Policy, option: str, max_age: int | None, lowest: str
) -> None:
    source = only(policy, "goal.youth", {"r11": option})
    assert source.entry is not None
    assert (source.entry.max_age, source.entry.levels[-1]) == (max_age, lowest)
    assert source.entry.overseas_counts
    assert (source.pick, source.date, source.where) == ("first", "start_month", {})


def test_a_stock_reading_asks_who_is_still_here(policy: Policy) -> None:
    for goal in ("goal.leaders", "goal.youth", "goal.others"):
        assert not any(source.is_still_here for source in policy.sources(goal))
        assert all(source.is_still_here for source in policy.sources(goal, {"r14": "net_stock"}))


def test_farmers_cultivated_count_as_attendances_only_when_read_twice(policy: Policy) -> None:
    assert only(policy, "quota.farmer_training").where == {"programme": ("farmer_skill",)}
    twice = only(policy, "quota.farmer_training", {"r26": "twice"})
    assert twice.where == {"programme": ("farmer_skill", "farmer_cultivation")}


def test_apartments_count_when_completed_or_when_delivered(policy: Policy) -> None:
    assert only(policy, "goal.apartments").where == {"stage": ("completed",)}
    assert only(policy, "goal.apartments", {"r28": "delivered"}).where == {"stage": ("delivered",)}


def test_loans_count_new_disbursements_or_live_balances(policy: Policy) -> None:
    disbursed = only(policy, "quota.talent_loans")
    assert (disbursed.how, disbursed.sum_column, disbursed.date) == ("sum", "amount_fen", "disbursed_on")
    (requirement,) = disbursed.require
    assert (requirement.column, requirement.values, requirement.reason) == ("is_renewal", (False,), "renewal")
    balance = only(policy, "quota.talent_loans", {"r29": "balance"})
    assert (balance.how, balance.sum_column, balance.until, balance.require) == ("stock", "balance_fen", "due_on", ())


def test_the_teacher_fund_belongs_to_its_budget_year(policy: Policy) -> None:
    fund = only(policy, "quota.teacher_fund")
    assert (fund.year, fund.where) == ("budget_year", {"line_code": ("teacher_training",), "kind": ("set",)})
    assert only(policy, "quota.teacher_fund", {"r30": "spent"}).where["kind"] == ("spent",)


def test_only_finished_courses_count_persons(policy: Policy) -> None:
    for target in policy.targets:
        for source in policy.sources(target.id):
            if source.fact == "training_attendance" and source.how == "distinct_person":
                reasons = [requirement.reason for requirement in source.require]
                assert reasons == ([] if target.id == "quota.internships" else ["not_completed"]), target.id


def test_resolved_sources_have_no_open_reading(policy: Policy) -> None:
    assert all(not source.reading for target in policy.targets for source in policy.sources(target.id))


def test_selections_are_due_at_the_end_of_the_round_and_events_step_by_step(policy: Policy) -> None:
    paces = {target.id: target.pace for target in policy.targets if target.pace != "linear"}
    assert paces == {
        "round.industry_leaders": "end",
        "round.top_professionals": "end",
        "quota.hometown_events": "step",
        "quota.returnee_visits": "step",
        "quota.joint_meetings": "step",
        "quota.advanced_selection": "step",
    }


def stored_columns(fact: str) -> set[str]:
    """Column names of a fact table as the schema declares them."""
    text = (house.SQL / "schema" / "facts" / f"{fact}.sql").read_text(encoding="utf-8")
    return set(re.findall(r"^    (\w+) \w+", text, flags=re.MULTILINE))


def variants(policy: Policy, target_id: str) -> list[Source]:
    """The sources of a target under the defaults and under every option that changes one of them."""
    options = {
        (r, o) for source in policy.target(target_id).count for r, found in source.reading.items() for o in found
    }
    chosen = [None, *({reading: option} for reading, option in sorted(options))]
    return [source for readings in chosen for source in policy.sources(target_id, readings)]


def test_every_column_a_source_names_is_stored(policy: Policy) -> None:
    for target in policy.targets:
        for source in variants(policy, target.id):
            named = {source.date, source.date_fallback, source.until, source.year, source.distinct, source.sum_column}
            named |= set(source.where) | {requirement.column for requirement in source.require}
            assert named - {None} <= stored_columns(source.fact), target.id


def test_every_column_a_code_list_names_is_stored(policy: Policy) -> None:
    for name, codes in policy.codes.items():
        for column in codes.columns:
            fact, _, field = column.partition(".")
            assert field in stored_columns(fact), name


def test_an_option_changes_only_the_fields_it_names(edited: Edit) -> None:
    text = "[target.count.reading.r28.delivered]\n"
    source = only(load(edited("targets.toml", text, f'{text}how = "rows"\n')), "goal.apartments", {"r28": "delivered"})
    assert (source.how, source.fact, source.date) == ("rows", "housing_stage", "event_date")
