"""Timing: the median and the spread of repeated runs, and what a fresh process takes."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timed:
    """One line of a table; all in milliseconds."""

    what: str
    median: float
    worst: float
    target: str = ""


def repeated(what: str, run: Callable[[], object], times: int = 9, target: str = "") -> Timed:
    """Time `run`, once to warm up and then `times` more."""
    run()
    spent: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spent.append((time.perf_counter() - start) * 1000)
    return Timed(what, statistics.median(spent), max(spent), target)


def fresh(what: str, script: str, times: int = 3, target: str = "") -> Timed:
    """Time what `script` prints as its own milliseconds, each time in a fresh process."""
    spent = [float(printed(script)) for _ in range(times)]
    return Timed(what, statistics.median(spent), max(spent), target)


def printed(script: str) -> str:
    """Return the last line that `script` prints in a fresh process."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]
