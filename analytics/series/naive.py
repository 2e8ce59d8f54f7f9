"""Forecasts to be beaten: the even pace of the calendar, and last year's months once more."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.series.completeness import completeness
from analytics.series.fit import over
from analytics.series.panel import FloatArray, IntArray, Panel, month_number
from analytics.series.settings import Settings

_YEAR = 12
#: Relative change from year to year that is taken for granted until two years can be compared, and the largest told.
_LAUNCH_CHANGE = 0.3
_LARGEST_CHANGE = 2.0


@dataclass(frozen=True, slots=True)
class Naive:
    """linear: [target] total at an even pace, NaN before the window begins. mean, sd: [target] last year's months once
    more, with the changes that there have been from year to year."""

    linear: FloatArray
    mean: FloatArray
    sd: FloatArray


def naive(panel: Panel, targets: pl.DataFrame, reported: IntArray, settings: Settings) -> Naive:
    """Return both forecasts of every target, from the same completed months as the forecast has."""
    origin = np.array([panel.months])
    known = completeness(panel, origin, settings)[0]
    complete = over(panel.seen(origin)[0], known)
    place = np.array([panel.series.index(name) for name in targets["series"]], dtype=np.int64)
    start, end = (
        targets.select(month_number(name)).to_series().to_numpy() - panel.first for name in ("start_month", "end_month")
    )
    end = end + 1
    gone = np.clip(panel.months - start, 0, end - start)
    linear = np.where(gone > 0, reported * (end - start) / np.maximum(gone, 1), np.nan)
    longest = max(int(end.max(initial=0)), panel.months)
    whole = np.concatenate([complete, _repeated(complete, longest - panel.months)], axis=1)[place]
    months = np.arange(longest)
    inside = (months >= start[:, None]) & (months < end[:, None])
    total = np.where(inside, whole, 0.0).sum(axis=1)
    seen = np.concatenate([complete * known, np.zeros((len(known), longest - panel.months))], axis=1)[place]
    to_come = np.maximum(total - np.where(inside, seen, 0.0).sum(axis=1), 0.0)
    spread = np.array([_yearly_change(complete, int(n)) for n in end - panel.months])
    return Naive(linear, reported + to_come, np.sqrt((spread * to_come) ** 2 + to_come))


def _repeated(complete: FloatArray, months: int) -> FloatArray:
    """Return [series, month] last year's months in turn; what there is in the mean where there is no year yet."""
    year = complete[:, -_YEAR:]
    if year.shape[1] == 0:
        return np.zeros((len(complete), months))
    if year.shape[1] < _YEAR:
        return np.repeat(year.mean(axis=1, keepdims=True), months, axis=1)
    return year[:, np.arange(months) % _YEAR]


def _yearly_change(complete: FloatArray, horizon: int) -> float:
    """Return the relative sd from year to year, beyond chance, of sums over as many months as are to come."""
    months = int(np.clip(horizon, 1, _YEAR))
    while months > 1 and complete.shape[1] < _YEAR + months:
        months -= 1
    if complete.shape[1] < _YEAR + months:
        return _LAUNCH_CHANGE
    running = np.cumsum(np.pad(complete, ((0, 0), (1, 0))), axis=1)
    sums = running[:, months:] - running[:, :-months]
    before, after = sums[:, :-_YEAR], sums[:, _YEAR:]
    counted = before > 1
    change = np.clip(over(after - before, before)[counted], -_LARGEST_CHANGE, _LARGEST_CHANGE)
    chance = (over(after + before, before**2))[counted]
    return float(np.sqrt(max(np.mean(change**2 - chance), 0.0))) if len(change) else _LAUNCH_CHANGE
