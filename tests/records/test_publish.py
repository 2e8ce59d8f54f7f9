"""Snapshots come, are kept and go; readers never see one half written."""

import threading
from pathlib import Path

import duckdb
import pytest

from analytics.identity import Vault
from analytics.records import Store, StoreError, StoreExists, StoreMissing, StoreUnusable
from analytics.records import publish as publishing
from tests.records.building import add, at, live, publish


def _snapshots(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "snapshots").iterdir())


def test_a_new_home_has_an_empty_first_version(store: Store) -> None:
    snapshot = store.open()
    assert (snapshot.version, snapshot.is_demo, snapshot.default_as_of) == (1, False, None)
    assert snapshot.batches().is_empty()


def test_a_home_is_for_its_owner_alone(store: Store) -> None:
    publish(store, {"a": 1})
    for folder in (".", "snapshots", "archive"):
        assert (store.home / folder).stat().st_mode & 0o777 == 0o700
    for path in ("CURRENT", "vault.sqlite", "secret.key", "snapshots/v000001.duckdb", "snapshots/v000002.duckdb"):
        assert (store.home / path).stat().st_mode & 0o777 == 0o600


def test_a_store_is_never_made_twice(store: Store) -> None:
    secret = (store.home / "secret.key").read_bytes()
    with pytest.raises(StoreExists):
        Store.create(store.home)
    assert (store.home / "secret.key").read_bytes() == secret


def test_a_home_whose_making_was_interrupted_is_completed_with_the_same_secret(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "home")
    vault.create()
    store = Store.create(tmp_path / "home")
    assert publish(store, {"a": 1}) == 1
    assert Vault(store.home).person_key("x") == vault.person_key("x")


def test_opening_or_writing_a_missing_store_creates_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "nowhere")
    assert not store.exists()
    for attempt in (store.open, store.writer().__enter__, lambda: store.version):
        with pytest.raises(StoreMissing, match="no store"):
            attempt()
    assert list(tmp_path.iterdir()) == []


def test_an_unchanged_store_gives_the_same_snapshot_and_the_same_frames(store: Store) -> None:
    publish(store, {"a": 1})
    snapshot = store.open()
    assert store.open() is snapshot
    assert snapshot.facts("payment") is snapshot.facts("payment")
    publish(store, {"b": 1})
    assert store.open() is not snapshot
    assert snapshot.facts("payment").height == 1


def test_a_new_snapshot_keeps_the_frames_that_still_hold(store: Store) -> None:
    batch = publish(store, {"a": 1})
    first = store.open()
    kept, changed = first.facts("loan"), first.facts("payment")
    sheets = first.sheets()
    publish(store, {"b": 1})
    second = store.open()
    assert second.facts("loan") is kept
    assert second.facts("payment") is not changed
    assert second.facts("payment").height == 2
    assert second.sheets().height == sheets.height + 1
    with store.writer() as writer:
        writer.revoke(batch, at(9))
    assert store.open().facts("loan") is not kept
    assert store.open().facts("payment").height == 1


def test_a_snapshot_knows_no_other_table_than_its_facts(store: Store) -> None:
    with pytest.raises(KeyError):
        store.open().facts("batch")
    with pytest.raises(KeyError):
        store.open().record("meta", 1)
    with pytest.raises(KeyError):
        store.open().record("payment", 1)


def test_the_last_ten_snapshots_and_the_frozen_ones_are_kept(store: Store) -> None:
    publish(store, {"k": 0})
    store.freeze(2)
    for n in range(11):
        publish(store, {"k": n})
    assert store.version == 13
    kept = ["v000002.duckdb", "v000002.frozen", *(f"v{version:06d}.duckdb" for version in range(4, 14))]
    assert _snapshots(store.home) == kept
    with pytest.raises(FileNotFoundError):
        store.freeze(1)


def test_what_a_killed_writer_left_is_cleared_by_the_next(store: Store) -> None:
    snapshots = store.home / "snapshots"
    (snapshots / "draft.tmp").write_bytes(b"half")
    (snapshots / "draft.tmp.wal").write_bytes(b"half")
    (snapshots / "draft.tmp.tmp").mkdir()
    (snapshots / "v000002.duckdb").write_bytes(b"renamed, but never published")
    assert live(store) == {}
    publish(store, {"a": 1})
    assert _snapshots(store.home) == ["v000001.duckdb", "v000002.duckdb"]
    assert live(store) == {"a": 1}


def test_a_file_of_the_archive_left_half_written_is_cleared(store: Store) -> None:
    (store.home / "archive" / ".abc.x.tmp").write_bytes(b"half")
    publish(store, {"a": 1})
    publish(store, {"b": 1})
    assert list((store.home / "archive").iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": "x", "file": "y"}', '{"version": 1}'])
def test_a_broken_pointer_is_named(store: Store, content: str) -> None:
    (store.home / "CURRENT").write_text(content)
    with pytest.raises(StoreUnusable, match="CURRENT"):
        Store(store.home).open()


@pytest.mark.parametrize("damage", ["missing", "rubbish", "empty"])
def test_an_unreadable_snapshot_is_named(store: Store, damage: str) -> None:
    path = store.home / "snapshots" / "v000001.duckdb"
    path.unlink() if damage == "missing" else path.write_bytes(b"rubbish" * 9000 if damage == "rubbish" else b"")
    for attempt in (Store(store.home).open, Store(store.home).writer().__enter__):
        with pytest.raises(StoreUnusable, match=r"v000001\.duckdb"):
            attempt()
    assert not (store.home / "snapshots" / "draft.tmp").exists()


def test_a_file_that_is_no_store_is_unusable_too(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    duckdb.connect(other).close()
    (store.home / "snapshots" / "v000001.duckdb").write_bytes(other.read_bytes())
    with pytest.raises(StoreError):
        Store(store.home).open()


def test_readers_see_whole_versions_while_others_are_published(store: Store) -> None:
    faults: list[str] = []
    seen: set[int] = set()
    is_done = threading.Event()

    def read() -> None:
        reader = Store(store.home)
        while not is_done.is_set():
            snapshot = reader.open()
            rows, batches = snapshot.facts("payment").height, snapshot.batches().height
            seen.add(snapshot.version)
            if not rows == 2 * batches == 2 * (snapshot.version - 1):
                faults.append(f"version {snapshot.version}: {rows} rows, {batches} batches")

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for n in range(6):
            with store.writer() as writer:
                add(writer, {f"a{n}": 1, f"b{n}": 2})
            while store.version not in seen and all(reader.is_alive() for reader in readers):
                is_done.wait(0.001)
    finally:
        is_done.set()
        for reader in readers:
            reader.join()
    assert faults == []
    assert seen == set(range(min(seen), 8))


def test_a_snapshot_keeps_only_so_many_frames(store: Store) -> None:
    publish(store, {"a": 1})
    snapshot = store.open()
    first = snapshot.facts("payment", at(1))
    for hour in range(24):
        for day in (2, 3, 4):
            snapshot.facts("payment", at(day, hour))
    again = snapshot.facts("payment", at(1))
    assert again is not first
    assert again.equals(first)


def test_a_snapshot_that_cannot_be_removed_yet_stops_nobody(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object, **__: object) -> None:
        raise PermissionError

    for n in range(10):
        publish(store, {"k": n})
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "KEPT_SNAPSHOTS", 5)
        patch.setattr(Path, "unlink", held)
        publishing.prune(store.home)
    assert len(_snapshots(store.home)) == 10
    publish(store, {"k": 99})
    assert _snapshots(store.home)[0] == "v000003.duckdb"


def test_threads_may_share_one_snapshot(store: Store) -> None:
    publish(store, {f"k{n}": n for n in range(500)})
    snapshot = store.open()
    totals: list[int] = []

    def read() -> None:
        totals.append(sum(snapshot.facts("payment")["amount_fen"]) + snapshot.batches().height)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [sum(range(500)) + 1] * 8
