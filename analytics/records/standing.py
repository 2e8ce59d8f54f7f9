"""Who and what is in force, for those who read the records and for the one who writes them."""

import duckdb
import polars as pl

from analytics import house
from analytics.records import database


def live_persons(connection: duckdb.DuckDBPyConnection, person_keys: pl.Series) -> pl.Series:
    """Return those of the persons, under their own keys, who are seen in a batch in force."""
    found = database.rows(connection, house.sql("marts/live_persons"), person_keys=person_keys.to_list())
    return pl.Series("person_key", [key for (key,) in found], dtype=pl.String)


def revoked_batches(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Return the batches that are not in force any more."""
    return [batch for (batch,) in database.rows(connection, house.sql("marts/revoked_batches"))]
