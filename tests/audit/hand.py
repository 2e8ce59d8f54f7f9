"""A made-up home of a few rows, for asking the rules one question at a time."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from analytics import audit, entitlement
from analytics.audit import Audit
from analytics.entitlement import statements
from analytics.policy import Policy
from analytics.records.schema import fact_schemas

AS_OF = date(2025, 12, 31)
Row = Mapping[str, Any]
_PERSONS = {"person_key": pl.String, "birth_month": pl.Date, "sex": pl.String, "is_foreign": pl.Boolean}


def month(text: str) -> date:
    """Return the first day of 2023-04."""
    year, number = text.split("-")
    return date(int(year), int(number), 1)


def insured(person: str, start: str, end: str | None = None, **other: Any) -> Row:
    spell = {"person_key": person, "employer_id": "E1", "employer_kind": "enterprise"}
    return spell | {"start_month": month(start), "end_month": month(end) if end else None, **other}


def graduate(person: str, level: str = "bachelor", on: date = date(2022, 6, 30), **other: Any) -> Row:
    return {"person_key": person, "kind": "degree", "level": level, "obtained_date": on, "is_full_time": True, **other}


def paid(person: str, start: str, end: str | None = None, *, fen: int = 100_000, **other: Any) -> Row:
    """Return a payment of the degree allowance: of one month, or of some in one row; fen is that of the row."""
    row = {"person_key": person, "benefit_id": "b03a", "ledger": "youth", "unit_id": "human_resources"}
    row |= {"level": "bachelor", "from_month": month(start), "to_month": month(end or start), "amount_fen": fen}
    return row | {"paid_on": date(2025, 6, 1), "status": "paid", "batch_no": "QN1", **other}


def every_month(person: str, start: str, count: int, **other: Any) -> list[Row]:
    first = month(start)
    days = pl.date_range(first, pl.lit(first).dt.offset_by(f"{count - 1}mo"), "1mo", eager=True)
    return [paid(person, f"{day:%Y-%m}", **other) for day in days]


def facts(**tables: Sequence[Row]) -> dict[str, pl.DataFrame]:
    """Return every fact table, with these rows in it; record ids are their numbers, from 1."""
    made = {name: _frame(dict(schema), tables.get(name, ())) for name, schema in fact_schemas().items()}
    seen = {row["person_key"] for rows in tables.values() for row in rows if row.get("person_key")}
    made["person"] = pl.DataFrame([{"person_key": key, "is_foreign": False} for key in sorted(seen)], schema=_PERSONS)
    return made


def _frame(schema: Mapping[str, Any], rows: Sequence[Row]) -> pl.DataFrame:
    numbered = [{"record_id": number, **row} for number, row in enumerate(rows, start=1)]
    return pl.DataFrame(numbered, schema=schema)


def audited(
    policy: Policy,
    home: Mapping[str, pl.DataFrame],
    *,
    as_of: date = AS_OF,
    pairs: pl.DataFrame | None = None,
    readings: Mapping[str, str] | None = None,
) -> Audit:
    """Return what the rules find in the home, with what is due and paid as the rooms below tell it."""
    due, money = stated(policy, home, as_of=as_of, readings=readings)
    return audit.audit(home, due, money, policy, as_of=as_of, pairs=pairs, readings=readings)


def stated(
    policy: Policy,
    home: Mapping[str, pl.DataFrame],
    *,
    as_of: date = AS_OF,
    readings: Mapping[str, str] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    due = entitlement.dues(home, policy, as_of=as_of, readings=policy.settled(readings, as_of)).due
    return due, statements.paid(home, policy, as_of=as_of)


def kinds(found: Audit) -> dict[str, int]:
    """Return by kind what is to be claimed back."""
    sums = found.findings.group_by("kind").agg(pl.col("amount_fen").sum())
    return dict(sums.sort("kind").iter_rows())
