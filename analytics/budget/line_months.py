"""The year of the day month by month: paid so far, expected to December with a band, and the pace of spending."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.budget.lines import Expected, booked, told_by_payments
from analytics.policy import Policy
from analytics.series.matched import quantiles

Money = NDArray[np.float64]
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Year:
    """Fen by line and month of a budget year, the last line being all of them; available: by line."""

    names: tuple[str | None, ...]
    available: Money
    paid: Money
    mean: Money
    sd: Money
    season: Money


def line_months(
    rows: pl.DataFrame, money: pl.DataFrame, expected: Expected, policy: Policy, *, as_of: date
) -> pl.DataFrame:
    """Return one row per line (null: all lines) and month of the year of the day, for lines that payments tell of.

    rows: the fact budget_line; money: `lines.payments`. paid_fen: paid in the month, null after the day. mean_fen:
    expected in the month, null up to it. total_fen: paid and expected from January on; low_fen, high_fen: its band,
    after the day. linear_fen: the same part of what is available every month. seasonal_fen: the part of it that was
    paid by that month in earlier whole years, null where there are too few.
    """
    year = _year(rows, money, expected, policy, as_of)
    count, now = len(year.names), as_of.month
    months = [date(as_of.year, month, 1) for month in range(1, _MONTHS + 1)]
    total, ahead = np.cumsum(year.paid + year.mean, axis=1), np.cumsum(year.mean, axis=1)
    sd, band = np.cumsum(year.sd, axis=1), policy.lines.band
    so_far = np.cumsum(year.paid, axis=1)
    low, high = np.moveaxis(so_far[..., None] + quantiles(ahead, np.square(sd), (band.low, band.high)), -1, 0)
    linear = year.available[:, None] * np.arange(1, _MONTHS + 1) / _MONTHS
    is_past = np.tile(np.arange(1, _MONTHS + 1) <= now, count)
    frame = pl.DataFrame(
        {
            "line": [name for name in year.names for _ in months],
            "month": months * count,
            "paid_fen": year.paid.ravel(),
            "mean_fen": year.mean.ravel(),
            "total_fen": total.ravel(),
            "low_fen": low.ravel(),
            "high_fen": high.ravel(),
            "linear_fen": linear.ravel(),
            "seasonal_fen": (year.available[:, None] * year.season).ravel(),
            "is_past": is_past,
        },
        schema_overrides={"line": pl.String},
    )
    past = pl.col("is_past")
    return frame.with_columns(
        pl.when(past).then(pl.col("paid_fen").round().cast(pl.Int64)).alias("paid_fen"),
        *(pl.when(~past).then(name).alias(name) for name in ("mean_fen", "low_fen", "high_fen")),
        pl.col("seasonal_fen").fill_nan(None),
    ).drop("is_past")


def _year(rows: pl.DataFrame, found: pl.DataFrame, expected: Expected, policy: Policy, as_of: date) -> Year:
    told = set(told_by_payments(policy))
    names = [line for line in policy.codes["budget_line"].ids if line in told]
    years = range(min(policy.document.window_start.year, as_of.year), as_of.year + 1)
    history = _grid(found, "paid_fen", names, list(years))
    to_come = expected.months.with_columns(sd=pl.col("var_fen").sqrt())
    mean, sd = (_grid(to_come, name, names, [as_of.year])[:, 0] for name in ("mean_fen", "sd"))
    in_all = np.concatenate([history, history.sum(axis=0, keepdims=True)])
    return Year(
        (*names, None),
        _with_sum(_available(rows, names, as_of)),
        in_all[:, -1],
        _with_sum(mean),
        np.concatenate([sd, _together(sd, expected.correlation.get(as_of.year, 0.0))]),
        _season(in_all[:, :-1], list(years)[:-1], policy),
    )


def _grid(frame: pl.DataFrame, column: str, names: list[str], years: list[int]) -> Money:
    """Return the sums of a column by line, year and month."""
    kept = frame.filter(pl.col("line").is_in(names) & pl.col("month").dt.year().is_between(years[0], years[-1]))
    place = kept["line"].cast(pl.Enum(names)).to_physical().to_numpy().astype(np.int64)
    month = kept.select((pl.col("month").dt.year() - years[0]) * _MONTHS + pl.col("month").dt.month() - 1)
    size = len(years) * _MONTHS
    cell, values = place * size + month.to_series().to_numpy(), kept[column].cast(pl.Float64).to_numpy()
    sums = np.bincount(cell, values, len(names) * size).astype(np.float64)
    return sums.reshape(len(names), len(years), _MONTHS)


def _available(rows: pl.DataFrame, names: list[str], as_of: date) -> Money:
    told = booked(rows, as_of).filter(pl.col("budget_year") == as_of.year)
    moved = pl.col("transferred_in_fen") - pl.col("transferred_out_fen")
    available = told.select("line", pl.col("set_fen") + pl.col("adjusted_fen") + moved)
    found = dict(available.iter_rows())
    return np.array([found.get(name, 0) for name in names], np.float64)


def _together(sd: Money, correlation: float) -> Money:
    """Return the sd that all lines add month by month: the differences of that of their running totals."""
    running = np.cumsum(sd, axis=1)
    whole = np.sqrt((1 - correlation) * np.square(running).sum(axis=0) + correlation * np.square(running.sum(axis=0)))
    return np.diff(whole, prepend=0.0)[None, :]


def _with_sum(by_line: Money) -> Money:
    return np.concatenate([by_line, by_line.sum(axis=0, keepdims=True)])


def _season(history: Money, years: list[int], policy: Policy) -> Money:
    """Return the part of a year's payments made by the end of each month, over the last whole years with any."""
    pace, start = policy.lines.pace, policy.document.window_start
    is_whole = np.array([date(year, 1, 1) >= start for year in years], np.bool_)
    sums = history.sum(axis=2)
    counts = (sums > 0) & is_whole
    recent = counts & (np.cumsum(counts[:, ::-1], axis=1)[:, ::-1] <= pace.years_most)
    shares = np.cumsum(history, axis=2) / np.where(sums > 0, sums, 1.0)[:, :, None]
    number = recent.sum(axis=1)
    mean = (shares * recent[:, :, None]).sum(axis=1) / np.maximum(number, 1)[:, None]
    return np.where((number >= pace.years_least)[:, None], mean, np.nan)
