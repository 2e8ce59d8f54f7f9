"""Which records make up the actual of each target: the one place that decides whether a record counts."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from analytics.policy.targets import Source, Target
from analytics.progress.candidates import candidates
from analytics.progress.engine import ORDER, collected, in_order, month_start
from analytics.progress.goals import one_goal_each, with_other_goals
from analytics.progress.people import Facts
from analytics.progress.periods import Period
from analytics.progress.reasons import COUNTED, DUPLICATE_PERSON, refuse
from analytics.progress.rules import Rules
from analytics.progress.stocks import holdings

COLUMNS = (
    "target_id",
    "period_start",
    "period_end",
    "fact",
    "record_id",
    "person_key",
    "event_date",
    "month",
    "town",
    "unit_id",
    "value",
    "is_counted",
    "reason",
    "also_in",
)


def contributions(facts: Facts, rules: Rules, as_of: date) -> pl.DataFrame:
    """One row per candidate record and target period that has begun by `as_of`.

    The actual of a target and period is the sum of `value` over its counted rows, so it opens to exactly them. value
    is 1, dwellings, or fen. A row without a date belongs to no period (null) and does not count. also_in lists the
    other goals the person meets, also when one goal per person is counted (r13).
    """
    targets = rules.policy.targets
    found = collected(_of_target(target, facts, rules, as_of) for target in targets)
    rows = with_other_goals({target.id: part for target, part in zip(targets, found, strict=True)}, rules.policy)
    counted_once = one_goal_each(rows, rules.values("r13").priority or ())
    return pl.concat(collected(part.select(COLUMNS) for part in counted_once.values()))


def _of_target(target: Target, facts: Facts, rules: Rules, as_of: date) -> pl.LazyFrame:
    """One row per candidate record and period of one target, in order of event date, fact and record."""
    periods = rules.periods(target)
    sources = rules.sources[target.id]
    names = sorted({source.fact for source in sources})
    parts = [
        _of_source(source, facts, periods, as_of).with_columns(in_order("event_date", names.index(source.fact)))
        for source in sources
    ]
    rows = pl.concat(parts).sort(ORDER)
    if any(source.how == "distinct_person" for source in sources) and not _are_single(sources):
        rows = once_per_period(rows)
    return rows.with_columns(pl.lit(target.id).alias("target_id"), month_start(pl.col("event_date")).alias("month"))


def _are_single(sources: Sequence[Source]) -> bool:
    """Tell whether no person can have two rows: the first ones of a single fact."""
    return [source.pick for source in sources] == ["first"]


def _of_source(source: Source, facts: Facts, periods: tuple[Period, ...], as_of: date) -> pl.LazyFrame:
    if source.how == "stock":
        return holdings(source, facts, [p for p in periods if p.start <= as_of], as_of)
    return candidates(source, facts, periods, as_of).with_columns(
        pl.lit(source.how == "distinct_person").alias("is_distinct")
    )


def once_per_period(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Count each person once a period, at the first of the rows as they stand; the later ones are duplicates."""
    once = pl.col("is_distinct") & (pl.col("reason") == COUNTED)
    first = pl.struct("person_key", "period_start", once.alias("once")).is_first_distinct()
    return refuse(rows, pl.col("is_distinct") & ~first, DUPLICATE_PERSON)
