"""The records of a home: the snapshot in force, and the way to the next one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Self

from analytics import house
from analytics.identity import Vault
from analytics.identity import home as layout
from analytics.identity.errors import StoreMissing
from analytics.records import migration, publish, schema
from analytics.records.errors import StoreExists
from analytics.records.snapshot import Snapshot
from analytics.records.writer import Writer

MIGRATIONS = house.SQL / "migrations"


class Store:
    """One home. Readers call `open` as often as they like; one writer at a time adds to it. Threads may share it."""

    def __init__(self, home: Path, *, migrations: Path = MIGRATIONS) -> None:
        self.home = home
        self._migrations = migrations
        self._guard = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._stamp: tuple[int, int] | None = None

    @classmethod
    def create(cls, home: Path, *, is_demo: bool = False, default_as_of: date | None = None) -> Self:
        """Lay out a new home with a secret and an empty first snapshot; raises StoreExists where there is one."""
        store = cls(home)
        layout.private_folder(home)
        with publish.locked(home):
            if store.exists():
                raise StoreExists(home=str(home))
            Vault(home).create()
            with publish.draft(home) as draft:
                schema.create_tables(draft.connection)
                meta = {"schema_version": schema.newest_version(MIGRATIONS), "is_demo": is_demo}
                draft.connection.execute(house.sql("staging/add_meta"), {**meta, "default_as_of": default_as_of})
                draft.is_changed = True
        return store

    def exists(self) -> bool:
        """Tell whether a snapshot was ever published here."""
        return (self.home / layout.POINTER).exists()

    @property
    def version(self) -> int:
        """The version in force; raises StoreMissing or StoreUnusable."""
        return self._pointer().version

    def open(self) -> Snapshot:
        """Return the snapshot in force, the same object until another is published; writes only to upgrade it.

        Raises StoreMissing, StoreTooNew, StoreUnusable, and StoreLocked when an upgrade is due and somebody is writing.
        """
        with self._guard:
            stamp = self._current_stamp()
            if self._snapshot is None or stamp != self._stamp:
                snapshot = self._load()
                if migration.is_due(snapshot.schema_version, self._migrations):
                    self._upgrade()
                    stamp, snapshot = self._current_stamp(), self._load()
                if self._snapshot is not None:
                    snapshot.take_over(self._snapshot)
                self._snapshot, self._stamp = snapshot, stamp
            return self._snapshot

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        """Be the one writer: what it did is published when the block ends well, and gone when it does not.

        Raises StoreLocked when somebody else is writing, and what `open` raises.
        """
        with self._drafting() as draft:
            vault = Vault(self.home)
            vault.sweep()
            try:
                with vault.writing():
                    writer = Writer(draft, vault)
                    yield writer
                    writer.complete()
            except BaseException:
                vault.discard()
                raise

    def freeze(self, version: int) -> None:
        """Keep a version for good; raises FileNotFoundError when it was pruned already."""
        publish.freeze(self.home, version)

    def _upgrade(self) -> None:
        with self._drafting():
            pass

    @contextmanager
    def _drafting(self) -> Iterator[publish.Draft]:
        """Draft the next snapshot, brought forward to the schema of this release."""
        self._pointer()
        with publish.locked(self.home):
            found = self._load().schema_version
            is_due = migration.is_due(found, self._migrations)
            with publish.draft(self.home) as draft:
                if is_due:
                    migration.migrate(draft, found, self._migrations)
                    Vault(self.home).upgrade()
                yield draft

    def _load(self) -> Snapshot:
        pointer = self._pointer()
        return Snapshot(self.home / pointer.file, pointer.version)

    def _pointer(self) -> layout.Pointer:
        pointer = layout.read_pointer(self.home)
        if pointer is None:
            raise StoreMissing(home=str(self.home))
        return pointer

    def _current_stamp(self) -> tuple[int, int]:
        try:
            status = (self.home / layout.POINTER).stat()
        except FileNotFoundError as error:
            raise StoreMissing(home=str(self.home)) from error
        return status.st_ino, status.st_mtime_ns
