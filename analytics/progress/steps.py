"""From the target to what is missing: what is done, and what is in the pipeline, by unit and by town."""

from collections.abc import Mapping

import polars as pl

from analytics.progress.reports import is_counted_singly
from analytics.progress.rules import Rules

#: One row per target for all, and per target and unit or town that did or has something. done: the actual. pipeline:
#: known candidates who do not count yet and would once they are verified. missing: what is left of the target, null
#: when nothing is asked; target and missing are of all alone. Amounts in the unit of the facts.
STEPS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "target_id": pl.String,
    "by": pl.String,
    "key": pl.String,
    "target": pl.Int64,
    "done": pl.Int64,
    "pipeline": pl.Int64,
    "missing": pl.Int64,
}
_PARTS = {"unit": "unit_id", "town": "town"}


def steps(progress: pl.DataFrame, by_unit: pl.DataFrame, by_town: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """Return target, done, pipeline and missing of the present periods, see STEPS; waiting: see pipeline."""
    present = progress.select(pl.col("id").alias("target_id"), "period_start", "target", pl.col("actual").alias("done"))
    sums = waiting.group_by("target_id").agg(pl.col("value").sum().alias("pipeline"))
    whole = present.join(sums, on="target_id", how="left", maintain_order="left").with_columns(
        pl.col("pipeline").fill_null(0), by=pl.lit("all"), key=pl.lit(None, pl.String)
    )
    left = pl.col("target") - pl.col("done").fill_null(0) - pl.col("pipeline")
    whole = whole.with_columns(missing=pl.when(pl.col("target").is_not_null()).then(pl.max_horizontal(left, 0)))
    parts = [_by(by, frame, present, waiting) for by, frame in (("unit", by_unit), ("town", by_town))]
    return pl.concat([frame.select(pl.col(c).cast(t) for c, t in STEPS.items()) for frame in (whole, *parts)])


def pipeline(progress: pl.DataFrame, contributions: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return one contribution per candidate of the present periods who waits to be verified, value: what it would add.

    A person is one candidate, and none who counts already. Records without a date belong to the only period there is.
    """
    once = [t.id for t in rules.policy.targets if any(s.how == "distinct_person" for s in rules.sources[t.id])]
    single = [t.id for t in rules.policy.targets if all(is_counted_singly(s) for s in rules.sources[t.id])]
    whole = [t.id for t in rules.policy.targets if len(rules.periods(t)) == 1]
    present = progress.select(pl.col("id").alias("target_id"), pl.col("period_start").alias("present"))
    is_here = (pl.col("period_start") == pl.col("present")) | (
        pl.col("period_start").is_null() & pl.col("target_id").is_in(whole)
    )
    told = contributions.lazy().join(present.lazy(), on="target_id", maintain_order="left").filter(is_here)
    counted = told.filter(pl.col("is_counted") & pl.col("target_id").is_in(once)).select("target_id", "person_key")
    waiting = told.filter(pl.col("reason").is_in(list(rules.policy.forecast.pipeline)))
    waiting = waiting.join(counted.unique(), on=["target_id", "person_key"], how="anti", maintain_order="left")
    is_once = pl.col("target_id").is_in(once) & pl.col("person_key").is_not_null()
    who = pl.when(is_once).then("person_key").otherwise(pl.concat_str("fact", pl.col("record_id").cast(pl.String)))
    value = pl.when(pl.col("target_id").is_in(single)).then(1).otherwise("value")
    first = waiting.with_columns(who=who, value=value).unique(["target_id", "who"], keep="first", maintain_order=True)
    return first.select(contributions.columns).cast({"value": pl.Int64}).collect()


def _by(by: str, done: pl.DataFrame, present: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """Return the parts of one kind: those with something done, then those that have candidates alone."""
    here = done.join(present.select("target_id", "period_start"), on=["target_id", "period_start"])
    sums = waiting.group_by("target_id", pl.col(_PARTS[by]).alias("key")).agg(pipeline=pl.col("value").sum())
    both = here.select("target_id", "key", done="value").join(
        sums, on=["target_id", "key"], how="full", coalesce=True, nulls_equal=True
    )
    order = present.select("target_id").with_row_index("order")
    filled = both.with_columns(pl.col("done", "pipeline").fill_null(0), by=pl.lit(by)).join(order, on="target_id")
    nothing = [pl.lit(None, pl.Int64).alias(name) for name in ("target", "missing")]
    return filled.sort("order", "key", nulls_last=True).with_columns(nothing)
