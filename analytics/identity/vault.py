"""The vault of a home: who the records are about, and which rows were refused, sealed with the home's secret.

What a writer adds carries the version it writes for and is visible only once that version is in force,
so a killed writer leaves nothing behind that anybody could read; the next one removes it.
"""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path

import polars as pl

from analytics import house
from analytics.identity import archive, keys, links, people, sealed, tables
from analytics.identity import home as layout
from analytics.identity.errors import PairUnknown, StoreMissing, VaultKeyMissing, VaultKeyWrong
from analytics.identity.links import Linked, Verdict

ACCESS_COLUMNS = ("accessed_at", "viewer", "action", "reason", "subjects")
_BUSY_SECONDS = 30
#: What SQLite says when the disk has no room; extended codes keep the primary one in the lowest byte.
_NO_ROOM = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN)
_PRIMARY = 0xFF


class Vault:
    """Identities, refused rows, the access log and the archive of one home; threads may share it.

    The secret is that of the environment (TALENT_KEY), else the one in the home.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._held: sqlite3.Connection | None = None

    def create(self) -> None:
        """Lay out an empty vault and make its secret, where there is none yet."""
        layout.private_folder(layout.private_folder(self.home) / layout.ARCHIVE)
        secret_path, path = self.home / layout.SECRET, self.home / layout.VAULT
        if not path.exists() and keys.load_secret(secret_path) is None:
            layout.write_durably(secret_path, keys.new_secret())
        fingerprint = self.keyring.fingerprint
        path.touch(mode=0o600)
        with self.connected() as connection:
            connection.execute("pragma journal_mode = wal")
            tables.lay(connection)
            connection.execute(house.sql("vault/add_fingerprint"), {"fingerprint": fingerprint})

    @cached_property
    def keyring(self) -> keys.Keyring:
        """The keys of the home; raises VaultKeyMissing, VaultKeyBroken or VaultKeyWrong."""
        path = self.home / layout.SECRET
        secret = keys.load_secret(path)
        if secret is None:
            raise VaultKeyMissing(path=str(path))
        ring = keys.Keyring(secret)
        if self._known_fingerprint() not in (None, ring.fingerprint):
            raise VaultKeyWrong(path=str(path))
        return ring

    def person_key(self, id_number: str) -> str:
        """Return the key of one person; the number must be normalised."""
        return self.keyring.person_key(id_number)

    def person_keys(self, id_numbers: pl.Series) -> pl.Series:
        """Return the person key of each normalised ID number, null for null."""
        return self.keyring.person_keys(id_numbers)

    def certificate_keys(self, numbers: pl.Series) -> pl.Series:
        """Return what stands for each certificate number, null for null."""
        return self.keyring.certificate_keys(numbers)

    def account_keys(self, numbers: pl.Series) -> pl.Series:
        """Return what stands for each bank account, null for null."""
        return self.keyring.account_keys(numbers)

    def archive(self, data: bytes) -> str:
        """Keep a received file, sealed, and return its sha256; the same file twice is kept once."""
        with self.archiving(data) as sha256:
            return sha256

    def archiving(self, data: bytes) -> AbstractContextManager[str]:
        """Give the sha256 of a received file that is kept, as `archive` does, once the block has ended."""
        return archive.storing(self.home, self.keyring, data)

    def read_archive(self, sha256: str) -> bytes:
        """Return an archived file; raises ArchiveMissing or ArchiveBroken."""
        return archive.read(self.home, self.keyring, sha256)

    def is_archived(self, sha256: str) -> bool:
        return archive.holds(self.home, sha256)

    def archived(self) -> Iterator[str]:
        """Yield the sha256 of every archived file, in order."""
        return archive.listed(self.home)

    def keep(
        self,
        batch_id: int,
        version: int,
        *,
        identities: pl.DataFrame | None,
        quarantine: pl.DataFrame | None,
        linked: Linked | None = None,
    ) -> None:
        """Add what one batch brought, to be seen once `version` is in force.

        `identities`: one row per person, person_key and any of name, id_number, phone, bank; null means not stated.
        `quarantine`: one row per refused worksheet row, with the columns of `sealed.QUARANTINE_SCHEMA`.
        `linked`: whose rows were told without their number, and who may be one and the same.
        """
        try:
            with self.connected() as connection:
                if identities is not None:
                    self._people.add(connection, identities, batch_id=batch_id, version=version)
                if quarantine is not None:
                    sealed.add_quarantine(connection, self.keyring, quarantine, batch_id=batch_id, version=version)
                if linked is not None:
                    links.add(connection, linked, batch_id=batch_id, version=version)
        except BaseException:
            self._people.forget()
            raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold one connection for the one writer of the home; all it kept and archived is on the disk at the end."""
        with self._opened() as connection:
            connection.execute("pragma synchronous = normal")
            self._held = connection
            try:
                yield
                with self.connected():
                    self._people.gather(connection, layout.published_version(self.home))
                self._settle()
            finally:
                self._held = None

    def _settle(self) -> None:
        log = self.home / f"{layout.VAULT}-wal"
        if log.exists():
            layout.sync_file(log)
        layout.sync_folder(self.home / layout.ARCHIVE)

    def sweep(self) -> None:
        """Remove what a killed writer left; only for the one writer of the home."""
        with self.connected() as connection:
            tables.lay(connection)
        self.discard()
        archive.sweep(self.home)

    def upgrade(self) -> None:
        """Bring a vault of an earlier release to the tables of this one; only for the one writer of the home."""
        with self.connected() as connection:
            tables.lay(connection)
            people.gather_singles(connection, self.keyring)

    def discard(self, batch_id: int | None = None) -> None:
        """Remove what was kept for versions that are not in force: of one batch, or all of it."""
        values = {"version": layout.published_version(self.home), "batch_id": batch_id}
        with self.connected() as connection:
            connection.execute(house.sql("vault/discard_identities"), values)
            connection.execute(house.sql("vault/discard_quarantine"), values)
            for made in ("reading_rulings", "assumption_settings"):
                connection.execute(house.sql(f"vault/discard_{made}"), {"version": values["version"]})
            links.discard(connection, values["version"], batch_id)

    def reveal(self, person_keys: Sequence[str] | pl.Series) -> pl.DataFrame:
        """Return person_key, name, id_number, phone as last stated, in the order asked for; null where unknown.

        Whoever calls this for a person at a screen records it with `log_access`.
        """
        wanted = pl.Series("person_key", list(person_keys), dtype=pl.String)
        with self.connected() as connection:
            return people.identities(connection, self.keyring, wanted, layout.published_version(self.home))

    def quarantined(self, batch_id: int | None = None, *, with_raw: bool = False) -> pl.DataFrame:
        """Return the refused rows of one batch or of all; `with_raw` opens the sealed rows, names included."""
        with self.readable() as connection:
            version = layout.published_version(self.home)
            return sealed.quarantined(connection, self.keyring if with_raw else None, batch_id, version)

    def quarantine_counts(self) -> dict[int, int]:
        """Return how many refused rows are kept for each published batch."""
        values = {"version": layout.published_version(self.home)}
        with self.readable() as connection:
            return dict(connection.execute(house.sql("vault/quarantine_counts"), values).fetchall())

    def known_people(self, version: int | None = None) -> pl.DataFrame:
        """Return person_key, name, id_number, phone of everybody, as last stated up to a version.

        Without one: what is in force. For comparing alone: nobody is shown who comes out of it.
        """
        with self.connected() as connection:
            until = layout.published_version(self.home) if version is None else version
            return people.stated(connection, self.keyring, until).drop("bank")

    def links(self, batch_id: int | None = None) -> pl.DataFrame:
        """Return the rows of one batch or of all that were taken for a known person's, see links.LINKS_SCHEMA."""
        with self.readable() as connection:
            return links.links(connection, batch_id, layout.published_version(self.home))

    def link_queue(self, withdrawn: Collection[int] = (), version: int | None = None) -> pl.DataFrame:
        """Return the pairs that wait for a person or were ruled on, see links.queue; in force, or up to a version."""
        with self.readable() as connection:
            until = layout.published_version(self.home) if version is None else version
            return links.queue(connection, until, withdrawn)

    def rule_link(self, pair: int, verdict: Verdict, by: str, at: datetime, *, reason: str, version: int) -> None:
        """Rule on a pair, or open it again; the ruling holds once `version` is in force. Raises PairUnknown."""
        found = self.link_queue(version=version).filter(pl.col("pair") == pair)
        if found.is_empty():
            raise PairUnknown(pair=pair)
        ruling = {"verdict": verdict, "reason": reason, "ruled_by": by, "ruled_at": at.isoformat(sep=" ")}
        sides = found.select("left_key", "right_key").row(0, named=True)
        with self.connected() as connection:
            links.rule(connection, {**sides, **ruling, "version": version})

    def aliases(self, version: int | None = None) -> dict[str, str]:
        """Return for every person ruled to be another the one they all are, see links.aliases."""
        with self.connected() as connection:
            until = layout.published_version(self.home) if version is None else version
            return links.aliases(connection, until)

    def log_access(self, at: datetime, *, viewer: str, action: str, reason: str, subjects: Sequence[str]) -> None:
        """Record who opened what about whom, and why; `subjects` are person keys, batch numbers or file hashes."""
        with self.connected() as connection:
            values = (at.isoformat(sep=" "), viewer, action, reason, " ".join(subjects))
            connection.execute(house.sql("vault/add_access"), values)

    def accesses(self) -> pl.DataFrame:
        """Return the access log, oldest first."""
        with self.connected() as connection:
            rows = connection.execute(house.sql("vault/accesses")).fetchall()
        return pl.DataFrame(rows, schema=dict.fromkeys(ACCESS_COLUMNS, pl.String), orient="row")

    def _known_fingerprint(self) -> str | None:
        try:
            with self.connected() as connection:
                row = connection.execute(house.sql("vault/fingerprint")).fetchone()
        except (StoreMissing, sqlite3.OperationalError):  # no vault yet, or one still being laid out
            return None
        return row[0] if row else None

    @cached_property
    def _people(self) -> people.People:
        return people.People(self.keyring)

    @contextmanager
    def readable(self) -> Iterator[sqlite3.Connection]:
        """Give the vault for reading, even on a disk so full that a connection has no room; raises StoreMissing."""
        try:
            with self.connected() as connection:
                connection.execute(house.sql("vault/fingerprint"))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY not in _NO_ROOM:
                raise
            settled = f"{(self.home / layout.VAULT).absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(settled, uri=True)) as connection:
                yield connection
        else:
            with self.connected() as connection:
                yield connection

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """Give the vault for one transaction, kept on success and undone on any error; raises StoreMissing."""
        if self._held is not None:
            with self._held:
                yield self._held
            return
        with self._opened() as connection, connection:
            connection.execute("pragma synchronous = full")
            yield connection

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        path = self.home / layout.VAULT
        if not path.exists():
            raise StoreMissing(home=str(self.home))
        with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as connection:
            yield connection


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Tell whether the vault has a table; one of an earlier release lacks those of later ones."""
    [(found,)] = connection.execute(house.sql("vault/has_table"), {"name": name}).fetchall()
    return bool(found)
