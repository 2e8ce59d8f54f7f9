"""How much of a month is known at an age: reverse hazards by age and phase of the quarter, pooled over the series.

Source: chain ladder with shared delays, as nowcasts of epidemics have it; methods 2.2, step 1.
"""

import numpy as np

from analytics.series.panel import FloatArray, IntArray, Panel
from analytics.series.settings import Settings

_PHASES = 3


def completeness(panel: Panel, origins: IntArray, settings: Settings) -> FloatArray:
    """Return [origin, series, month] the share of each month's events that is expected to be known by each origin.

    Quarterly filers are told by the phase: their October waits two months, their December none. Few delays of a
    series say little, so they are set against those of all series, and these against the launch completeness.
    Months that are not over by the origin are 0.
    """
    delays = panel.by_delay.shape[2]
    phase = panel.calendar % _PHASES
    age = origins[:, None] - 1 - np.arange(panel.months)
    result = np.zeros((len(origins), len(panel.series), panel.months))
    for place in range(_PHASES):
        shares = _shares(panel, origins, phase == place, settings)
        months = np.flatnonzero(phase == place)
        known = np.take_along_axis(shares, np.clip(age[:, None, months] + panel.late, 0, delays - 1), axis=2)
        result[:, :, months] = np.where(age[:, None, months] >= 0, known, 0.0)
    return result


def _shares(panel: Panel, origins: IntArray, in_phase: np.ndarray, settings: Settings) -> FloatArray:
    """Return [origin, series, delay] the share known by each delay in one phase of the quarter."""
    delays = panel.by_delay.shape[2]
    exact = np.diff(panel.by_delay, axis=2, prepend=0.0)
    latest = np.clip(origins[:, None] + panel.late - np.arange(delays), 0, origins[:, None])
    earliest = np.minimum(np.maximum(origins - settings.lag_history, panel.known_from)[:, None], latest)
    hits, base = (_between(table, in_phase, earliest, latest) for table in (exact, panel.by_delay))
    launch = _hazards(np.array(settings.launch_completeness), delays)
    pooled = _mixed(hits.sum(axis=1), base.sum(axis=1), launch, settings.launch_weight)
    own = _mixed(hits, base, pooled[:, None], settings.lag_weight)
    shares = np.ones_like(own)
    np.cumprod((1.0 - own)[..., :0:-1], axis=2, out=shares[..., -2::-1])
    return shares


def _between(table: FloatArray, in_phase: np.ndarray, earliest: IntArray, latest: IntArray) -> FloatArray:
    """Return [origin, series, delay] the sum over the months of the phase from `earliest` to before `latest`."""
    running = np.zeros((table.shape[0], table.shape[1] + 1, table.shape[2]))
    np.cumsum(table * in_phase[None, :, None], axis=1, out=running[:, 1:])
    delay = np.arange(table.shape[2])
    return np.maximum(running[:, latest, delay] - running[:, earliest, delay], 0.0).transpose(1, 0, 2)


def _hazards(shares: FloatArray, delays: int) -> FloatArray:
    """Return [delay] the share of what is known by a delay that came exactly then."""
    padded = np.concatenate([shares, np.ones(delays - len(shares))])
    return np.concatenate([[1.0], 1.0 - padded[:-1] / padded[1:]])


def _mixed(hits: FloatArray, base: FloatArray, prior: FloatArray, weight: float) -> FloatArray:
    return np.clip((hits + weight * prior) / (base + weight), 0.0, 1.0)
