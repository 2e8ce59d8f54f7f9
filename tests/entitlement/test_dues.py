"""All benefits together: what holds whatever the facts are, and that the catalogue asks for columns there are."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics.entitlement import Dues, dues, facts_of
from analytics.entitlement.dues import DUE, REFUSED, SUPPRESSED
from analytics.policy import Policy
from analytics.policy.benefits import Amount
from analytics.policy.claims import Claim, Condition
from analytics.records import schema
from tests.entitlement.cases import cases, frames
from tests.entitlement.catalogues import changed

AS_OF = date(2028, 3, 31)
PARTS = ("due", "suppressed", "refused")


@pytest.fixture(scope="module")
def facts(policy: Policy) -> dict[str, pl.DataFrame]:
    """The facts of all cases thrown together: the same few people and employers with everything at once."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for number, case in enumerate(cases()):
        for name, given in case.facts.items():
            people = ({k: f"{v}-{number % 61}" if k == "person_key" else v for k, v in row.items()} for row in given)
            rows.setdefault(name, []).extend(people)
    return frames(policy, rows)


@pytest.fixture(scope="module")
def found(policy: Policy, facts: dict[str, pl.DataFrame]) -> Dues:
    return dues(facts, policy, as_of=AS_OF)


def totals(due: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return due.group_by(keys).agg(fen=(pl.col("amount_fen") * pl.col("months")).sum())


def test_the_three_frames_have_their_columns(found: Dues) -> None:
    assert found.due.schema == DUE
    assert found.suppressed.schema == SUPPRESSED
    assert found.refused.schema == REFUSED
    assert not found.due.is_empty()
    assert not found.suppressed.is_empty()
    assert not found.refused.is_empty()


def test_nobody_knows_anything_of_an_empty_city(policy: Policy) -> None:
    empty = dues(frames(policy, {}), policy, as_of=AS_OF)
    assert [len(getattr(empty, part)) for part in PARTS] == [0, 0, 0]


def test_the_order_of_the_facts_changes_nothing(policy: Policy, facts: dict[str, pl.DataFrame], found: Dues) -> None:
    rng = np.random.default_rng(7)
    shuffled = {name: table[rng.permutation(len(table))] for name, table in facts.items()}
    again = dues(shuffled, policy, as_of=AS_OF)
    for part in PARTS:
        assert getattr(again, part).equals(getattr(found, part)), part


def test_nothing_is_paid_beyond_its_cap(policy: Policy, found: Dues) -> None:
    caps = {benefit.id: benefit.cap_fen for benefit in policy.benefits if benefit.cap_fen}
    assert (found.due["amount_fen"] > 0).all()
    mine = found.due.filter(pl.col("benefit_id").is_in(list(caps)) & (pl.col("reason") != "earlier_terms"))
    assert (mine["amount_fen"] <= mine["benefit_id"].replace_strict(caps)).all()
    once = [benefit.id for benefit in policy.benefits if benefit.period == "once" and benefit.id in caps]
    summed = totals(mine.filter(pl.col("benefit_id").is_in(once)), "beneficiary", "person_key", "benefit_id")
    assert not summed.is_empty()
    assert (summed["fen"] <= summed["benefit_id"].replace_strict(caps)).all()


def test_no_clock_runs_over_and_no_month_pays_two_of_the_group(policy: Policy, found: Dues) -> None:
    group = policy.conflict("monthly_allowances")
    mine = found.due.filter(pl.col("benefit_id").is_in(list(group.benefits)) & (pl.col("reason") != "earlier_terms"))
    months = mine.select("person_key", month=pl.date_ranges("from_month", "to_month", "1mo")).explode("month")
    assert not months.is_duplicated().any()
    assert months.group_by("person_key").len()["len"].max() == group.months_max


def test_higher_rates_never_lower_what_a_person_gets(policy: Policy, facts: dict[str, pl.DataFrame]) -> None:
    def raised(amount: Amount) -> Amount:
        return amount.model_copy(update={"value_fen": amount.value_fen + 100} if amount.value_fen else {})

    higher = changed(policy, lambda benefit: {"amounts": tuple(map(raised, benefit.amounts))})
    before, after = (
        totals(dues(facts, rules, as_of=AS_OF).due.drop_nulls("person_key"), "person_key") for rules in (policy, higher)
    )
    both = before.join(after, on="person_key", how="left", suffix="_after")
    assert (both["fen_after"] >= both["fen"]).all()


def test_what_was_put_aside_was_never_paid_as_well(found: Dues) -> None:
    aside = found.suppressed.filter(pl.col("group") != "monthly_allowances")
    both = aside.join(found.due, on=["fact", "record_id", "benefit_id", "from_month"])
    assert both.is_empty()
    assert (found.suppressed["next_best_fen"] > 0).all()
    assert (found.suppressed["winner"] != found.suppressed["benefit_id"]).all()


def asked_columns(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield table and column of everything that a claim asks for."""
    for part in claim.parts():
        columns = [*part.where, *part.unless, *([part.on] if part.on else [])]
        if isinstance(part, Claim):
            columns += [*part.columns.values(), *part.runs_by]
        if isinstance(part, Condition):
            told = (part.of or part.by, part.since, part.until, part.ends)
            columns += [*part.brings.values(), *(column for column in told if column)]
        yield from ((part.fact, column) for column in columns)


def test_every_benefit_has_a_claim_on_columns_that_the_tables_have(policy: Policy) -> None:
    tables = {name: set(columns) for name, columns in schema.fact_schemas().items()}
    for benefit in policy.benefits:
        assert benefit.claim is not None, benefit.id
        for table, column in asked_columns(benefit.claim):
            assert column in tables[table], (benefit.id, table, column)
    assert {"person", *tables} >= set(facts_of(policy))


def decided(policy: Policy, as_of: date, **told: Any) -> list[tuple[Any, ...]]:
    """Return from_month, to_month and fen of what is due for one decided amount of a person of the earlier policy."""
    row = {"benefit_id": "b03a", "person_key": "p1", "employer_id": "e1", "amount_fen": 300_000} | told
    due = dues(frames(policy, {"decision_amount": [row]}), policy, as_of=as_of).due
    return due.select("from_month", "to_month", "amount_fen").rows()


def test_nothing_of_the_earlier_terms_is_due_before_it_was_decided_or_before_its_month(policy: Policy) -> None:
    whole = {"decided_on": date(2022, 8, 20), "from_month": date(2023, 1, 1)}
    assert decided(policy, date(2022, 12, 31), **whole) == []
    assert decided(policy, date(2023, 1, 31), **whole) == [(date(2023, 1, 1), date(2023, 1, 1), 300_000)]
    earlier = whole | {"from_month": date(2022, 1, 1)}
    assert decided(policy, date(2022, 8, 19), **earlier) == []
    assert decided(policy, date(2022, 8, 20), **earlier) == [(date(2022, 1, 1), date(2022, 1, 1), 300_000)]


def test_cap_and_floor_together_keep_to_the_cap(policy: Policy) -> None:
    limit = {"floor_fen": 12_000_000, "cap_fen": 10_000_000}
    change = {"limits": tuple(row.model_copy(update=limit) for row in policy.benefit("b08c").limits)}
    both = changed(policy, lambda benefit: change if benefit.id == "b08c" else {})
    [case] = [case for case in cases() if case.benefit == "b08c" and case.name.startswith("of two decisions")]
    assert dues(frames(both, case.facts), both, as_of=case.as_of).due["amount_fen"].to_list() == [4_000_000, 6_000_000]


def test_a_pay_spell_names_an_employer_that_made_its_first_month_payable(policy: Policy) -> None:
    """The spells begun later have ended, or were of an employer that bars the months."""
    spells = [
        ("main", "enterprise", date(2023, 1, 1), None),
        ("brief", "enterprise", date(2023, 2, 1), date(2023, 3, 1)),
        ("barring", "government", date(2023, 5, 1), date(2023, 6, 1)),
    ]
    names = ("employer_id", "employer_kind", "start_month", "end_month")
    rows: dict[str, list[dict[str, Any]]] = {
        "insurance_spell": [dict(zip(names, spell, strict=True)) | {"person_key": "p1"} for spell in spells],
        "qualification": [
            {
                "person_key": "p1",
                "kind": "degree",
                "level": "master",
                "obtained_date": date(2022, 6, 1),
                "is_full_time": True,
            }
        ],
    }
    due = dues(frames(policy, rows), policy, as_of=date(2023, 12, 31)).due
    assert due.select("from_month", "employer_id").rows() == [(date(2023, 1, 1), "main"), (date(2023, 7, 1), "main")]
