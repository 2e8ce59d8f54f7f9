"""A catalogue that the allowances cannot follow is refused instead of being read in part."""

import pytest

from analytics.entitlement.rates import tariff
from analytics.entitlement.rules import settle_rules
from analytics.policy import Policy, PolicyError
from analytics.policy.benefits import When
from tests.entitlement import catalogues


def test_the_shipped_catalogue_has_one_period_from_the_first_month_of_the_policy(policy: Policy) -> None:
    rates = tariff(policy, settle_rules(policy, None))
    first = policy.document.effective
    assert rates.starts == ((first.year - 1970) * 12 + first.month - 1,)


def test_a_revised_catalogue_has_a_period_for_every_change(policy: Policy) -> None:
    revised = catalogues.revised(policy)
    starts = tariff(revised, settle_rules(revised, None)).starts
    years_and_months = [(1970 + start // 12, start % 12 + 1) for start in starts]
    assert years_and_months == [(2022, 10), (2024, 6), (2024, 11), (2025, 1), (2025, 2), (2026, 3)]


def test_an_amount_that_is_no_rate_by_level_is_refused(policy: Policy) -> None:
    first, *others = policy.benefit("b03a").amounts
    by_pay = first.model_copy(update={"when": When(degree="doctor", pay_at_least_fen=1)})
    odd = catalogues.changed(policy, lambda b: {"amounts": (by_pay, *others)} if b.id == "b03a" else {})
    with pytest.raises(PolicyError, match="b03a: an allowance is an amount in fen by degree alone"):
        tariff(odd, settle_rules(odd, None))


def test_a_catalogue_without_any_allowance_in_force_is_refused(policy: Policy) -> None:
    stopped = catalogues.changed(
        policy, lambda b: {"statuses": tuple(s.model_copy(update={"state": "suspended"}) for s in b.statuses)}
    )
    with pytest.raises(PolicyError, match="was ever in force"):
        tariff(stopped, settle_rules(stopped, None))


def test_an_option_the_rule_does_not_know_is_refused(policy: Policy) -> None:
    reading = policy.reading("r01")
    odd = reading.options[1].model_copy(update={"code": "per_family"})
    readings = [r.model_copy(update={"options": (*r.options, odd)}) if r is reading else r for r in policy.readings]
    wider = Policy.model_validate(dict(policy) | {"readings": tuple(readings)})
    with pytest.raises(PolicyError, match="r01: the allowances know no option per_family"):
        settle_rules(wider, {"r01": "per_family"})
