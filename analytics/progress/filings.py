"""What had to be filed, what was, and when: nothing filed is not the same as zero.

A sheet fills every due period that its own months touch; ledgers filed on events are never due.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from analytics.intake.layouts import Layout
from analytics.progress.engine import ENGINE
from analytics.progress.months import MONTHS_A_QUARTER, MONTHS_A_YEAR, month_range
from analytics.progress.periods import calendar
from analytics.progress.rules import Rules

Layouts = Mapping[str, Layout]

SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "ledger": pl.String,
    "unit_id": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "due_date": pl.Date,
    "filed_on": pl.Date,
    "state": pl.String,
    "batch_id": pl.Int32,
}
#: How many months a filing of each frequency covers; what is filed on events is not among them.
PERIOD_MONTHS = {"monthly": 1, "quarterly": MONTHS_A_QUARTER, "yearly": MONTHS_A_YEAR}
_FILED = ("on_time", "late")
_KEY = ("ledger", "period_start")


def filings(sheets: pl.DataFrame, layouts: Layouts, rules: Rules, *, as_of: date, on: date) -> pl.DataFrame:
    """One row per ledger and due period that has begun by `as_of`: when it was due and when it was first filed.

    state on the day `on`: on_time or late when filed (late: more than the grace days after due_date), missing when
    the grace days have passed, else not_due. batch_id is that of the first filing.
    """
    due = _calendar(layouts, rules, as_of)
    grace = timedelta(days=rules.policy.filing.grace_days)
    filed = due.join(_first_filings(due, sheets), on=list(_KEY), how="left", maintain_order="left")
    state = (
        pl.when(pl.col("filed_on") <= pl.col("due_date") + grace)
        .then(pl.lit("on_time"))
        .when(pl.col("filed_on").is_not_null())
        .then(pl.lit("late"))
        .when(pl.col("due_date") + grace < on)
        .then(pl.lit("missing"))
        .otherwise(pl.lit("not_due"))
    )
    return filed.with_columns(state.alias("state")).select(pl.col(c).cast(t) for c, t in SCHEMA.items())


def _calendar(layouts: Layouts, rules: Rules, as_of: date) -> pl.DataFrame:
    """One row per ledger and period, from the opening of the window to the period that holds `as_of`."""
    rows = [
        (layout.id, layout.unit, period.start, period.end, period.end + timedelta(days=due_days(layout, rules)))
        for layout in sorted(layouts.values(), key=lambda layout: layout.id)
        if layout.frequency in PERIOD_MONTHS
        for period in calendar(rules.window[0], date(as_of.year, 12, 31), PERIOD_MONTHS[layout.frequency])
        if period.start <= as_of
    ]
    names = ("ledger", "unit_id", "period_start", "period_end", "due_date")
    return pl.DataFrame(rows, schema={name: SCHEMA[name] for name in names}, orient="row")


def due_days(layout: Layout, rules: Rules) -> int:
    """Return the days a bureau has after the end of a period: the layout's own, else those of the frequency."""
    own = "due_days" in layout.model_fields_set
    return layout.due_days if own else rules.policy.filing.due_days[layout.frequency]


def _first_filings(due: pl.DataFrame, sheets: pl.DataFrame) -> pl.DataFrame:
    """One row per ledger and period that some sheet touches: its first filing."""
    told = sheets.select(
        "ledger",
        "batch_id",
        "period_from",
        "period_to",
        pl.coalesce("received_at", "recorded_at").dt.date().alias("filed_on"),
    ).drop_nulls("period_from")
    touching = (
        due.select(*_KEY, "period_end")
        .join(told, on="ledger")
        .filter((pl.col("period_from") <= pl.col("period_end")) & (pl.col("period_to") >= pl.col("period_start")))
    )
    return (
        touching.sort("filed_on", "batch_id")
        .unique(_KEY, keep="first", maintain_order=True)
        .select(*_KEY, "filed_on", "batch_id")
    )


def completeness(filed: pl.DataFrame, rules: Rules, as_of: date) -> pl.DataFrame:
    """One row per unit and month: how many filings had to cover it, how many do, and their share.

    A filing that is neither due nor made counts nowhere; a month without any has no row.
    """
    covered = _covered_months(filed, rules, as_of).group_by("unit_id", "month")
    tallied = covered.agg(*_tally(), pl.col("filed").mean().alias("share"))
    return tallied.sort("unit_id", "month").collect(engine=ENGINE)


def completeness_of_targets(filed: pl.DataFrame, rules: Rules, as_of: date) -> pl.DataFrame:
    """One row per target and month: how many filings of its owner ledgers had to cover it, and how many do."""
    owners = pl.LazyFrame(
        [(target.id, ledger) for target in rules.policy.targets for ledger in target.owner_ledgers],
        schema={"target_id": pl.String, "ledger": pl.String},
        orient="row",
    )
    covered = _covered_months(filed, rules, as_of).join(owners, on="ledger").group_by("target_id", "month")
    return covered.agg(*_tally()).sort("target_id", "month").collect(engine=ENGINE)


def _tally() -> list[pl.Expr]:
    return [pl.len().cast(pl.Int64).alias("expected"), pl.col("filed").sum()]


def _covered_months(filed: pl.DataFrame, rules: Rules, as_of: date) -> pl.LazyFrame:
    """One row per filing that was due or made and month it covers, `filed` 1 or 0."""
    months = pl.LazyFrame({"month": month_range(rules.window[0], as_of)}, schema={"month": pl.Date})
    expected = filed.lazy().filter(pl.col("state") != "not_due")
    expected = expected.with_columns(pl.col("state").is_in(_FILED).cast(pl.Int64).alias("filed"))
    covers = (pl.col("month") >= pl.col("period_start")) & (pl.col("month") <= pl.col("period_end"))
    return expected.join(months, how="cross").filter(covers)
