"""A small city by hand: frames as the other rooms hand them over, empty where a test does not say otherwise."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from analytics.assessment import Known
from analytics.identity.assessments import ENTRIES, QUOTAS, REVIEWS
from analytics.policy import Policy
from analytics.progress.filings import SCHEMA as FILINGS
from analytics.progress.forecasts import FORECASTS
from analytics.progress.periods import current
from analytics.progress.rules import Rules
from analytics.progress.scoreboard import HISTORY, PROGRESS

NOON = datetime.fromisoformat("2025-03-01 12:00")
CONTRIBUTIONS: Mapping[str, Any] = {
    "target_id": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "fact": pl.String,
    "record_id": pl.Int64,
    "person_key": pl.String,
    "event_date": pl.Date,
    "month": pl.Date,
    "town": pl.String,
    "unit_id": pl.String,
    "value": pl.Int64,
    "is_counted": pl.Boolean,
    "reason": pl.String,
    "also_in": pl.List(pl.String),
}
SHEETS: Mapping[str, Any] = {
    "batch_id": pl.Int32,
    "sheet_no": pl.Int16,
    "ledger": pl.String,
    "unit_id": pl.String,
    "period_from": pl.Date,
    "period_to": pl.Date,
    "rows_data": pl.Int32,
    "rows_accepted": pl.Int32,
    "rows_quarantined": pl.Int32,
    "received_at": pl.Datetime("us"),
    "settled_by": pl.Int32,
}
APPLICATIONS: Mapping[str, Any] = {
    "record_id": pl.Int64,
    "unit_id": pl.String,
    "benefit_id": pl.String,
    "person_key": pl.String,
    "employer_id": pl.String,
    "application_no": pl.String,
    "stage": pl.String,
    "event_date": pl.Date,
}
PAYMENTS: Mapping[str, Any] = {
    "unit_id": pl.String,
    "benefit_id": pl.String,
    "person_key": pl.String,
    "employer_id": pl.String,
    "paid_on": pl.Date,
    "amount_fen": pl.Int64,
    "status": pl.String,
}
DOCUMENTS: Mapping[str, Any] = {
    "record_id": pl.Int64,
    "organiser": pl.String,
    "event_date": pl.Date,
    "filed_on": pl.Date,
}
MILESTONES: Mapping[str, Any] = {
    "record_id": pl.Int64,
    "milestone_id": pl.String,
    "status": pl.String,
    "event_date": pl.Date,
}


def frame(rows: Iterable[Mapping[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=dict(schema))


def board(policy: Policy, as_of: date, **found: Mapping[str, Any]) -> dict[str, pl.DataFrame]:
    """Return progress and history of every target with nothing filed, but for what `found` says by target."""
    rules = Rules.settle(policy)
    now, past = [], []
    for target in policy.targets:
        present = current(rules.periods(target), as_of)
        told = found.get(target.id, {})
        elapsed = present.elapsed(as_of) / present.months
        row = {"period_start": present.start, "period_end": present.end, "target": rules.quota(target, present)}
        now.append({**row, "id": target.id, "pace": elapsed, "elapsed": elapsed, **told})
        past.extend(
            {
                "target_id": target.id,
                "period_start": p.start,
                "period_end": p.end,
                "target": rules.quota(target, p),
                "actual": told.get("actual"),
            }
            for p in rules.periods(target)
            if p.end < present.start
        )
    return {"progress": frame(now, PROGRESS), "history": frame(past, HISTORY)}


def record(target: str, number: int, day: date, period: tuple[date, date], **said: Any) -> dict[str, Any]:
    """Return one contribution that counts, unless `said` otherwise."""
    return {
        "target_id": target,
        "period_start": period[0],
        "period_end": period[1],
        "fact": "event",
        "record_id": number,
        "event_date": day,
        "month": day.replace(day=1),
        "value": 1,
        "is_counted": True,
        "reason": "counted",
        **said,
    }


def known(policy: Policy, as_of: date, **rows: Iterable[Mapping[str, Any]]) -> Known:
    """Return what is known: frames by their rows; `found` gives progress by target."""
    shapes = {
        "contributions": CONTRIBUTIONS,
        "forecasts": FORECASTS,
        "filings": FILINGS,
        "sheets": SHEETS,
        "applications": APPLICATIONS,
        "payments": PAYMENTS,
        "documents": DOCUMENTS,
        "milestones": MILESTONES,
        "entries": ENTRIES,
        "reviews": REVIEWS,
        "quotas": QUOTAS,
    }
    frames = {name: frame(rows.get(name, ()), schema) for name, schema in shapes.items()}
    told: Any = rows.get("found", {})
    return Known(**frames, **board(policy, as_of, **told))


def review(about: str, score: float, reviewer: str, unit: str = "publicity", **said: Any) -> dict[str, Any]:
    return {
        "year": 2025, "about": about, "reviewer": reviewer, "reviewer_unit": unit, "score": score, "told_by": reviewer,
        "told_at": NOON, **said,
    }  # fmt: skip


def entry(number: int, kind: str, unit: str, item: str, **said: Any) -> dict[str, Any]:
    return {
        "number": number, "year": 2025, "kind": kind, "unit_id": unit, "item_id": item, "title": f"t{number}",
        "evidence": f"a{number}", "state": "submitted", "told_by": unit, "told_at": NOON, **said,
    }  # fmt: skip


def line(items: pl.DataFrame, unit: str, item: str) -> dict[str, Any]:
    """Return the one row of a unit and item."""
    return items.row(by_predicate=(pl.col("unit_id") == unit) & (pl.col("item_id") == item), named=True)
