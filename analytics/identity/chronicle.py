"""Tables to which rows are only added: what happened, one after the other, and who said so when."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import polars as pl

from analytics import house
from analytics.identity.vault import Vault


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
    told = pl.DataFrame(rows, schema={**schema, "told_at": pl.String}, orient="row")
    return told.with_columns(pl.col("told_at").str.to_datetime(time_unit="us"))


def add(connection: sqlite3.Connection, statement: str, values: Mapping[str, Any], by: str, at: datetime) -> None:
    """Add what happened."""
    connection.execute(house.sql(statement), {**values, "told_by": by, "told_at": at.isoformat(sep=" ")})
