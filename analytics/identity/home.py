"""The layout of a home folder, and writes that survive a crash."""

import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analytics.identity.errors import StoreUnusable

SNAPSHOTS = "snapshots"
ARCHIVE = "archive"
POINTER = "CURRENT"
LOCK = "INGEST.lock"
VAULT = "vault.sqlite"
SECRET = "secret.key"  # noqa: S105 - the name of the file, not a secret
UNFINISHED = ".tmp"


@dataclass(frozen=True)
class Pointer:
    """The snapshot in force: its version and its file, relative to the home."""

    version: int
    file: str


def read_pointer(home: Path) -> Pointer | None:
    """Return the snapshot in force, None where nothing was ever published; raises StoreUnusable for a broken one."""
    path = home / POINTER
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Pointer(int(fields["version"]), str(fields["file"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise StoreUnusable(path=str(path), reason=repr(error)) from error


def write_pointer(home: Path, pointer: Pointer) -> None:
    """Swap the snapshot in force: readers see the old one or the new one, never a mixture."""
    write_durably(home / POINTER, json.dumps({"version": pointer.version, "file": pointer.file}).encode())


def published_version(home: Path) -> int:
    """Return the version in force; 0 where nothing was ever published."""
    pointer = read_pointer(home)
    return pointer.version if pointer else 0


def private_folder(path: Path) -> Path:
    """Make the folder, readable by its owner alone, and return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_durably(path: Path, data: bytes) -> None:
    """Write a whole file, readable by its owner alone, or leave the former one untouched; it survives a crash."""
    write_whole(path, [data])
    sync_folder(path.parent)


def write_whole(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    """Write a whole file or leave the former one untouched; after a crash the folder may not know it yet."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sync_file(path: Path) -> None:
    """Force a written file to the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(path: Path) -> None:
    """Force a folder's entries to the disk, where the system can do that at all."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
