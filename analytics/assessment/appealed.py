"""What appeals granted, added to a result as it was kept: nothing else of it is reckoned again."""

from dataclasses import replace

import polars as pl

from analytics.assessment.assessing import Assessment, Stage
from analytics.assessment.evidence import shaped
from analytics.assessment.frames import EVIDENCE, ITEMS
from analytics.assessment.scoring import ratio, score

_GRANTED = ("upheld", "partly")
_ITEM = ["unit_id", "item_id"]


def with_appeals(made: Assessment, appeals: pl.DataFrame, stage: Stage) -> Assessment:
    """Return a cut-off year's assessment with what was granted; an item that had nothing is scored then.

    appeals: as they stand, by identity.assessments.APPEALS.
    """
    granted = appeals.filter(pl.col("year") == made.year, pl.col("state").is_in(_GRANTED), pl.col("granted") != 0).sort(
        "number"
    )
    if granted.is_empty():
        return replace(made, stage=stage)
    items = _raised(made, granted)
    scored = score(items, made.quality, made.adjustments, made.scheme)
    waits = made.totals.select("unit_id", "has_pending")
    totals = scored.totals.drop("has_pending").join(waits, on="unit_id", how="left", maintain_order="left")
    told = granted.with_columns(
        source=pl.lit("appeal"),
        ref=pl.concat_str(pl.lit("appeal:"), "number"),
        day=pl.col("told_at").dt.date(),
        value=pl.col("granted"),
        counts=pl.lit(value=True),
    )
    return replace(
        made,
        stage=stage,
        items=items,
        evidence=pl.concat([made.evidence, shaped(told.drop("reason"), EVIDENCE)]),
        points=scored.points,
        classes=scored.classes,
        totals=totals.select(made.totals.columns),
    )


def _raised(made: Assessment, granted: pl.DataFrame) -> pl.DataFrame:
    """Return frame ITEMS with what was granted in the actual and the ratio."""
    sums = granted.group_by(_ITEM).agg(pl.col("granted").sum())
    caps = {item.id: made.scheme.cap_of(item) for item in made.scheme.items}
    cap = pl.col("item_id").replace_strict(caps, return_dtype=pl.Float64)
    is_raised = pl.col("granted").is_not_null() & pl.col("quota").is_not_null()
    actual = pl.col("actual").fill_null(0.0) + pl.col("granted")
    raised = made.items.join(sums, on=_ITEM, how="left", maintain_order="left").with_columns(
        actual=pl.when(is_raised).then(actual).otherwise("actual"),
        ratio=pl.when(is_raised).then(ratio(actual, pl.col("quota"), pl.col("direction"), cap)).otherwise("ratio"),
        state=pl.when(is_raised).then(pl.lit("scored")).otherwise("state"),
    )
    return shaped(raised, ITEMS)
