"""What a new file would replace: the rows in force under the keys that it brings."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

import duckdb
import polars as pl

from analytics import house
from analytics.records import database, schema
from analytics.records.corrections import KEY, in_force

_WANTED = "wanted"


def rows_in_force(connection: duckdb.DuckDBPyConnection, fact: str, keys: pl.Series) -> pl.DataFrame:
    """Return the rows of a fact in force under any of the keys, completed like `Snapshot.facts`."""
    if keys.is_empty():
        return schema.fact_schemas()[fact].to_frame()
    with _wanted(connection, keys):
        return in_force(connection.sql(house.sql("marts/rows_of_keys"), params={"fact": fact}).pl())


def rows_restated(
    connection: duckdb.DuckDBPyConnection, keys: Mapping[str, pl.Series], batches: Collection[int]
) -> dict[int, int]:
    """Return for each batch how many of its worksheet rows made facts under the keys, which are given by fact."""
    found: set[tuple[int, int, int]] = set()
    for fact, wanted in keys.items():
        with _wanted(connection, wanted):
            query = house.sql("staging/restated_rows")
            found.update(database.rows(connection, query, fact=fact, batches=sorted(batches)))
    return {batch: sum(1 for row in found if row[0] == batch) for batch in batches}


@contextmanager
def _wanted(connection: duckdb.DuckDBPyConnection, keys: pl.Series) -> Iterator[None]:
    connection.register(_WANTED, keys.unique().to_frame(KEY))
    try:
        yield
    finally:
        connection.unregister(_WANTED)
