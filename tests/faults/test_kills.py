"""Fifty imports killed at random moments: the old or the new version is in force, whole, while readers go on.

With TALENT_KILLED_HOME set to a home (the full city of `make run`, say) its copy is what the imports are killed in.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from analytics.pipeline import House
from tests.faults import workshop
from tests.faults.conftest import AT

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")

GIVEN = "TALENT_KILLED_HOME"
ROOT = Path(__file__).parent.parent.parent
SAMPLES = Path(__file__).parent.parent / "cases" / "samples"
KILLS, FILES, ROWS = 50, 2, 200
PROVED_EVERY = 10


class Nursery:
    """Starts imports in children, and kills them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TALENT_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def run(self, files: list[Path], killed_after: float | None = None) -> int:
        """Import files in a child, killed after so many seconds; return how it ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(["import", *map(str, files), "--home", str(self.home)]) + "\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline())
        if killed_after is not None:
            time.sleep(killed_after)
            with suppress(ProcessLookupError):  # it may have ended before
                os.kill(child, signal.SIGKILL)
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home of a few thousand records, or a copy of the one that was given."""
    folder = tmp_path / "home"
    if given := os.environ.get(GIVEN):
        shutil.copytree(given, folder)
    else:
        House(folder).take_in(sorted(SAMPLES.glob("*.xlsx")), at=AT)
    return folder


@pytest.fixture
def nursery(home: Path) -> Iterator[Nursery]:
    found = Nursery(home)
    yield found
    found.close()


@contextmanager
def _reading(house: House) -> Iterator[list[int]]:
    """Read the store again and again until the block ends; gives the versions met."""
    versions: list[int] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.wait(0.05):
            snapshot = house.open().snapshot
            assert snapshot.batches().height >= 0
            versions.append(snapshot.version)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield versions
    finally:
        ended.set()
        reader.join()


def _files(folder: Path, attempt: int) -> list[Path]:
    """Write the ledgers of one attempt, of which no other attempt has a row."""
    paths = []
    for part in range(FILES):
        rows = [(row[0], f"K{attempt}-{part}-{n}", *row[2:]) for n in range(ROWS) for row in workshop.ROWS[:1]]
        paths.append(folder / f"attempt{attempt}-{part}.csv")
        paths[-1].write_text(workshop.csv(rows=tuple(rows)), encoding="utf-8")
    return paths


def _timed(nursery: Nursery, files: list[Path], killed_after: float | None = None) -> tuple[int, float]:
    """Return how an import ended, and after how many seconds; kills come at any moment of that time."""
    start = time.monotonic()
    return nursery.run(files, killed_after), time.monotonic() - start


def _held(house: House) -> set[str]:
    return set(house.open().snapshot.batches()["file_name"])


def test_killed_imports_leave_the_old_or_the_new_version(tmp_path: Path, home: Path, nursery: Nursery) -> None:
    house, moments, attempt, killed = House(home), random.Random(50), 0, 0
    ended, undisturbed = _timed(nursery, _files(tmp_path, attempt))
    assert ended == 0
    with _reading(House(home)) as versions:
        while killed < KILLS:
            attempt += 1
            files, before, version = _files(tmp_path, attempt), _held(house), house.store.version
            ended, spent = _timed(nursery, files, moments.uniform(0, undisturbed))
            new = _held(house) - before
            assert new in (set(), {path.name for path in files})
            assert house.store.version == version + bool(new)
            if ended == 0:  # it was faster than the first: the next kills come sooner
                assert new
                undisturbed = min(undisturbed, spent)
            killed += ended == -signal.SIGKILL
            again = house.take_in(files[:1], at=AT).files[0]
            assert again.status == ("duplicate" if new else "imported")
            if attempt % PROVED_EVERY == 0:
                assert house.verify() == []
    assert versions == sorted(versions)
    sent = [path for number in range(attempt + 1) for path in _files(tmp_path, number)]
    assert house.take_in(sent, at=AT).is_clean
    assert {path.name for path in sent} <= _held(house)
    assert house.verify() == []
