"""The kernel and its peers in turn on one population: how much faster, and in how many cells they differ."""

import json
import statistics
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from analytics.entitlement import allowances
from analytics.policy import Policy
from tests.benchmarks.peers import populations
from tests.benchmarks.peers.environment import PEERS, python
from tests.benchmarks.timing import Timed, repeated

_ENGINE = Path(__file__).with_name("engine.py")
_ROUNDS = 3
_RUNS = 2


@dataclass(frozen=True)
class Peer:
    """What one engine took, in milliseconds; its memory; and the cells (person and month) in which it differs."""

    name: str
    spent: list[float]
    peak_mb: float
    differing: int


def compare(
    persons: pl.DataFrame,
    spells: pl.DataFrame,
    policy: Policy,
    *,
    as_of: date,
    readings: Mapping[str, str],
    target: str,
) -> list[Timed]:
    """Return the lines of the table: the kernel, then every peer with the ratio and what differs.

    persons: person_id from 0 on, nobody foreign, since the engines are given no contract months.
    """
    first = spells["start_month"].min()
    assert isinstance(first, date)
    months = pl.date_range(first, as_of, "1mo", eager=True).to_list()

    def run() -> pl.DataFrame:
        return allowances(persons, spells, policy, as_of=as_of, readings=readings).collect()

    what = ", ".join([f"{len(persons):,} persons", *(f"{reading} {code}" for reading, code in readings.items())])
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "population.npz"
        drawn = populations.arrays(persons, spells, policy, months, readings)
        np.savez(source, allow_pickle=False, **drawn)  # type: ignore[arg-type]
        expected = populations.cells(run(), len(persons), months)
        own: list[Timed] = []
        found: dict[str, list[Peer]] = {name: [] for name in PEERS}
        for _ in range(_ROUNDS):  # in turn, so that a busy minute falls on all of them
            own.append(repeated(f"the kernel: {what}", run, times=_RUNS))
            for name in PEERS:
                found[name].append(_asked(name, source, Path(folder) / "cells.npy", expected))
    median = statistics.median(timed.median for timed in own)
    lines = [Timed(own[0].what, median, max(timed.worst for timed in own), target)]
    return lines + [_line(peers, median) for peers in found.values()]


def _asked(name: str, source: Path, target: Path, expected: populations.Cells) -> Peer:
    command = [str(python(name)), str(_ENGINE), PEERS[name][0], str(source), str(target), str(_RUNS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Peer(name, told["milliseconds"], told["peak_mb"], int(np.count_nonzero(np.load(target) != expected)))


def _line(peers: list[Peer], own: float) -> Timed:
    spent = [milliseconds for peer in peers for milliseconds in peer.spent]
    median = statistics.median(spent)
    differing = max(peer.differing for peer in peers)
    what = f"{peers[0].name}: × {median / own:.0f}, {differing} cells differ, {peers[0].peak_mb:,.0f} MB"
    return Timed(what, median, max(spent))
