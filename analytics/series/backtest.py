"""How good the forecasts were: made again as of earlier months, with what was known then, and held against the outcome.

Source: methods 2.3; scores are proper (CRPS), so that nothing is won by a wider or a narrower interval.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import polars as pl
from scipy import stats

from analytics.series.attain import forecast
from analytics.series.naive import naive
from analytics.series.panel import FloatArray, month_number, month_of, number_of
from analytics.series.remaining import quantile
from analytics.series.settings import DEFAULT, Settings
from analytics.series.windows import reported_by

_LEVELS = (np.arange(50) + 0.5) / 50
_TENTH = float(stats.norm.ppf(0.9))


def backtest(
    reports: pl.DataFrame,
    targets: pl.DataFrame,
    origins: Iterable[date],
    *,
    horizons: Sequence[int] = (),
    settings: Settings = DEFAULT,
) -> pl.DataFrame:
    """Return one row per origin and target: what was forecast then, what two simple methods said, and what came of it.

    reports, targets: as for `attain`; the outcome is what `reports` holds in all. Give origins and windows whose
    reports are in: a window that is still open would be held against half its outcome, so that one which ends less than
    `settled` months before the last report is left out. horizons: instead of the whole windows, their beginnings up to
    so many months after each origin, with the target in proportion; windows of a long programme can be tried so before
    it ends.
    Result: origin, the columns of `attain`, months_ahead (from the origin to the end of the window), outcome,
    is_reached, is_inside (p10 ≤ outcome ≤ p90), crps, then linear (even pace; null before the window), linear_crps
    (its absolute error), naive (last year's months once more), naive_p10, naive_p90, naive_crps. Scores are events.
    Origins before anything was reported are left out. Raises polars ColumnNotFoundError if a column is missing.
    """
    last = reports["reported_month"].max()
    first = reports["reported_month"].min()
    parts: list[pl.DataFrame] = []
    if isinstance(last, date) and isinstance(first, date):
        closed = month_of(number_of(last) + 1 - settings.settled)
        for origin in sorted(set(origins)):
            asked = _asked(targets, origin, horizons).filter(pl.col("end_month") < closed)
            if origin > first and asked.height:
                parts.append(_tried(reports, asked, origin, settings))
    if not parts:
        return _tried(reports.clear(), targets.clear(), date.min.replace(year=2000), settings)
    return pl.concat(parts)


def _asked(targets: pl.DataFrame, origin: date, horizons: Sequence[int]) -> pl.DataFrame:
    """Return the targets to be tried at an origin: those not over yet, or their beginnings."""
    open_ = targets.filter(pl.col("end_month") >= origin)
    if not horizons:
        return open_
    months = month_number("end_month") - month_number("start_month") + 1
    parts: list[pl.DataFrame] = []
    for horizon in horizons:
        end = month_of(number_of(origin) + horizon - 1)
        share = (number_of(end) - month_number("start_month") + 1) / months
        begun = open_.filter((pl.col("start_month") <= end) & (pl.col("end_month") >= end))
        target = (pl.col("target") * share).ceil().cast(pl.Int64)
        parts.append(begun.with_columns(target=target, end_month=pl.lit(end)))
    return pl.concat(parts)


def _tried(reports: pl.DataFrame, targets: pl.DataFrame, origin: date, settings: Settings) -> pl.DataFrame:
    made = forecast(reports, targets, origin, settings=settings)
    told = made.table
    outcome = reported_by(reports, targets, None)
    simple = naive(made.panel, targets, made.windows.reported, settings)
    counts = made.windows.reported[:, None] + quantile(made.told.mean[:, None], made.variance[:, None], _LEVELS)
    ahead = targets.select(month_number("end_month") - number_of(origin) + 1).to_series()
    return pl.DataFrame({"origin": [origin] * len(targets)}, schema={"origin": pl.Date}).hstack(told).with_columns(
        months_ahead=ahead,
        outcome=outcome,
        is_reached=outcome >= targets["target"].to_numpy(),
        is_inside=pl.lit(outcome).is_between("p10", "p90"),
        crps=crps_of_quantiles(counts, outcome),
        linear=simple.linear,
        linear_crps=np.abs(simple.linear - outcome),
        naive=simple.mean,
        naive_p10=simple.mean - _TENTH * simple.sd,
        naive_p90=simple.mean + _TENTH * simple.sd,
        naive_crps=crps_of_normal(simple.mean, simple.sd, outcome),
    ).with_columns(pl.col("linear", "linear_crps").fill_nan(None))  # fmt: skip


def crps_of_quantiles(counts: FloatArray, outcome: np.ndarray) -> FloatArray:
    """Return the continuous ranked probability score of equally likely quantiles, [row, quantile]: mean pinball × 2."""
    off = outcome[:, None] - counts
    return 2.0 * np.maximum(_LEVELS * off, (_LEVELS - 1.0) * off).mean(axis=1)


def crps_of_normal(mean: FloatArray, sd: FloatArray, outcome: np.ndarray) -> FloatArray:
    """Return the continuous ranked probability score of a normal distribution; the absolute error where sd is 0."""
    safe = np.where(sd > 0, sd, 1.0)
    z = (outcome - mean) / safe
    score = safe * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi))
    return np.where(sd > 0, score, np.abs(outcome - mean))
