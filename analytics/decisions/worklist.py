"""The work list of units: what, who, by when, how far."""

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from analytics.decisions import corrections
from analytics.decisions.follow_up import RUNNING, told_state
from analytics.decisions.frames import WORK, Row, framed
from analytics.policy import Policy

_KINDS = ("decision", "correction", "target", "milestone", "filing", "rows")


def worklist(
    progress: pl.DataFrame,
    milestones: pl.DataFrame,
    filings: pl.DataFrame,
    waiting: pl.DataFrame,
    *,
    followed: pl.DataFrame,
    corrected: pl.DataFrame,
    policy: Policy,
    as_of: date,
) -> pl.DataFrame:
    """Return one row per unit and piece of work, see WORK.

    milestones: the fact; its last report by the day speaks. waiting: unit_id and rows to be corrected. followed:
    FOLLOWED. corrected: CORRECTED.
    """
    rows = [
        *_decisions(followed),
        *corrections.work(corrected),
        *_targets(progress, policy),
        *_milestones(milestones, policy, as_of),
        *_filings(filings, policy, as_of),
        *(
            {"unit_id": unit, "kind": "rows", "ref": f"rows:{unit}", "is_lead": True, "asked": count, "state": "open"}
            for unit, count in waiting.select("unit_id", "rows").iter_rows()
        ),
    ]
    order = {unit.id: unit.order for unit in policy.units}
    place = pl.col("kind").replace_strict({kind: n for n, kind in enumerate(_KINDS)}, return_dtype=pl.Int64)
    by_unit = pl.col("unit_id").replace_strict(order, default=len(order) + 1, return_dtype=pl.Int64)
    return framed(rows, WORK).sort(by_unit, ~pl.col("is_lead"), place, "due", maintain_order=True, nulls_last=True)


def _decisions(followed: pl.DataFrame) -> Iterator[Row]:
    for row in followed.filter(pl.col("state").is_in(RUNNING)).iter_rows(named=True):
        yield {
            "unit_id": row["unit_id"], "kind": "decision", "ref": f"decision:{row['number']}", "is_lead": True,
            "due": row["due_date"], "actual": row["actual"], "asked": row["promised"], "state": told_state(row),
        }  # fmt: skip


def _targets(progress: pl.DataFrame, policy: Policy) -> Iterator[Row]:
    for row in progress.iter_rows(named=True):
        share = row["actual"] / row["target"] if row["target"] and row["actual"] is not None else None
        units = policy.target(row["id"]).units
        for unit in units:
            yield {
                "unit_id": unit, "kind": "target", "ref": f"target:{row['id']}", "is_lead": unit == row["lead"],
                "others": [other for other in units if other != unit], "due": row["period_end"],
                "actual": row["actual"], "asked": row["target"], "share": share, "state": row["status"],
            }  # fmt: skip


def _milestones(reported: pl.DataFrame, policy: Policy, as_of: date) -> Iterator[Row]:
    told = reported.filter(pl.col("event_date").is_null() | (pl.col("event_date") <= as_of))
    last = told.sort("event_date", "record_id", nulls_last=False).unique("milestone_id", keep="last")
    states = dict(last.select("milestone_id", "status").iter_rows())
    for item in policy.milestones:
        for unit in item.units:
            yield {
                "unit_id": unit, "kind": "milestone", "ref": f"milestone:{item.id}", "is_lead": unit == item.lead,
                "others": [other for other in item.units if other != unit], "state": states.get(item.id, "unreported"),
            }  # fmt: skip


def _filings(filings: pl.DataFrame, policy: Policy, as_of: date) -> Iterator[Row]:
    """Yield what is missing, and what falls due before the next meeting, a ledger a row."""
    rules = policy.agenda
    since = as_of - timedelta(days=rules.filings.within_days)
    until = as_of + timedelta(days=rules.meeting.due_days)
    is_open = pl.col("filed_on").is_null() & pl.col("state").is_in(["missing", "not_due"])
    asked = filings.filter(is_open, pl.col("due_date").is_between(since, until))
    told = asked.group_by("unit_id", "ledger", "state").agg(due=pl.col("due_date").min(), asked=pl.len())
    for row in told.sort("due", "ledger").iter_rows(named=True):
        yield {
            "unit_id": row["unit_id"], "kind": "filing", "ref": f"ledger:{row['ledger']}", "is_lead": True,
            "due": row["due"], "actual": 0.0, "asked": row["asked"], "share": 0.0, "state": row["state"],
        }  # fmt: skip
