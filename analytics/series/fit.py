"""The rate of every series: level discounted by age, seasonal factors by group and series, over-dispersion.

Everything is done for many origins at once (first axis), since past errors ask for the same estimates again and again.
Source: methods 2.2, steps 2 to 4; the level is the Cape Cod method with exponential weights.
"""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

from analytics.series.completeness import completeness
from analytics.series.panel import FloatArray, IntArray, Panel
from analytics.series.settings import Settings

_YEAR = 12
#: Rounds in which the level and the season are taken from each other.
_ROUNDS = 3
#: Smoothing of the level that a season is taken against: slower than the forecast's, since it looks both ways.
_SMOOTH = 0.95
#: Counts a month at which the noise of the level and that of chance are alike, for the first weights.
_NOISY = 12.0
#: Six observations of a dispersion of one.
_DISPERSION_WEIGHT = 6.0
_SMALLEST_EXPECTED = 0.05
_WARM_UP = 3.0
#: Median of a squared error whose mean is one (chi-squared with one degree of freedom).
_MIDDLE = 0.455
_SURPRISING = 3.0
#: Weight of a month against the one after it in one-step forecasts.
_FORGET = 0.9


@dataclass(frozen=True, slots=True)
class Fit:
    """Estimates at each origin: [origin, series, …].

    origins: months after month 0. reported, known: [origin, series, month] what was reported by the origin and the
    share that it is expected to be; both 0 before the series starts. factor: [origin, series, 12] January first,
    mean 1. factor_info: [origin, series, 12] events that each factor rests on. rate: events a month, season aside.
    information: months that the rate rests on (B). dispersion: variance over mean (phi), at least 1.
    """

    origins: IntArray
    reported: FloatArray
    known: FloatArray
    factor: FloatArray
    factor_info: FloatArray
    rate: FloatArray
    information: FloatArray
    dispersion: FloatArray

    def at(self, part: slice) -> Self:
        """Return the estimates at some of the origins."""
        return type(self)(*(getattr(self, f.name)[part] for f in fields(self)))

    def with_rate(self, rate: FloatArray) -> Self:
        return replace(self, rate=rate)

    def missing(self, panel: Panel) -> FloatArray:
        """Return [origin, series, month] months' worth of events that are expected and not yet reported."""
        age = self.origins[:, None] - 1 - np.arange(panel.months)
        live = (np.arange(panel.months) >= panel.start[:, None])[None] & (age >= 0)[:, None]
        return np.where(live, self.factor[:, :, panel.calendar] * (1.0 - self.known), 0.0)


def fit(panel: Panel, origins: IntArray, settings: Settings, unfiled: np.ndarray | None = None) -> Fit:
    """Return the estimates at each origin; unfiled: [series, month] months of which nothing was filed at all."""
    live = (np.arange(panel.months) >= panel.start[:, None])[None] & (np.arange(panel.months) < origins[:, None, None])
    reported = np.where(live, panel.seen(origins), 0.0)
    known = np.where(live, completeness(panel, origins, settings), 0.0)
    if unfiled is not None:
        known = np.where(unfiled[None] & (reported == 0), 0.0, known)
    profile = _profiles(panel, reported, known, settings)
    dispersion = _dispersion(panel, reported, known, profile)
    factor, info = _factors(panel, reported, known, profile, dispersion=dispersion, prior=settings.season_weight)
    dispersion = _dispersion(panel, reported, known, factor)  # a season unlike the group's is no noise
    season = factor[:, :, panel.calendar]
    age = origins[:, None] - 1 - np.arange(panel.months)
    weight = _weights(age, settings, over(reported.sum(axis=2), (season * known).sum(axis=2)))
    rate, information = level(reported, season * known, weight)
    return Fit(origins, reported, known, factor, info, rate, information, dispersion)


def level(reported: FloatArray, exposure: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return events a month and the months that this rests on: weighted events over weighted exposure.

    reported, exposure, weight: [..., month]; exposure is the seasonal factor times the share that is known, so that a
    month of which nothing can be known yet adds nothing to either.
    """
    information = (weight * exposure).sum(axis=-1)
    return np.maximum(over((weight * reported).sum(axis=-1), information), 0.0), information


def _weights(age: IntArray, settings: Settings, events: FloatArray) -> FloatArray:
    """Return [origin, series, month] how much a month counts; events: a month, of each series.

    A level that walks is forgotten the faster the less noise hides it: many events a month look back half a year, few
    of them some years.
    """
    noise = np.sqrt(1.0 / np.maximum(events, _SMALLEST_EXPECTED) + 1.0 / _NOISY)
    discount = np.clip(1.0 - settings.walk / noise, *settings.discount)[:, :, None]
    return np.where(age[:, None] >= 0, discount ** np.maximum(age[:, None], 0), 0.0)


def over(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Return part / whole, 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _flat(panel: Panel, reported: FloatArray, known: FloatArray, factor: FloatArray) -> FloatArray:
    """Return [origin, series, 12] events that a flat year would have brought by now, by the smoothed level."""
    month = np.arange(panel.months)
    kernel = _SMOOTH ** np.abs(month[:, None] - month)
    level = over(reported @ kernel, (known * factor[:, :, panel.calendar]) @ kernel)
    return (level * known) @ panel.by_calendar


def _mean_one(factor: FloatArray) -> FloatArray:
    return factor / factor.mean(axis=2, keepdims=True)


def _profiles(panel: Panel, reported: FloatArray, known: FloatArray, settings: Settings) -> FloatArray:
    """Return [origin, series, 12] the seasonal profile of each series' group, shrunk to its launch profile."""
    member = (panel.group == np.arange(len(panel.groups))[:, None]).astype(np.float64)
    launch = np.array([settings.profiles.get(name, (1.0,) * _YEAR) for name in panel.groups]).reshape(-1, _YEAR)
    happened = np.maximum(reported @ panel.by_calendar, 0.0)
    months = np.maximum(known.sum(axis=2), 1.0)
    weight = (1.0 / (1.0 + happened.sum(axis=2) / months / _NOISY))[:, :, None]
    prior = settings.profile_weight
    own = np.broadcast_to(launch[panel.group], happened.shape)
    for _ in range(_ROUNDS):
        flat = np.maximum(_flat(panel, reported, known, own), 0.0)
        pooled = (member @ (weight * happened) + prior * launch) / (member @ (weight * flat) + prior)
        own = _mean_one(pooled)[:, panel.group]
    return own


def _factors(
    panel: Panel, reported: FloatArray, known: FloatArray, profile: FloatArray, *, dispersion: FloatArray, prior: float
) -> tuple[FloatArray, FloatArray]:
    """Return each series' own factors, shrunk to its group's, and the events that they rest on."""
    happened = np.maximum(reported @ panel.by_calendar, 0.0) / dispersion[:, :, None]
    factor = profile
    flat = np.zeros_like(profile)
    for _ in range(_ROUNDS):
        flat = np.maximum(_flat(panel, reported, known, factor), 0.0) / dispersion[:, :, None]
        factor = _mean_one((happened + prior * profile) / (flat + prior))
    return factor, flat * factor + prior


def _dispersion(panel: Panel, reported: FloatArray, known: FloatArray, factor: FloatArray) -> FloatArray:
    """Return [origin, series] phi by the squared one-step errors, each month forecast from those before it."""
    month = np.arange(panel.months)
    lag = month[:, None] - month
    kernel = np.where(lag > 0, _FORGET ** np.maximum(lag - 1, 0), 0.0).T
    exposure = known * factor[:, :, panel.calendar]
    before = exposure @ kernel
    rate = over(reported @ kernel + 0.5, before)
    expected = np.maximum(exposure * rate, _SMALLEST_EXPECTED)
    squared = (reported - expected) ** 2 / (expected * (1.0 + over(exposure, before)))
    counted = (before > _WARM_UP) & (exposure > 0)
    total = np.where(counted, np.minimum(squared, _surprise(squared, counted)), 0.0).sum(axis=2)
    return np.maximum(1.0, (_DISPERSION_WEIGHT + total) / (_DISPERSION_WEIGHT + counted.sum(axis=2)))


def _surprise(squared: FloatArray, counted: np.ndarray) -> FloatArray:
    """Return [origin, series, 1] the largest squared error that is taken at its word: three sd by the middle one.

    One month that surprises is news of the level, and no sign that every month may.
    """
    middle = np.maximum((counted.sum(axis=2, keepdims=True) - 1) // 2, 0)
    ordered = np.sort(np.pad(np.where(counted, squared, np.inf), ((0, 0), (0, 0), (0, 1)), constant_values=np.inf))
    typical = np.take_along_axis(ordered, middle, axis=2) / _MIDDLE
    return _SURPRISING**2 * np.maximum(np.where(np.isfinite(typical), typical, 1.0), 1.0)
