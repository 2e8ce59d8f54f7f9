"""What is owed: how long, to how many, since when, and up to which month a benefit or a batch is paid.

Age is counted in whole months from the day of the decision; what was not decided, or decided on no known day, counts
from the last day of the month it is due for. On the last day of a month a month begun on any day is whole.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

import polars as pl

from analytics.budget.ledger import Ledger
from analytics.policy import Policy

_OWED = "arrears"
_MOST_DAYS = 31
#: Basis points of the whole.
_WHOLE = 10_000


def aged(waiting: pl.DataFrame, policy: Policy, *, as_of: date) -> pl.DataFrame:
    """Return `Ledger.open` with since (the day from which it counts), months_owed and age (class of arrears.toml)."""
    ages = policy.arrears.ages
    last = monthrange(as_of.year, as_of.month)[1]
    day = _MOST_DAYS if as_of.day == last else as_of.day
    since = pl.col("since")
    begun = (as_of.year - since.dt.year()) * 12 + as_of.month - since.dt.month()
    whole = (begun - (since.dt.day() > day)).clip(lower_bound=0)
    names = pl.Series([age.id for age in ages], dtype=pl.Enum([age.id for age in ages]))
    place = pl.sum_horizontal(pl.col("months_owed") >= age.start for age in ages) - 1
    months = waiting["month"].unique()
    month_end = pl.col("month").replace_strict(months, months.dt.month_end())
    return (
        waiting.with_columns(since=pl.coalesce("decided_on", month_end))
        .with_columns(months_owed=whole.cast(pl.Int32))
        .with_columns(age=pl.lit(names).gather(place))
    )


def totals(waiting: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return one row per group of `aged`: amount_fen, people (beneficiaries), months (cells) and oldest (day)."""
    return (
        waiting.lazy()
        .group_by(by)
        .agg(
            amount_fen=pl.col("amount_fen").sum(),
            people=pl.col("beneficiary").n_unique(),
            months=pl.len(),
            oldest=pl.col("since").min(),
        )
        .sort(by, nulls_last=True)
        .collect()
    )


def owed(waiting: pl.DataFrame) -> pl.DataFrame:
    """Return of `aged` what was approved and not paid: the arrears in the narrow sense."""
    return waiting.filter(pl.col("cause") == _OWED)


def paid_to(ledger: Ledger, policy: Policy, by: Sequence[str] = ("benefit_id",)) -> pl.DataFrame:
    """Return one row per group of batches: paid_to, fully_paid_to, approved_to, approved_fen and open_fen.

    by: benefit_id, or benefit_id and document_no. paid_to: the last month such that of it, and of everything up to it,
    the share of arrears.toml has arrived; fully_paid_to: not a fen is owed up to it. Both are null where there is none.
    """
    by = list(by)
    most = _WHOLE - policy.arrears.paid_to.share_bp
    sums = ledger.batches.group_by(*by, "month").agg(pl.col("approved_fen", "open_fen").sum()).sort(*by, "month")
    given, lacking = pl.col("approved_fen"), pl.col("open_fen")
    return (
        sums.with_columns(
            is_paid=_is_within(most, lacking, given)
            & _is_within(most, lacking.cum_sum().over(by), given.cum_sum().over(by)),
            is_full=lacking.cum_sum().over(by) == 0,
        )
        .group_by(by)
        .agg(
            paid_to=pl.col("month").filter("is_paid").max(),
            fully_paid_to=pl.col("month").filter("is_full").max(),
            approved_to=pl.col("month").max(),
            approved_fen=given.sum(),
            open_fen=lacking.sum(),
        )
        .sort(by)
    )


def _is_within(most_bp: int, part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return part * _WHOLE <= whole * most_bp
