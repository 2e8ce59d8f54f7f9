"""What has happened so far, by beneficiary and stream: when they became due, asked, were approved and were paid."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analytics.budget.exposure.book import IntArray
from analytics.budget.exposure.streams import MONTHLY, Streams
from analytics.entitlement.months import first_day, month_after_last_whole, months_between
from analytics.entitlement.prospects import instalments, level_of
from analytics.entitlement.statements import beneficiary
from analytics.policy import Policy
from analytics.policy.assumptions import Assumptions

#: So many beneficiaries of a stream tell enough of its delays: of twice as many every second one is asked.
_ENOUGH = 2_000
NEVER = 1 << 20
_PAIR = ("stream", "beneficiary")
#: Of the longest table only what is looked at is copied.
_PAID = ("beneficiary", "benefit_id", "from_month", "to_month", "amount_fen", "paid_on")


@dataclass(frozen=True)
class History:
    """The frames that everything is estimated from, all by as_of.

    due: entitlement.dues. approved, paid: entitlement.statements. applications: the facts of the applications.
    recorded: fact, record_id and recorded (day) of the records behind what is due.
    """

    policy: Policy
    streams: Streams
    as_of: date
    due: pl.DataFrame
    approved: pl.DataFrame
    paid: pl.DataFrame
    applications: pl.DataFrame
    recorded: pl.DataFrame

    @property
    def register(self) -> Assumptions:
        return self.policy.assumptions

    @property
    def after(self) -> int:
        """The number of the first month that is not over."""
        return month_after_last_whole(self.as_of)


@dataclass(frozen=True, slots=True)
class Payments:
    """Instalments that were paid, arrays of one length: the stream, and the numbers of months.

    due: it fell due. asked, approved: the first application, the last decision about it; NEVER if none. paid: money.
    fen: how much, and of all whom this beneficiary stands for.
    """

    stream: IntArray
    due: IntArray
    asked: IntArray
    approved: IntArray
    paid: IntArray
    fen: IntArray


def month_of(column: str) -> pl.Expr:
    """Return the number of the month of a day; 0 is January 1970."""
    day = pl.col(column).dt
    return (day.year().cast(pl.Int64) - 1970) * 12 + day.month().cast(pl.Int64) - 1


def owed(history: History) -> pl.DataFrame:
    """Return what fell due in money, with the yearly instalments decided before their fact is on file.

    stream, beneficiary, month (number), months, amount_fen, level; fact, record_id or decided_on tell how it is known.
    """
    streams, columns = history.streams, [*_PAIR, "month", "months", "amount_fen", "benefit_id"]
    source = ["fact", "record_id", "decided_on"]
    filed = history.due.filter(streams.known() & (pl.col("amount_fen") > 0))
    filed = filed.with_columns(streams.places(), month=month_of("from_month"), decided_on=pl.lit(None, pl.Date))
    parts = [filed.select(*columns, *source)]
    yearly = [place for place, benefit in enumerate(streams.benefits) if benefit.period == "year"]
    is_yearly = pl.col("benefit_id").is_in([streams.ids[place] for place in yearly])
    due, approved = history.due.filter(is_yearly), history.approved.filter(is_yearly)
    for place in yearly:
        if streams.every[place] != MONTHLY:
            early = instalments(streams.benefits[place], due, approved).filter(~pl.col("is_due"))
            early = early.with_columns(
                month=month_of("month"),
                months=pl.lit(1, pl.Int32),
                stream=pl.lit(place, pl.Int64),
                fact=pl.lit(None, pl.String),
                record_id=pl.lit(None, pl.Int64),
            )
            parts.append(early.select(*columns, *source))
    return level_of(pl.concat(parts), history.policy)


def pairs(history: History, rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row per stream and beneficiary that was ever due: first (month), asked, approved (null: not yet).

    asked: the first application or decision, or else payment.
    """
    known, places = history.streams.known(), history.streams.places()
    told = history.applications.lazy().filter(known & (pl.col("event_date") <= history.as_of))
    told = told.with_columns(beneficiary(history.policy)).group_by("benefit_id", "beneficiary")
    granted = history.approved.lazy().filter(known & (pl.col("amount_fen") > 0)).group_by("benefit_id", "beneficiary")
    first = rows.lazy().group_by(_PAIR).agg(first=pl.col("month").min())
    for part in (
        told.agg(asked=pl.col("event_date").min()),
        granted.agg(approved=pl.col("decided_on").min(), is_approved=pl.lit(value=True)),
    ):
        first = first.join(part.with_columns(places).drop("benefit_id"), on=_PAIR, how="left")
    approved = pl.coalesce(month_of("approved"), pl.when("is_approved").then("first"))
    found = first.with_columns(month_of("asked"), approved.alias("approved")).collect()
    silent = found.filter(pl.col("asked").is_null() & pl.col("approved").is_null())
    money = history.paid.select(_PAID).filter(pl.col("beneficiary").is_in(silent["beneficiary"].implode()))
    money = money.filter(known & (pl.col("amount_fen") > 0)).with_columns(places).group_by(_PAIR)
    by_money = money.agg(paid=pl.col("paid_on").min(), is_paid=pl.lit(value=True))
    found = found.join(by_money, on=_PAIR, how="left").with_columns(month_of("paid"))
    decided = pl.coalesce("approved", pl.when("is_paid").then(pl.coalesce("paid", "first")))
    return found.select(*_PAIR, "first", asked=pl.min_horizontal("asked", decided), approved=decided).sort(_PAIR)


def payments(history: History, rows: pl.DataFrame, by_pair: pl.DataFrame) -> Payments:
    """Return the instalments paid on a known day, of every so-manyth beneficiary where there are very many."""
    known, places = history.streams.known(), history.streams.places()
    size = by_pair["stream"].value_counts(name="size").with_columns(step=pl.col("size") // _ENOUGH + 1)
    turn = pl.int_range(pl.len()).over("stream") % pl.col("step")
    some = by_pair.join(size, on="stream", how="left", maintain_order="left").filter(turn == 0)
    some = some.select(*_PAIR, "first", "asked", "step").with_row_index("pair")
    wanted = pl.col("beneficiary").is_in(some["beneficiary"].unique().implode())
    paid = history.paid.select(_PAID).filter(wanted)
    paid = paid.filter(known & (pl.col("amount_fen") > 0) & pl.col("paid_on").is_not_null())
    paid = paid.with_columns(places, paid=month_of("paid_on")).join(some, on=_PAIR)
    decided = (
        history.approved.filter(wanted).filter(known).with_columns(places).join(some.select("pair", *_PAIR), on=_PAIR)
    )
    lots = decided.select("pair", since=month_of("from_month"), approved=month_of("decided_on"))
    begun = rows.filter(wanted).join(some.select("pair", *_PAIR), on=_PAIR).select("pair", since="month", due="month")
    is_dated = pl.col("from_month").is_not_null()
    return _told(pl.concat([_by_month(paid.filter(is_dated), lots), _sums(paid.filter(~is_dated), lots, begun)]))


def _by_month(paid: pl.DataFrame, lots: pl.DataFrame) -> pl.DataFrame:
    """Return one row per month of every payment, with the decision for the months."""
    months = months_between("from_month", "to_month").clip(1)
    rows = paid.with_columns(offset=pl.int_ranges(0, months), amount_fen=pl.col("amount_fen") // months)
    rows = rows.explode("offset")
    rows = rows.with_columns(due=month_of("from_month") + pl.col("offset")).sort("due")
    dated = lots.with_columns(since=pl.coalesce("since", "approved")).drop_nulls("since").sort("since")
    return _kept(rows.join_asof(dated, left_on="due", right_on="since", by="pair", check_sortedness=False))


def _sums(paid: pl.DataFrame, lots: pl.DataFrame, begun: pl.DataFrame) -> pl.DataFrame:
    """Return one row per sum, with the last that had fallen due, and the last decision, by the month of payment."""
    rows = paid.sort("paid")
    for told in (begun.sort("since"), lots.select("pair", "approved", since="approved").drop_nulls().sort("since")):
        rows = rows.join_asof(told, left_on="paid", right_on="since", by="pair", check_sortedness=False)
        rows = rows.drop("since", strict=False)
    return _kept(rows.with_columns(pl.coalesce("due", "first")))


def _kept(rows: pl.DataFrame) -> pl.DataFrame:
    told = rows.select("stream", "due", "asked", "approved", "paid", fen=pl.col("amount_fen") * pl.col("step"))
    return told.with_columns(pl.col("asked", "approved").fill_null(NEVER)).cast(pl.Int64)


def _told(rows: pl.DataFrame) -> Payments:
    return Payments(*numbers(rows, "stream", "due", "asked", "approved", "paid", "fen"))


def first_month(history: History) -> date:
    """Return the first future month."""
    return first_day(history.after)


def numbers(frame: pl.DataFrame, *columns: str) -> tuple[IntArray, ...]:
    """Return columns as whole numbers."""
    return tuple(frame[column].cast(pl.Int64).to_numpy().astype(np.int64) for column in columns)
