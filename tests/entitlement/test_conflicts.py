"""The resolver of conflicts against every choice there is, and its receipt."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.entitlement.claims import ask
from analytics.entitlement.conflicts import resolve, resolve_group
from analytics.entitlement.dues import DUE
from analytics.policy import Policy
from analytics.policy.benefits import ConflictGroup
from tests.entitlement.cases import frames

BENEFITS = ("b01c", "b05e", "b02c")
WITHIN = ("month", "year", "round", "event", "always")
Row = dict[str, Any]


def month(number: int) -> date:
    return date(2023 + number // 12, number % 12 + 1, 1)


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """A few spells of two people, told by different benefits; each benefit pays a person at most once a month."""
    found: list[Row] = []
    for person, benefit in product(("p1", "p2"), BENEFITS):
        start = 0
        for _ in range(draw(st.integers(0, 2))):
            start += draw(st.integers(0, 9))
            length = draw(st.integers(1, 8))
            found.append(spell(person, benefit, len(found), draw(st.integers(1, 3)), (start, length)))
            start += length
    return found


def spell(person: str, benefit: str, record: int, fen: int, months: tuple[int, int] = (0, 1)) -> Row:
    start, length = months
    last = month(start + length - 1)
    who = {"beneficiary": person, "person_key": person, "employer_id": "e"}
    what = {"rule": "fixed", "reason": "as_computed", "fact": "contract", "record_id": record}
    return {**who, "benefit_id": benefit, "from_month": month(start), "to_month": last, "months": length,
            "amount_fen": fen, **what}  # fmt: skip


def group_of(policy: Policy, within: str, rule: str) -> ConflictGroup:
    changed = {"benefits": BENEFITS, "within": within, "rule": rule, "basis": "person", "id": "tried"}
    return policy.conflict("flexible_pay").model_copy(update=changed)


def months_of(found: Iterable[Row]) -> dict[tuple[str, str, date], int]:
    """Return fen by person, benefit and month."""
    told: dict[tuple[str, str, date], int] = {}
    for row in found:
        for step in range(row["months"]):
            number = (row["from_month"].year - 2023) * 12 + row["from_month"].month - 1 + step
            told[row["person_key"], row["benefit_id"], month(number)] = row["amount_fen"]
    return told


def key_of(within: str, row: Row, day: date) -> tuple[Any, ...]:
    whole = {"year": row["from_month"].year, "round": round_of(row["from_month"]), "event": "", "always": ""}
    return (row["person_key"], day if within == "month" else whole[within])


def round_of(day: date) -> int:
    return (day.year * 12 + day.month - 1 - (2022 * 12 + 9)) // 24


def best_choice(found: list[Row], within: str, rule: str) -> dict[tuple[str, str, date], int]:
    """Try every benefit for every key, and keep the choice that pays most; of equals the first listed."""
    cells: dict[tuple[Any, ...], dict[str, dict[tuple[str, str, date], int]]] = {}
    for row in found:
        for cell, fen in months_of([row]).items():
            cells.setdefault(key_of(within, row, cell[2]), {}).setdefault(row["benefit_id"], {})[cell] = fen
    kept: dict[tuple[str, str, date], int] = {}
    for told in cells.values():
        if rule == "first_excludes":
            chosen = [BENEFITS[0]] if BENEFITS[0] in told else list(told)
        else:
            worth: Mapping[str, int] = {benefit: sum(fen.values()) for benefit, fen in told.items()}
            chosen = [min(told, key=lambda benefit: (-worth[benefit], BENEFITS.index(benefit)))]
        for benefit in chosen:
            kept |= told[benefit]
    return kept


@pytest.mark.parametrize("rule", ["highest", "first_excludes"])
@pytest.mark.parametrize("within", WITHIN)
def test_what_is_paid_is_the_best_of_every_choice_in_any_order(within: str, rule: str, policy: Policy) -> None:
    asked = ask(frames(policy, {}), policy, None, date(2026, 9, 30))
    group = group_of(policy, within, rule)

    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(rows(), st.randoms(use_true_random=False))
    def check(found: list[Row], order: Any) -> None:
        shuffled = order.sample(found, len(found))
        outcomes = [resolve_group(asked, pl.DataFrame(part, schema=DUE), group) for part in (found, shuffled)]
        told = [
            [frame.sort("person_key", "benefit_id", "from_month").rows(named=True) for frame in pair]
            for pair in outcomes
        ]
        assert told[0] == told[1]
        paid, aside = told[0]
        assert months_of(paid) == best_choice(found, within, rule)
        assert months_of(paid) | months_of(aside) == months_of(found)
        assert not months_of(paid).keys() & months_of(aside).keys()

    check()


def test_the_receipt_names_winner_clause_and_next_best(policy: Policy) -> None:
    asked = ask(frames(policy, {}), policy, None, date(2026, 9, 30))
    told = [spell("p1", "b01c", 1, 90), spell("p1", "b05e", 2, 70), spell("p2", "b05e", 3, 70)]
    paid, aside = resolve(asked, pl.DataFrame(told, schema=DUE))
    assert sorted(paid["record_id"]) == [1, 3]
    [receipt] = aside.rows(named=True)
    assert receipt["record_id"] == 2
    assert {name: receipt[name] for name in ("group", "clause", "winner", "next_best_fen")} == {
        "group": "flexible_pay",
        "clause": "b",
        "winner": "b01c",
        "next_best_fen": 70,
    }


@pytest.mark.parametrize(
    ("reading", "option", "benefits"), [("r22", "both", ("b01a", "b03a")), ("r23", "both", ("b01c", "b05e"))]
)
def test_a_reading_lets_both_be_given(reading: str, option: str, benefits: tuple[str, str], policy: Policy) -> None:
    rows = pl.DataFrame([spell("p1", name, n, 9) for n, name in enumerate(benefits)], schema=DUE)
    for readings, count in ((None, 1), ({reading: option}, 2)):
        asked = ask(frames(policy, {}), policy, readings, date(2026, 9, 30))
        paid, aside = resolve(asked, rows)
        assert (len(paid), len(aside)) == (count, 2 - count)


def test_a_referral_and_the_subsidy_of_the_talent_never_conflict(policy: Policy) -> None:
    talent = spell("talent", "b01a", 1, 9)
    award = spell("talent", "b12a", 2, 9) | {"beneficiary": "referrer"}
    asked = ask(frames(policy, {}), policy, None, date(2026, 9, 30))
    paid, aside = resolve(asked, pl.DataFrame([talent, award], schema=DUE))
    assert (len(paid), len(aside)) == (2, 0)


def test_the_higher_standard_excludes_the_lower_from_the_month_in_which_it_falls_due(policy: Policy) -> None:
    allowance = spell("p1", "b03a", 1, 5, (0, 12))
    higher = spell("p1", "b01a", 2, 90, (7, 1))
    other = spell("p2", "b03a", 3, 5, (0, 12))
    asked = ask(frames(policy, {}), policy, None, date(2026, 9, 30))
    paid, aside = resolve(asked, pl.DataFrame([allowance, higher, other], schema=DUE))
    assert months_of(paid.rows(named=True)) == months_of([spell("p1", "b03a", 1, 5, (0, 7)), higher, other])
    assert aside.select("from_month", "months", "winner", "next_best_fen").rows() == [(month(7), 5, "b01a", 25)]
