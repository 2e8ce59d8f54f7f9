"""The rows a source of a target looks at, and the first rule that keeps a row from counting.

The counting vocabulary is described in analytics.policy.targets; every function below does one line of it.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from analytics.policy.targets import Source
from analytics.progress.engine import month_start
from analytics.progress.months import month_range
from analytics.progress.people import Facts, first_of_person, insured, refuse_entry
from analytics.progress.periods import Period, of_year
from analytics.progress.reasons import COUNTED, LEFT, NO_DATE, NO_PERSON, refuse

_OPTIONAL = {"person_key": pl.String, "town": pl.String, "unit_id": pl.String}
_COLUMNS = ("fact", "record_id", *_OPTIONAL, "event_date", "period_start", "period_end", "value", "reason")


def candidates(source: Source, facts: Facts, periods: Sequence[Period], as_of: date) -> pl.LazyFrame:
    """One row per record of the source dated on or before `as_of` and in a period, or not dated, with value and reason.

    Columns: fact, record_id, person_key, town, unit_id, event_date, period_start, period_end (null when not dated),
    value (1, or the summed column), reason (``counted`` or why not).
    """
    dated = pl.coalesce(source.date, source.date_fallback) if source.date_fallback else pl.col(source.date)
    rows = looked_at(source, facts).with_columns(dated.alias("event_date"))
    rows = rows.filter(pl.col("event_date").is_null() | (pl.col("event_date") <= as_of))
    rows = rows.select(
        *record_columns(source, facts),
        pl.col("event_date"),
        (pl.col(source.year) if source.year else pl.lit(None)).cast(pl.Int32).alias("year"),
        value_of(source),
        refusal(source).alias("reason"),
    )
    rows = _in_period(rows, periods, as_of, by_year=source.year is not None)
    if source.entry is not None:
        rows = refuse_entry(rows, source.entry, facts)
    if source.is_still_here:
        rows = refuse_absent(rows, facts, as_of)
    if source.how == "distinct_person":
        rows = refuse(rows, pl.col("person_key").is_null(), NO_PERSON)
    return rows.select(_COLUMNS)


def looked_at(source: Source, facts: Facts) -> pl.LazyFrame:
    """Return the rows of the fact table that are candidates by `pick` and `where`."""
    rows = facts[source.fact].lazy()
    if source.pick == "first":
        rows = first_of_person(rows, source.date)
    for column, values in source.where.items():
        rows = rows.filter(pl.col(column).is_in(list(values)))
    return rows


def record_columns(source: Source, facts: Facts) -> list[pl.Expr]:
    """Return what identifies and places a record; a fact without person, town or unit has null there."""
    known = facts[source.fact].columns
    optional = [
        (pl.col(name) if name in known else pl.lit(None)).cast(kind).alias(name) for name, kind in _OPTIONAL.items()
    ]
    return [pl.lit(source.fact).alias("fact"), pl.col("record_id").cast(pl.Int64), *optional]


def value_of(source: Source) -> pl.Expr:
    """Return what a record adds: the summed column, or one."""
    value = pl.col(source.sum_column).fill_null(0) if source.sum_column else pl.lit(1)
    return value.cast(pl.Int64).alias("value")


def refusal(source: Source) -> pl.Expr:
    """Return the reason of a row by its date and the requirements, in the order they are written."""
    reason = pl.when(pl.col("event_date").is_null()).then(pl.lit(NO_DATE))
    for rule in source.require:
        holds = pl.col(rule.column).is_in(list(rule.values)).fill_null(value=rule.unstated_passes)
        reason = reason.when(~holds).then(pl.lit(rule.reason))
    return reason.otherwise(pl.lit(COUNTED))


def _in_period(rows: pl.LazyFrame, periods: Sequence[Period], as_of: date, *, by_year: bool) -> pl.LazyFrame:
    """Add period_start and period_end; rows in no period begun by `as_of` fall away, undated rows have null there."""
    if by_year:
        years = range(periods[0].start.year, periods[-1].end.year + 1)
        pairs = [(year, period) for year in years if (period := of_year(periods, year))]
        key, kind = pl.col("year"), pl.Int32
    else:
        pairs = [(month, period) for period in periods for month in month_range(period.start, period.end)]
        key, kind = month_start(pl.col("event_date")), pl.Date
    spans = pl.LazyFrame(
        [(value, period.start, period.end) for value, period in pairs if period.start <= as_of],
        schema={"key": kind, "period_start": pl.Date, "period_end": pl.Date},
        orient="row",
    )
    is_dated = pl.col("event_date").is_not_null()
    placed = rows.with_columns(pl.when(is_dated).then(key).alias("key")).join(spans, on="key", how="left")
    return placed.filter(~is_dated | pl.col("period_start").is_not_null())


def refuse_absent(rows: pl.LazyFrame, facts: Facts, as_of: date) -> pl.LazyFrame:
    """Refuse the rows of persons not insured here in the month of `as_of`, with reason ``left``."""
    here = insured(facts["insurance_spell"].lazy(), as_of).unique().with_columns(is_here=True)
    known = rows.join(here, on="person_key", how="left")
    return refuse(known, ~pl.col("is_here").fill_null(value=False), LEFT)
