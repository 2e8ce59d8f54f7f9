"""What was approved and what was paid, as the ledgers tell it: every fen once, on its own day.

Both frames have one row per statement, with the columns of `COLUMNS`; `amount_fen` is the total of the row. Rows that
state no months (a sum paid once) have none. What a state of a payment means stands in arrears.toml:

- money that arrived counts in full, money that never left the bank counts nothing but keeps its row;
- money taken back counts against the payment that is still in force for the same months; where the ledger has
  replaced that payment by this row (one row per person and months, its state overwritten), both are told at once and
  nothing is left;
- the treasury may tell a roster's money again: it is the same money when beneficiary, benefit, amount and day agree
  and the months too, if the treasury states them; otherwise it is a second payment;
- a stage of an application that states an amount speaks for what is not paid by the month, unless the ledger of the
  decisions or payments tells the same sum of the same day.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from analytics.policy import Policy

#: Tables that are needed.
FACTS = ("decision_amount", "payment", "application")
_KEY = ("beneficiary", "person_key", "employer_id", "benefit_id", "from_month", "to_month", "months", "amount_fen")
_TOLD = ("unit_id", "town", "account_key", "status", "fact", "record_id")
#: What an application does not say.
_UNSAID = {
    "months": pl.Int32,
    "from_month": pl.Date,
    "to_month": pl.Date,
    "account_key": pl.String,
    "status": pl.String,
}
_SORTED = ("record_id", "fact")
_PAIR = ("beneficiary", "benefit_id")
_PLACE = "place"
_MONTHLY = "month"


def approved(facts: Mapping[str, pl.DataFrame], policy: Policy, *, as_of: date) -> pl.DataFrame:
    """Return what was approved by `as_of`, one row per decision and lot of months: _KEY, decided_on, document_no …"""
    unsaid = {name: kind for name, kind in _UNSAID.items() if name not in ("from_month", "to_month")}
    decisions = facts["decision_amount"].lazy()
    decisions = decisions.with_columns(pl.lit(None, kind).alias(name) for name, kind in unsaid.items())
    told = _told(decisions, "decision_amount", "decided_on", policy, as_of)
    staged = _staged(facts["application"], "approved", "decided_on", policy, as_of)
    rows = pl.concat([told, _not_told(staged, told.lazy(), "decided_on")], how="diagonal_relaxed")
    return _in_order(rows, "decided_on", "document_no")


def paid(facts: Mapping[str, pl.DataFrame], policy: Policy, *, as_of: date) -> pl.DataFrame:
    """Return what was paid by `as_of`, one row per payment: _KEY, paid_on, batch_no …; see above for what counts."""
    meaning = policy.arrears.statements
    told = _told(facts["payment"].lazy(), "payment", "paid_on", policy, as_of)
    payments = facts["payment"]
    again = payments["record_id"].filter(payments["ledger"].is_in(meaning.retold_by))
    is_again = told["record_id"].is_in(again.implode())
    if is_again.any():
        treasury = told.filter(is_again)
        fresh = _not_told(treasury, told.lazy().filter(~is_again), "paid_on")
        once = treasury["record_id"].filter(~treasury["record_id"].is_in(fresh["record_id"].implode()))
        told = told.filter(~told["record_id"].is_in(once.implode())) if len(once) else told
    staged = _staged(facts["application"], "paid", "paid_on", policy, as_of)
    rows = pl.concat([told, _not_told(staged, told.lazy(), "paid_on")], how="diagonal_relaxed")
    return _in_order(_netted(rows, meaning.money), "paid_on", "batch_no")


def beneficiary(policy: Policy) -> pl.Expr:
    """Return who receives the money of a row: the person where the payee of the benefit is one, else the employer.

    A row without either names the unit that filed it.
    """
    persons = [b.id for b in policy.benefits if b.payee in policy.arrears.statements.persons]
    unit = pl.concat_str(pl.lit("unit:"), "unit_id")
    return (
        pl.when(pl.col("benefit_id").is_in(persons) | pl.col("employer_id").is_null())
        .then(pl.coalesce("person_key", "employer_id", unit))
        .otherwise("employer_id")
        .alias("beneficiary")
    )


def _told(rows: pl.LazyFrame, fact: str, day: str, policy: Policy, as_of: date) -> pl.DataFrame:
    """Return the rows of a fact that state money by `as_of`; a row without a day is taken as told in time."""
    known = pl.col("amount_fen").is_not_null() & (pl.col(day).is_null() | (pl.col(day) <= as_of))
    document = "document_no" if fact == "decision_amount" else "batch_no"
    begin, end = pl.col("from_month"), pl.col("to_month")
    last = begin.dt.year() * 12 + begin.dt.month() - 1 + pl.max_horizontal("months", 1) - 1
    run = (end.dt.year() - begin.dt.year()) * 12 + end.dt.month() - begin.dt.month() + 1
    named = rows.filter(known).with_columns(beneficiary(policy), begin.dt.month_start(), end.dt.month_start())
    frame = named.select(*_KEY, day, document, *(pl.lit(fact).alias(n) if n == "fact" else n for n in _TOLD)).collect()
    if frame.select((begin.is_not_null() & end.is_null()).any()).item():
        frame = frame.with_columns(pl.coalesce(end, pl.date(last // 12, last % 12 + 1, 1)))
    if frame.select((begin.is_not_null() & pl.col("months").is_null()).any()).item():
        frame = frame.with_columns(pl.coalesce("months", run.cast(pl.Int32)))
    return frame


def _staged(applications: pl.DataFrame, turn: str, day: str, policy: Policy, as_of: date) -> pl.DataFrame:
    """Return the stages that state such money of benefits that are not paid by the month."""
    stages = [stage for stage, means in policy.arrears.statements.stages.items() if means == turn]
    monthly = [benefit.id for benefit in policy.benefits if benefit.per == _MONTHLY]
    speaks = pl.col("stage").is_in(stages) & ~pl.col("benefit_id").is_in(monthly)
    rows = applications.lazy().filter(speaks).rename({"event_date": day, "application_no": "batch_no"})
    rows = rows.with_columns(pl.lit(None, kind).alias(name) for name, kind in _UNSAID.items())
    return _told(rows, "application", day, policy, as_of)


def _not_told(again: pl.DataFrame, told: pl.LazyFrame, day: str) -> pl.DataFrame:
    """Return the rows of `again` that do not tell once more what `told` has told, row for row."""
    if again.is_empty():
        return again
    undated, dated = ["beneficiary", "benefit_id", "amount_fen", day], ["from_month", "to_month"]
    known = (
        told.filter(pl.col("benefit_id").is_in(again["benefit_id"].unique().implode()))
        .select(*undated, *dated)
        .join(again.lazy().select(undated).unique(), on=undated, how="semi")
        .collect()
    )
    if known.is_empty():
        return again
    left = again.sort("from_month", "record_id", nulls_last=True)
    has_months = pl.col("from_month").is_not_null()
    for keys, part in (([*undated, *dated], has_months), (undated, ~has_months)):
        counted = known.group_by(keys).agg(told_count=pl.len())
        asked = left.filter(part).with_columns(turn=pl.int_range(pl.len()).over(keys))
        fresh = asked.join(counted, on=keys, how="left", maintain_order="left")
        fresh = fresh.filter(pl.col("turn") >= pl.col("told_count").fill_null(0)).select(again.columns)
        left = pl.concat([left.filter(~part), fresh])
    return left


def _netted(rows: pl.DataFrame, money: Mapping[str, str]) -> pl.DataFrame:
    """Turn what was filed into what arrived: nothing, or less, for what never left or was taken back."""

    def states(meaning: str) -> list[str]:
        return [state for state, means in money.items() if means == meaning]

    gone = pl.col("status").is_in(states("never_left") + states("taken_back")).fill_null(value=False)
    is_back = rows["status"].is_in(states("taken_back")).fill_null(value=False)
    back = rows.filter(is_back).with_columns(is_back.arg_true().alias(_PLACE))
    kept = rows.with_columns(amount_fen=pl.when(gone).then(0).otherwise("amount_fen"))
    if back.is_empty():
        return kept
    arrived = rows.lazy().filter(~gone).select(*_PAIR, begin="from_month", end="to_month")
    taken = _in_force(back, arrived)
    place = taken[_PLACE]
    return kept.with_columns(kept["amount_fen"].scatter(place, -taken["amount_fen"].abs()))


def _in_force(back: pl.DataFrame, arrived: pl.LazyFrame) -> pl.DataFrame:
    """Return what was taken back of payments that still stand: for each its months are covered, once for once."""
    pair = list(_PAIR)
    asked = back.with_columns(turn=pl.int_range(pl.len()).over(*pair, "from_month", "to_month", order_by="record_id"))
    near = arrived.join(back.lazy().select(pair).unique(), on=pair, how="semi").collect()
    covers = (pl.col("begin") <= pl.col("from_month")) & (pl.col("to_month") <= pl.col("end"))
    undated = pl.col("begin").is_null() & pl.col("from_month").is_null()
    standing = asked.join(near, on=pair).filter(covers | undated).group_by("fact", "record_id").agg(standing=pl.len())
    return asked.join(standing, on=["fact", "record_id"]).filter(pl.col("turn") < pl.col("standing"))


def _in_order(rows: pl.DataFrame, day: str, number: str) -> pl.DataFrame:
    columns: Iterable[str] = (*_KEY, day, number, *_TOLD)
    ordered = rows.select(columns)
    return ordered if ordered["record_id"].is_sorted() else ordered.sort(_SORTED)
