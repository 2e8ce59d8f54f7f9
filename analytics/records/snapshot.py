"""One published snapshot, read-only: the facts as they were known at a time."""

import weakref
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl

from analytics import house
from analytics.identity.errors import StoreUnusable
from analytics.records import database, schema, standing, versions
from analytics.records.corrections import grown, in_force, ranked
from analytics.records.frames import FrameKey, Frames

#: Queries that rest on one fact table, and name it themselves.
_OF_ONE_TABLE = frozenset({"marts/persons", "marts/persons_merged", "marts/employers"})
_LIVE = "marts/live_rows"
#: What decides which rows are in force.
_OF_EVERY_ROW = ("record_id", "batch_id", "row_key")
_MERGED = "marts/live_rows_merged"


class Standing(NamedTuple):
    """state: the shape of the tables, which batches are revoked and who is whom; live: batches by seniority."""

    state: tuple[Any, ...]
    live: tuple[int, ...]


class Snapshot:
    """The records of one version; immutable, so every frame is read once and kept. Threads may share it.

    `known_at` is a wall time of the city without a zone: only what had been recorded, and not yet revoked,
    by then counts. None means everything this snapshot holds.
    """

    def __init__(self, path: Path, version: int) -> None:
        self.path = path
        self.version = version
        self._connection = database.connect(path, read_only=True)
        self.close = weakref.finalize(self, self._connection.close)
        self._frames = Frames()
        self._counts: dict[str, int] = {}
        self._outgrown: dict[FrameKey, tuple[pl.DataFrame, int]] = {}
        self.schema_version, self.is_demo, self.default_as_of = self._meta()

    def facts(self, name: str, known_at: datetime | None = None) -> pl.DataFrame:
        """Return the live rows of a fact: of several with one row_key, those of the batch recorded last, completed
        from the earlier ones where they state nothing. Persons ruled to be one and the same have one key.

        Raises KeyError for a name that is no fact.
        """
        if name not in schema.fact_names():
            raise KeyError(name)
        return self._frame(self._live(name), name, known_at)

    def columns(self, name: str, wanted: Sequence[str], known_at: datetime | None = None) -> pl.DataFrame:
        """Return some columns of `facts`; the others are not read, unless they already are.

        Raises KeyError for a name that is no fact.
        """
        if name not in schema.fact_names():
            raise KeyError(name)
        query = self._live(name)
        if self._frames.holds(FrameKey(query, name, known_at)):
            return self.facts(name, known_at).select(wanted)
        values = {"known_at": known_at} if query == _MERGED else {}
        needed = dict.fromkeys((*_OF_EVERY_ROW, *wanted))

        def read() -> pl.DataFrame:
            stored = self._query(query, needed, fact=name, **values)
            return in_force(ranked(stored, self._seniority(known_at))).select(wanted)

        return self._frames.get(FrameKey(f"{query}:{','.join(wanted)}", name, known_at), read)

    def contested(self, name: str, known_at: datetime | None = None) -> pl.DataFrame:
        """Return the latest row of each bureau for those rows about a person that more than one bureau has filed.

        Raises KeyError for a name that is no fact.
        """
        if name not in schema.fact_names():
            raise KeyError(name)
        return self._query("marts/contested_rows", fact=name, known_at=known_at)

    def stored(self, name: str) -> pl.DataFrame:
        """Return every row of a fact as it was written, live or not; raises KeyError for a name that is no fact."""
        if name not in schema.fact_names():
            raise KeyError(name)
        return self._query(_LIVE, fact=name)

    def first_recorded(self, name: str, known_at: datetime | None = None) -> pl.DataFrame:
        """Return record_id and first_recorded_on of the rows of a fact: when what a row states was stated first.

        Raises KeyError for a name that is no fact.
        """
        if name not in schema.fact_names():
            raise KeyError(name)
        key = FrameKey("marts/first_recorded", name, known_at)
        return self._frames.get(key, lambda: self._query(key.query, fact=name, known_at=known_at))

    def in_force(self, name: str, keys: pl.Series) -> pl.DataFrame:
        """Return the live rows of a fact under any of the keys, as `facts` has them, without reading the others."""
        with self._connection.cursor() as cursor:
            return versions.rows_in_force(cursor, name, keys)

    def persons(self, known_at: datetime | None = None) -> pl.DataFrame:
        """Return one row per person: person_key, birth_month, sex, is_foreign as last stated, and the last batch."""
        return self._frame("marts/persons_merged" if self._has_aliases else "marts/persons", "person", known_at)

    def employers(self, known_at: datetime | None = None) -> pl.DataFrame:
        """Return one row per employer: employer_id, name and kind as last stated, and the last batch."""
        return self._frame("marts/employers", "employer", known_at)

    def sheets(self, known_at: datetime | None = None) -> pl.DataFrame:
        """Return one row per worksheet of a live batch, with file_name, received_at and recorded_at."""
        return self._frames.get(
            FrameKey("marts/sheets", "", known_at), lambda: self._query("marts/sheets", known_at=known_at)
        )

    def batches(self) -> pl.DataFrame:
        """Return one row per batch ever recorded, revoked ones included."""
        return self._query("marts/batches")

    def record(self, fact: str, record_id: int) -> dict[str, Any]:
        """Return one row of a fact, live or not, with file_name, sheet, recorded_at, revoked_at; raises KeyError."""
        if fact not in schema.fact_names():
            raise KeyError(fact)
        found = self._query("marts/record", fact=fact, record_id=record_id)
        if found.is_empty():
            raise KeyError(record_id)
        return found.row(0, named=True)

    def live_persons(self, person_keys: pl.Series) -> pl.Series:
        """Return those of the persons, under their own keys, who are seen in a batch in force."""
        with self._connection.cursor() as cursor:
            return standing.live_persons(cursor, person_keys)

    def revoked_batches(self) -> list[int]:
        """Return the batches that are not in force any more."""
        with self._connection.cursor() as cursor:
            return standing.revoked_batches(cursor)

    def take_over(self, older: "Snapshot") -> None:
        """Keep the frames of an older snapshot of the same home that nothing recorded since has changed.

        Tables of facts to which rows were only added are kept too, to be completed when they are asked for.
        """
        if self.standing.state != older.standing.state:
            return
        outgrown = self._frames.take_over(older._frames, lambda key: bool(key.fact) and self._holds(older, key.fact))
        if self.adds_to(older.standing):
            self._outgrown = {
                key: (frame, older._last_record(key.fact))
                for key, frame in outgrown.items()
                if (key.query, key.known_at) == (_LIVE, None)
            }

    def adds_to(self, earlier: Standing) -> bool:
        """Tell whether all that happened since is that batches came, and later than those there were."""
        return self.standing.state == earlier.state and self.standing.live[: len(earlier.live)] == earlier.live

    def _holds(self, older: "Snapshot", fact: str) -> bool:
        return self._stored(fact) == older._stored(fact)

    def _stored(self, fact: str) -> int:
        if fact not in self._counts:
            [(stored,)] = self.rows(house.sql("marts/count_rows"), fact=fact)
            self._counts[fact] = int(stored)
        return self._counts[fact]

    def _last_record(self, fact: str) -> int:
        [(last,)] = self.rows(house.sql("marts/last_record"), fact=fact)
        return int(last)

    @cached_property
    def standing(self) -> Standing:
        """What decides whether frames read from another snapshot still hold."""
        [state] = self.rows(house.sql("marts/standing"))
        return Standing(state, tuple(self._seniority(None).sort("seniority")["batch_id"]))

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query of the records room itself, such as a check."""
        with self._connection.cursor() as cursor:
            return database.rows(cursor, query, **values)

    @cached_property
    def _has_aliases(self) -> bool:
        [(found,)] = self.rows(house.sql("marts/has_aliases"))
        return bool(found)

    def _meta(self) -> tuple[int, bool, date | None]:
        try:
            [(version, is_demo, default_as_of)] = self.rows(house.sql("marts/meta"))
        except (duckdb.Error, ValueError) as error:
            self.close()
            raise StoreUnusable(path=str(self.path), reason=str(error)) from error
        return version, is_demo, default_as_of

    def _live(self, name: str) -> str:
        return _MERGED if self._has_aliases and "person_key" in schema.fact_schema(name) else _LIVE

    def _frame(self, query: str, fact: str, known_at: datetime | None) -> pl.DataFrame:
        """Return the frame of a query over one fact table; one that names no table is given it."""

        def read() -> pl.DataFrame:
            if query in _OF_ONE_TABLE:
                return self._query(query, known_at=known_at)
            if (rows := self._grown(FrameKey(query, fact, known_at))) is not None:
                return rows
            values = {"known_at": known_at} if query == _MERGED else {}
            return in_force(ranked(self._query(query, fact=fact, **values), self._seniority(known_at)))

        return self._frames.get(FrameKey(query, fact, known_at), read)

    def _grown(self, key: FrameKey) -> pl.DataFrame | None:
        """Return a table that was taken over with the rows that were added since, None where there is none."""
        kept = self._outgrown.pop(key, None)
        if kept is None:
            return None
        frame, last = kept
        return grown(frame, ranked(self._query("marts/added_rows", fact=key.fact, last=last), self._seniority(None)))

    def _seniority(self, known_at: datetime | None) -> pl.DataFrame:
        key = FrameKey("marts/seniority", "", known_at)
        return self._frames.get(key, lambda: self._query(key.query, known_at=known_at))

    def _query(self, name: str, columns: Collection[str] = ("*",), /, **values: Any) -> pl.DataFrame:
        try:
            with self._connection.cursor() as cursor:
                return cursor.sql(house.sql(name), params=values or None).select(*columns).pl()
        except duckdb.Error as error:  # a damaged block shows only when it is read
            raise StoreUnusable(path=str(self.path), reason=str(error)) from error
