"""The refused rows of the vault, sealed: frame in, rows of SQLite out, and back."""

import sqlite3

import polars as pl

from analytics import house
from analytics.identity.keys import Keyring

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
