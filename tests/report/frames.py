"""Small outcomes by hand: a row states what matters to the test, everything else is null or empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

import polars as pl

from analytics import policy as catalogues
from analytics.intake.layouts import load_layouts
from analytics.policy import Policy
from analytics.progress import Evaluation, evaluate, facts_of
from analytics.records import schema
from analytics.report.voice import Voice
from analytics.texts import Lang, catalogue

AS_OF = date(2026, 9, 30)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
WINDOW = (date(2022, 10, 1), date(2027, 9, 30))
FARMERS, LOANS, COLLEGES, YOUTH = "quota.farmers_cultivated", "quota.talent_loans", "goal.colleges", "goal.youth"
Row = Mapping[str, Any]

_SHEETS = {
    "batch_id": pl.Int32, "ledger": pl.String, "period_from": pl.Date, "period_to": pl.Date,
    "received_at": pl.Datetime("us"), "recorded_at": pl.Datetime("us"),
}  # fmt: skip


@cache
def empty() -> Evaluation:
    """Return what an evaluation gives when nothing was ever filed: every frame with its real columns."""
    facts = {name: pl.DataFrame(schema=schema.fact_schemas()[name]) for name in (*facts_of(policy()), "person")}
    sheets = pl.DataFrame(schema=_SHEETS)
    return evaluate(facts, sheets, policy(), load_layouts(), as_of=AS_OF, on=AS_OF)


def frame(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Return a frame of the evaluation that holds these rows and no others."""
    columns = getattr(empty(), name).schema
    return pl.DataFrame([{column: row.get(column) for column in columns} for row in rows], schema=columns)


@dataclass(frozen=True)
class Outcome:
    """The results of an evaluation that never ran."""

    contributions: pl.DataFrame = field(default_factory=lambda: frame("contributions", []))
    progress: pl.DataFrame = field(default_factory=lambda: frame("progress", []))
    history: pl.DataFrame = field(default_factory=lambda: frame("history", []))
    monthly: pl.DataFrame = field(default_factory=lambda: frame("monthly", []))
    by_unit: pl.DataFrame = field(default_factory=lambda: frame("by_unit", []))
    by_town: pl.DataFrame = field(default_factory=lambda: frame("by_town", []))
    filings: pl.DataFrame = field(default_factory=lambda: frame("filings", []))
    completeness: pl.DataFrame = field(default_factory=lambda: frame("completeness", []))
    overlaps: pl.DataFrame = field(default_factory=pl.DataFrame)
    fan: pl.DataFrame = field(default_factory=lambda: frame("fan", []))
    joint: pl.DataFrame = field(default_factory=lambda: empty().joint)
    notices: pl.DataFrame = field(default_factory=lambda: frame("notices", []))
    steps: pl.DataFrame = field(default_factory=lambda: frame("steps", []))
    waiting: pl.DataFrame = field(default_factory=lambda: frame("contributions", []))
    as_of: date = AS_OF
    known_at: datetime | None = None
    version: int = 7
    readings: Mapping[str, str] = field(default_factory=lambda: policy().settled())
    is_demo: bool = False


@cache
def policy() -> Policy:
    return catalogues.load()


@cache
def voice(lang: Lang = "zh") -> Voice:
    return Voice(policy(), catalogue(lang), load_layouts())


def item(target_id: str, **values: Any) -> Row:
    """Return a row of progress: on pace half way through the year, without a forecast, unless told otherwise."""
    target = policy().target(target_id)
    start, end = WINDOW if target.period == "window" else YEAR
    usual = {
        "id": target_id, "unit": target.unit, "lead": target.lead, "period_start": start, "period_end": end,
        "target": target.value_in_unit, "actual": 0, "pace": 0.75, "expected": target.value_in_unit * 0.75,
        "gap_points": 0.0, "status": "on_pace", "records": 0, "need_per_month": 0.0, "recent_per_month": 0.0,
        "over_quota": False,
    }  # fmt: skip
    return dict.fromkeys(empty().progress.columns) | usual | values


def progress(*rows: Row) -> pl.DataFrame:
    return frame("progress", list(rows))


def contribution(target_id: str, number: int, **values: Any) -> Row:
    start, end = WINDOW if policy().target(target_id).period == "window" else YEAR
    usual = {
        "target_id": target_id, "period_start": start, "period_end": end, "fact": "training_attendance",
        "record_id": number, "event_date": date(2026, 3, 5), "month": date(2026, 3, 1), "unit_id": "agriculture",
        "value": 1, "is_counted": True, "reason": "counted", "also_in": [],
    }  # fmt: skip
    return usual | values


def contributions(*rows: Row) -> pl.DataFrame:
    return frame("contributions", list(rows))


def history(*rows: Row) -> pl.DataFrame:
    return frame("history", list(rows))


def monthly(target_id: str, values: Mapping[date, int], start: date = YEAR[0]) -> pl.DataFrame:
    """Return the months of one period with their running total."""
    rows, total = list[Row](), 0
    for month, value in values.items():
        total += value
        rows.append({"target_id": target_id, "period_start": start, "month": month, "value": value, "total": total})
    return frame("monthly", rows)


def shares(target_id: str, values: Mapping[str | None, int], start: date = YEAR[0]) -> pl.DataFrame:
    rows = [
        {"target_id": target_id, "period_start": start, "key": key, "value": value, "records": value}
        for key, value in values.items()
    ]
    return frame("by_unit", rows)


def completeness(*rows: tuple[str, date, int, int]) -> pl.DataFrame:
    return frame(
        "completeness",
        [{"unit_id": unit, "month": month, "expected": due, "filed": filed} for unit, month, due, filed in rows],
    )


def filing(ledger: str, unit: str, period: tuple[date, date], state: str, batch: int | None = None) -> Row:
    start, end = period
    return {
        "ledger": ledger, "unit_id": unit, "period_start": start, "period_end": end, "due_date": end, "state": state,
        "batch_id": batch, "filed_on": end if batch else None,
    }  # fmt: skip


def filings(*rows: Row) -> pl.DataFrame:
    return frame("filings", list(rows))
