"""Connections to snapshot files, locked down: no network, no other file, no extension."""

from pathlib import Path
from typing import Any

import duckdb

from analytics.identity.errors import StoreUnusable

LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": "2GB",
}


def connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open a snapshot file; raises StoreUnusable when it is missing or damaged."""
    try:
        return duckdb.connect(path, read_only=read_only, config=LOCKED_DOWN)
    except duckdb.Error as error:
        raise StoreUnusable(path=str(path), reason=str(error)) from error


def rows(connection: duckdb.DuckDBPyConnection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """Return all rows of a query, so that no unfinished result keeps the connection busy."""
    return connection.sql(query, params=values).fetchall() if values else connection.sql(query).fetchall()
