"""The catalogue holds exactly the items of the policy; adding or losing one is a deliberate act."""

from collections import Counter

import pytest
from pydantic import BaseModel

from analytics.policy import Policy, Text

UNITS = {
    "organisation", "human_resources", "industry", "finance", "development_reform", "youth_league",
    "commerce_federation", "investment_promotion", "agriculture", "commerce", "education_sports", "health", "publicity",
    "united_front", "science_association", "public_security", "medical_insurance", "financial_regulation",
    "construction", "towns",
}  # fmt: skip
BENEFITS = [
    "b01a", "b01b", "b01c", "b02a", "b02b", "b02c", "b02d", "b03a", "b03b", "b03c", "b04a", "b05a", "b05b", "b05c",
    "b05d", "b05e", "b06a", "b06b", "b06c", "b06d", "b08a", "b08b", "b08c", "b08d", "b10a", "b10b", "b11a", "b11b",
    "b11c", "b12a", "b12b", "b12c", "b12d", "b12e", "b13a", "b13b", "b15a", "b15b", "b15c", "b15d", "b17a", "b18a",
    "b20a",
]  # fmt: skip
TARGETS = [
    "goal.leaders", "goal.youth", "goal.others", "goal.apartments", "goal.colleges", "round.industry_leaders",
    "round.top_professionals", "quota.farmers_cultivated", "quota.farmer_training", "quota.ecommerce",
    "quota.rural_transfer", "quota.teacher_fund", "quota.backbone_teachers", "quota.medical_backbone",
    "quota.hometown_events", "quota.returnee_visits", "quota.order_classes", "quota.internships",
    "quota.talent_loans", "quota.joint_meetings", "quota.advanced_selection",
]  # fmt: skip
MILESTONES = {
    "info.pay_defined_talents", "info.entrepreneurs", "info.skill_experts", "info.incubators",
    "info.farmer_training_system", "info.ecommerce_services", "info.grassroots_posts", "info.recruitment_autonomy",
    "info.medical_training", "info.hometown_database", "info.hometown_stories", "info.hr_procurement",
    "info.star_reserve", "info.recruitment_trips", "info.institutions", "info.vocational_partnership",
    "info.talent_enclaves", "info.service_window", "info.service_staff", "info.digital_application",
    "info.demand_reports", "info.loan_products", "info.youth_loans", "info.talent_town", "info.household_registration",
    "info.family_services", "info.medical_channel", "info.task_lists", "info.detailed_rules", "info.leader_contacts",
    "info.information_reports", "info.policy_filing", "info.assessment_rules",
}  # fmt: skip
KINDS = {"rate": 11, "fixed": 5, "cap": 18, "floor": 2, "case": 5, "kind": 2}


def test_there_are_twenty_measures_in_order(policy: Policy) -> None:
    assert [measure.id for measure in policy.measures] == [f"m{number:02}" for number in range(1, 21)]
    assert [measure.article for measure in policy.measures] == [str(number) for number in range(1, 21)]


def test_there_are_twenty_units(policy: Policy) -> None:
    assert len(policy.units) == 20
    assert {unit.id for unit in policy.units} == UNITS
    assert [unit.order for unit in policy.units] == list(range(1, 21))


def test_there_are_forty_three_benefits_in_order(policy: Policy) -> None:
    assert [benefit.id for benefit in policy.benefits] == BENEFITS
    assert len(BENEFITS) == 43


def test_benefits_have_the_kinds_of_the_inventory(policy: Policy) -> None:
    assert Counter(benefit.kind for benefit in policy.benefits) == KINDS


def test_there_are_twenty_one_targets_in_order(policy: Policy) -> None:
    assert [target.id for target in policy.targets] == TARGETS
    assert len(TARGETS) == 21


def test_milestones_cover_every_sentence_that_asks_without_a_number(policy: Policy) -> None:
    assert {milestone.id for milestone in policy.milestones} == MILESTONES


def test_there_are_thirty_five_readings_in_order(policy: Policy) -> None:
    assert [reading.id for reading in policy.readings] == [f"r{number:02}" for number in range(1, 36)]


def test_there_are_five_streets_twelve_towns_and_a_park(policy: Policy) -> None:
    assert Counter(town.kind for town in policy.towns) == {"street": 5, "town": 12, "park": 1}


def test_there_are_five_conflict_clauses(policy: Policy) -> None:
    assert [clause.id for clause in policy.document.clauses] == ["a", "b", "c", "d", "e"]


def test_every_article_has_something_in_the_catalogue(policy: Policy) -> None:
    cited = {item.article for item in (*policy.benefits, *policy.targets, *policy.milestones, *policy.document.clauses)}
    assert cited == {article.id for article in policy.document.articles}


def test_a_measure_and_its_items_cite_the_same_article(policy: Policy) -> None:
    for item in (*policy.benefits, *policy.targets, *policy.milestones):
        if item.measure:
            assert policy.measure(item.measure).article == item.article, item.id


def test_what_hangs_on_a_measure_is_owned_by_its_units(policy: Policy) -> None:
    for item in (*policy.benefits, *policy.targets, *policy.milestones):
        if item.measure:
            assert set(item.units) <= set(policy.measure(item.measure).units), item.id


def test_every_measure_unit_is_responsible_for_something(policy: Policy) -> None:
    assert {unit for measure in policy.measures for unit in measure.units} == UNITS


def texts(value: object, path: str) -> list[tuple[str, Text]]:
    """Every two-language text under a part of the catalogue, with its path."""
    if isinstance(value, Text):
        return [(path, value)]
    if isinstance(value, tuple | list):
        return [found for number, item in enumerate(value) for found in texts(item, f"{path}[{number}]")]
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in texts(item, f"{path}.{key}")]
    if isinstance(value, BaseModel):
        return [found for name, item in value for found in texts(item, f"{path}.{name}")]
    return []


def test_every_text_is_worded_in_both_languages(policy: Policy) -> None:
    found = texts(policy, "policy")
    assert len(found) > 400
    for path, text in found:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh), f"{path}: {text.zh}"
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in text.en), f"{path}: {text.en}"


def test_wall_names_are_short(policy: Policy) -> None:
    for target in policy.targets:
        assert len(target.short.zh) <= 8, target.id
        assert len(target.short.en) <= 22, target.id


@pytest.mark.parametrize("part", ["units", "measures", "targets", "towns"])
def test_titles_differ(policy: Policy, part: str) -> None:
    names = [item.name if part in ("units", "towns") else item.title for item in getattr(policy, part)]
    assert len({name.zh for name in names}) == len(names)
    assert len({name.en for name in names}) == len(names)


def test_the_window_runs_for_five_years(policy: Policy) -> None:
    document = policy.document
    assert (document.window_start.isoformat(), document.window_end.isoformat()) == ("2022-10-01", "2027-09-30")
    assert document.effective == document.window_start


def test_three_goals_stand_as_cards(policy: Policy) -> None:
    assert [target.id for target in policy.targets if target.card] == ["goal.leaders", "goal.youth", "goal.others"]
