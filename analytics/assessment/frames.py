"""The frames of an assessment: name -> dtype, one mapping per frame."""

from collections.abc import Mapping

import polars as pl

Schema = Mapping[str, pl.DataType | type[pl.DataType]]

# One row per unit and item that the scheme asks of it. weight is that of the item in its class; ratio is capped, null
# unless scored, 0 for not_submitted.
ITEMS: Schema = {
    "group": pl.String,
    "unit_id": pl.String,
    "class_id": pl.String,
    "item_id": pl.String,
    "weight": pl.Float64,
    "state": pl.String,
    "direction": pl.String,
    "actual": pl.Float64,
    "quota": pl.Float64,
    "ratio": pl.Float64,
    "basis": pl.String,
    "is_small": pl.Boolean,
}
# One row per source of an item. ref opens it ("fact:record_id", "batch:12", "ledger:period_start", "entry:5", ...).
EVIDENCE: Schema = {
    "unit_id": pl.String,
    "item_id": pl.String,
    "source": pl.String,
    "ref": pl.String,
    "fact": pl.String,
    "record_id": pl.Int64,
    "day": pl.Date,
    "value": pl.Float64,
    "counts": pl.Boolean,
    "reason": pl.String,
}
# class_weight as reweighted; share is the weight over the applicable weights of the class; points of 100 before the
# data-quality factor; possible at ratio 1; lost = possible - points, not below 0.
POINTS: Schema = {
    **ITEMS,
    "class_weight": pl.Float64,
    "share": pl.Float64,
    "points": pl.Float64,
    "possible": pl.Float64,
    "projected": pl.Float64,
    "lost": pl.Float64,
}
CLASSES: Schema = {
    "group": pl.String,
    "unit_id": pl.String,
    "class_id": pl.String,
    "weight": pl.Float64,
    "score": pl.Float64,
    "points": pl.Float64,
    "state": pl.String,
}
TOTALS: Schema = {
    "group": pl.String,
    "unit_id": pl.String,
    "base": pl.Float64,
    "dq": pl.Float64,
    "factor": pl.Float64,
    "bonus": pl.Float64,
    "deduction": pl.Float64,
    "is_vetoed": pl.Boolean,
    "total": pl.Float64,
    "projected": pl.Float64,
    "band": pl.String,
    "applicable_weight": pl.Float64,
    "is_partial": pl.Boolean,
    "has_pending": pl.Boolean,
}
# points is what this source contributes; over the sources of an item they sum to the points of the item.
TRACE: Schema = {**EVIDENCE, "points": pl.Float64}
# dq: share of good rows, on_time: share of rows in time, both of what was filed and what is missing; rows, passed: as
# filed.
QUALITY: Schema = {
    "unit_id": pl.String,
    "dq": pl.Float64,
    "rows": pl.Int64,
    "passed": pl.Int64,
    "on_time": pl.Float64,
}
ADJUSTMENTS: Schema = {
    "unit_id": pl.String,
    "adjustment_id": pl.String,
    "kind": pl.String,
    "points": pl.Float64,
    "ref": pl.String,
    "reason": pl.String,
    "day": pl.Date,
}
# What is still open: not_reviewed (about names the entry, milestone or item, missing the reviews to be given), no_quota
# (nobody set the share of a town), not_due (nothing is asked of it yet).
PENDING: Schema = {
    "unit_id": pl.String,
    "item_id": pl.String,
    "about": pl.String,
    "reason": pl.String,
    "missing": pl.Int64,
}
# What the year is expected to end with, one row per scored or pending item whose end is not what it stands at: quota of
# the whole year, actual and ratio at its end, basis forecast|pace|review.
OUTLOOK: Schema = {
    "unit_id": pl.String,
    "item_id": pl.String,
    "quota": pl.Float64,
    "expected": pl.Float64,
    "ratio": pl.Float64,
    "basis": pl.String,
}
