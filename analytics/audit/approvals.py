"""Rules of approvals: unpaid or paid too early (11), service not rendered, split amounts, all on one day (12)."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from analytics.audit.books import OPEN, Books
from analytics.audit.findings import hits, of_cells, of_person
from analytics.entitlement.months import month_numbers

_BASIS_POINTS = 10_000
_MONTHLY = "month"
_KEY = ["beneficiary", "benefit_id"]
_SPELL = ("person_key", "employer_id")


def unpaid(books: Books) -> pl.DataFrame:
    """Rule 11: what was approved longer ago than allowed and never paid; negative, for it is owed.

    Months between paid ones are left to the ledger of arrears: a row that was refused looks the same.
    """
    last_day = books.as_of - timedelta(days=books.rule(11).limits["unpaid_days"])
    old = books.approved.filter((pl.col("decided_on") < last_day) & (pl.col("amount_fen") > 0))
    monthly = [benefit.id for benefit in books.policy.benefits if benefit.per == _MONTHLY]
    is_monthly = pl.col("benefit_id").is_in(monthly)
    dated = is_monthly & pl.col("from_month").is_not_null() & pl.col("person_key").is_not_null()
    months = _months_unpaid(books, old.filter(dated))
    rows = pl.concat(
        [months, _sums_unpaid(books, books.approved.filter(~is_monthly), last_day)], how="diagonal_relaxed"
    )
    return hits(11, pl.col("state"), pl.concat_str(*_KEY, separator=" "), rows.drop("record_id"))


def _months_unpaid(books: Books, old: pl.DataFrame) -> pl.DataFrame:
    """Return the decisions of which nothing was paid, or nothing of the last months and none thereafter."""
    paid, place = books.by_benefit, books.places(old["person_key"], old["benefit_id"])
    first, last = (place + month_numbers(old[name]) for name in ("from_month", "to_month"))
    order = np.argsort(place)  # looked up one after the other, neighbours lie near each other
    begun, ended = np.empty_like(first), np.empty_like(last)
    begun[order], ended[order] = np.searchsorted(paid, first[order]), np.searchsorted(paid, last[order], side="right")
    around = np.concatenate([[-1], paid, [np.iinfo(np.int64).max]])
    latest = np.where(ended > begun, around[ended], first - 1)
    is_over = around[ended + 1] > place + OPEN
    run, tail = last - first + 1, last - latest
    owed = old.with_columns(
        fen=-pl.col("amount_fen") * pl.Series(tail) // pl.Series(run),
        state=pl.Series(np.where(tail == run, "unpaid", "partly_unpaid"), dtype=pl.String),
    )
    return owed.filter(pl.Series((tail == run) | ((tail > 0) & is_over)))


def _sums_unpaid(books: Books, decided: pl.DataFrame, last_day: date) -> pl.DataFrame:
    """Return the decisions of a sum before the last day to which no payment belongs.

    What is paid by instalments is being paid; and nothing is late where the ledger states no days of payment.
    """
    key = [*_KEY, "amount_fen"]
    counted = books.sums.group_by(key).agg(payments=pl.len())
    instalments = books.sums.join(decided.select(key).unique(), on=key, how="anti").select(_KEY).unique()
    turn = pl.int_range(pl.len()).over(key, order_by=["decided_on", "record_id"])
    asked = decided.with_columns(turn=turn).join(counted, on=key, how="left", maintain_order="left")
    is_old = (pl.col("decided_on") < last_day) & (pl.col("amount_fen") > 0)
    owed = asked.filter(is_old & (pl.col("turn") >= pl.col("payments").fill_null(0)))
    undated = books.sums.group_by("benefit_id").agg(pl.col("paid_on").is_null().all()).filter("paid_on")
    for known, on in ((instalments, _KEY), (undated, "benefit_id")):
        owed = owed.join(known, on=on, how="anti", maintain_order="left")
    month = pl.col("decided_on").dt.truncate("1mo")
    return owed.with_columns(fen=-pl.col("amount_fen"), state=pl.lit("unpaid"), from_month=month, to_month=month)


def too_early(books: Books) -> pl.DataFrame:
    """Rule 11: payments made before the day on which they were decided."""
    decided = books.approved.drop_nulls(["document_no", "decided_on"]).rename({"document_no": "batch_no"})
    latest = decided.group_by("batch_no").agg(latest=pl.col("decided_on").max())
    known = (latest["batch_no"], latest["latest"])
    decided_on = pl.col("batch_no").replace_strict(*known, default=None, return_dtype=pl.Date)
    early = books.lines.filter(pl.col("paid_on") < decided_on)
    mine = decided.select(*_KEY, "batch_no", "decided_on", begin="from_month", end="to_month")
    is_of = pl.col("begin").is_null() | pl.col("from_month").is_between("begin", "end")
    early = early.join(mine, on=[*_KEY, "batch_no"]).filter((pl.col("paid_on") < pl.col("decided_on")) & is_of)
    cells = books.cells.join(early.select("line").unique(), on="line", how="semi", maintain_order="left")
    told = of_cells(books, cells).with_columns(stake_fen="fen", fen=pl.lit(0, pl.Int64), cell=pl.lit(None, pl.UInt32))
    return hits(11, "paid_before_approval", of_person(), told)


def left_early(books: Books) -> pl.DataFrame:
    """Rule 12: awards for insured months with one employer that were not all insured by the day of the decision."""
    rule = books.rule(12)
    needed = {
        benefit: max(amount.when.insured_months_at_least or 0 for amount in books.policy.benefit(benefit).amounts)
        for benefit in rule.benefits
    }
    given = books.approved.filter(pl.col("benefit_id").is_in(list(needed))).drop_nulls(["person_key", "employer_id"])
    given = given.with_columns(needed=pl.col("benefit_id").replace_strict(needed, return_dtype=pl.Int32))
    spells = books.facts["insurance_spell"].select(*_SPELL, "start_month", "end_month")
    ends = pl.min_horizontal(pl.coalesce("end_month", "decided_on"), "decided_on")
    mine = spells.join(given, on=list(_SPELL), how="semi")
    served = given.select("record_id", "person_key", "employer_id", "decided_on").join(_unbroken(mine), on=list(_SPELL))
    run = (
        (ends.dt.year() - pl.col("start_month").dt.year()) * 12 + ends.dt.month() - pl.col("start_month").dt.month() + 1
    )
    longest = served.group_by("record_id").agg(served=run.max())
    short = given.join(longest, on="record_id", how="left", maintain_order="left")
    short = short.filter(pl.col("served").fill_null(0) < pl.col("needed"))
    short = short.join(spells, on="person_key", how="semi", maintain_order="left")
    return hits(12, "left_early", of_person(), _with_payment(books, short).with_columns(fen="amount_fen"))


def _unbroken(spells: pl.DataFrame) -> pl.DataFrame:
    """Return the spells with one employer that overlap or follow each other month by month as one."""
    reach = pl.col("end_month").fill_null(date.max).cum_max().shift(1).over(_SPELL)
    ordered = spells.drop_nulls("start_month").sort(*_SPELL, "start_month")
    goes_on = pl.col("start_month").dt.offset_by("-1mo") <= reach
    numbered = ordered.with_columns(run=(~goes_on.fill_null(value=False)).cum_sum())
    is_open = pl.col("end_month").is_null().any()
    end = pl.when(~is_open).then(pl.col("end_month").max())
    return numbered.group_by(*_SPELL, "run").agg(pl.col("start_month").min(), end)


def _with_payment(books: Books, given: pl.DataFrame) -> pl.DataFrame:
    """Return decisions with the cell and the record of the payment that followed: of that sum, the next one."""
    sums = books.cells.join(books.sums.select("line", *_KEY, "paid_on", "record_id"), on="line")
    key = [*_KEY, "amount_fen"]
    sums = sums.rename({"fen": "amount_fen"}).select("cell", "record_id", *key, "paid_on")
    sums = sums.join(given.select(key).unique(), on=key, how="semi").drop_nulls("paid_on").sort("paid_on")
    matched = (
        given.drop("record_id")
        .sort("decided_on")
        .join_asof(sums, left_on="decided_on", right_on="paid_on", by=key, strategy="forward", check_sortedness=False)
    )
    is_first = pl.int_range(pl.len()).over("cell") == 0
    return matched.with_columns(
        pl.when(is_first).then("cell").alias("cell"), pl.when(is_first).then("record_id").alias("record_id")
    )


def split(books: Books) -> pl.DataFrame:
    """Rule 12: amounts of one employer, benefit and day, each just below what a higher office would approve."""
    limits = books.rule(12).limits
    line = limits["approval_fen"]
    near = line - line * limits["near_bp"] // _BASIS_POINTS
    parts = books.approved.filter(pl.col("amount_fen").is_between(near, line, closed="left"))
    day = [*_KEY, "decided_on"]
    parts = parts.filter(pl.len().over(day) >= limits["split_parts"])
    parts = parts.with_columns(fen=pl.lit(0, pl.Int64), stake_fen="amount_fen").drop("record_id")
    month = pl.col("decided_on").dt.truncate("1mo")
    subject = pl.concat_str(*_KEY, pl.col("decided_on").cast(pl.String), separator=" ")
    return hits(12, "split", subject, parts.with_columns(from_month=month, to_month=month))


def same_day(books: Books) -> pl.DataFrame:
    """Rule 12: applications of one benefit and town that went through all their stages on one day."""
    limits = books.rule(12).limits
    told = books.facts["application"].drop_nulls(["application_no", "event_date"])
    case = ["benefit_id", "application_no"]
    day = [*case, "event_date"]
    crowded = told.filter(pl.len().over(day) >= limits["same_day_stages"])
    at_once = crowded.unique(case, keep="first", maintain_order=True)
    lot = ["benefit_id", "event_date", "town"]
    many = at_once.filter(pl.len().over(lot) >= limits["same_day_cases"])
    month = pl.col("event_date").dt.truncate("1mo")
    rows = many.with_columns(fen=pl.lit(0, pl.Int64), from_month=month, to_month=month).drop("record_id")
    subject = pl.concat_str(
        "benefit_id", pl.col("event_date").cast(pl.String), pl.col("town").fill_null(""), separator=" "
    )
    return hits(12, "same_day", subject, rows)
