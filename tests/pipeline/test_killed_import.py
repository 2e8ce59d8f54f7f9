"""An import killed at a random moment leaves the store as it was, while readers go on."""

import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analytics.pipeline import House

SAMPLES = sorted((Path(__file__).parent.parent / "cases" / "samples").glob("*2024Q3.xlsx"))
TALENT = [sys.executable, "-c", "from analytics.cli import main; main()"]
KILLS = 4


def _import(home: Path, file: Path) -> subprocess.Popen[bytes]:
    command = [*TALENT, "import", str(file), "--home", str(home), "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


@contextmanager
def _reading(house: House) -> Iterator[list[int]]:
    """Read the store again and again until the block ends; gives the versions met."""
    versions: list[int] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            snapshot = house.open().snapshot
            assert snapshot.facts("payment").height >= 0
            versions.append(snapshot.version)
            time.sleep(0.02)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield versions
    finally:
        ended.set()
        reader.join()


def test_a_killed_import_leaves_exactly_the_acknowledged_batches(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = _import(home, SAMPLES[0])
    assert first.communicate()[0]
    assert first.returncode == 1, "the sample holds rows that are refused"
    house, moments = House(home), random.Random(5)
    acknowledged = {SAMPLES[0].name}
    with _reading(house) as versions:
        for _ in range(KILLS):
            running = _import(home, SAMPLES[1])
            time.sleep(moments.uniform(0.3, 3.0))
            running.send_signal(signal.SIGKILL)
            said, _ = running.communicate()
            if said:
                acknowledged.add(SAMPLES[1].name)
            held = set(house.open().snapshot.batches()["file_name"])
            assert acknowledged <= held
            assert house.verify() == []
    assert versions == sorted(versions)
    last = _import(home, SAMPLES[1])
    answer = json.loads(last.communicate()[0])["files"][0]
    assert answer["status"] in {"imported", "duplicate"}
    assert house.open().snapshot.batches()["file_name"].to_list() == [SAMPLES[0].name, SAMPLES[1].name]
    assert house.verify() == []


@pytest.mark.parametrize("as_of", ["2024-12-31"])
def test_a_revoked_batch_leaves_the_numbers_as_before_it(tmp_path: Path, as_of: str) -> None:
    home, files = tmp_path / "home", [SAMPLES[0].parent / "人才贷台账.xlsx", SAMPLES[0].parent / "人才活动台账.xlsx"]

    def progress() -> bytes:
        command = [*TALENT, "progress", "--home", str(home), "--as-of", as_of, "--json"]
        return subprocess.run(command, capture_output=True, check=True).stdout

    _import(home, files[0]).communicate()
    before = progress()
    said, _ = _import(home, files[1]).communicate()
    batch = json.loads(said)["files"][0]["batch_id"]
    assert progress() != before
    subprocess.run([*TALENT, "revoke", str(batch), "--home", str(home)], capture_output=True, check=True)
    assert progress() == before
