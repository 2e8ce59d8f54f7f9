"""Which quota counts, of those that people set for a unit's item in a year."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from analytics.policy.schemes import Scheme

SET, SET_LATE_IGNORED, SET_UNAPPROVED = "set", "set_late_ignored", "set_unapproved"


class SetQuota(NamedTuple):
    """value: of the whole year, in the unit of the target; None where the policy's own counts; basis: one of these."""

    value: float | None
    basis: str


def in_force(
    quotas: pl.DataFrame, scheme: Scheme, own: Mapping[tuple[str, str], float]
) -> Mapping[tuple[str, str], SetQuota]:
    """Return by unit and item what was set last, by the day of the scheme or approved; a later change is ignored.

    own: the policy's own quotas of the year; less than that has to be approved, whenever it is set. A target whose
    share nobody had set before has no earlier quota to fall back on: there the first one counts, whenever it was set.
    """
    found: dict[tuple[str, str], SetQuota] = {}
    shared = {item.id for item in scheme.items if item.measure == "target" and not item.units}
    ordered = quotas.filter(pl.col("year") == scheme.year).sort("told_at", maintain_order=True)
    for row in ordered.iter_rows(named=True):
        key = (row["unit_id"], row["item_id"])
        found[key] = _next(found.get(key), row, scheme, own.get(key), is_shared=row["item_id"] in shared)
    return found


def _next(
    before: SetQuota | None, row: Mapping[str, Any], scheme: Scheme, own: float | None, *, is_shared: bool
) -> SetQuota:
    if own is not None and row["value"] < own and not row["is_approved"]:
        return SetQuota(before.value if before else None, SET_UNAPPROVED)
    in_time = row["told_at"].date() <= scheme.quotas.last_day(scheme.year)
    if in_time or row["is_approved"] or (is_shared and before is None):
        return SetQuota(float(row["value"]), SET)
    return SetQuota(before.value if before else None, SET_LATE_IGNORED)
