"""The agenda: matters ranked by money at stake × urgency × reversibility, with their options."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.decisions.follow_up import OVERDUE, RUNNING
from analytics.decisions.frames import ITEMS, OPTIONS, Found
from analytics.policy import Policy


@dataclass(frozen=True)
class Agenda:
    """items: by ITEMS, the highest product first; options: by OPTIONS."""

    items: pl.DataFrame
    options: pl.DataFrame

    @property
    def first(self) -> pl.DataFrame:
        """The items that a meeting sees first."""
        return self.items.filter("is_first")

    def options_of(self, ref: str) -> pl.DataFrame:
        return self.options.filter(pl.col("ref") == ref).sort("place")


def meeting_code(day: date) -> str:
    """Return the code of the meeting on the quarter that holds a day: 2026Q3."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def agenda(found: Iterable[Found], decisions: pl.DataFrame, policy: Policy, *, as_of: date) -> Agenda:
    """Return the matters in their order.

    decisions: FOLLOWED; a matter on which a decision is open and not overdue is followed up, and not put again.
    """
    rules, told = policy.agenda, Found.together(found)
    running = decisions.filter(pl.col("state").is_in(RUNNING)).unique("ref", keep="last")
    known = told.items.drop("decision", "days_left").join(
        running.select("ref", "state", decision="number"), on="ref", how="left", maintain_order="left"
    )
    days = (pl.col("deadline") - pl.lit(as_of)).dt.total_days()
    reversal = {kind.id: kind.reversal for kind in rules.kinds}
    factors = {item.id: item.factor for item in rules.reversals}
    urgency = pl.lit(rules.urgencies[-1].id)
    for item in reversed(rules.urgencies[:-1]):
        urgency = pl.when(pl.col("days_left") <= item.days_to).then(pl.lit(item.id)).otherwise(urgency)
    urgent = {item.id: item.factor for item in rules.urgencies}
    ranked = (
        known.with_columns(days_left=days, reversal=pl.col("kind").replace_strict(reversal, return_dtype=pl.String))
        .with_columns(urgency=urgency)
        .with_columns(
            urgency_factor=pl.col("urgency").replace_strict(urgent, return_dtype=pl.Float64),
            reversal_factor=pl.col("reversal").replace_strict(factors, return_dtype=pl.Float64),
        )
        .with_columns(product=pl.col("at_stake_fen") * pl.col("urgency_factor") * pl.col("reversal_factor"))
        .sort("product", "ref", descending=[True, False], nulls_last=True)
        .with_columns(rank=pl.int_range(1, pl.len() + 1))
    )
    is_new = pl.col("state").is_null() | (pl.col("state") == OVERDUE)
    place = pl.when(is_new).then(pl.int_range(pl.len()).over("kind", is_new.alias("is_new")))
    is_shown = (place < rules.meeting.kind_max).fill_null(value=False)
    shown = pl.when(is_shown).then(is_shown.cast(pl.Int64).cum_sum())
    is_first = (shown <= rules.meeting.items_max).fill_null(value=False)
    items = ranked.with_columns(is_first=is_first)
    return Agenda(items.select(ITEMS.names()).cast(ITEMS), told.options.select(OPTIONS.names()))
