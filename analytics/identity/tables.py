"""The tables of the vault: those of a new one, and what an earlier release's lacks."""

import sqlite3

from analytics import house

_TABLES = (
    "schema",
    "links",
    "rulings",
    "reading_rulings",
    "cases",
    "scenarios",
    "assumption_settings",
    "backtests",
    "assessments",
    "decisions",
)


def lay(connection: sqlite3.Connection) -> None:
    """Make the tables that are not there."""
    for tables in _TABLES:
        connection.executescript(house.sql(f"vault/{tables}"))
