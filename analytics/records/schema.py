"""The tables of a snapshot, as sql/schema declares them: nothing about them is written down twice."""

from collections.abc import Mapping, Sequence
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
def _tables() -> tuple[Mapping[str, pl.Schema], Mapping[str, Sequence[str]]]:
    """Return the columns of every table, in the order of the table, and those that must have a value."""
    names = (*(path.stem for path in (_SCHEMA / "ledger").glob("*.sql")), *fact_names())
    with duckdb.connect() as connection:
        create_tables(connection)
        columns = {name: connection.table(name).limit(0).pl().schema for name in names}
        needed = dict(connection.sql(house.sql("staging/needed_columns")).fetchall())
    return columns, needed


@cache
def fact_schemas() -> Mapping[str, pl.Schema]:
    """Return the columns of every fact table, in the order of the table."""
    return {name: _tables()[0][name] for name in fact_names()}


def ledger_schema(table: str) -> pl.Schema:
    """Return the columns of a table of the ledger of batches, in the order of the table."""
    return _tables()[0][table]


@cache
def fact_schema(name: str) -> pl.Schema:
    """Return the columns a frame of this fact brings, the writer assigning the others; raises KeyError if no fact."""
    return pl.Schema({column: kind for column, kind in fact_schemas()[name].items() if column not in ASSIGNED})


def conform(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with the columns and types of a fact.

    Raises ValueError naming the columns that do not fit, or do not have the values that every row must have.
    """
    schema = fact_schema(name)
    odd = set(schema) ^ set(frame.columns)
    if odd:
        raise ValueError(f"{name}: {sorted(odd)}")
    blank = [column for column in _tables()[1][name] if column in schema and frame.get_column(column).null_count()]
    if blank:
        raise ValueError(f"{name}: null in {blank}")
    return frame if frame.schema == schema else frame.select(schema.names()).cast(schema)


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
