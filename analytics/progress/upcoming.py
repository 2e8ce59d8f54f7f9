"""What is to be filed next: of every ledger the first period that is neither in nor past its day."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from analytics.intake.layouts import Layout
from analytics.policy import Policy
from analytics.progress.filings import PERIOD_MONTHS, due_days
from analytics.progress.periods import calendar
from analytics.progress.rules import Rules

UPCOMING: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "ledger": pl.String,
    "unit_id": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "due_date": pl.Date,
}
#: A period of a year that ends with the window is looked for as well.
_BEYOND = 366


def upcoming(filings: pl.DataFrame, layouts: Mapping[str, Layout], policy: Policy, *, as_of: date) -> pl.DataFrame:
    """One row per ledger that is filed regularly: its next period due on `as_of` or later, the nearest day first.

    `filings` as filings.filings has them: what is in already is not asked for again.
    """
    rules = Rules.settle(policy)
    filed = filings.filter(pl.col("filed_on").is_not_null()).select("ledger", "period_start")
    known = set(filed.iter_rows())
    rows = [row for layout in layouts.values() if (row := _next(layout, rules, known, as_of)) is not None]
    return pl.DataFrame(rows, schema=UPCOMING, orient="row").sort("due_date", "ledger")


def _next(layout: Layout, rules: Rules, known: set[tuple[str, date]], as_of: date) -> tuple[object, ...] | None:
    if layout.frequency not in PERIOD_MONTHS:
        return None
    start, end = rules.window
    days = timedelta(days=due_days(layout, rules))
    for period in calendar(start, end + timedelta(days=_BEYOND), PERIOD_MONTHS[layout.frequency]):
        if period.end + days >= as_of and (layout.id, period.start) not in known:
            return layout.id, layout.unit, period.start, period.end, period.end + days
    return None
