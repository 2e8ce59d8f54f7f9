"""What units are told: blue before a day, yellow behind pace or of poor quality, red once the day has passed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl

from analytics.decisions import duties
from analytics.decisions.follow_up import DONE, KEPT, OVERDUE, RUNNING, told_state
from analytics.decisions.frames import MATTERS, Row, framed
from analytics.policy import Policy

BLUE, YELLOW, RED = "blue", "yellow", "red"
_ORDER = {RED: 0, YELLOW: 1, BLUE: 2}


def matters(
    progress: pl.DataFrame,
    filings: pl.DataFrame,
    waiting: pl.DataFrame,
    followed: pl.DataFrame,
    policy: Policy,
    *,
    corrected: pl.DataFrame,
    as_of: date,
) -> pl.DataFrame:
    """Return one row per matter that a unit is told, red first, see MATTERS.

    waiting: unit_id and rows that wait for a correction. followed: FOLLOWED. corrected: CORRECTED.
    """
    rows = [
        *_targets(progress, policy, as_of),
        *_decisions(followed, policy, as_of),
        *_filings(filings, policy, as_of),
        *_rows(waiting, policy),
        *_corrections(corrected, as_of),
    ]
    order = pl.col("colour").replace_strict(_ORDER, return_dtype=pl.Int64)
    return framed(rows, MATTERS).sort("unit_id", order, "due", "ref", nulls_last=True)


def _targets(progress: pl.DataFrame, policy: Policy, as_of: date) -> Iterator[Row]:
    behind = set(policy.agenda.targets.statuses)
    for row in progress.filter(pl.col("actual").is_not_null() & pl.col("target").is_not_null()).iter_rows(named=True):
        end, is_met = row["period_end"], row["actual"] >= row["target"]
        told = {"unit_id": row["lead"], "ref": f"target:{row['id']}", "due": end, "days": (as_of - end).days}
        numbers = {"actual": row["actual"], "asked": row["target"]}
        if is_met:
            continue
        if end <= as_of:
            yield told | numbers | {"colour": RED, "why": "target_overdue"}
        elif row["status"] in behind:
            yield told | numbers | {"colour": YELLOW, "why": "target_behind"}
        elif _is_near(end, as_of, policy):
            yield told | numbers | {"colour": BLUE, "why": "target_due"}


def _decisions(followed: pl.DataFrame, policy: Policy, as_of: date) -> Iterator[Row]:
    for row in followed.filter(pl.col("state").is_in(RUNNING)).iter_rows(named=True):
        told = {
            "unit_id": row["unit_id"],
            "ref": f"decision:{row['number']}",
            "due": row["due_date"],
            "days": row["days"],
            "actual": row["actual"],
            "asked": row["promised"],
        }
        if told_state(row) == KEPT:
            yield told | {"colour": YELLOW, "why": "decision_kept"}
        elif row["state"] == OVERDUE:
            yield told | {"colour": RED, "why": "decision_overdue"}
        elif _is_behind(row, policy, as_of):
            yield told | {"colour": YELLOW, "why": "decision_behind"}
        elif row["due_date"] is not None and _is_near(row["due_date"], as_of, policy):
            yield told | {"colour": BLUE, "why": "decision_due"}


def _is_behind(row: dict[str, Any], policy: Policy, as_of: date) -> bool:
    """Tell whether less has come than even steps to the promise ask for by the day."""
    then, end = row["decided_as_of"], row["due_date"]
    if end is None or None in (row["actual"], row["promised"], row["actual_then"]) or end <= then:
        return False
    share = min((as_of - then).days / (end - then).days, 1.0)
    asked = (row["promised"] - row["actual_then"]) * share
    came = row["actual"] - row["actual_then"]
    least = policy.agenda.notes.pace_from * asked
    return came > least if row["is_lower"] else came < least


def _filings(filings: pl.DataFrame, policy: Policy, as_of: date) -> Iterator[Row]:
    until = as_of + timedelta(days=policy.agenda.notes.days)
    missing = duties.missing(filings, policy, as_of=as_of)
    due = filings.filter(pl.col("state") == "not_due", pl.col("due_date") <= until, pl.col("filed_on").is_null())
    for colour, why, frame in ((RED, "filing_missing", missing), (BLUE, "filing_due", due)):
        told = frame.group_by("unit_id", "ledger").agg(due=pl.col("due_date").min(), asked=pl.len().cast(pl.Float64))
        for row in told.sort("unit_id", "ledger").iter_rows(named=True):
            yield row | {
                "colour": colour, "why": why, "ref": f"ledger:{row['ledger']}", "days": (as_of - row["due"]).days,
                "actual": 0.0,
            }  # fmt: skip


def _rows(waiting: pl.DataFrame, policy: Policy) -> Iterator[Row]:
    for unit, rows in (
        waiting.filter(pl.col("rows") >= policy.agenda.notes.rows_from).select("unit_id", "rows").iter_rows()
    ):
        yield {"unit_id": unit, "colour": YELLOW, "why": "rows_wait", "ref": f"rows:{unit}", "asked": rows}


def _corrections(corrected: pl.DataFrame, as_of: date) -> Iterator[Row]:
    for row in corrected.filter(pl.col("state") != DONE).iter_rows(named=True):
        is_late = row["state"] == OVERDUE
        yield {
            "unit_id": row["unit_id"], "ref": row["ref"], "colour": RED if is_late else BLUE,
            "why": "correction_overdue" if is_late else "correction_due", "due": row["due"],
            "days": (as_of - row["due"]).days, "actual": row["ratio"], "asked": row["line"],
        }  # fmt: skip


def _is_near(day: date, as_of: date, policy: Policy) -> bool:
    return 0 <= (day - as_of).days <= policy.agenda.notes.days
