"""Stocks: what there is on a day, such as running partnerships, rather than what came in over a time."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from analytics.policy.targets import Source
from analytics.progress.candidates import looked_at, record_columns, refusal, value_of
from analytics.progress.engine import ENGINE
from analytics.progress.people import Facts
from analytics.progress.periods import Period
from analytics.progress.reasons import COUNTED, DUPLICATE_ENTRY, ENDED, refuse


def running(source: Source, facts: Facts, days: pl.LazyFrame) -> pl.LazyFrame:
    """One row per day and record begun by that day, or not dated, with its reason, in order of beginning.

    `days` has a column `day`; its other columns are carried along. A record runs from `date` up to and including
    `until`. Of several running records with the same `distinct` value the earliest counts.
    """
    rows = looked_at(source, facts).with_columns(pl.col(source.date).alias("event_date"))
    rows = rows.with_columns(refusal(source).alias("reason")).sort("event_date", "record_id", nulls_last=True)
    rows = days.join(rows, how="cross", maintain_order="left_right")
    rows = rows.filter(pl.col("event_date").is_null() | (pl.col("event_date") <= pl.col("day")))
    if source.until is not None:
        rows = refuse(rows, pl.col(source.until) < pl.col("day"), ENDED)
    if source.distinct is None:
        return rows
    first = pl.struct("day", source.distinct, pl.col("reason") == COUNTED).is_first_distinct()
    return refuse(rows, ~first, DUPLICATE_ENTRY)


def holdings(source: Source, facts: Facts, periods: Sequence[Period], as_of: date) -> pl.LazyFrame:
    """One row per record and period: counted when it runs on the period's last day, or on `as_of` if that is earlier.

    The event date is the day it began, which may be long before the period. An undated record is told once.
    """
    days = pl.LazyFrame(
        [(min(period.end, as_of), period.start, period.end) for period in periods],
        schema={"day": pl.Date, "period_start": pl.Date, "period_end": pl.Date},
        orient="row",
    )
    rows = running(source, facts, days)
    is_dated = pl.col("event_date").is_not_null()
    dated = pl.when(is_dated)
    return rows.filter(is_dated | (pl.col("day") == pl.col("day").max())).select(
        *record_columns(source, facts),
        pl.col("event_date"),
        *(dated.then(pl.col(name)).alias(name) for name in ("period_start", "period_end")),
        value_of(source),
        pl.col("reason"),
        pl.lit(value=False).alias("is_distinct"),
    )


def levels(sources: Sequence[Source], facts: Facts, days: Sequence[date]) -> list[int]:
    """Return what there is at the close of each of the (different) days, in order."""
    asked = pl.DataFrame({"day": days}, schema={"day": pl.Date})
    parts = [
        running(source, facts, asked.lazy()).filter(pl.col("reason") == COUNTED).select("day", value_of(source))
        for source in sources
    ]
    there = pl.concat(parts).group_by("day").agg(pl.col("value").sum()).collect(engine=ENGINE)
    return asked.join(there, on="day", how="left", maintain_order="left")["value"].fill_null(0).to_list()
