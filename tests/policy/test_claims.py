"""Claims in the catalogue: what is refused, and what the command shows."""

import pytest

from analytics.policy import Policy, PolicyError, load
from tests.policy.conftest import Edit

RULE = 'rule = "tier_by_pay"'


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("m04.toml", RULE, 'rule = "by_weather"', "by_weather"),
        ("m04.toml", RULE, 'rule = "equity_share"', "no column for base, share"),
        ("m04.toml", 'code = "contract"', 'code = "handshake"', "handshake"),
        ("m04.toml", 'pay = "pay_fen"', 'wage = "pay_fen"', "wage"),
        ("m02.toml", 'level = ["top_professional"]', 'level = ["top_amateur"]', "unknown code top_amateur"),
        ("m11.toml", 'hired_reading = "r31"', 'hired_reading = "r99"', "unknown reading r99"),
        ("m12.toml", "months_max = 24\n", "", "go together"),
        ("m06.toml", "estimate_fen = 2_000\n", "", "estimate_fen goes with the rule in_kind"),
    ],
)
def test_a_claim_outside_the_vocabulary_is_refused(file: str, old: str, new: str, told: str, edited: Edit) -> None:
    with pytest.raises(PolicyError, match=told):
        load(edited(f"benefits/{file}", old, new))


def test_the_command_shows_the_claim(policy: Policy) -> None:
    [shown] = [benefit for benefit in policy.to_json()["benefits"] if benefit["id"] == "b04a"]
    assert shown["claim"]["rule"] == "tier_by_pay"
    assert shown["claim"]["columns"] == {"year": "pay_year", "pay": "pay_fen"}
    assert [condition["code"] for condition in shown["claim"]["conditions"]] == ["contract"]
