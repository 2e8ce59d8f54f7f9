"""How long applications take, stage by stage."""

from datetime import date

import polars as pl

from analytics.entitlement.statements import beneficiary
from analytics.policy import Policy

_CASE = ("benefit_id", "beneficiary", "application_no")
_STAGES = "application_stage"
_NINE_TENTHS = 0.9


def stage_times(applications: pl.DataFrame, policy: Policy, *, as_of: date) -> pl.DataFrame:
    """Return one row per benefit_id and stage: count, median_days, p90_days from the stage before, total_median_days
    and total_p90_days from the first stage; what is dated after `as_of` is left out.

    Stages of one day stand in the order of codes.toml.
    """
    return (
        _steps(applications, policy, as_of)
        .filter(pl.col("days").is_not_null())
        .group_by("benefit_id", "stage")
        .agg(
            pl.len().alias("count"),
            median_days=pl.col("days").median(),
            p90_days=pl.col("days").quantile(_NINE_TENTHS, "linear"),
            total_median_days=pl.col("total").median(),
            total_p90_days=pl.col("total").quantile(_NINE_TENTHS, "linear"),
        )
        .sort("benefit_id", "stage")
        .collect()
    )


def standing(applications: pl.DataFrame, policy: Policy, *, as_of: date) -> pl.DataFrame:
    """Return one row per benefit_id and last stage reached: count, and the median, p90 and most days since then."""
    idle = (pl.lit(as_of) - pl.col("event_date")).dt.total_days()
    return (
        _steps(applications, policy, as_of)
        .filter(pl.col("case") != pl.col("case").shift(-1, fill_value=pl.len()))
        .group_by("benefit_id", "stage")
        .agg(
            pl.len().alias("count"),
            median_days=idle.median(),
            p90_days=idle.quantile(_NINE_TENTHS, "linear"),
            most_days=idle.max(),
        )
        .sort("benefit_id", "stage")
        .collect()
    )


def payment_times(approved: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """Return one row per benefit_id: count of lots, median_days and p90_days from the decision to the first money.

    Decision and payment belong together by beneficiary, benefit and the number of the document, which is the batch.
    """
    keys = ["beneficiary", "benefit_id", "document_no"]
    first = paid.lazy().filter(pl.col("amount_fen") > 0).rename({"batch_no": "document_no"})
    first = first.group_by(keys).agg(pl.col("paid_on").min())
    days = (pl.col("paid_on") - pl.col("decided_on")).dt.total_days()
    return (
        approved.lazy()
        .group_by(keys)
        .agg(pl.col("decided_on").min())
        .join(first, on=keys)
        .group_by("benefit_id")
        .agg(
            pl.len().alias("count"),
            median_days=days.median(),
            p90_days=days.quantile(_NINE_TENTHS, "linear"),
        )
        .sort("benefit_id")
        .collect()
    )


def _steps(applications: pl.DataFrame, policy: Policy, as_of: date) -> pl.LazyFrame:
    """Return every stage in the order of its case, with the days since the one before and since the first."""
    stage = pl.col("stage").cast(pl.Enum(policy.codes[_STAGES].ids))
    days, case = pl.col("event_date"), pl.col("case")
    rows = applications.filter(days <= as_of).select(beneficiary(policy), "benefit_id", "application_no", stage, days)
    numbers = rows.select(_CASE).unique().with_row_index("case")
    ordered = rows.join(numbers, on=_CASE, nulls_equal=True).sort("case", days, "stage").lazy()
    is_same = case == case.shift()
    first = pl.when(is_same.fill_null(value=False)).then(None).otherwise(days).forward_fill()
    return ordered.with_columns(
        days=pl.when(is_same).then(days.diff().dt.total_days()), total=(days - first).dt.total_days()
    )
