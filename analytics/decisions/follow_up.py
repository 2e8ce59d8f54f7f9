"""What became of decisions: done or not, and whether the number moved against the forecast of the day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from analytics.decisions.frames import FOLLOWED, framed
from analytics.decisions.measures import kind_of
from analytics.identity.decisions import matter_of
from analytics.policy import Policy

DONE, DROPPED, OPEN, OVERDUE = "done", "dropped", "open", "overdue"
#: What is told of an overdue decision that keeps its promise: it only has to be closed.
KEPT = "kept"
#: The states of a decision that somebody still has to carry out.
RUNNING = (OPEN, OVERDUE)
BETTER, AS_EXPECTED, WORSE, UNKNOWN = "better", "as_expected", "worse", "unknown"


def follow_up(
    decisions: pl.DataFrame, history: pl.DataFrame, measures: pl.DataFrame, policy: Policy, *, as_of: date
) -> pl.DataFrame:
    """Return the decisions taken on data up to the day, oldest first, as they stand, see FOLLOWED.

    decisions: identity.decisions.DECISIONS, one row each. history: progress.history, for targets of periods that were
    over before the day. measures: MEASURES.
    """
    now = {name: (value, is_lower) for name, value, is_lower in measures.iter_rows()}
    periods = {
        target: rows.select("period_start", "period_end").rows()
        for (target,), rows in history.group_by("target_id", maintain_order=True)
    }
    rows = [
        _followed(row, now, periods, policy, as_of)
        for row in decisions.sort("number").iter_rows(named=True)
        if row["decided_as_of"] <= as_of
    ]
    return framed(rows, FOLLOWED)


def told_state(row: Mapping[str, Any]) -> str:
    """Return the state of a decision as people are told it, see KEPT. row: of FOLLOWED."""
    return KEPT if row["state"] == OVERDUE and row["is_reached"] else row["state"]


def _followed(
    row: dict[str, Any],
    now: dict[str, tuple[float | None, bool]],
    periods: dict[Any, list[tuple[date, date]]],
    policy: Policy,
    as_of: date,
) -> dict[str, Any]:
    measure, due = row["measure"], row["due_date"]
    value, is_lower = _now(measure, due or row["decided_as_of"], now, periods)
    path = _path(row, as_of)
    is_reached = None if value is None or row["promised"] is None else _reached(value, row["promised"], is_lower)
    return row | {
        "measure": measure and measure.partition("@")[0],
        "ref": matter_of(row["subject"], row["ref"]),
        "state": _state(row["state"], due, as_of),
        "actual": value,
        "path": path,
        "moved": _moved(value, path, row, is_lower, policy),
        "is_reached": is_reached,
        "is_lower": is_lower,
        "days": None if due is None else (as_of - due).days,
    }


def _state(state: str, due: date | None, as_of: date) -> str:
    if state in (DONE, DROPPED):
        return state
    return OVERDUE if due is not None and due < as_of else OPEN


def _now(
    measure: str | None,
    day: date,
    now: dict[str, tuple[float | None, bool]],
    periods: dict[Any, list[tuple[date, date]]],
) -> tuple[float | None, bool]:
    """Return what a measure is now; of a target that names no period the count of the one that holds the day due."""
    if measure is None:
        return None, False
    past = next((end for start, end in periods.get(measure, ()) if start <= day <= end), None)
    known = now.get(measure if past is None else f"{measure}@{past}")
    return known or now.get(kind_of(measure), (None, False))


def _path(row: dict[str, Any], as_of: date) -> float | None:
    """Return what was expected of the day without the decision: even steps to what was expected of the day due."""
    then, end, expected, actual = row["decided_as_of"], row["due_date"], row["expected"], row["actual_then"]
    if expected is None or end is None:
        return None
    if end <= as_of:
        return expected
    if actual is None:
        return None
    return actual + (expected - actual) * (as_of - then).days / (end - then).days


def _reached(value: float, promised: float, is_lower: bool) -> bool:
    return value <= promised if is_lower else value >= promised


def _moved(value: float | None, path: float | None, row: dict[str, Any], is_lower: bool, policy: Policy) -> str:
    if value is None or path is None:
        return UNKNOWN
    off = (path - value) if is_lower else (value - path)
    whole = max(abs(row["expected"]), abs(row["actual_then"] or 0))
    if abs(off) <= policy.agenda.follow_up.moved_from * whole:
        return AS_EXPECTED
    return BETTER if off > 0 else WORSE
