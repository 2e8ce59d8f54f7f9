"""All estimates at one origin: the fit, past errors, and whether the level has broken."""

import numpy as np

from analytics.series.alarm import broken
from analytics.series.calibration import past_error, past_origins
from analytics.series.fit import Fit, fit
from analytics.series.panel import Panel
from analytics.series.settings import Settings


def estimated(
    panel: Panel, settings: Settings, unfiled: np.ndarray | None = None
) -> tuple[Fit, tuple[float, float], np.ndarray]:
    """Return the estimates at the origin, c and q, and [series] whether the level has broken."""
    past = past_origins(panel, settings)
    before = max(panel.months - settings.alarm_delay - settings.alarm_months, 0)
    every = fit(panel, np.concatenate([past, [before, panel.months]]), settings, unfiled)
    now = every.at(slice(-1, None))
    error = past_error(panel, every.at(slice(0, len(past))), now, settings)
    return now, error, broken(panel, every.at(slice(-2, -1)), now, error, settings)


def with_floor(found: Fit, settings: Settings) -> Fit:
    """Return the fit with no rate of 0: a series without a report is not worth nothing, but half an event in the
    months seen and half a year more."""
    floor = settings.least_events / (found.information + settings.least_months)
    return found.with_rate(np.maximum(found.rate, floor))
