"""The shipped knobs: all there, bounds in order, and the benefits each applies to."""

import pytest

from analytics.policy import Policy, PolicyError, load
from analytics.policy.knobs import kinds_of, levels_of, months_of
from tests.policy.conftest import Edit


def test_a_neutral_value_changes_nothing_and_lies_within_bounds(policy: Policy) -> None:
    neutral = {knob.id: knob.neutral for knob in policy.knobs.knobs}
    assert neutral == {
        "rate": 1, "cap": None, "duration": None, "eligibility": 1, "intake": 1, "season": 0, "uptake": 1,
        "attrition": 1, "delay": 0, "indexation": 0, "extension": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("benefit", "kinds"),
    [
        ("b03a", {"monthly", "limited"}),
        ("b05a", {"lump", "capped"}),
        ("b01c", {"yearly", "limited", "capped"}),
        ("b05e", {"yearly", "capped"}),
        ("b02d", {"lump"}),
        ("b04a", {"yearly", "limited"}),
        ("b06b", set()),
    ],
)
def test_what_a_benefit_is_to_the_reckoning(policy: Policy, benefit: str, kinds: set[str]) -> None:
    assert kinds_of(policy.benefit(benefit)) == kinds


def test_every_benefit_of_money_has_a_knob_and_none_in_kind_has(policy: Policy) -> None:
    for benefit in policy.benefits:
        assert any(knob.applies_to(benefit) for knob in policy.knobs.knobs) == (benefit.kind != "kind")


def test_the_benefits_own_value_is_what_a_relative_range_is_of(policy: Policy) -> None:
    youth, award = policy.benefit("b03a"), policy.benefit("b05a")
    duration, cap, rate = (policy.knobs[name] for name in ("duration", "cap", "rate"))
    assert (duration.own_value(youth), duration.scaled(youth, 2 / 3), duration.scaled(youth, 4 / 3)) == (36, 24, 48)
    assert (cap.own_value(award), cap.scaled(award, 0.8)) == (50_000_000, 40_000_000)
    assert (rate.own_value(youth), rate.scaled(youth, 1.1)) == (1, 1.1)
    assert cap.scaled(policy.benefit("b13a"), 0.8) is None
    assert cap.scaled(youth, 0.8) is None
    assert months_of(policy.benefit("b04a")) == 36
    assert duration.scaled(policy.benefit("b06a"), 4 / 3) == duration.max


def test_levels_are_those_that_amounts_tell_apart(policy: Policy) -> None:
    assert levels_of(policy.benefit("b03a")) == ("doctor", "master", "bachelor")
    assert levels_of(policy.benefit("b10a")) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "rate"', 'id = "rates"', "knobs.toml: knob[rates].id"),
        ('id = "rate"', 'id = "cap"', "knobs.toml: file: knob: id cap is used twice"),
        ("low = 0.9", "low = 1.2", "min, low, high, max must rise"),
        ("neutral = 1.0", "neutral = 9.0", "neutral 9.0 is outside of min and max"),
        ('set_by = "organisation"', 'set_by = "court"', "knobs.toml: knob.set_by: unknown unit court"),
        ('kinds = ["monthly"', 'kinds = ["weekly"', "knobs.toml: knob[rate].kinds[0]"),
        ("max = 24.0", "max = 600.0", "knob[extension].max: 600 is more than extension_max of assumptions.toml"),
        ("intakes = [0.8, 1.0,", "intakes = [0.8,", "grid.intakes: 1, the policy as it stands, is missing"),
    ],
)
def test_knobs_that_cannot_be_vouched_for_are_refused(edited: Edit, old: str, new: str, told: str) -> None:
    with pytest.raises(PolicyError, match=r"knobs\.toml") as caught:
        load(edited("knobs.toml", old, new))
    assert told in str(caught.value)
