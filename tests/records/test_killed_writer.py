"""A writer killed at any moment leaves the version in force, and nothing of the batches nobody acknowledged."""

import random
import subprocess
import sys
import time

import polars as pl
import pytest

from analytics.identity import Vault
from analytics.records import Store, verify
from tests.records.building import publish

WRITER = """
import sys
from pathlib import Path
import polars as pl
from analytics.identity import Vault
from analytics.records import Store
from tests.records.building import header, payments, refused, sheet

store, vault, n = Store(Path(sys.argv[1])), Vault(Path(sys.argv[1])), int(sys.argv[2])
while True:
    with store.writer() as writer:
        for n in range(n + 1, n + 3):
            sha256 = vault.archive(f"file {n}".encode() * 50_000)
            people = pl.DataFrame({"person_key": [f"p{n}"], "name": [f"name {n}"]})
            facts = {"payment": payments({f"k{n}-{i}": i for i in range(2_000)})}
            writer.add_batch(header(sha256), [sheet(2_000, 1)], facts, identities=people, quarantine=refused())
    print(writer.version, flush=True)
"""


def _killed_after(store: Store, seconds: float) -> int:
    """Let another process publish two batches at a time, kill it, and return the last version it told of."""
    acknowledged = store.version
    batches = store.open().batches().height
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(store.home), str(batches)], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        acknowledged = int(other.stdout.readline())
        time.sleep(seconds)
        other.kill()
        for line in other.stdout:
            acknowledged = int(line)
    return acknowledged


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_writer_leaves_exactly_what_was_published(store: Store, seed: int) -> None:
    publish_times = random.Random(seed)
    acknowledged = _killed_after(store, publish_times.uniform(0.0, 0.3))

    assert verify(store.home) == []
    snapshot, vault = store.open(), Vault(store.home)
    assert snapshot.version in (acknowledged, acknowledged + 1)
    batches = snapshot.batches()["batch_id"].to_list()
    assert batches == list(range(1, 2 * (snapshot.version - 1) + 1))
    assert snapshot.facts("payment").height == 2_000 * len(batches)
    assert vault.quarantined()["batch_id"].to_list() == batches
    ahead = pl.Series([f"p{n}" for n in range(1, len(batches) + 3)])
    named = vault.reveal(ahead).drop_nulls("name")["person_key"].to_list()
    assert named == [f"p{n}" for n in batches]

    assert publish(store, {"next": 1}) == len(batches) + 1
    assert publish(store, {"next": 2}) == len(batches) + 2
    assert store.version == snapshot.version + 2
    assert sorted(path.name for path in (store.home / "snapshots").glob("draft*")) == []
    assert list((store.home / "archive").glob(".*")) == []
    assert vault.quarantined()["batch_id"].to_list() == batches
