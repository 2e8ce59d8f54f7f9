"""The forecast and two univariate forecasters on the same pools: how sure, how sharp and how fast each is."""

import json
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from analytics.series import Settings, attain
from analytics.series.completeness import completeness
from analytics.series.fit import over
from analytics.series.panel import Panel
from tests.benchmarks.peers.environment import interpreter
from tests.benchmarks.timing import Timed
from tests.series import simulated

PEERS = ("AutoETS", "AutoARIMA")
ORIGINS = (30, 42, 50)
_SCRIPT = Path(__file__).with_name("univariate.py")
_WINDOWS = ("goal", "year")


@dataclass(frozen=True)
class Cases:
    """Every series at every origin. complete: [case, month], NaN from the origin on. ahead: [case, window, month].
    base, outcome: [case, window] people of the window before the origin, completed, and of the whole window."""

    complete: np.ndarray
    ahead: np.ndarray
    base: np.ndarray
    outcome: np.ndarray


def compare(seeds: range, tried: pl.DataFrame) -> list[Timed]:
    """Return one line per peer; tried: what `simulated.tried` gave of these seeds."""
    own = _own_milliseconds(seeds)
    ours: dict[str, float] = {
        str(window): float((part["crps"] / part["outcome"].clip(1)).mean())  # type: ignore[arg-type]
        for (window,), part in tried.filter(
            pl.col("seed").is_in(list(seeds)) & pl.col("origin").is_in([simulated.month(n) for n in ORIGINS])
        ).group_by("window")
    }
    return [
        _line(
            name,
            _all_cases(seeds, is_completed=is_completed),
            own,
            ours,
            "completed" if is_completed else "as reported",
        )
        for is_completed in (True, False)
        for name in PEERS
    ]


def _all_cases(seeds: range, *, is_completed: bool) -> Cases:
    """Return all cases; the peers know of no delays, so they are given completed months, or months as reported."""
    cases = [_cases(simulated.pool(seed), origin, is_completed=is_completed) for seed in seeds for origin in ORIGINS]
    names = ("complete", "ahead", "base", "outcome")
    return Cases(*(np.concatenate([getattr(case, name) for case in cases]) for name in names))


def _cases(drawn: simulated.Pool, origin: int, *, is_completed: bool) -> Cases:
    """Return the series of a pool at an origin, as reported or completed by the delays that the forecast uses."""
    names = pl.DataFrame({"series": drawn.names, "group": list(drawn.groups), "start_month": simulated.FIRST})
    panel = Panel.of(drawn.reports, names, simulated.month(origin), Settings())
    at = np.array([panel.months])
    complete = np.full((len(drawn.groups), simulated.MONTHS), np.nan)
    seen = panel.seen(at)[0]
    complete[:, :origin] = over(seen, completeness(panel, at, Settings())[0]) if is_completed else seen
    months = np.arange(simulated.MONTHS)
    inside = np.array([(months >= start) & (months < end) for _, start, end in simulated.windows(origin)])
    ahead = np.zeros((len(complete), len(inside), simulated.MONTHS))
    ahead[:, :, : simulated.MONTHS - origin] = inside[:, origin:]
    base = np.nan_to_num(complete) @ (inside & (months < origin)).T
    return Cases(complete, ahead, base, drawn.events.sum(axis=2) @ inside.T)


def _own_milliseconds(seeds: range) -> float:
    """Return how long the forecast takes a series, both windows and calibration."""
    spent = 0.0
    for seed in seeds:
        drawn = simulated.pool(seed)
        reports = drawn.reports
        for origin in ORIGINS:
            both = [simulated.targets(drawn, *window[1:], [1] * simulated.POOL) for window in simulated.windows(origin)]
            start = time.perf_counter()
            attain(reports, pl.concat(both), simulated.month(origin))
            spent += (time.perf_counter() - start) * 1000 / simulated.POOL
    return spent / len(seeds) / len(ORIGINS)


def _line(name: str, cases: Cases, own: float, ours: dict[str, float], given: str) -> Timed:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "series.npz", Path(folder) / "totals.npy"
        np.savez(source, complete=cases.complete, ahead=cases.ahead)
        command = [str(interpreter("statsforecast")), str(_SCRIPT), name, str(source), str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        spent = json.loads(done.stdout.strip().splitlines()[-1])["milliseconds"] / len(cases.base)
        totals = cases.base[..., None] + np.load(target)
    low, high = np.quantile(totals, (0.1, 0.9), axis=2)
    inside = ((cases.outcome >= low) & (cases.outcome <= high)).mean(axis=0)
    scores = (crps_of_paths(totals, cases.outcome) / np.maximum(cases.outcome, 1)).mean(axis=0)
    told = ", ".join(
        f"{window} covers {inside[n]:.2f}, CRPS {scores[n]:.4f} (ours {1 - ours[window] / scores[n]:.0%} less)"
        for n, window in enumerate(_WINDOWS)
    )
    return Timed(f"{name}, months {given}, a series (ours {own:.2f}, × {spent / own:.0f}): {told}", spent, spent)


def crps_of_paths(totals: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Return the continuous ranked probability score of sample paths, [..., path]."""
    ordered = np.sort(totals, axis=-1)
    count = ordered.shape[-1]
    weight = 2 * np.arange(1, count + 1) - count - 1
    return np.abs(totals - outcome[..., None]).mean(axis=-1) - (ordered * weight).sum(axis=-1) / count**2
