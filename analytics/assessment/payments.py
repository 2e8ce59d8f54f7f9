"""Whether what was approved was paid in time: from the decision to the first money that arrived after it."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from analytics.assessment.evidence import LATE, NO_DATE, NOT_DUE, UNPAID, Found, asked_frame, counted, found, lead
from analytics.entitlement.statements import beneficiary
from analytics.policy import Policy
from analytics.policy.arrears import Statements
from analytics.policy.schemes import Scheme, SchemeItem

#: What is needed of the fact payment.
COLUMNS = ("benefit_id", "person_key", "employer_id", "unit_id", "paid_on", "amount_fen", "status")
_CASE = ["benefit_id", "application_no"]
_LOT = ["beneficiary", "benefit_id"]
_ARRIVED = "arrived"


def in_time(applications: pl.DataFrame, payments: pl.DataFrame, policy: Policy, scheme: Scheme, day: date) -> Found:
    """Score the approved cases whose days are over in the year; see the measure payment_time of a scheme.

    Until its days are over an unpaid case is listed and not asked for. One whose money has no day is not in time.
    """
    of = asked_frame(scheme, "payment_time")
    items = [item for item in scheme.items if item.measure == "payment_time"]
    if not items:
        return found(of, of)
    parts = []
    for item in items:
        cases = _approved(applications, item, policy, scheme.year, day)
        money = _arrived(applications, payments, policy, cases["decided_on"].min(), day)
        parts.append(_judged(_paid(cases, money), item, day))
    evidence = of.join(pl.concat(parts).with_columns(lead(policy)), on=["unit_id", "item_id"])
    return found(counted(of, evidence.filter(pl.col("reason").ne_missing(NOT_DUE))), evidence)


def _approved(stages: pl.DataFrame, item: SchemeItem, policy: Policy, year: int, day: date) -> pl.DataFrame:
    """Return the cases whose days end in the year, by their first decision: _LOT, record_id, decided_on, is_ended."""
    days = timedelta(item.days or 0)
    opening, closing = date(year, 1, 1) - days, min(date(year, 12, 31) - days, day)
    decided = stages.filter(
        pl.col("stage").is_in(_stages(policy.arrears.statements, "approved")),
        pl.col("event_date").is_between(opening, closing),
        pl.col("application_no").is_not_null(),
    )
    ended = stages.filter(
        pl.col("stage").is_in(policy.arrears.differences.ended), pl.col("event_date").is_between(opening, day)
    )
    last = ended.group_by(_CASE).agg(ended_on=pl.col("event_date").max())
    first = decided.sort("event_date", "record_id").unique(_CASE, keep="first", maintain_order=True)
    return first.join(last, on=_CASE, how="left", maintain_order="left").select(
        beneficiary(policy),
        "benefit_id",
        "record_id",
        decided_on="event_date",
        is_ended=(pl.col("ended_on") >= pl.col("event_date")).fill_null(value=False),
    )


def _arrived(stages: pl.DataFrame, payments: pl.DataFrame, policy: Policy, first: Any, day: date) -> pl.LazyFrame:
    """Return _LOT and paid_on of money that arrived from the first day on, by payments or by stages; null: not told."""
    statements = policy.arrears.statements
    elsewhere = [status for status, means in statements.money.items() if means != _ARRIVED]
    may = pl.col("paid_on").is_null() | pl.col("paid_on").is_between(first, day)
    arrived = ~pl.col("status").is_in(elsewhere).fill_null(value=False) & (pl.col("amount_fen") > 0)
    staged = stages.lazy().filter(
        pl.col("stage").is_in(_stages(statements, "paid")), pl.col("event_date").is_between(first, day)
    )
    told = [payments.lazy().filter(may, arrived), staged.rename({"event_date": "paid_on"})]
    return pl.concat([rows.select(beneficiary(policy), "benefit_id", "paid_on") for rows in told])


def _paid(cases: pl.DataFrame, money: pl.LazyFrame) -> pl.DataFrame:
    """Add paid_on of the first money from the decision on, and has_undated: money whose day was not told."""
    after = pl.col("paid_on") >= pl.col("decided_on")
    sums = (
        cases.lazy()
        .select(*_LOT, "record_id", "decided_on")
        .join(money, on=_LOT)
        .group_by("record_id")
        .agg(pl.col("paid_on").filter(after).min(), has_undated=pl.col("paid_on").is_null().any())
    )
    return cases.lazy().join(sums, on="record_id", how="left", maintain_order="left").collect()


def _judged(cases: pl.DataFrame, item: SchemeItem, day: date) -> pl.DataFrame:
    """Return the evidence of one item, one row per case; an unpaid one that was ended is left out."""
    is_paid, due = pl.col("paid_on").is_not_null(), pl.col("decided_on") + pl.duration(days=item.days or 0)
    counts = (pl.col("paid_on") <= due).fill_null(value=False)
    reason = (
        pl.when(counts)
        .then(None)
        .when(is_paid)
        .then(pl.lit(LATE))
        .when(due > day)
        .then(pl.lit(NOT_DUE))
        .when("has_undated")
        .then(pl.lit(NO_DATE))
        .otherwise(pl.lit(UNPAID))
    )
    return cases.filter(is_paid | ~pl.col("is_ended")).select(
        "benefit_id",
        item_id=pl.lit(item.id),
        source=pl.lit("application"),
        fact=pl.lit("application"),
        record_id="record_id",
        ref=pl.concat_str(pl.lit("application:"), "record_id"),
        day=pl.coalesce("paid_on", due),
        value=pl.lit(1.0),
        counts=counts,
        reason=reason,
    )


def _stages(statements: Statements, turn: str) -> list[str]:
    return [stage for stage, means in statements.stages.items() if means == turn]
