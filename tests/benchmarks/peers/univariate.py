"""Univariate forecasters by sample paths, run in their own environment: totals of the months to come of each series.

Called as `univariate.py MODEL SERIES.npz TOTALS.npy`. In: `complete` [case, month] completed months up to the origin
(NaN before and after), `ahead` [case, window, month] 1 for the months to come that belong to the window. Out: [case,
window, path] totals of the months to come; one line of JSON on stdout with the milliseconds of all cases.
"""

import json
import sys
import time
from typing import Any

import numpy as np
from statsforecast import models  # pyright: ignore[reportMissingImports]

PATHS = 500
YEAR = 12


def main(name: str, source: str, target: str) -> None:
    given = np.load(source)
    made = getattr(models, name)
    forecast(made, given["complete"][0], given["ahead"][0])  # what is compiled or loaded on first use
    start = time.perf_counter()
    totals = [forecast(made, series, window) for series, window in zip(given["complete"], given["ahead"], strict=True)]
    spent = (time.perf_counter() - start) * 1000
    np.save(target, np.array(totals))
    sys.stdout.write(json.dumps({"milliseconds": spent}) + "\n")


def forecast(made: Any, series: np.ndarray, windows: np.ndarray) -> np.ndarray:
    """Return [window, path] totals; people are never fewer than none."""
    history = series[~np.isnan(series)].astype(np.float64)
    months = int(np.flatnonzero(windows.any(axis=0)).max(initial=0)) + 1
    paths = made(season_length=YEAR).simulate(h=months, n_paths=PATHS, y=history, seed=1)
    return windows[:, :months] @ np.maximum(np.asarray(paths).reshape(PATHS, months), 0.0).T


if __name__ == "__main__":
    main(*sys.argv[1:4])
