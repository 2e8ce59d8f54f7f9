"""The twelve rules of the audit as data: complete, in both languages, and pointing at what there is."""

import pytest

from analytics.policy import Policy
from analytics.policy.integrity import Integrity

RULE = {
    "number": 1,
    "precedence": 1,
    "title": {"zh": "一", "en": "one"},
    "words": {"zh": "一", "en": "one"},
    "kind": [{"id": "k", "standing": "lead", "title": {"zh": "一", "en": "one"}}],
}
STATE = {"id": "open", "title": {"zh": "一", "en": "one"}}


def test_there_are_twelve_rules_in_order_of_precedence(policy: Policy) -> None:
    rules = policy.integrity.rules
    assert [rule.number for rule in rules] == list(range(1, 13))
    assert [rule.precedence for rule in rules] == list(range(1, 13))


def test_the_articles_clauses_and_benefits_of_a_rule_are_those_of_the_policy(policy: Policy) -> None:
    clauses = {clause.id for clause in policy.document.clauses}
    for rule in policy.integrity.rules:
        for article in rule.articles:
            policy.article(article)
        for benefit in rule.benefits:
            policy.benefit(benefit)
        assert clauses.issuperset(rule.clauses)


def test_what_is_found_is_confirmed_or_a_lead(policy: Policy) -> None:
    assert {"shared_account", "double_identity", "affiliation", "split"} <= policy.integrity.leads
    assert not {"paid_twice", "after_departure", "unpaid"} & policy.integrity.leads
    assert policy.integrity[9].limits == {"persons": 2}


@pytest.mark.parametrize(
    ("second", "complaint"),
    [
        ({"precedence": 2, "kind": []}, "at least 1"),
        ({"precedence": 2}, "number 1 is used twice"),
        ({"number": 2}, "precedence 1 is used twice"),
        ({"number": 2, "precedence": 2}, "the kind k is used twice"),
    ],
)
def test_rules_that_cannot_be_told_apart_are_refused(second: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Integrity.model_validate({"rule": [RULE, RULE | second], "state": [STATE]})


def test_states_that_cannot_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="open is used twice"):
        Integrity.model_validate({"rule": [RULE], "state": [STATE, STATE]})
