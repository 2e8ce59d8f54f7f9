"""The tables of a snapshot, as sql/schema declares them: nothing about them is written down twice."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from analytics import house

ASSIGNED = ("record_id", "batch_id", "content")
_SCHEMA = house.SQL / "schema"
_FOLDERS = ("ledger", "facts", "views")


@cache
def fact_names() -> tuple[str, ...]:
    """Return the names of the fact tables, in order."""
    return tuple(path.stem for path in sorted((_SCHEMA / "facts").glob("*.sql")))


@cache
def fact_schemas() -> Mapping[str, pl.Schema]:
    """Return the columns of every fact table, in the order of the table."""
    with duckdb.connect() as connection:
        create_tables(connection)
        return {name: connection.table(name).limit(0).pl().schema for name in fact_names()}


def fact_schema(name: str) -> pl.Schema:
    """Return the columns a frame of this fact brings, the writer assigning the others; raises KeyError if no fact."""
    return pl.Schema({column: kind for column, kind in fact_schemas()[name].items() if column not in ASSIGNED})


def conform(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with the columns and types of a fact; raises ValueError naming the columns that do not fit."""
    schema = fact_schema(name)
    if frame.schema == schema:
        return frame
    odd = set(schema) ^ set(frame.columns)
    if odd:
        raise ValueError(f"{name}: {sorted(odd)}")
    return frame.select(schema.names()).cast(schema)


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table, view and macro of a new snapshot."""
    for folder in _FOLDERS:
        for path in sorted((_SCHEMA / folder).glob("*.sql")):
            connection.execute(path.read_text(encoding="utf-8"))


def newest_version(migrations: Path) -> int:
    """Return the schema version that the migrations lead to; the first version needed none."""
    return max((number for number, _ in numbered(migrations)), default=1)


def numbered(migrations: Path) -> list[tuple[int, Path]]:
    """Return the migration files, NNN_*.sql, with the version each leads to, in order."""
    return sorted((int(path.stem.partition("_")[0]), path) for path in migrations.glob("*.sql"))
