"""The share of good records: rows that passed the checks and came in time, of all a unit had to file."""

from datetime import timedelta

import polars as pl

from analytics.assessment.frames import QUALITY
from analytics.assessment.sheets import sheets_of_year
from analytics.policy import Policy
from analytics.policy.schemes import Scheme

_SHEET = ["batch_id", "sheet_no"]


def quality(sheets: pl.DataFrame, filings: pl.DataFrame, policy: Policy, scheme: Scheme) -> pl.DataFrame:
    """Return frame QUALITY, one row per unit that filed rows or had to: dq, rows and passed as filed, on_time.

    Of a file brought again only the last version counts, and it is in time if the first was. A sheet is due with the
    period that holds its last month; a ledger that is filed on events is never late. A filing that is missing counts as
    many rows as the largest of its ledger, none of them good: else it would cost less than a late one.
    """
    told = _told(sheets, filings, policy, scheme.year)
    sums = told.group_by("unit_id").agg(
        rows=pl.col("rows_data").sum(),
        passed=pl.col("rows_accepted").sum(),
        good=pl.col("rows_accepted").filter("in_time").sum(),
        prompt=pl.col("rows_data").filter("in_time").sum(),
    )
    asked = pl.DataFrame({"unit_id": list(scheme.group_of)})
    joined = (
        asked.join(sums, on="unit_id", how="left", maintain_order="left")
        .join(_missing(sheets, filings, scheme.year), on="unit_id", how="left", maintain_order="left")
        .filter(pl.col("rows").is_not_null() | pl.col("missing").is_not_null())
        .with_columns(pl.col("rows", "passed", "good", "prompt", "missing").fill_null(0))
    )
    whole = pl.col("rows") + pl.col("missing")
    made = joined.with_columns(dq=pl.col("good") / whole, on_time=pl.col("prompt") / whole)
    return made.select(pl.col(name).cast(kind) for name, kind in QUALITY.items())


def factor_of(share: pl.Expr, scheme: Scheme) -> pl.Expr:
    """Return the factor on a total that a share of good records gives."""
    rule = scheme.quality
    return (rule.base + (share - rule.start)).clip(rule.floor, 1.0)


def _told(sheets: pl.DataFrame, filings: pl.DataFrame, policy: Policy, year: int) -> pl.DataFrame:
    """Return the sheets of the year with rows, and whether each came in time."""
    mine = sheets_of_year(sheets, year).filter(pl.col("settled_by").is_null(), pl.col("rows_data") > 0)
    due = filings.select("ledger", "period_start", "period_end", "due_date")
    last = mine.select(*_SHEET, "ledger", "period_to").join(due, on="ledger")
    last = last.filter(pl.col("period_to").is_between("period_start", "period_end"))
    dated = mine.join(last.group_by(_SHEET).agg(pl.col("due_date").max()), on=_SHEET, how="left")
    limit = pl.col("due_date") + timedelta(days=policy.filing.grace_days)
    return dated.with_columns(in_time=pl.col("due_date").is_null() | (pl.col("first_received") <= limit))


def _missing(sheets: pl.DataFrame, filings: pl.DataFrame, year: int) -> pl.DataFrame:
    """Return by unit how many rows its missing filings of the year stand for."""
    largest = (
        sheets.group_by("ledger", "batch_id")
        .agg(pl.col("rows_data").sum())
        .group_by("ledger")
        .agg(usual=pl.col("rows_data").max())
    )
    absent = filings.filter(pl.col("period_end").dt.year() == year, pl.col("state") == "missing")
    told = absent.join(largest, on="ledger", how="left").with_columns(pl.col("usual").fill_null(1).clip(lower_bound=1))
    return told.group_by("unit_id").agg(missing=pl.col("usual").sum())
