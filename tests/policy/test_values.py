"""Amounts, caps and quotas are those of the policy text."""

import pytest

from analytics.policy import Policy
from analytics.policy.benefits import Benefit

YUAN = 100
QUOTAS = {
    "goal.leaders": (50, "person", "at_least", "window", "organisation"),
    "goal.youth": (30_000, "person", "at_least", "window", "human_resources"),
    "goal.others": (80_000, "person", "at_least", "window", "human_resources"),
    "goal.apartments": (8_000, "dwelling", "about", "window", "construction"),
    "goal.colleges": (15, "college", "about_stock", "window", "education_sports"),
    "round.industry_leaders": (5, "person", "range", "round", "organisation"),
    "round.top_professionals": (40, "person", "about", "round", "organisation"),
    "quota.farmers_cultivated": (600, "person", "at_least", "year", "agriculture"),
    "quota.farmer_training": (4_000, "attendance", "at_least", "year", "agriculture"),
    "quota.ecommerce": (600, "person", "at_least", "year", "commerce"),
    "quota.rural_transfer": (1_500, "attendance", "at_least", "year", "human_resources"),
    "quota.teacher_fund": (3_500_000, "yuan", "at_least", "year", "education_sports"),
    "quota.backbone_teachers": (200, "person", "at_least", "year", "education_sports"),
    "quota.medical_backbone": (10, "person", "at_least", "year", "health"),
    "quota.hometown_events": (2, "event", "at_least", "year", "organisation"),
    "quota.returnee_visits": (2, "event", "at_least", "year", "organisation"),
    "quota.order_classes": (10, "class", "about", "year", "education_sports"),
    "quota.internships": (1_000, "person", "at_least", "year", "education_sports"),
    "quota.talent_loans": (25_000_000, "yuan", "at_least", "year", "financial_regulation"),
    "quota.joint_meetings": (1, "meeting", "at_least", "quarter", "organisation"),
    "quota.advanced_selection": (1, "selection", "at_least", "year", "organisation"),
}
CAPS = {
    "b01a": 5_000_000, "b01b": 100_000_000, "b02c": 300_000, "b03c": 2_000, "b05a": 500_000, "b05e": 100_000,
    "b06c": 500_000, "b08d": 100_000, "b10a": 200_000, "b11b": 300_000, "b12a": 500_000, "b12b": 500_000,
    "b12c": 1_000_000, "b12d": 100_000, "b12e": 2_000, "b13b": 50_000_000, "b15a": 1_000_000, "b15b": 500_000,
    "b15c": 500_000, "b15d": 500_000, "b18a": 1_000_000,
}  # fmt: skip
FLOORS = {"b08b": 3_500_000, "b08c": 100_000}
MAXIMA = {
    ("b03a", "doctor"): 108_000, ("b03a", "master"): 72_000, ("b03a", "bachelor"): 36_000,
    ("b03b", "doctor"): 108_000, ("b03b", "master"): 72_000, ("b03b", "bachelor"): 36_000,
    ("b05b", "senior_technician"): 72_000, ("b05b", "technician"): 36_000, ("b05b", "senior_worker"): 18_000,
    ("b05d", "senior"): 72_000, ("b05d", "associate_senior"): 36_000, ("b05d", "intermediate"): 18_000,
}  # fmt: skip


def amounts(benefit: Benefit) -> dict[tuple[str | int, ...], int | None]:
    """Values in fen by their conditions."""
    return {tuple(amount.when.given().values()): amount.value_fen for amount in benefit.amounts_on()}


@pytest.mark.parametrize("target_id", QUOTAS)
def test_a_target_asks_for_the_number_of_the_text(policy: Policy, target_id: str) -> None:
    target = policy.target(target_id)
    assert (target.value, target.unit, target.kind, target.period, target.lead) == QUOTAS[target_id]


def test_only_the_industrial_leaders_have_a_range(policy: Policy) -> None:
    ranges = {target.id: (target.low, target.high) for target in policy.targets if target.low is not None}
    assert ranges == {"round.industry_leaders": (5, 10)}


def test_money_targets_are_compared_in_fen(policy: Policy) -> None:
    assert policy.target("quota.talent_loans").value_in_unit == 2_500_000_000
    assert policy.target("goal.youth").value_in_unit == 30_000


def test_caps_are_those_of_the_text(policy: Policy) -> None:
    found = {benefit.id: benefit.cap_fen for benefit in policy.benefits if benefit.cap_fen is not None}
    assert found == {benefit: yuan * YUAN for benefit, yuan in CAPS.items()}


def test_floors_are_those_of_the_text(policy: Policy) -> None:
    limits = {benefit.id: benefit.limit_on() for benefit in policy.benefits}
    found = {key: limit.floor_fen for key, limit in limits.items() if limit and limit.floor_fen}
    assert found == {benefit: yuan * YUAN for benefit, yuan in FLOORS.items()}


@pytest.mark.parametrize(("benefit_id", "level"), MAXIMA)
def test_the_most_a_person_can_draw_in_36_months(policy: Policy, benefit_id: str, level: str) -> None:
    benefit = policy.benefit(benefit_id)
    assert benefit.months_max == 36
    assert (amounts(benefit)[(level,)] or 0) * 36 == MAXIMA[benefit_id, level] * YUAN


def test_monthly_allowances_have_no_further_level(policy: Policy) -> None:
    levels = {(b, str(key[0])) for b in ("b03a", "b03b", "b05b", "b05d") for key in amounts(policy.benefit(b))}
    assert levels == set(MAXIMA)


def test_managers_are_paid_by_grade_of_yearly_pay(policy: Policy) -> None:
    assert amounts(policy.benefit("b04a")) == {
        (100_000_000,): 20_000_000,
        (50_000_000,): 10_000_000,
        (30_000_000,): 3_000_000,
    }
    limit = policy.benefit("b04a").limit_on()
    assert limit is not None
    assert (limit.years_max, limit.is_consecutive) == (3, True)


def test_retention_is_paid_by_degree_after_sixty_months(policy: Policy) -> None:
    assert amounts(policy.benefit("b11c")) == {
        ("doctor", 60): 1_500_000,
        ("master", 60): 1_000_000,
        ("bachelor", 60): 500_000,
    }


def test_future_stars_are_paid_by_project(policy: Policy) -> None:
    assert amounts(policy.benefit("b11a")) == {
        ("national_project", "finalist"): 20_000_000,
        ("provincial_project", "finalist"): 10_000_000,
    }


@pytest.mark.parametrize(
    ("benefit_id", "fen"),
    [("b02d", 2_000_000), ("b05c", 500_000), ("b06c", 50_000), ("b10b", 100_000_000)],
)
def test_single_amounts_are_those_of_the_text(policy: Policy, benefit_id: str, fen: int) -> None:
    assert list(amounts(policy.benefit(benefit_id)).values()) == [fen]


@pytest.mark.parametrize(
    ("benefit_id", "shares", "base"),
    [
        ("b01c", [3_000], "pay_given"),
        ("b02a", [5_000], "qingdao_award"),
        ("b05e", [2_000], "yearly_pay"),
        ("b06a", [10_000, 5_000], "local_contribution_times_equity"),
    ],
)
def test_shares_are_those_of_the_text(policy: Policy, benefit_id: str, shares: list[int], base: str) -> None:
    benefit = policy.benefit(benefit_id)
    assert [amount.share_bp for amount in benefit.amounts] == shares
    assert benefit.base == base


def test_start_ups_get_the_whole_for_two_years_and_half_for_three(policy: Policy) -> None:
    whens = [amount.when for amount in policy.benefit("b06a").amounts]
    assert [(when.year_from, when.year_to) for when in whens] == [(1, 2), (3, 5)]


def test_teachers_get_two_to_five_times_the_public_pay(policy: Policy) -> None:
    (amount,) = policy.benefit("b08a").amounts
    assert (amount.times_low, amount.times_high) == (2, 5)


def test_government_employers_are_excluded_where_the_text_says_so(policy: Policy) -> None:
    assert [b.id for b in policy.benefits if b.excludes_government] == ["b03a", "b05b", "b05d", "b12d", "b12e"]


def test_a_referral_of_a_team_is_worth_two(policy: Policy) -> None:
    relation = policy.benefit("b12c").multiple_of
    assert relation is not None
    assert (relation.benefit, relation.times) == ("b12a", 2)


def test_all_benefits_are_in_force_from_the_first_day_without_an_end(policy: Policy) -> None:
    for benefit in policy.benefits:
        assert benefit.state_on(policy.document.effective) == "in_force", benefit.id
        assert benefit.statuses[-1].valid_to is None, benefit.id


def test_the_allowances_share_one_clock_of_36_months(policy: Policy) -> None:
    group = policy.conflict("monthly_allowances")
    assert group.benefits == ("b03a", "b03b", "b05b", "b05d")
    assert (group.months_max, group.clock_reading, group.rule) == (36, "r01", "highest")
    assert group.tie_order == ("degree", "title", "skill_grade")
    assert {*group.eligible_kinds, *group.barred_kinds} == set(policy.codes["employer_kind"].ids)
