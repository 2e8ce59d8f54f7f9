"""How far past forecasts were off, over all series together, and so how much wider an interval has to be.

Source: methods 2.2, step 6; the practice of fan charts built from the errors of earlier forecasts.
"""

import numpy as np

from analytics.series.fit import Fit, over
from analytics.series.panel import FloatArray, IntArray, Panel
from analytics.series.remaining import Remaining, remaining
from analytics.series.settings import Settings

_SMALLEST_MEAN = 1.0
#: Months are closed when this many have passed: their counts, made complete, are what forecasts are held against.
_CLOSED = 2


def past_origins(panel: Panel, settings: Settings) -> IntArray:
    """Return the origins at which forecasts are made again: none while too little has been filed."""
    if panel.months - panel.known_from < settings.enough_history:
        return np.zeros(0, dtype=np.int64)
    first = panel.known_from + settings.error_start
    last = panel.months - _CLOSED - min(settings.error_horizons)
    return np.arange(first, last + 1, settings.error_step, dtype=np.int64)


def past_error(panel: Panel, past: Fit, now: Fit, settings: Settings) -> tuple[float, float]:
    """Return c and q: relative sd of the level, and of its change a month, beyond what the model itself expects.

    past: the estimates at `past_origins`; now: at the origin. Without past origins the launch values.
    Few errors move the launch values little: these count for `error_weight` observations.
    """
    prior = np.array([settings.level_error**2, settings.drift_error**2])
    parts = [_errors(panel, past, now, horizon, settings) for horizon in settings.error_horizons]
    terms, excess, weight = (np.concatenate(found) for found in zip(*parts, strict=True))
    total = weight.sum()
    if total == 0:
        return settings.level_error, settings.drift_error
    moment = (terms * weight[:, None]).T @ terms
    pull = moment * settings.error_weight / total
    squared = _solved(moment + pull, (terms * weight[:, None]).T @ excess + pull @ prior)
    return float(np.sqrt(squared[0])), float(np.sqrt(squared[1]))


def _errors(
    panel: Panel, past: Fit, now: Fit, horizon: int, settings: Settings
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return of each past forecast so many months ahead what c² and q² explain, the excess of its squared error and
    its weight; all relative to the squared forecast."""
    due = past.origins + horizon <= panel.months - _CLOSED
    told = _ahead(panel, past, horizon, settings)
    closed = np.cumsum(_closed(panel, now), axis=1)
    until = np.minimum(past.origins + horizon, panel.months) - 1
    actual = closed[:, until].T - past.reported.sum(axis=2)
    used = due[:, None] & (told.mean >= _SMALLEST_MEAN)
    mean = told.mean[used]
    relative = told.variance[used] / mean**2
    excess = np.clip((actual[used] / mean - 1.0) ** 2 - relative, *settings.error_bounds)
    scale = settings.level_error**2
    terms = np.stack([told.level[used], told.drift[used]], axis=1) / mean[:, None] ** 2
    return terms, excess, (scale / (scale + relative)) ** 2


def _closed(panel: Panel, now: Fit) -> FloatArray:
    """Return [series, month] the counts made complete; what is expected of months of which nothing was filed."""
    known = now.known[0]
    is_blank = (known == 0) & (np.arange(panel.months) >= panel.start[:, None])
    return np.where(is_blank, now.rate[0][:, None] * now.factor[0][:, panel.calendar], over(now.reported[0], known))


def _ahead(panel: Panel, past: Fit, horizon: int, settings: Settings) -> Remaining:
    """Return what each past forecast expected of the months before its origin not yet known and `horizon` more."""
    calendar = (panel.first + past.origins[:, None] + np.arange(horizon)) % 12
    ahead = np.take_along_axis(past.factor, calendar[:, None], axis=2)
    missing = past.missing(panel)
    mass = missing @ panel.by_calendar
    place = (calendar[..., None] == np.arange(12)).astype(np.float64)
    mass = mass + ahead @ place
    return remaining(
        past.rate,
        past.information,
        past.dispersion,
        unreported=missing.sum(axis=2),
        ahead=ahead,
        season=(mass**2 / past.factor_info).sum(axis=2),
        lag_error=settings.lag_error,
    )


def _solved(moment: FloatArray, target: FloatArray) -> FloatArray:
    """Return the non-negative solution of two normal equations."""
    both: FloatArray = np.linalg.lstsq(moment, target, rcond=None)[0].astype(np.float64)
    if (both >= 0).all():
        return both
    alone = np.maximum(target / np.diag(moment), 0.0)
    return np.array([alone[0], 0.0]) if both[1] < 0 else np.array([0.0, alone[1]])
