"""What was stated of each person, sealed in blocks: one opens for many persons, and a person may be in several."""

import io
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import polars as pl

from analytics import house
from analytics.identity.keys import Keyring

IDENTITY_KINDS = ("name", "id_number", "phone", "bank")
REVEALED_KINDS = ("name", "id_number", "phone")
_SCHEMA = pl.Schema(dict.fromkeys(("person_key", *IDENTITY_KINDS), pl.String))
#: Opening a block for one person must stay quick, and a large batch must not make thousands of blocks.
_PERSONS_IN_BLOCK = 8192
#: As many blocks of one version open at once without being noticed.
_FEW_BLOCKS = 8

_Stated = tuple[str | None, ...]


class People:
    """What has been stated so far of the persons that its one writer asks about, kept up to date.

    A single batch asks about its own persons; with a second one it pays to open everything.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._known: dict[str, _Stated] = {}
        self._is_whole = False
        self._stamp: tuple[Any, ...] | None = None

    def add(self, connection: sqlite3.Connection, people: pl.DataFrame, *, batch_id: int, version: int) -> None:
        """Add what is new about persons: `people` has person_key and any of the kinds; null means not stated."""
        self._refresh(connection, people["person_key"])
        self._write(connection, self._news(people), batch_id, version)

    def gather(self, connection: sqlite3.Connection, published: int) -> None:
        """Put the blocks that many small batches made of a version into few; nothing of it is in force yet."""
        blocks = connection.execute(house.sql("vault/new_identities"), {"version": published}).fetchall()
        if len(blocks) < _FEW_BLOCKS:
            return
        *_, (_, _, batch_id, version) = blocks
        together = _latest(pl.concat(_open(self._keyring, names, secret) for names, secret, _, _ in blocks))
        connection.execute(house.sql("vault/discard_identities"), {"version": published, "batch_id": None})
        self._write(connection, together.sort("person_key"), batch_id, version)

    def forget(self) -> None:
        """Read the blocks again next time: what was added may have been undone."""
        self._stamp = None

    def _write(self, connection: sqlite3.Connection, news: pl.DataFrame, batch_id: int, version: int) -> None:
        for part in news.iter_slices(_PERSONS_IN_BLOCK):
            names = "\n".join(part["person_key"])
            block = (names, self._keyring.seal(_packed(part), _purpose(names)), batch_id, version)
            connection.execute(house.sql("vault/add_identities"), block)
        self._stamp = _stamp(connection)

    def _refresh(self, connection: sqlite3.Connection, wanted: pl.Series) -> None:
        """Know what was stated of the persons wanted; who is not in the vault is not known either."""
        if self._stamp is None or self._stamp != _stamp(connection):
            self._known, self._is_whole = {}, False
        if self._is_whole or all(key in self._known for key in wanted):
            return
        self._is_whole = bool(self._known)
        found = stated(connection, self._keyring, of=None if self._is_whole else wanted.to_list())
        self._known = {key: tuple(values) for key, *values in found.iter_rows()} | self._known

    def _news(self, people: pl.DataFrame) -> pl.DataFrame:
        """Return the persons of whom something else is stated than what is known, one row each."""
        if people["person_key"].is_duplicated().any():
            people = _latest(people)
        changed: list[bool] = []
        frame = _whole(people)
        for person_key, *values in frame.iter_rows():
            former = self._known.get(person_key)
            now = tuple(values) if former is None else tuple(map(_last, values, former))
            self._known[person_key] = now
            changed.append(now != (former or _NOTHING))
        return frame.filter(pl.Series(changed, dtype=pl.Boolean)).sort("person_key")


_NOTHING: _Stated = (None,) * len(IDENTITY_KINDS)


def stated(
    connection: sqlite3.Connection, keyring: Keyring, version: int | None = None, of: Sequence[str] | None = None
) -> pl.DataFrame:
    """Return one row per person, person_key and every kind as last stated up to a version; of some persons, or all."""
    wanted = None if of is None else pl.Series(list(of), dtype=pl.String)
    parts = list(_opened(connection, keyring, version, wanted))
    return _latest(pl.concat(parts)) if parts else _SCHEMA.to_frame()


def identities(connection: sqlite3.Connection, keyring: Keyring, people: pl.Series, version: int) -> pl.DataFrame:
    """Return person_key, name, id_number, phone as last stated up to a version, one row per person asked for."""
    found = stated(connection, keyring, version, people.to_list())
    asked = people.cast(pl.String).alias("person_key").to_frame()
    return asked.join(found.select("person_key", *REVEALED_KINDS), on="person_key", how="left", maintain_order="left")


def gather_singles(connection: sqlite3.Connection, keyring: Keyring) -> None:
    """Bring a vault that kept every value by itself into blocks."""
    [(count,)] = connection.execute(house.sql("vault/has_single_identities"))
    if not count:
        return
    people = People(keyring)
    singles = connection.execute(house.sql("vault/single_identities")).fetchall()
    for (batch_id, version), rows in groupby(singles, key=lambda row: row[:2]):
        opened = [
            {"person_key": key, kind: keyring.unseal(secret, f"identity|{key}|{kind}").decode()}
            for _, _, key, kind, secret in rows
        ]
        people.add(connection, pl.DataFrame(opened, schema=_SCHEMA), batch_id=batch_id, version=version)
    connection.execute(house.sql("vault/drop_single_identities"))


def _opened(
    connection: sqlite3.Connection, keyring: Keyring, version: int | None, wanted: pl.Series | None
) -> Iterator[pl.DataFrame]:
    for names, secret in connection.execute(house.sql("vault/identities"), {"version": version}):
        keys = pl.Series("person_key", names.split("\n"))
        chosen = None if wanted is None else keys.is_in(wanted.implode())
        if chosen is None or chosen.any():
            block = _open(keyring, names, secret)
            yield block if chosen is None else block.filter(chosen)


def _open(keyring: Keyring, names: str, secret: bytes) -> pl.DataFrame:
    values = pl.read_ipc(io.BytesIO(keyring.unseal(secret, _purpose(names))))
    return values.insert_column(0, pl.Series("person_key", names.split("\n")))


def _packed(people: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    people.drop("person_key").write_ipc(buffer, compression="zstd", compat_level=pl.CompatLevel.oldest())
    return buffer.getvalue()


def _whole(people: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with every kind; what it does not have is stated of nobody."""
    columns = [name if name in people.columns else pl.lit(None).alias(name) for name in _SCHEMA]
    return people.select(columns).cast(_SCHEMA)


def _latest(people: pl.DataFrame) -> pl.DataFrame:
    kinds = [name for name in people.columns if name != "person_key"]
    return people.group_by("person_key", maintain_order=True).agg(pl.col(name).drop_nulls().last() for name in kinds)


def _last(value: str | None, former: str | None) -> str | None:
    return former if value is None else value


def _stamp(connection: sqlite3.Connection) -> tuple[Any, ...]:
    [stamp] = connection.execute(house.sql("vault/identity_stamp")).fetchall()
    return stamp


def _purpose(names: str) -> str:
    return f"identity|{names}"
