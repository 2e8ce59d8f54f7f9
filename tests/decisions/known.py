"""Small frames by hand for the tests of decisions: a row states what matters, everything else is usual or null."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import polars as pl

from analytics import policy as catalogues
from analytics.decisions.frames import FOLLOWED, framed
from analytics.identity.decisions import DECISIONS
from analytics.policy import Policy
from analytics.progress.fans import FAN
from analytics.progress.filings import SCHEMA as FILINGS
from analytics.progress.lifts import LIFTED
from analytics.progress.notices import NOTICES
from analytics.progress.scoreboard import HISTORY, PROGRESS

AS_OF = date(2026, 9, 30)
YEAR_END = date(2026, 12, 31)
FARMERS, COLLEGES, LOANS, MEDICAL = (
    "quota.farmers_cultivated", "goal.colleges", "quota.talent_loans", "quota.medical_backbone",
)  # fmt: skip
Row = dict[str, Any]


@cache
def policy() -> Policy:
    return catalogues.load()


def frame(schema: Mapping[str, Any], *rows: Any) -> pl.DataFrame:
    return framed(rows, pl.Schema(schema))


def progress(*rows: Row) -> pl.DataFrame:
    return frame(PROGRESS, *(_target(row) for row in rows))


def _target(row: Row) -> Row:
    target = policy().target(row["id"])
    usual = {
        "unit": target.unit, "lead": target.lead, "period_start": date(2026, 1, 1), "period_end": YEAR_END,
        "target": target.value_in_unit, "actual": 0, "status": "behind", "gap_points": -20.0,
        "recent_per_month": 0.0,
    }  # fmt: skip
    return usual | row


def history(*rows: Row) -> pl.DataFrame:
    return frame(HISTORY, *rows)


def notices(*rows: Row) -> pl.DataFrame:
    return frame(NOTICES, *rows)


def lifts(*rows: tuple[str, float, float, float, float]) -> pl.DataFrame:
    names = ("target_id", "factor", "before", "p_attain", "p50")
    return frame(LIFTED, *(dict(zip(names, row, strict=True)) for row in rows))


def fan(*rows: tuple[str, date, float]) -> pl.DataFrame:
    names = ("target_id", "month", "mean")
    return frame(FAN, *(dict(zip(names, row, strict=True)) for row in rows))


def filings(*rows: Row) -> pl.DataFrame:
    return frame(FILINGS, *rows)


def missing(ledger: str, unit: str, due: date) -> Row:
    start = date(due.year, due.month, 1)
    return {
        "ledger": ledger, "unit_id": unit, "period_start": start, "period_end": start, "due_date": due,
        "state": "missing",
    }  # fmt: skip


def decisions(*rows: Row) -> pl.DataFrame:
    return frame(DECISIONS, *(_decision(n, row) for n, row in enumerate(rows, start=1)))


def _decision(number: int, row: Row) -> Row:
    usual = {
        "number": number, "meeting": "2026Q2", "subject": "target", "ref": f"target:{FARMERS}", "title": "T",
        "option": "O", "unit_id": "agriculture", "due_date": YEAR_END, "measure": FARMERS, "promised": 600.0,
        "expected": 400.0, "actual_then": 200.0, "decided_as_of": date(2026, 6, 30), "state": "decided", "note": "",
        "told_by": "L", "told_at": datetime.fromisoformat("2026-07-10 09:00"),
    }  # fmt: skip
    return usual | row


def followed(*rows: Row) -> pl.DataFrame:
    usual = {"state": "open", "moved": "unknown", "is_lower": False}
    return frame(FOLLOWED, *(_decision(n, {}) | usual | row for n, row in enumerate(rows, start=1)))
