"""The life of a snapshot file: drafted as a copy, published by a swap of the pointer, pruned when old."""

import errno
import getpass
import os
import platform
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from analytics.identity import home as layout
from analytics.records import database
from analytics.records.errors import DiskFull, StoreLocked

KEPT_SNAPSHOTS = 10
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DRAFT = "draft"
_FROZEN = ".frozen"
_NAME = re.compile(r"v(\d+)\.duckdb")


@dataclass
class Draft:
    """The next snapshot while it is being written; published only if somebody says that it changed."""

    version: int
    connection: duckdb.DuckDBPyConnection
    is_changed: bool = False


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Be the only writer of a home; raises StoreLocked at once when somebody else is, and DiskFull for want of room."""
    path = home / layout.LOCK
    try:
        with room_for(home), FileLock(path, timeout=0):
            path.write_text(f"{_account()}@{platform.node()} ({os.getpid()})", encoding="utf-8")
            yield
    except Timeout as error:
        raise StoreLocked(home=str(home), holder=_holder(path)) from error


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "?"


def _holder(path: Path) -> str:
    """Return who holds the lock, as far as the system lets others read it."""
    try:
        return path.read_text(encoding="utf-8") or "?"
    except (OSError, ValueError):
        return "?"


@contextmanager
def room_for(home: Path) -> Iterator[None]:
    """Raise DiskFull for any error that only says that the disk is full."""
    try:
        yield
    except (OSError, sqlite3.Error, duckdb.Error) as error:
        if _is_full(error):
            raise DiskFull(home=str(home)) from error
        raise


def _is_full(error: BaseException | None) -> bool:
    """Tell whether an error, or the one it came of, is for want of room; the database says so in words alone."""
    if error is None:
        return False
    if isinstance(error, OSError):
        found = error.errno in _NO_ROOM
    elif isinstance(error, sqlite3.Error):
        found = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    else:
        found = any(os.strerror(code) in str(error) for code in _NO_ROOM)
    return found or _is_full(error.__context__)


@contextmanager
def draft(home: Path) -> Iterator[Draft]:
    """Write the next snapshot, starting from the one in force; on any error nothing is published.

    The caller holds the lock and knows that the one in force can be read.
    """
    pointer = layout.read_pointer(home)
    folder = layout.private_folder(home / layout.SNAPSHOTS)
    _sweep(folder)
    version = pointer.version + 1 if pointer else 1
    path = folder / f"{_DRAFT}{layout.UNFINISHED}"
    try:
        if pointer:
            shutil.copyfile(home / pointer.file, path)
        with database.connect(path, read_only=False) as connection:
            path.chmod(0o600)
            unpublished = Draft(version, connection)
            yield unpublished
            connection.execute("checkpoint")
        if unpublished.is_changed:
            _publish(home, path, version)
    finally:
        _sweep(folder)
    prune(home)


def freeze(home: Path, version: int) -> None:
    """Keep one version for good; raises FileNotFoundError when it is gone already."""
    path = snapshot_path(home, version)
    if not path.exists():
        raise FileNotFoundError(path)
    layout.write_durably(path.with_suffix(_FROZEN), b"")


def frozen(home: Path) -> list[int]:
    """Return the versions kept for good."""
    return [int(path.stem[1:]) for path in sorted((home / layout.SNAPSHOTS).glob(f"v*{_FROZEN}"))]


def prune(home: Path) -> None:
    """Remove all but the last ten snapshots and the frozen ones."""
    kept = set(frozen(home))
    newest = layout.published_version(home)
    for path in (home / layout.SNAPSHOTS).iterdir():
        match = _NAME.fullmatch(path.name)
        if match and int(match[1]) <= newest - KEPT_SNAPSHOTS and int(match[1]) not in kept:
            _remove(path)


def snapshot_path(home: Path, version: int) -> Path:
    return home / layout.SNAPSHOTS / f"v{version:06d}.duckdb"


def _publish(home: Path, built: Path, version: int) -> None:
    final = snapshot_path(home, version)
    layout.sync_file(built)
    built.replace(final)
    layout.sync_folder(final.parent)
    layout.write_pointer(home, layout.Pointer(version, final.relative_to(home).as_posix()))


def _sweep(folder: Path) -> None:
    """Remove what is left of a draft, the log beside it included."""
    for path in folder.glob(f"{_DRAFT}*"):
        _remove(path)


def _remove(path: Path) -> None:
    try:
        if path.is_dir():  # what the database spilled beside the file
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except PermissionError:  # a reader still holds it where open files cannot be removed; the next writer tries again
        return
