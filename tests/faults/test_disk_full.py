"""A full disk, wherever it is met: the version in force stays in force, and people are told to make room."""

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from analytics.identity import archive, sealed
from analytics.identity import home as layout
from analytics.pipeline import House
from analytics.records import DiskFull, publish
from analytics.records.staging import Staging
from tests.cli.conftest import run
from tests.faults import workshop
from tests.faults.conftest import AT

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
#: Megabytes of a small disk, and bytes that are left on it when an import begins: one or the other step fails.
ROOM = 40
LEFT = (0, 40_000, 1_000_000, 3_000_000, 5_000_000)


def _full_vault() -> sqlite3.Error:
    """Return what a vault without room says."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("pragma max_page_count = 1")
        with pytest.raises(sqlite3.OperationalError) as caught:
            connection.execute("create table t (x)")
    return caught.value


#: Where the disk may turn out to be full, and how that is said there.
PLACES = {
    "archive": (archive, "store", FULL),
    "copy": (shutil, "copyfile", FULL),
    "rows": (Staging, "_insert", duckdb.IOException(f"IO Error: {os.strerror(errno.ENOSPC)}")),
    "vault": (sealed, "add_quarantine", _full_vault()),
    "publishing": (publish, "_publish", FULL),
    "pointer": (layout, "write_pointer", OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))),
}


@pytest.mark.parametrize("place", PLACES)
def test_the_old_version_stays_in_force(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    owner, name, error = PLACES[place]
    path = tmp_path / "second.csv"
    path.write_text(workshop.csv().replace("2026-07-15", "某一天"), encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, fail)
        with pytest.raises(DiskFull):
            house.take_in([path], at=AT)
        said = run("import", path, "--home", house.home)
        assert said.code == 3
        assert "空间不足" in said.err
        assert "Traceback" not in said.err
    assert house.open().version == 2
    assert house.verify() == []
    assert house.take_in([path], at=AT).files[0].status == "imported"
    assert house.verify() == []


def test_an_error_that_is_none_of_room_stays_what_it_is(
    house: House, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(archive, "store", fail)
    with pytest.raises(PermissionError):
        house.take_in([ledger], at=AT)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of a few megabytes, where this account may make one."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if not mount or not umount or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={ROOM}m", "none", folder], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run([umount, "--lazy", folder], check=True)


def test_a_disk_that_fills_up_for_real(small_disk: Path, ledger: Path) -> None:
    house, filler, met = House(small_disk / "home"), small_disk / "filler", 0
    house.take_in([ledger], at=AT)
    for number, left in enumerate(LEFT):
        filler.write_bytes(b"\0" * (shutil.disk_usage(small_disk).free - left))
        ledger.write_text(workshop.csv().replace("H00", f"N{number}"), encoding="utf-8")
        version = house.store.version
        try:
            house.take_in([ledger], at=AT)
        except DiskFull:
            met += 1
            assert house.open().version == version
        filler.unlink()
        assert house.verify() == []
    assert met > 0
    assert house.take_in([ledger], at=AT).files[0].status in {"imported", "duplicate"}
    assert house.verify() == []
