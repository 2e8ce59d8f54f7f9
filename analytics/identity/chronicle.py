"""Tables to which rows are only added: what happened, one after the other, and who said so when."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import polars as pl

from analytics import house
from analytics.identity.errors import TextMissing
from analytics.identity.vault import Vault, has_table

_TIME = pl.Datetime("us")
#: The last columns of every such table: who said it, and when.
TOLD = {"told_by": pl.String, "told_at": _TIME}
#: What SQLite keeps other than as it is told.
_KEPT_AS = {_TIME: pl.String(), pl.Date(): pl.String(), pl.Boolean(): pl.Int64()}
_READ: Mapping[pl.DataType, Callable[[pl.Expr], pl.Expr]] = {
    _TIME: lambda kept: kept.str.to_datetime(time_unit="us"),
    pl.Date(): lambda kept: kept.str.to_date(),
    pl.Boolean(): lambda kept: kept.cast(pl.Boolean),
}


def need_text(**texts: str) -> None:
    """Raise TextMissing for the first field in which nothing is said."""
    for field, text in texts.items():
        if not text.strip():
            raise TextMissing(field=field)


@contextmanager
def writing(vault: Vault, tables: str) -> Iterator[sqlite3.Connection]:
    """Give the vault to one writer, with nobody between what is read and what is written; `tables` makes them."""
    with vault.connected() as connection:
        connection.executescript(house.sql(tables))  # an earlier release's vault has no such table
        connection.execute("begin immediate")
        yield connection


def events(
    connection: sqlite3.Connection, statement: str, values: Mapping[str, Any], schema: pl.Schema
) -> pl.DataFrame:
    """Return the rows of a statement by a schema with `told_at`, oldest first."""
    rows = connection.execute(house.sql(statement), values).fetchall()
    kept = {name: _KEPT_AS.get(dtype, dtype) for name, dtype in schema.items()}
    told = pl.DataFrame(rows, schema=kept, orient="row")
    return told.with_columns(_READ[dtype](pl.col(name)) for name, dtype in schema.items() if dtype in _READ)


def history(
    vault: Vault,
    table: str,
    statement: str,
    schema: pl.Schema,
    *,
    known_at: datetime | None = None,
    **values: str | int | None,
) -> pl.DataFrame:
    """Return what was told by `known_at` (null: all of it); nothing in an earlier release's vault without the table."""
    with vault.readable() as connection:
        told = events(connection, statement, values, schema) if has_table(connection, table) else schema.to_frame()
    return told if known_at is None else told.filter(pl.col("told_at") <= known_at)


def add(connection: sqlite3.Connection, statement: str, values: Mapping[str, Any], by: str, at: datetime) -> None:
    """Add what happened; raises TextMissing."""
    add_all(connection, statement, [values], by, at)


def add_all(
    connection: sqlite3.Connection, statement: str, rows: Iterable[Mapping[str, Any]], by: str, at: datetime
) -> None:
    """Add all that happened at one time; raises TextMissing where nobody says who tells it."""
    need_text(by=by)
    told = {"told_by": by, "told_at": at.isoformat(sep=" ")}
    connection.executemany(house.sql(statement), [{**values, **told} for values in rows])
