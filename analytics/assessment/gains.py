"""What can still be gained: what is missing of each item and what it would add, and what putting rows right adds."""

import polars as pl

from analytics.assessment.frames import Schema
from analytics.assessment.quality import factor_of
from analytics.policy.schemes import Scheme

#: One row per unit and item that lost something. missing: of what is counted, up to the quota of the whole year; each:
#: points that one of it adds to those of the year (null where it is not counted one by one); whole: points for all of
#: it; by_end: measured against the whole year, no more than what the year is expected to leave of the item. All points
#: are after the quality factor.
GAINS: Schema = {
    "unit_id": pl.String,
    "item_id": pl.String,
    "missing": pl.Float64,
    "each": pl.Float64,
    "whole": pl.Float64,
    "by_end": pl.Boolean,
}
#: One row per unit with refused rows of the year that wait: rows, the share of good records and the points if all of
#: them were put right, and the part of the points that comes from the factor.
CORRECTED: Schema = {
    "unit_id": pl.String,
    "rows": pl.Float64,
    "dq": pl.Float64,
    "factor": pl.Float64,
    "gain": pl.Float64,
    "of_factor": pl.Float64,
}
#: These are shares of one, given by people: there is nothing to count one by one.
_JUDGED = ("reviewed", "milestones", "innovation")
_CORRECTIONS, _REFUSED = "corrections", "refused"


def gains(points: pl.DataFrame, totals: pl.DataFrame, outlook: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """Return frame GAINS of frames POINTS, TOTALS and OUTLOOK, what would add most first.

    In a running year the quota of POINTS is only what is due by the day: a record is worth its part of the whole year,
    and all that is missing adds to the projected points what these leave of the item.
    """
    judged = [item.id for item in scheme.items if item.measure in _JUDGED]
    quota = pl.coalesce("of_year", "quota")
    counted = ~pl.col("item_id").is_in(judged) & (pl.col("direction") == "higher") & (quota > 0)
    missing = quota - pl.col("actual").fill_null(0.0)
    each = pl.col("possible") / quota * pl.col("factor")
    left = (pl.col("possible") - pl.col("projected")).clip(lower_bound=0.0) * pl.col("factor")
    by_end = counted & pl.col("of_year").is_not_null()
    of_year = outlook.select("unit_id", "item_id", of_year="quota")
    below = points.filter(pl.col("state") != "not_applicable", pl.col("lost") > 0)
    joined = below.join(totals.select("unit_id", "factor"), on="unit_id", how="left", maintain_order="left")
    joined = joined.join(of_year, on=["unit_id", "item_id"], how="left", maintain_order="left")
    made = joined.select(
        "unit_id",
        "item_id",
        missing=pl.when(counted).then(missing),
        each=pl.when(counted).then(each),
        whole=pl.when(by_end)
        .then(pl.min_horizontal(missing * each, left))
        .otherwise(pl.col("lost") * pl.col("factor")),
        by_end=by_end,
    ).sort("unit_id", "whole", "item_id", descending=[False, True, False])
    return made.select(pl.col(name).cast(kind) for name, kind in GAINS.items())


def corrected(
    points: pl.DataFrame, totals: pl.DataFrame, quality: pl.DataFrame, evidence: pl.DataFrame, scheme: Scheme
) -> pl.DataFrame:
    """Return frame CORRECTED: what a unit gains when every refused row of the year is put right.

    Rows put right pass, and are in time where their file was: the share of good records becomes that of rows in time.
    """
    items = [item.id for item in scheme.items if item.measure == _CORRECTIONS]
    of_items = pl.col("item_id").is_in(items)
    waits = evidence.filter(of_items, pl.col("reason") == _REFUSED).group_by("unit_id").agg(rows=pl.col("value").sum())
    lost = points.filter(of_items).group_by("unit_id").agg(lost=pl.col("lost").sum())
    joined = (
        waits.join(totals.select("unit_id", "base", before="factor"), on="unit_id")
        .join(quality.select("unit_id", "on_time"), on="unit_id", how="left")
        .join(lost, on="unit_id", how="left")
        .with_columns(pl.col("lost").fill_null(0.0), factor=pl.coalesce(factor_of(pl.col("on_time"), scheme), "before"))
    )
    raised = pl.col("base") + pl.col("lost")
    made = joined.with_columns(
        dq="on_time",
        gain=pl.col("factor") * raised - pl.col("before") * pl.col("base"),
        of_factor=(pl.col("factor") - pl.col("before")) * raised,
    ).sort("unit_id")
    return made.select(pl.col(name).cast(kind) for name, kind in CORRECTED.items())
