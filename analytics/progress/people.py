"""What is known of persons on a day: age, qualifications held, insured here or not. Frames keyed by person_key."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from analytics.policy.targets import Entry
from analytics.progress.engine import in_order
from analytics.progress.months import MONTHS_A_YEAR, month_of
from analytics.progress.reasons import AGE, DEGREE, refuse

#: Fact tables by name, and ``person`` with one row per person.
Facts = Mapping[str, pl.DataFrame]


def refuse_entry(rows: pl.LazyFrame, entry: Entry, facts: Facts) -> pl.LazyFrame:
    """Refuse rows of persons who do not meet `entry` in the month of the event, with reason ``age`` or ``degree``.

    Age in completed years, from birth month to event month; an unknown birth month fails. The qualification must be
    held by the end of the event month; one without a date is held.
    """
    births = facts["person"].lazy().select("person_key", "birth_month")
    known = rows.join(births, on="person_key", how="left")
    known = known.join(_held(facts["qualification"].lazy(), entry), on="person_key", how="left")
    known = known.with_columns(_month_number(pl.col("event_date")).alias("event_month"))
    if entry.max_age is not None:
        months = pl.col("event_month") - _month_number(pl.col("birth_month"))
        known = refuse(known, ~(months < (entry.max_age + 1) * MONTHS_A_YEAR).fill_null(value=False), AGE)
    is_held = pl.col("held_from") <= pl.col("event_month")
    return refuse(known, ~is_held.fill_null(value=False), DEGREE)


def _month_number(day: pl.Expr) -> pl.Expr:
    """Return the months since the year 0: numbers are compared in a fraction of the time that ends of months take."""
    return day.dt.year() * MONTHS_A_YEAR + day.dt.month().cast(pl.Int32)


def fits(entry: Entry) -> pl.Expr:
    """Return whether a row of the fact qualification is one that is asked for."""
    is_level = pl.col("level").is_in(list(entry.levels)).fill_null(value=False)
    if entry.overseas_counts:
        is_level |= pl.col("is_overseas").fill_null(value=False)
    return pl.col("kind").is_in(list(entry.kinds)) & is_level


def _held(qualifications: pl.LazyFrame, entry: Entry) -> pl.LazyFrame:
    """One row per person who holds a qualification asked for, and since which month: the first of all if undated."""
    held = qualifications.filter(fits(entry))
    since = held.group_by("person_key").agg(pl.col("obtained_date").fill_null(date.min).min())
    return since.select("person_key", _month_number(pl.col("obtained_date")).alias("held_from"))


def insured(spells: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Return the persons of the insurance spells that cover the month of `as_of`, one row per spell."""
    month = month_of(as_of)
    covers = (pl.col("start_month") <= month) & (pl.col("end_month").is_null() | (pl.col("end_month") >= month))
    return spells.filter(covers).select("person_key")


def first_of_person(rows: pl.LazyFrame, by: str) -> pl.LazyFrame:
    """Return each person's earliest row by the date `by`, ties by record_id; rows without date or person fall away."""
    dated = rows.filter(pl.col(by).is_not_null() & pl.col("person_key").is_not_null())
    return dated.sort(in_order(by)).filter(pl.col("person_key").is_first_distinct())
