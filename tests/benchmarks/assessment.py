"""How long the assessment of a year takes: the trials of the ranking, putting it together, the watch."""

from itertools import count
from pathlib import Path

import numpy as np

from analytics import pipeline
from analytics.pipeline import House, assessing, ranking
from analytics.series import ranks
from analytics.series.ranks import Standings
from tests.benchmarks.home import AS_OF
from tests.benchmarks.timing import Timed, repeated

UNITS, OWN, SHARED, DRAWS = 20, 5, 5, 5_000


def measure(home: Path) -> list[Timed]:
    """Return the trials of a made-up ranking, no two of the same seed, and the running year of the city."""
    state = House(home).open()
    results = pipeline.evaluate(state.snapshot, state.policy, state.ledgers, as_of=AS_OF)
    made = assessing.assess(state, results, AS_OF.year)
    standings, seeds = plausible(), count(1)

    def simulated() -> object:
        return ranks.simulate(
            standings, draws=DRAWS, seed=next(seeds), concentration=50, caps=(1.0, 1.1, 1.2, 1.5), geometric=0.3
        )

    what = f"{UNITS} units, {OWN + SHARED} items each"
    return [
        repeated(f"{DRAWS:,} robustness draws, {what}", simulated, target="≤ 150"),
        repeated("the year put together, full city", lambda: assessing.assess(state, results, AS_OF.year)),
        repeated("ranks, bands, shifts, tornado, comparison, full city", lambda: ranking.ranked(made, state.policy)),
        repeated("gaming watch, full city", lambda: ranking.watched(state, results, made)),
    ]


def plausible() -> Standings:
    """Return units with shared routine items and some counted ones of their own, as many as a city has."""
    rng = np.random.default_rng(20260930)
    width = SHARED + UNITS * (OWN - 1) + 1
    ratios, events = np.full((UNITS, width), np.nan), np.full((UNITS, width), np.nan)
    ratios[:, :SHARED] = rng.uniform(0.6, 1, (UNITS, SHARED))
    ratios[:, -1] = rng.uniform(0, 1, UNITS)
    for unit in range(UNITS):
        own = slice(SHARED + unit * (OWN - 1), SHARED + (unit + 1) * (OWN - 1))
        ratios[unit, own] = rng.uniform(0.5, 1.4, OWN - 1)
        events[unit, own] = rng.lognormal(5, 2, OWN - 1).round() + 1
    return Standings(
        units=tuple(f"unit {number}" for number in range(UNITS)),
        items=tuple(f"item {number}" for number in range(width)),
        classes=("routine", "key", "innovation"),
        ratios=ratios,
        events=events,
        is_lower=np.zeros(width, bool),
        weights=np.tile(rng.integers(1, 5, width).astype(float), (UNITS, 1)),
        class_of=np.array([0] * SHARED + [1] * (width - SHARED - 1) + [2]),
        class_weights=np.array([30.0, 50.0, 20.0]),
        factor=rng.uniform(0.9, 1, UNITS),
        extra=np.zeros(UNITS),
    )
