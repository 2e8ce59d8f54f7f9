"""Persons ruled to be one and the same, as the records keep them: dated, so that what was known before stays known."""

from collections.abc import Mapping
from datetime import datetime

import duckdb

from analytics import house
from analytics.records import database


def settle(connection: duckdb.DuckDBPyConnection, wanted: Mapping[str, str], at: datetime) -> None:
    """Make the aliases in force those of `wanted`, person by canonical person."""
    found = dict(database.rows(connection, house.sql("staging/aliases_in_force")))
    for person in sorted(found.keys() - {p for p in found if found[p] == wanted.get(p)}):
        connection.execute(house.sql("staging/undo_alias"), {"person_key": person, "at": at})
    for person in sorted(p for p in wanted if wanted[p] != found.get(p)):
        values = {"person_key": person, "canonical_key": wanted[person], "at": at}
        connection.execute(house.sql("staging/add_alias"), values)
