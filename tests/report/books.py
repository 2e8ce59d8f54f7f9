"""Small accounts by hand: six payees with arrears, an overpayment, and applications at several stages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from analytics import budget
from analytics.budget import Grounds, Ledger
from analytics.policy import Policy
from analytics.records import fact_schema
from analytics.report.money.rows import DUE, PAID
from analytics.report.records_view import Sources
from tests.budget import frames
from tests.report.frames import policy

AS_OF = frames.AS_OF
YOUTH, SKILL, PROJECT = frames.YOUTH, frames.SKILL, "b01b"
FIRM = "91370200MA0000000X"
_STAGES = (("received", date(2026, 1, 5)), ("reviewed", date(2026, 1, 25)), ("decided", date(2026, 2, 14)))
_TOWNS = {"ann": ("organisation", "370283001"), "ben": ("organisation", None), "cat": ("human_resources", "370283105")}


@dataclass(frozen=True)
class Accounts:
    """The accounts of frames made by hand."""

    facts: Mapping[str, pl.DataFrame]
    approved: pl.DataFrame
    paid: pl.DataFrame
    ledger: Ledger
    waiting: pl.DataFrame
    policy: Policy = field(default_factory=policy)
    as_of: date = AS_OF
    known_at: datetime | None = None


class Nobody:
    """Knows one firm and no person."""

    def employers(self, known_at: datetime | None = None) -> pl.DataFrame:
        assert known_at is None
        return pl.DataFrame({"employer_id": [FIRM], "employer_name": ["甲公司"]})

    def reveal(self, person_keys: Any) -> pl.DataFrame:
        keys = list(person_keys)
        return pl.DataFrame(
            {"person_key": keys, "name": [None] * len(keys), "id_number": [None] * len(keys)},
            schema=dict.fromkeys(("person_key", "name", "id_number"), pl.String),
        )


def sources() -> Sources:
    return Sources(Nobody(), Nobody())  # pyright: ignore[reportArgumentType]


def accounts(*, is_empty: bool = False) -> Accounts:
    """Return the accounts; empty ones have every column and no row."""
    due = frames.due(*_DUE)
    approved, paid = (_placed(frame) for frame in (frames.approved(*_APPROVED), frames.paid(*_PAID)))
    if is_empty:
        due, approved, paid = due.clear(), approved.clear(), paid.clear()
    ledger = budget.ledger(due, approved, paid, _grounds(), policy(), as_of=AS_OF)
    facts = {"application": _applications().clear() if is_empty else _applications()}
    return Accounts(facts, approved, paid, ledger, budget.aged(ledger.open, policy(), as_of=AS_OF))


def money(made: Accounts, name: str) -> int:
    """Return due or paid in all, from the frames that the accounts were made of."""
    assert name in (DUE, PAID)
    return int(made.ledger.cells[f"{name}_fen"].sum())


def _grounds() -> Grounds:
    """Return that one payee has applied; nobody was refused or has left."""
    applied = pl.DataFrame({"beneficiary": ["dan"], "benefit_id": [YOUTH]})
    nobody = applied.clear().with_columns(condition=pl.lit(None, pl.String))
    insured = applied.clear().select("beneficiary", last_month=pl.lit(None, pl.Date))
    return Grounds(applied, insured, nobody, nobody)


_DUE = [
    ("ann", YOUTH, 1, 12, 100_000),
    ("ben", YOUTH, 1, 6, 200_000),
    ("cat", SKILL, 3, 8, 50_000),
    ("dan", YOUTH, 20, 30, 100_000),
    ("eve", SKILL, 25, 28, 50_050),
    (FIRM, PROJECT, 10, 10, 50_000_000),
]
_APPROVED = [
    ("ann", YOUTH, 1, 12, 1_200_000, date(2025, 2, 1), "QN-1"),
    ("ben", YOUTH, 1, 6, 1_200_000, date(2026, 8, 1), "QN-2"),
    ("cat", SKILL, 3, 8, 300_000, date(2026, 4, 10), None),
    ("eve", SKILL, 25, 28, 200_200, date(2026, 5, 10), "JN-1"),
    (FIRM, PROJECT, None, None, 50_000_000, date(2024, 11, 1), "XM-1"),
]
_PAID = [
    ("ann", YOUTH, 1, 6, 600_000, date(2025, 4, 1), "QN-1"),
    ("ann", YOUTH, 1, 2, 200_000, date(2025, 5, 1), "QN-1"),
    ("eve", SKILL, 25, 28, 200_200, date(2026, 6, 1), "JN-1"),
    ("fay", SKILL, 1, 2, 100_000, date(2026, 7, 1), "JN-1"),
    (FIRM, PROJECT, None, None, 20_000_000, date(2025, 1, 10), "XM-1"),
]


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the statements with the unit and the town of each payee."""
    places = [_TOWNS.get(key, ("organisation", "370283001")) for key in frame["beneficiary"]]
    return frame.with_columns(
        unit_id=pl.Series([unit for unit, _ in places], dtype=pl.String),
        town=pl.Series([town for _, town in places], dtype=pl.String),
    )


def _applications() -> pl.DataFrame:
    schema = fact_schema("application")
    rows = [
        {"benefit_id": benefit, "application_no": f"S-{who}", "person_key": who, "stage": stage, "event_date": day}
        for who, benefit, reached in (("ann", YOUTH, 3), ("ben", YOUTH, 3), ("cat", SKILL, 2), ("dan", YOUTH, 1))
        for stage, day in _STAGES[:reached]
    ]
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)
