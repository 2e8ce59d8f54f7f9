"""The price of an option: who gains, who loses, and that both add up to the difference of the dues."""

from datetime import date

import polars as pl
import pytest

from analytics.entitlement import dues, prices
from analytics.policy import Policy
from tests.audit import hand
from tests.audit.hand import AS_OF, graduate, insured

UNITS = {"b03a": "human_resources", "b05b": "human_resources", "b11c": "organisation"}
MONTH = date(2024, 1, 1)


def due(*rows: tuple[str, str, int, int]) -> pl.DataFrame:
    names = ("beneficiary", "benefit_id", "months", "amount_fen")
    return pl.DataFrame(
        rows, schema=dict(zip(names, (pl.String, pl.String, pl.Int32, pl.Int64), strict=True)), orient="row"
    )


def test_only_what_differs_is_a_change() -> None:
    before = due(("a", "b03a", 2, 100), ("b", "b03a", 1, 100), ("c", "b03a", 1, 50), ("c", "b03a", 1, 70))
    after = due(("a", "b03a", 3, 100), ("c", "b03a", 2, 60), ("d", "b11c", 1, 500))
    assert prices.changes(before, after).rows() == [
        ("a", "b03a", 200, 300, 100),
        ("b", "b03a", 100, 0, -100),
        ("d", "b11c", 0, 500, 500),
    ]


def test_who_moves_between_units_counts_in_both_and_once_in_all() -> None:
    changed = prices.changes(due(("a", "b03a", 1, 300)), due(("a", "b11c", 1, 500)))
    assert prices.price(changed, UNITS).rows() == [
        (None, 1, 0, 200, 0),
        ("human_resources", 0, 1, 0, 300),
        ("organisation", 1, 0, 500, 0),
    ]


def test_nothing_changed_is_a_row_of_noughts() -> None:
    same = due(("a", "b03a", 1, 300))
    assert prices.price(prices.changes(same, same), UNITS).rows() == [(None, 0, 0, 0, 0)]


@pytest.mark.parametrize(("reading", "option"), [("r02", "consecutive"), ("r09", "at_entry"), ("r24", "refused")])
def test_gains_less_losses_are_the_difference_of_what_is_due(policy: Policy, reading: str, option: str) -> None:
    spells = [insured("p1", "2022-10", "2022-12"), insured("p1", "2023-06"), insured("p2", "2023-03", "2023-12")]
    spells.append(insured("p2", "2024-01", employer_kind="government"))
    home = hand.facts(insurance_spell=spells, qualification=[graduate("p1"), graduate("p2")])
    now, then = (dues(home, policy, as_of=AS_OF, readings=readings).due for readings in (None, {reading: option}))
    changed = prices.changes(now, then)
    sums = [int((frame["amount_fen"] * frame["months"]).sum()) for frame in (now, then)]
    assert int(changed["change_fen"].sum()) == sums[1] - sums[0]
    assert changed.is_empty() is ("money" not in policy.reading(reading).decides)
    whole = prices.price(changed, {b.id: b.units[0] for b in policy.benefits}).row(0, named=True)
    assert whole["gained_fen"] - whole["lost_fen"] == sums[1] - sums[0]


def test_no_other_reading_changes_what_is_due(policy: Policy) -> None:
    home = hand.facts(
        insurance_spell=[insured("p1", "2023-01")],
        qualification=[graduate("p1"), {**graduate("p1"), "kind": "skill_grade", "level": "technician"}],
    )
    now = dues(home, policy, as_of=AS_OF).due
    for reading in policy.readings:
        for option in reading.options:
            if "money" not in reading.decides and option.code != reading.default:
                then = dues(home, policy, as_of=AS_OF, readings={reading.id: option.code}).due
                assert then.equals(now), (reading.id, option.code)
