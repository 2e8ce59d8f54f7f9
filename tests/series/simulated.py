"""Made-up histories with known ends: pools of alike programmes by a fixed recipe, and shapes that break a forecast.

The recipe is the one the method was chosen by: negative-binomial noise, seasons of three kinds with noise of their own,
a level that walks, trends, breaks of policy, and delays of reports that differ by series and month.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analytics.series import Settings, backtest

MONTHS = 60
DELAYS = 8
FIRST = date(2022, 10, 1)
ORIGINS = (18, 30, 42, 50)
POOL = 25
#: Events a month, and how many series of a pool are of that size.
SIZES = (("leader", 0.8, 3), ("small", 4.0, 6), ("mid", 30.0, 6), ("quota", 90.0, 6), ("others", 300.0, 2))
LARGE = (("youth", 1400.0, 2),)
PROFILES = {
    "graduate": (0.4, 0.4, 0.7, 0.7, 0.7, 1.1, 2.8, 2.1, 1.4, 0.6, 0.6, 0.5),
    "flat": (1.0,) * 12,
    "year_end": (0.6, 0.5, 0.8, 0.9, 0.9, 1.0, 0.9, 0.9, 1.0, 1.1, 1.4, 2.0),
}
LAUNCH = (0.42, 0.67, 0.80, 0.88, 0.93, 0.96, 0.98, 1.0)


@dataclass(frozen=True)
class Pool:
    """Series that are forecast together. events: [series, month, delay] all that will ever be reported."""

    events: np.ndarray
    groups: tuple[str, ...]
    sizes: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [f"s{n:02}" for n in range(len(self.groups))]

    @property
    def reports(self) -> pl.DataFrame:
        return frame(self.events)


def month(number: int, first: date = FIRST) -> date:
    months = first.year * 12 + first.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def frame(events: np.ndarray, first: date = FIRST) -> pl.DataFrame:
    """Return the reports of [series, month, delay] counts, as the forecast takes them."""
    series, at, delay = np.nonzero(events)
    days = np.array([month(n, first) for n in range(events.shape[1] + events.shape[2])], dtype="datetime64[D]")
    return pl.DataFrame(
        {
            "series": [f"s{n:02}" for n in series],
            "event_month": days[at],
            "reported_month": days[at + delay],
            "count": events[series, at, delay].astype(np.int64),
        },
        schema={"series": pl.String, "event_month": pl.Date, "reported_month": pl.Date, "count": pl.Int64},
    )


def pool(seed: int, sizes: tuple[tuple[str, float, int], ...] = SIZES + LARGE) -> Pool:
    """Return one pool of 25 series over 60 months."""
    rng = np.random.default_rng(seed)
    kinds = [(name, level) for name, level, count in sizes for _ in range(count)]
    groups = tuple(str(name) for name in rng.choice(list(PROFILES), len(kinds)))
    shared = {name: _season(rng, np.array(PROFILES[name]), 0.05) for name in PROFILES}
    delays = rng.dirichlet(np.diff((0.0, *LAUNCH)) * 60)
    events = np.stack(
        [
            _reported(rng, _events(rng, level * rng.lognormal(0, 0.3), _season(rng, shared[group], 0.12)), delays)
            for (_, level), group in zip(kinds, groups, strict=True)
        ]
    )
    return Pool(events, groups, tuple(name for name, _ in kinds))


def _season(rng: np.random.Generator, profile: np.ndarray, noise: float) -> np.ndarray:
    drawn = profile * rng.lognormal(0, noise, 12)
    return drawn / drawn.mean()


def _events(rng: np.random.Generator, level: float, season: np.ndarray) -> np.ndarray:
    """Return the events of each month: walk, trend, perhaps one break, season, noise of the level and chance."""
    walk = np.cumsum(rng.normal(0, rng.uniform(0, 0.07), MONTHS))
    trend = rng.uniform(-0.004, 0.004) * np.arange(MONTHS)
    jump = np.zeros(MONTHS)
    if rng.random() < 0.2:
        change = rng.uniform(0.2, 0.5) * rng.choice([-1, 1])
        jump[rng.integers(12, 48) :] = np.log1p(change)
    calendar = (FIRST.month - 1 + np.arange(MONTHS)) % 12
    mean = level * np.exp(walk + trend + jump) * season[calendar]
    shape = rng.lognormal(np.log(12), 0.6)
    return rng.poisson(rng.gamma(shape, mean / shape))


def _reported(rng: np.random.Generator, events: np.ndarray, delays: np.ndarray) -> np.ndarray:
    own = rng.dirichlet(delays * 80 + 0.01)
    monthly = rng.dirichlet(own * 40 + 0.01, len(events))
    return rng.multinomial(events, monthly)


def windows(origin: int) -> tuple[tuple[str, int, int], ...]:
    """Return the windows asked for at an origin: the whole programme and the calendar year, end exclusive."""
    calendar = (FIRST.month - 1 + origin) % 12
    start = origin - calendar
    return ("goal", 0, MONTHS), ("year", max(start, 0), min(start + 12, MONTHS))


def targets(drawn: Pool, start: int, end: int, wanted: Sequence[int]) -> pl.DataFrame:
    """Return targets of all series of a pool over the months from `start` to before `end`."""
    count = len(drawn.groups)
    return pl.DataFrame(
        {
            "series": drawn.names,
            "group": list(drawn.groups),
            "start_month": [month(start)] * count,
            "end_month": [month(end - 1)] * count,
            "target": wanted,
        }
    )


def tried(seeds: Iterable[int], settings: Settings | None = None) -> pl.DataFrame:
    """Return the back-test of the pools: one row per seed, origin, window and series; targets are those of an even pace
    so far, times a factor that is known at the origin."""
    settings = settings or Settings(settled=0)
    parts: list[pl.DataFrame] = []
    for seed in seeds:
        drawn = pool(seed)
        reports = drawn.reports
        size = pl.Series("size", drawn.sizes)
        for origin in ORIGINS:
            so_far = drawn.events[:, :origin].sum(axis=(1, 2)) / origin
            for window, start, end in windows(origin):
                asked = [int(so_far[n] * (end - start) * (0.85 + 0.15 * (n % 3))) for n in range(len(so_far))]
                made = backtest(reports, targets(drawn, start, end, asked), [month(origin)], settings=settings)
                parts.append(made.with_columns(size, seed=pl.lit(seed), window=pl.lit(window)))
    return pl.concat(parts)
