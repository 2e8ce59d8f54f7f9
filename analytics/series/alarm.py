"""Whether the level has broken: the last closed months against the forecast that was made before them.

No model sees a fresh break (methods 2.5): the alarm asks for a person's judgement.
"""

import numpy as np

from analytics.series.fit import Fit
from analytics.series.panel import FloatArray, Panel
from analytics.series.remaining import remaining
from analytics.series.settings import Settings


def broken(panel: Panel, before: Fit, now: Fit, error: tuple[float, float], settings: Settings) -> np.ndarray:
    """Return [series] whether it, or all series together, are off what was forecast of the alarm months.

    before: the estimates at the origin before these months. Too short a history raises no alarm.
    """
    first = int(before.origins[0])
    months = np.arange(first, first + settings.alarm_months)
    if first < settings.alarm_start or months[-1] >= panel.months:
        return np.zeros(len(panel.series), dtype=np.bool_)
    factor = before.factor[0][:, panel.calendar[months]]
    mass = (factor * now.known[0][:, months]) @ panel.by_calendar[months]
    told = remaining(
        before.rate[0],
        before.information[0],
        before.dispersion[0],
        unreported=np.zeros(len(panel.series)),
        ahead=factor * now.known[0][:, months],
        season=(mass**2 / before.factor_info[0]).sum(axis=1),
    )
    seen = now.reported[0][:, months].sum(axis=1)
    own = _is_off(seen, told.mean, told.total_variance(*error), settings)
    pooled = _is_off(seen.sum(), told.mean.sum(), told.total_variance(*error).sum(), settings)
    return own | pooled


def _is_off(seen: FloatArray, mean: FloatArray, variance: FloatArray, settings: Settings) -> np.ndarray:
    known = (mean > 0) & (variance > 0)
    off = np.abs(seen - mean) / np.sqrt(np.where(known, variance, 1.0))
    ratio = seen / np.where(known, mean, 1.0)
    low, high = settings.alarm_ratio
    is_outside = ((ratio < low) | (ratio > high)) & (off > settings.alarm_doubt)
    return known & (is_outside | (off > settings.alarm_z))
