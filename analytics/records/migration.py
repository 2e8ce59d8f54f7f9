"""Older snapshots brought forward, one numbered SQL file per step; sql/migrations tells how to write one."""

from pathlib import Path

import duckdb

from analytics import house
from analytics.records import schema
from analytics.records.checksums import CONTENT, checksums
from analytics.records.errors import StoreTooNew
from analytics.records.publish import Draft

_RESTATED = "restated"


def is_due(found: int, migrations: Path) -> bool:
    """Tell whether a snapshot of this schema version must be brought forward; raises StoreTooNew for a later one."""
    known = schema.newest_version(migrations)
    if found > known:
        raise StoreTooNew(found=found, known=known)
    return found < known


def migrate(draft: Draft, found: int, migrations: Path) -> None:
    """Apply every step after the version found, in one transaction."""
    connection = draft.connection
    connection.execute("begin")
    for version, path in schema.numbered(migrations):
        if version > found:
            connection.execute(path.read_text(encoding="utf-8"))
            connection.execute(house.sql("staging/set_schema_version"), {"schema_version": version})
    _restate(connection)
    connection.execute(house.sql("staging/seal_batches"), {"first": 1})
    connection.execute("commit")
    draft.is_changed = True


def _restate(connection: duckdb.DuckDBPyConnection) -> None:
    """Compute the checksum of every row again, over the columns that it has now."""
    for fact in schema.fact_names():
        stored = connection.sql(house.sql("marts/live_rows"), params={"fact": fact}).pl()
        connection.register(_RESTATED, stored.select(restated_id="record_id", content=checksums(stored.drop(CONTENT))))
        connection.table(fact).update({CONTENT: duckdb.SQLExpression(house.sql("staging/restated_content"))})
        connection.unregister(_RESTATED)
