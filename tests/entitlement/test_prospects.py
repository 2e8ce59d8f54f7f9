"""What is still to come to people who are in: the same as what falls due later if nothing else happens."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.entitlement import dues
from analytics.entitlement.prospects import PROSPECT, instalments, prospects
from analytics.entitlement.rates import KINDS
from analytics.policy import Policy
from tests.budget.frames import APPROVED, DUE
from tests.entitlement.cases import cases, frames

AS_OF, LATER = date(2026, 9, 30), date(2031, 12, 31)
#: When in the facts of the cases most people are in the middle of their term.
EARLY = date(2024, 3, 31)
NOTHING = pl.DataFrame(schema=APPROVED)


def insured(person: str, *, since: date, until: date | None = None) -> dict[str, Any]:
    row = {"person_key": person, "employer_id": "e", "employer_kind": "enterprise", "start_month": since}
    return row | {"end_month": until}


def holding(person: str, level: str) -> dict[str, Any]:
    return {"person_key": person, "kind": "degree", "level": level, "obtained_date": date(2022, 7, 1)}


def ahead(
    policy: Policy, facts: dict[str, pl.DataFrame], as_of: date = AS_OF, readings: dict[str, str] | None = None
) -> pl.DataFrame:
    due = dues(facts, policy, as_of=as_of, readings=readings).due
    return prospects(facts, policy, due, NOTHING, as_of=as_of, until=LATER, readings=readings).money


def by_month(rows: pl.DataFrame) -> dict[tuple[str, str, date], int]:
    months = rows.filter(pl.col("benefit_id").is_in(list(KINDS)), pl.col("amount_fen") > 0).with_columns(
        month=pl.date_ranges("from_month", "to_month", "1mo")
    )
    each = months.explode("month").filter(pl.col("month") > EARLY)
    return {(b, k, m): fen for b, k, m, fen in each.select("beneficiary", "benefit_id", "month", "amount_fen").rows()}


def test_an_open_spell_runs_on_until_the_clock_is_used_up(policy: Policy) -> None:
    spells = [insured("stays", since=date(2025, 1, 1)), insured("left", since=date(2025, 1, 1), until=date(2026, 1, 1))]
    facts = frames(
        policy, {"insurance_spell": spells, "qualification": [holding(p, "master") for p in ("stays", "left")]}
    )
    (row,) = ahead(policy, facts).rows(named=True)
    assert (row["beneficiary"], row["benefit_id"], row["level"]) == ("stays", "b03a", "master")
    assert (row["from_month"], row["to_month"]) == (date(2026, 10, 1), date(2027, 12, 1))
    assert (row["used"], row["every"], row["amount_fen"]) == (21, 1, 200_000)


def readings_of(policy: Policy) -> Iterator[dict[str, str]]:
    yield {}
    for name in ("r01", "r02", "r04", "r06", "r09", "r22"):
        reading = policy.reading(name)
        yield from ({name: option.code} for option in reading.options if option.code != reading.default)


@pytest.fixture(scope="module")
def together(policy: Policy) -> dict[str, pl.DataFrame]:
    """The facts of all cases thrown together."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for number, case in enumerate(cases()):
        for name, given in case.facts.items():
            people = ({k: f"{v}-{number % 61}" if k == "person_key" else v for k, v in row.items()} for row in given)
            rows.setdefault(name, []).extend(people)
    return frames(policy, rows)


def test_what_is_ahead_is_what_falls_due_later_under_every_reading(
    policy: Policy, together: dict[str, pl.DataFrame]
) -> None:
    awards = ("b01a",)  # an award decided later would put allowances aside then
    facts = together | {"decision_amount": together["decision_amount"].filter(~pl.col("benefit_id").is_in(awards))}
    for readings in readings_of(policy):
        found = by_month(ahead(policy, facts, EARLY, readings))
        later = by_month(dues(facts, policy, as_of=LATER, readings=readings).due)
        assert found, readings
        assert found == later, readings


def yearly(benefit: str, *years: int, who: str = "p") -> pl.DataFrame:
    rows = [
        {"beneficiary": who, "person_key": who, "benefit_id": benefit, "from_month": date(year, 1, 1)}
        | {"to_month": date(year, 1, 1), "months": 1, "amount_fen": 3_000_000}
        for year in years
    ]
    return pl.DataFrame(rows, schema=DUE)


def coming(policy: Policy, due: pl.DataFrame, approved: pl.DataFrame = NOTHING) -> list[tuple[date, int, int]]:
    found = prospects(frames(policy, {}), policy, due, approved, as_of=AS_OF, until=LATER).money
    assert found.schema == PROSPECT
    return found.select("from_month", "amount_fen", "used").rows()


def test_the_years_that_are_left_follow_the_last_one(policy: Policy) -> None:
    assert coming(policy, yearly("b04a", 2026)) == [
        (date(2027, 1, 1), 3_000_000, 12),
        (date(2028, 1, 1), 3_000_000, 12),
    ]
    assert coming(policy, yearly("b04a", 2024, 2025, 2026)) == []


def test_a_series_that_missed_a_year_has_ended_and_a_late_one_comes_next(policy: Policy) -> None:
    assert coming(policy, yearly("b04a", 2024)) == []
    late = prospects(
        frames(policy, {}), policy, yearly("b04a", 2025), NOTHING, as_of=date(2026, 3, 31), until=LATER
    ).money
    assert late["from_month"].to_list() == [date(2026, 4, 1), date(2027, 1, 1)]


def test_later_years_of_a_start_up_are_paid_at_their_own_share(policy: Policy) -> None:
    amounts = [fen for _, fen, _ in coming(policy, yearly("b06a", 2025, 2026))]
    assert amounts == [1_500_000] * 3


def test_a_year_decided_before_its_fact_is_on_file_counts(policy: Policy) -> None:
    row = {
        "beneficiary": "p",
        "person_key": "p",
        "benefit_id": "b04a",
        "amount_fen": 10,
        "decided_on": date(2026, 5, 2),
    }
    approved = pl.DataFrame([row], schema=APPROVED)
    due = yearly("b04a", 2025)
    assert [month for month, *_ in coming(policy, due, approved)] == [date(2027, 1, 1)]
    assert instalments(policy.benefit("b04a"), due, approved)["is_due"].to_list() == [True, False]


def test_what_is_given_in_kind_is_told_apart(policy: Policy) -> None:
    premises = next(case for case in cases() if case.benefit == "b06d" and case.due)
    facts = frames(policy, premises.facts)
    due = dues(facts, policy, as_of=premises.as_of).due
    found = prospects(facts, policy, due, NOTHING, as_of=premises.as_of, until=LATER)
    assert found.money.is_empty()
    assert set(found.kind["benefit_id"]) <= {"b06b", "b06d"}
