"""Batches on their way into the tables: they wait in memory, many go in at once, and what is asked for is met before.

A statement costs the database some milliseconds whatever it writes, so that the hundreds of small files of a city
would take longer to insert than to read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from analytics import house
from analytics.records import database, schema
from analytics.records.checksums import checksums

#: As many rows may wait: enough for whole row groups of the tables, some tens of megabytes of memory.
MOST_ROWS = 100_000
#: How many rows the database keeps together.
_ROW_GROUP = 122_880
_STAGED = "staged"
_BATCH = "batch"
_PARTS = pl.Schema({"batch_id": pl.Int32, "first": pl.Int64, "size": pl.Int64})


@dataclass(frozen=True)
class _Part:
    """Rows of one batch, to be numbered from `first` on."""

    batch_id: int
    first: int
    rows: pl.DataFrame


class Staging:
    """The batches of one writer before they stand in its draft; all it does is one transaction, ended by `complete`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        [(self.last_batch, self.last_record)] = database.rows(connection, house.sql("staging/last_ids"))
        self._first_batch = self.last_batch + 1
        self._ledger: dict[str, list[Mapping[str, Any]]] = {}
        self._parts: dict[str, list[_Part]] = {}
        self._waiting = 0
        self._hashes: dict[str, list[pl.Series]] = {}
        self._is_stored: dict[str, bool] = {}
        connection.execute("begin")

    def make_room(self) -> None:
        """Write what waits once it is too much to keep."""
        if self._waiting >= MOST_ROWS:
            self.write(*list(self._parts))

    def add(self, ledger: Mapping[str, Sequence[Mapping[str, Any]]], facts: Mapping[str, pl.DataFrame]) -> None:
        """Let the next batch wait: its entries by table of the ledger, and its rows by fact, already conforming."""
        self.last_batch += 1
        for table, entries in ledger.items():
            self._ledger.setdefault(table, []).extend(entries)
        for fact, rows in facts.items():
            if len(rows):
                self._parts.setdefault(fact, []).append(_Part(self.last_batch, self.last_record + 1, rows))
                self._hashes.setdefault(fact, []).append(rows.get_column("row_key").hash())
                self.last_record += len(rows)
                self._waiting += len(rows)

    def found(self, fact: str, keys: pl.Series) -> pl.Series:
        """Return those of the keys under which the fact may have rows, all of which are in its table then."""
        added = self._added(fact, keys)
        if len(added):
            self.write(fact)
        return keys if self._is_any_stored(fact) else added

    def write(self, *facts: str) -> None:
        """Put the batches, and the rows of some facts, into their tables."""
        self._enter(_BATCH)
        for fact in facts:
            if fact in self._parts:
                rows = _numbered(self._parts[fact])
                self._insert(fact, rows.with_columns(checksums(rows)))
                self._waiting -= len(rows)
                del self._parts[fact]

    def complete(self) -> None:
        """Write everything, seal the batches with the checksums of their rows, and end the transaction."""
        self.write(*list(self._parts))
        for table in list(self._ledger):
            self._enter(table)
        self._connection.execute(house.sql("staging/seal_batches"), {"first": self._first_batch})
        self._connection.execute("commit")

    def _added(self, fact: str, keys: pl.Series) -> pl.Series:
        """Return the keys under which batches were added here; some more by chance."""
        if fact not in self._hashes:
            return keys.clear()
        known, asked = pl.concat(self._hashes[fact], rechunk=False), keys.hash()
        met = known.filter(known.is_in(asked.implode()))
        return keys.filter(asked.is_in(met.implode())) if len(met) else keys.clear()

    def _is_any_stored(self, fact: str) -> bool:
        """Tell whether the fact had any rows before this writer's."""
        if fact not in self._is_stored:
            query = house.sql("staging/is_stored")
            [(self._is_stored[fact],)] = database.rows(self._connection, query, fact=fact, first=self._first_batch)
        return self._is_stored[fact]

    def _enter(self, table: str) -> None:
        if entries := self._ledger.get(table):
            frame = pl.DataFrame(entries, schema=schema.ledger_schema(table))
            self._insert(table, frame)
            del self._ledger[table]

    def _insert(self, table: str, frame: pl.DataFrame) -> None:
        """Add rows to a table; whole row groups come in side by side, and go to the disk as they are."""
        groups = pl.concat(frame.rechunk().iter_slices(_ROW_GROUP), rechunk=False)
        self._connection.register(_STAGED, groups)
        try:
            self._connection.sql(house.sql("staging/staged")).insert_into(table)
        finally:
            self._connection.unregister(_STAGED)


def _numbered(parts: Sequence[_Part]) -> pl.DataFrame:
    """Put record_id and batch_id before the columns of a fact."""
    numbers = pl.DataFrame([(part.batch_id, part.first, len(part.rows)) for part in parts], schema=_PARTS, orient="row")
    rows = pl.concat([part.rows for part in parts])
    lines = numbers.select(
        pl.int_ranges("first", pl.col("first") + pl.col("size")).alias("record_id"), "batch_id"
    ).explode("record_id")
    return pl.concat([lines, rows], how="horizontal")
