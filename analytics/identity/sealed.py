"""The sealed tables of the vault: frame in, rows of SQLite out, and back."""

import json
import sqlite3

import polars as pl

from analytics import house
from analytics.identity.keys import Keyring

IDENTITY_KINDS = ("name", "id_number", "phone", "bank")
REVEALED_KINDS = ("name", "id_number", "phone")
#: One row per refused worksheet row. `masked` and `details` (JSON) may be shown; `raw`, the row as JSON, is sealed.
QUARANTINE_SCHEMA = pl.Schema(
    {
        "sheet": pl.String,
        "row": pl.Int32,
        "column": pl.String,
        "rule": pl.String,
        "masked": pl.String,
        "details": pl.String,
        "raw": pl.String,
    }
)
_SHOWN = pl.Schema({"batch_id": pl.Int32, **QUARANTINE_SCHEMA})
_QUARANTINE_PURPOSE = "quarantine"


def add_identities(
    connection: sqlite3.Connection, keyring: Keyring, people: pl.DataFrame, *, batch_id: int, version: int
) -> None:
    """Add each stated value that differs from the one last written for the person."""
    kinds = [kind for kind in IDENTITY_KINDS if kind in people.columns]
    stated = people.unpivot(kinds, index="person_key", variable_name="kind", value_name="value").drop_nulls().unique()
    known = _latest_digests(connection, people["person_key"])
    rows = []
    for person_key, kind, value in stated.sort("person_key", "kind", "value").iter_rows():
        digest = keyring.digest(kind, value)
        if known.get((person_key, kind)) != digest:
            known[person_key, kind] = digest
            secret = keyring.seal(value.encode(), _purpose(person_key, kind))
            rows.append((person_key, kind, digest, secret, batch_id, version))
    connection.executemany(house.sql("vault/add_identity"), rows)


def identities(connection: sqlite3.Connection, keyring: Keyring, people: pl.Series, version: int) -> pl.DataFrame:
    """Return person_key, name, id_number, phone as last stated up to a version, one row per person asked for."""
    values = {"person_keys": _json_list(people), "version": version}
    found: dict[str, dict[str, str]] = {}
    for person_key, kind, secret, _ in connection.execute(house.sql("vault/latest_identities"), values):
        if kind in REVEALED_KINDS:
            found.setdefault(person_key, {})[kind] = keyring.unseal(secret, _purpose(person_key, kind)).decode()
    rows = [{"person_key": person_key, **found.get(person_key, {})} for person_key in people]
    return pl.DataFrame(rows, schema=dict.fromkeys(("person_key", *REVEALED_KINDS), pl.String))


def add_quarantine(
    connection: sqlite3.Connection, keyring: Keyring, refused: pl.DataFrame, *, batch_id: int, version: int
) -> None:
    """Add the refused rows of a batch."""
    rows = [
        (batch_id, *shown, keyring.seal(raw.encode(), _QUARANTINE_PURPOSE), version)
        for *shown, raw in refused.select(QUARANTINE_SCHEMA.names()).iter_rows()
    ]
    connection.executemany(house.sql("vault/add_quarantine"), rows)


def quarantined(
    connection: sqlite3.Connection, keyring: Keyring | None, batch_id: int | None, version: int
) -> pl.DataFrame:
    """Return the refused rows up to a version; with a keyring also what stood in them."""
    values = {"batch_id": batch_id, "version": version}
    rows = [
        (*shown, keyring.unseal(secret, _QUARANTINE_PURPOSE).decode() if keyring else None)
        for *shown, secret in connection.execute(house.sql("vault/quarantined"), values)
    ]
    frame = pl.DataFrame(rows, schema=_SHOWN, orient="row")
    return frame if keyring else frame.drop("raw")


def _latest_digests(connection: sqlite3.Connection, people: pl.Series) -> dict[tuple[str, str], bytes]:
    values = {"person_keys": _json_list(people.unique())}
    return {
        (key, kind): digest for key, kind, digest, _ in connection.execute(house.sql("vault/latest_digests"), values)
    }


def _json_list(people: pl.Series) -> str:
    return json.dumps(people.to_list())


def _purpose(person_key: str, kind: str) -> str:
    return f"identity|{person_key}|{kind}"
