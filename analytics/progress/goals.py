"""Persons who meet several goals: where they count, where else they would, and how many there are."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import polars as pl

from analytics.policy.catalogue import Policy
from analytics.progress.engine import ENGINE
from analytics.progress.reasons import COUNTED, OTHER_GOAL, refuse

_NAMES = pl.List(pl.String)


def goal_ids(policy: Policy) -> list[str]:
    """Return the goals of persons, in the order of the catalogue."""
    return [target.id for target in policy.targets if target.card]


def with_other_goals(parts: Mapping[str, pl.DataFrame], policy: Policy) -> dict[str, pl.LazyFrame]:
    """Add `also_in` to the rows of each target: the other goals that a person who meets this goal meets too."""
    goals = goal_ids(policy)
    several = _in_several({goal: parts[goal] for goal in goals}).lazy()
    nothing = pl.lit([], dtype=_NAMES)
    found = {target: rows.lazy().with_columns(nothing.alias("also_in")) for target, rows in parts.items()}
    for goal in goals:
        met = several.filter(pl.col("goals").list.contains(goal)).select(
            "person_key", pl.col("goals").list.filter(pl.element() != goal).alias("others")
        )
        known = found[goal].join(met, on="person_key", how="left", maintain_order="left")
        found[goal] = known.with_columns(pl.coalesce("others", "also_in").alias("also_in"))
    return found


def one_goal_each(parts: Mapping[str, pl.LazyFrame], priority: Sequence[str]) -> dict[str, pl.LazyFrame]:
    """Count a person in the first goal of `priority` only (r13), without one in every goal; add `is_counted`."""
    decided = dict(parts)
    for rank, goal in enumerate(priority):
        is_taken = pl.any_horizontal(
            [pl.col("also_in").list.contains(earlier) for earlier in priority[:rank]] or [False]
        )
        decided[goal] = refuse(decided[goal], is_taken, OTHER_GOAL)
    return {
        target: rows.with_columns((pl.col("reason") == COUNTED).alias("is_counted")) for target, rows in decided.items()
    }


def overlaps(rows: pl.DataFrame, policy: Policy) -> pl.LazyFrame:
    """One row per pair of goals: how many persons meet both, whichever they are counted in."""
    several = rows.lazy().filter(pl.col("also_in").list.len() > 0)
    met = several.select("person_key", goal="target_id", other_goal="also_in").explode("other_goal").unique()
    both = met.group_by("goal", "other_goal").agg(pl.len().cast(pl.Int64).alias("persons"))
    pairs = combinations(goal_ids(policy), 2)
    every = pl.LazyFrame(list(pairs), schema={"goal": pl.String, "other_goal": pl.String}, orient="row")
    return every.join(both, on=["goal", "other_goal"], how="left", maintain_order="left").with_columns(
        pl.col("persons").fill_null(0)
    )


def _in_several(parts: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per person who meets two goals or more: `goals` in the order of the parts."""
    meeting = {
        goal: rows.lazy().filter(pl.col("reason") == COUNTED).select("person_key") for goal, rows in parts.items()
    }
    both = [
        meeting[larger]
        .join(meeting[smaller], on="person_key", how="semi")  # a table of the few is made sooner
        .with_columns(goals=pl.lit([smaller, larger], _NAMES))
        for smaller, larger in combinations(sorted(parts, key=lambda goal: parts[goal].height), 2)
    ]
    single = pl.concat(both).explode("goals").with_columns(pl.col("goals").cast(pl.Enum(list(parts)))).unique()
    listed = single.sort("person_key", "goals").group_by("person_key", maintain_order=True).agg("goals")
    return listed.with_columns(pl.col("goals").cast(_NAMES)).collect(engine=ENGINE)
