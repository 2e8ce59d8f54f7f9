"""The archive: every file ever received, sealed, named by the hash of its plain content."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from analytics.identity import home as layout
from analytics.identity.errors import ArchiveBroken, ArchiveMissing
from analytics.identity.keys import Keyring

#: A smaller file is written before another thread would have begun.
_LARGE = 1 << 20


def fingerprint(data: bytes) -> str:
    """Return the sha256 of a file's content in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def store(home: Path, keyring: Keyring, data: bytes, sha256: str) -> None:
    """Seal a file into the archive under its sha256; a file that is there already is left alone.

    Its bytes are on the disk then; its name is once the folder has been synced.
    """
    path = _path(home, sha256)
    if not path.exists():
        layout.private_folder(path.parent)
        layout.write_whole(path, keyring.sealing(data, sha256))


@contextmanager
def storing(home: Path, keyring: Keyring, data: bytes) -> Iterator[str]:
    """Give the sha256 of a file that is in the archive, as `store` puts it there, once the block has ended.

    A large one is sealed and written beside the block.
    """
    sha256 = fingerprint(data)
    if len(data) < _LARGE:
        store(home, keyring, data, sha256)
        yield sha256
        return
    with ThreadPoolExecutor(1, "archive") as beside:
        stored = beside.submit(store, home, keyring, data, sha256)
        try:
            yield sha256
        finally:
            stored.result()


def read(home: Path, keyring: Keyring, sha256: str) -> bytes:
    """Return the plain content of an archived file; raises ArchiveMissing or ArchiveBroken."""
    try:
        data = keyring.unseal(_path(home, sha256).read_bytes(), sha256)
    except FileNotFoundError as error:
        raise ArchiveMissing(sha256=sha256) from error
    except ValueError as error:
        raise ArchiveBroken(sha256=sha256) from error
    if fingerprint(data) != sha256:
        raise ArchiveBroken(sha256=sha256)
    return data


def holds(home: Path, sha256: str) -> bool:
    return _path(home, sha256).exists()


def listed(home: Path) -> Iterator[str]:
    """Yield the sha256 of every archived file, in order."""
    for path in sorted((home / layout.ARCHIVE).glob("*")):
        if path.suffix != layout.UNFINISHED:
            yield path.name


def sweep(home: Path) -> None:
    """Remove what a killed writer left half written: older than the version in force, so nobody's work in hand."""
    pointer = home / layout.POINTER
    since = pointer.stat().st_mtime_ns if pointer.exists() else 0
    for path in (home / layout.ARCHIVE).glob(f".*{layout.UNFINISHED}"):
        if path.stat().st_mtime_ns < since:
            path.unlink(missing_ok=True)


def _path(home: Path, sha256: str) -> Path:
    return home / layout.ARCHIVE / sha256
