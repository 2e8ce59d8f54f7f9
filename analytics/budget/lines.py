"""Budget lines by year: what was set, moved and set aside, what is promised, paid and booked, and what is expected.

Money out of a line is told twice: by the rows of payments, benefit by benefit, and by what finance books as spent. A
line whose benefits are paid by rows is reckoned by them, and the difference is a finding; of any other line only the
bookings speak, and nothing is expected of it.

A payment without a day belongs to the last month that it is for, as in the ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analytics.policy import Policy
from analytics.series.matched import exceedance, quantiles

#: What of the difference between payments and bookings is a finding; null where no rows tell payments.
FINDINGS = ("agree", "unbooked", "untold")
#: What is to be expected of a line: over already, by the probabilities of the policy, or why nothing can be said.
OUTLOOKS = ("over", "likely", "possible", "unlikely", "unset", "unknown")
_KEYS = ("budget_year", "line")
_OWED, _IN_KIND, _BUREAU = "arrears", "kind", "bureau"
_KINDS = {"set_fen": "set", "adjusted_fen": "adjusted", "earmarked_fen": "earmarked", "booked_fen": "spent"}
_IN, _OUT = "transferred_in", "transferred_out"
_EXPECTED = ("mean_fen", "sd_fen", "low_fen", "high_fen", "overrun", "outlook")
_BASIS = 10_000
#: Whole fen that add up over the lines.
MONEY = (
    "set_fen", "adjusted_fen", "transferred_in_fen", "transferred_out_fen", "available_fen", "earmarked_fen",
    "owed_fen", "committed_fen", "paid_fen", "undated_fen", "booked_fen", "spent_fen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """What is still to be paid after the day, in fen.

    months: one row per line and month with mean_fen, var_fen (chance and shared error) and committed_fen, the part of
    the mean for people who are approved. The months of a line err together: their sd add up. correlation: between the
    errors of two lines, by budget year; of a year that is not named the lines err alone.
    """

    months: pl.DataFrame
    correlation: Mapping[int, float]

    def by_year(self) -> pl.DataFrame:
        """Return one row per budget_year and line: mean_fen, sd_fen, committed_fen."""
        return self.months.group_by(pl.col("month").dt.year().alias("budget_year"), "line").agg(
            pl.col("mean_fen").sum(), pl.col("committed_fen").sum(), sd_fen=pl.col("var_fen").sqrt().sum()
        )


def lines(
    rows: pl.DataFrame,
    money: pl.DataFrame,
    waiting: pl.DataFrame,
    expected: Expected,
    policy: Policy,
    *,
    as_of: date,
) -> pl.DataFrame:
    """Return one row per budget_year and line of which anything is known, by year and in the order of the policy.

    rows: the fact budget_line; money: `payments`; waiting: budget.aged. In whole fen: MONEY, where
    available = set + adjusted + transferred in - out, earmarked is within it, owed was approved and is not paid,
    committed is owed and what the approved expect in the year, spent is paid or else booked; difference_fen = paid -
    booked with `finding` (FINDINGS). Expected: mean_fen and sd_fen of what is spent by the end of the year with its
    band low_fen, high_fen, the probability `overrun` that it is more than is available, and `outlook` (OUTLOOKS).
    """
    parts = [
        booked(rows, as_of),
        money.group_by("line", budget_year=pl.col("month").dt.year()).agg(pl.col("paid_fen", "undated_fen").sum()),
        _owed(waiting, policy, as_of),
        expected.by_year().with_columns(pl.col("committed_fen").round().cast(pl.Int64)),
    ]
    merged = pl.concat([part.lazy() for part in parts], how="diagonal_relaxed").group_by(_KEYS).agg(pl.all().sum())
    is_told = pl.col("line").is_in(told_by_payments(policy))
    order = policy.codes["budget_line"].ids
    frame = (
        merged.with_columns(
            available_fen=pl.col("set_fen") + pl.col("adjusted_fen") + pl.col(f"{_IN}_fen") - pl.col(f"{_OUT}_fen"),
            committed_fen=pl.col("owed_fen") + pl.col("committed_fen"),
            spent_fen=pl.when(is_told).then("paid_fen").otherwise("booked_fen"),
            difference_fen=pl.when(is_told).then(pl.col("paid_fen") - pl.col("booked_fen")),
            mean_fen=pl.col("mean_fen").cast(pl.Float64),
            sd_fen=pl.col("sd_fen").cast(pl.Float64),
        )
        .with_columns(finding=_finding(policy), mean_fen=pl.col("spent_fen") + pl.col("mean_fen"))
        .filter(pl.any_horizontal(pl.col(MONEY) != 0) | (pl.col("mean_fen") >= 1))
        .sort("budget_year", pl.col("line").cast(pl.Enum(order)))
        .collect()
    )
    is_known = is_told | (pl.col("budget_year") < as_of.year)
    return _with_outlook(frame, policy, is_known).select(*_KEYS, *MONEY, "difference_fen", "finding", *_EXPECTED)


def in_total(found: pl.DataFrame, correlation: Mapping[int, float], policy: Policy) -> pl.DataFrame:
    """Return one row per budget_year of `lines`: the sums, and what is expected of all lines together.

    correlation: see Expected. Lines of which nothing is expected count with what was spent.
    """
    sd, year = pl.col("sd_fen"), pl.col("budget_year").first()
    rho = year.replace_strict(dict(correlation), default=0.0, return_dtype=pl.Float64)
    spread = ((1 - rho) * sd.pow(2).sum() + rho * sd.sum().pow(2)).sqrt()
    summed = found.group_by("budget_year").agg(
        pl.col(MONEY).sum(), pl.col("difference_fen", "mean_fen").sum(), sd_fen=spread
    )
    known = _with_outlook(summed.sort("budget_year"), policy, pl.lit(value=True))
    return known.select("budget_year", *MONEY, "difference_fen", *_EXPECTED)


def transfers(rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return one row per budget_year and day on which money moved between lines: out_fen, in_fen, gap_fen, open_fen.

    gap_fen: what left on the day and arrived nowhere on it. open_fen: the same of the whole year, in which it may
    have arrived on another day; where that is not zero, the transfers of the year are not all told.
    """
    moved = _moved(_known(rows, as_of)).filter(pl.col("moved") != 0)
    days = moved.group_by("budget_year", "event_date").agg(
        out_fen=-pl.col("moved").clip(upper_bound=0).sum(), in_fen=pl.col("moved").clip(lower_bound=0).sum()
    )
    gap = pl.col("out_fen") - pl.col("in_fen")
    return days.with_columns(gap_fen=gap, open_fen=gap.sum().over("budget_year")).sort("budget_year", "event_date")


def booked(rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return one row per budget_year and line: what finance told by the day, by kind, in fen."""
    kinds = [pl.col("amount_fen").filter(pl.col("kind") == kind).sum().alias(name) for name, kind in _KINDS.items()]
    moved = pl.col("moved")
    return (
        _moved(_known(rows, as_of))
        .group_by("budget_year", line="line_code")
        .agg(
            *kinds,
            moved.clip(lower_bound=0).sum().alias(f"{_IN}_fen"),
            (-moved.clip(upper_bound=0).sum()).alias(f"{_OUT}_fen"),
        )
    )


def payments(paid: pl.DataFrame, policy: Policy, as_of: date) -> pl.DataFrame:
    """Return one row per line and month in which anything was paid: paid_fen, and undated_fen of it.

    paid: entitlement.statements. Raises polars' InvalidOperationError for a benefit that the policy does not know.
    """
    undated = pl.col("amount_fen").filter(pl.col("paid_on").is_null()).sum()
    return (
        paid.lazy()
        .group_by("benefit_id", month=day_paid(as_of).dt.month_start())
        .agg(paid_fen=pl.col("amount_fen").sum(), undated_fen=undated)
        .group_by(of_benefit(policy), "month")
        .agg(pl.col("paid_fen", "undated_fen").sum())
        .sort("line", "month")
        .collect()
    )


def day_paid(as_of: date) -> pl.Expr:
    """Return the day on which a payment counts: its own, else the last month that it is for, not after as_of."""
    today = pl.lit(as_of)
    return pl.min_horizontal(pl.coalesce("paid_on", "to_month", today), today)


def of_benefit(policy: Policy) -> pl.Expr:
    """Return the budget line of a benefit_id."""
    return pl.col("benefit_id").replace_strict({b.id: b.budget_line for b in policy.benefits}).alias("line")


def told_by_payments(policy: Policy) -> list[str]:
    """Return the lines from which benefits are paid row by row: given in money, and to others than bureaus."""
    paying = (b.budget_line for b in policy.benefits if b.kind != _IN_KIND and b.payee != _BUREAU)
    return sorted(set(paying))


def _known(rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return what was told by the day; a row without a day is taken as told in time."""
    return rows.filter(pl.col("event_date").is_null() | (pl.col("event_date") <= as_of))


def _moved(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with what they move into their line; out of it, whichever sign the row was written with."""
    amount, kind = pl.col("amount_fen"), pl.col("kind")
    into = pl.when(kind == _IN).then(amount).when(kind == _OUT).then(-amount.abs()).otherwise(0)
    return rows.with_columns(moved=into.fill_null(0))


def _owed(waiting: pl.DataFrame, policy: Policy, as_of: date) -> pl.DataFrame:
    """Return what was approved and is not paid, which weighs on the year of the day."""
    owed = waiting.lazy().filter(pl.col("cause").cast(pl.String) == _OWED)
    sums = owed.group_by("benefit_id").agg(pl.col("amount_fen").sum())
    by_line = sums.group_by(of_benefit(policy)).agg(owed_fen=pl.col("amount_fen").sum())
    return by_line.with_columns(budget_year=pl.lit(as_of.year, pl.Int32)).collect()


def _finding(policy: Policy) -> pl.Expr:
    limits, difference = policy.lines.agreement, pl.col("difference_fen")
    allowed = pl.max_horizontal(pl.col("booked_fen").abs() * limits.share_bp / _BASIS, pl.lit(limits.least_fen))
    code = pl.when(difference.abs() <= allowed).then(0).when(difference > 0).then(1).otherwise(2)
    is_any = (pl.col("paid_fen") != 0) | (pl.col("booked_fen") != 0)
    found = pl.when(difference.is_not_null() & is_any).then(code)
    return found.replace_strict(dict(enumerate(FINDINGS)), return_dtype=pl.Enum(FINDINGS))


def _with_outlook(frame: pl.DataFrame, policy: Policy, is_known: pl.Expr) -> pl.DataFrame:
    """Return the frame with the probability of an overrun and what it is called; is_known: where there is one."""
    left = (frame["available_fen"] - frame["spent_fen"]).cast(pl.Float64).to_numpy()
    to_come = (frame["mean_fen"] - frame["spent_fen"]).to_numpy()
    variance, band = np.square(frame["sd_fen"].to_numpy()), policy.lines.band
    chance = exceedance(to_come, variance, left)
    ends = quantiles(to_come, variance, (band.low, band.high)) + frame["spent_fen"].to_numpy()[:, None]
    levels, overrun, is_set = policy.lines.overrun, pl.col("overrun"), pl.col("available_fen") != 0
    is_over = pl.col("spent_fen") > pl.col("available_fen")
    outlook = (
        pl.when(~is_set).then(pl.lit("unset"))
        .when(is_over).then(pl.lit("over"))
        .when(overrun.is_null()).then(pl.lit("unknown"))
        .when(overrun >= levels.likely).then(pl.lit("likely"))
        .when(overrun >= levels.possible).then(pl.lit("possible"))
        .otherwise(pl.lit("unlikely"))
    )  # fmt: skip
    told = frame.with_columns(
        pl.Series("overrun", chance), pl.Series("low_fen", ends[:, 0]), pl.Series("high_fen", ends[:, 1])
    ).with_columns(overrun=pl.when(is_set & (is_known | is_over)).then("overrun"))
    return told.with_columns(outlook=outlook.cast(pl.Enum(OUTLOOKS)))
