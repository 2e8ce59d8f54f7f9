"""Every point open to what gave it: the points of an item over its sources, exactly."""

import polars as pl

from analytics.assessment.frames import TRACE
from analytics.policy.schemes import Scheme

_ITEM = ["unit_id", "item_id"]


def trace(evidence: pl.DataFrame, points: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """Return frame TRACE, in the order of the evidence: what counts has its part of the points of its item.

    The points of a target go to its records in order of their days until the cap is reached; what came later has 0.
    Everywhere else they go by value.
    """
    targets = [item.id for item in scheme.items if item.measure == "target" and item.direction == "higher"]
    limit = pl.when(pl.col("item_id").is_in(targets)).then(pl.col("quota") * scheme.cap)
    of_items = points.select(*_ITEM, pl.col("points").alias("given"), "actual", limit=limit)
    part = pl.when("counts").then(pl.col("value").clip(lower_bound=0.0)).otherwise(0.0)
    told = evidence.with_columns(part=part).join(of_items, on=_ITEM, how="left", maintain_order="left")
    told = _until_the_cap(told)
    whole = pl.col("part").sum().over(_ITEM)
    points_of = pl.when(pl.col("part") > 0).then(pl.col("given") * pl.col("part") / whole).otherwise(0.0)
    return told.with_columns(points=points_of).select(pl.col(name).cast(kind) for name, kind in TRACE.items())


def _until_the_cap(told: pl.DataFrame) -> pl.DataFrame:
    """Leave of the parts of an item what fits under its limit, the earliest first; most items are below theirs."""
    is_over = (pl.col("actual") > pl.col("limit")).fill_null(value=False)
    placed = told.with_row_index("place")
    over = placed.filter(is_over).sort("day", "place", nulls_last=True)
    if over.is_empty():
        return told
    before = pl.col("part").cum_sum().over(_ITEM) - pl.col("part")
    fits = pl.min_horizontal("part", (pl.col("limit") - before).clip(lower_bound=0.0))
    whole = pl.concat([placed.filter(~is_over), over.with_columns(part=fits)])
    return whole.sort("place").drop("place")
