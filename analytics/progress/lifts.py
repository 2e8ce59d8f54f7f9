"""What another intake would make of the forecasts: the events to come times a factor."""

from collections.abc import Mapping

import polars as pl

from analytics.progress.forecasts import Told
from analytics.series.attain import forecast

#: One row per target with a forecast of its present period. before: its probability with the intake as it is.
LIFTED: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "target_id": pl.String,
    "factor": pl.Float64,
    "before": pl.Float64,
    "p_attain": pl.Float64,
    "p10": pl.Float64,
    "p50": pl.Float64,
    "p90": pl.Float64,
}


def lifted(told: Told, factor: float | Mapping[str, float]) -> pl.DataFrame:
    """Return the forecasts under a factor on all targets, or on those named (1 for the others), see LIFTED."""
    if told.kernel is None:
        return pl.DataFrame(schema=dict(LIFTED))
    names = told.asked["series"].unique().to_list()
    lift = dict(factor) if isinstance(factor, Mapping) else dict.fromkeys(names, factor)
    made = forecast(told.reports, told.asked, told.origin, lift=lift, unfiled=told.unfiled, until=told.until).table
    present = told.frame.filter("is_current").select(
        "target_id", first=pl.col("period_start").dt.month_start(), before="p_attain"
    )
    found = made.join(
        present, left_on=["series", "start_month"], right_on=["target_id", "first"], maintain_order="left"
    )
    factors = pl.col("series").replace_strict(lift, default=1.0, return_dtype=pl.Float64).alias("factor")
    return found.select(pl.col("series").alias("target_id"), factors, pl.exclude("series")).select(
        pl.col(c).cast(t) for c, t in LIFTED.items()
    )
