"""The register of assumptions: whole, in range, every benefit rated; what a person sets holds until it is withdrawn."""

from datetime import date

import pytest

from analytics.policy import Policy, PolicyError, load
from tests.policy.conftest import Edit

FILE = "assumptions.toml"


def test_every_benefit_is_rated_and_every_value_lies_in_its_range(policy: Policy) -> None:
    register = policy.assumptions
    assert {rating.benefit for rating in register.ratings} == {benefit.id for benefit in policy.benefits}
    assert all(item.low <= item.value <= item.high for item in register.assumptions)
    assert not any(item.is_set for item in register.assumptions)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("value = 0.012", "value = 0.5", "hazard: value 0.5 is not between low 0.004 and high 0.03"),
        ('id = "uptake"', 'id = "hazard"', "id hazard is used twice"),
        ('id = "uptake"', 'id = "take_up"', "assumption[take_up].id:"),
        ('set_by = "finance"', 'set_by = "treasury"', "assumption.set_by: unknown unit treasury"),
        ('benefit = "b01a"', 'benefit = "b01z"', "rating.benefit: unknown benefit b01z"),
        ('benefit = "b01a"', 'benefit = "b01b"', "benefit b01b is rated twice"),
        ("value = 36.0", "value = 36.5", "history_months: value 36.5 is no whole number"),
        ('data = "low"', 'data = "none"', "data:"),
    ],
)
def test_a_wrong_register_is_refused_with_file_and_key(edited: Edit, old: str, new: str, told: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load(edited(FILE, old, new))
    assert FILE in str(caught.value)
    assert told in str(caught.value)


def test_what_a_person_sets_stands_in_for_the_estimate_until_withdrawn(policy: Policy) -> None:
    on = date(2026, 10, 1)
    set_once = policy.assuming([("hazard", 0.02, "Li", on, "agreed with the bureau")])
    item = set_once.assumptions["hazard"]
    assert (item.value, item.set_by, item.set_on, item.is_set) == (0.02, "Li", on, True)
    again = policy.assuming([("hazard", 0.02, "Li", on, "x"), ("hazard", None, "Wang", on, "y")])
    assert again.assumptions["hazard"] == policy.assumptions["hazard"]


def test_what_this_release_does_not_know_or_allow_leaves_its_own(policy: Policy) -> None:
    on, wrong = date(2026, 10, 1), (("older", 1.0), ("hazard", 7.0), ("draws", 250.5))
    told = policy.assuming([(name, value, "Li", on, "x") for name, value in wrong])
    assert told.assumptions == policy.assumptions


def test_a_value_out_of_range_and_an_unknown_id_are_told(policy: Policy) -> None:
    with pytest.raises(PolicyError, match="hazard: 7 is not between low"):
        policy.assumptions.check("hazard", 7)
    with pytest.raises(PolicyError, match=r"settle_months: 2\.5 is no whole number"):
        policy.assumptions.check("settle_months", 2.5)
    with pytest.raises(PolicyError, match="unknown id nothing"):
        policy.assumptions.check("nothing", 0.1)
