"""The last month from which a target can still be turned: from then on the best pace there has been is kept up."""

import numpy as np
import polars as pl

from analytics.series.fit import Fit
from analytics.series.panel import FloatArray, Panel, month_of
from analytics.series.settings import Settings
from analytics.series.windows import Windows

#: A month is part of the best pace once so much of it is known.
_KNOWN = 0.8


def last_recoverable(windows: Windows, panel: Panel, found: Fit, lift: FloatArray, settings: Settings) -> pl.Series:
    """Return by target the last month from which the best pace reaches it in the mean; null when none does.

    Until that month the rate stays what it is. A target that is reached without it can be turned until its end.
    """
    rate = found.rate[0][windows.place]
    best = np.maximum(best_pace(panel, found, settings)[windows.place], rate)
    steady = windows.reported + rate * windows.past.sum(axis=1)
    ahead = windows.ahead
    before = np.cumsum(ahead, axis=1) - ahead
    after = ahead.sum(axis=1, keepdims=True) - before
    total = steady[:, None] + rate[:, None] * lift[:, None] * before + (best * np.maximum(lift, 1.0))[:, None] * after
    reaches = (total >= windows.target[:, None]) & (ahead > 0)
    alone = steady + rate * lift * ahead.sum(axis=1) >= windows.target
    last = ahead.shape[1] - 1 - np.argmax(reaches[:, ::-1], axis=1) if ahead.shape[1] else np.zeros(len(rate), int)
    months = np.where(alone, windows.end - 1, panel.months + last) + panel.first
    can = alone | reaches.any(axis=1)
    return pl.Series(
        [month_of(int(n)) if is_open else None for n, is_open in zip(months, can, strict=True)], dtype=pl.Date
    )


def best_pace(panel: Panel, found: Fit, settings: Settings) -> FloatArray:
    """Return [series] events a month, season aside, of the best run of months that are known well enough."""
    exposure = found.factor[0][:, panel.calendar] * found.known[0]
    settled = found.known[0] >= _KNOWN
    sums = [
        _running(np.where(settled, part, 0.0), settings.best_months)
        for part in (found.reported[0], exposure, np.ones_like(exposure))
    ]
    whole = (sums[2] >= settings.best_months) & (sums[1] > 0)
    pace = np.where(whole, sums[0] / np.where(whole, sums[1], 1.0), 0.0)
    return pace.max(axis=1, initial=0.0)


def _running(values: FloatArray, months: int) -> FloatArray:
    padded = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
    return padded[:, months:] - padded[:, :-months]
