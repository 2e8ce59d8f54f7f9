"""The one writer of a home: batches in, batches revoked, published together at the end."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from analytics import house
from analytics.identity import Linked, Vault, Verdict
from analytics.records import aliases, database, schema, standing, versions
from analytics.records.errors import BatchRevoked, BatchUnknown
from analytics.records.publish import Draft

_TOTALS = ("rows_physical", "rows_data", "rows_accepted", "rows_quarantined")


@dataclass(frozen=True)
class BatchHeader:
    """One file taken in. Times are wall times of the city without a zone; `unit_id` is the filing bureau, if one."""

    file_name: str
    sha256: str
    unit_id: str | None
    received_at: datetime
    recorded_at: datetime
    is_demo: bool = False


@dataclass(frozen=True)
class BatchSheet:
    """One worksheet of a file. The period is the first day of its first and of its last month."""

    sheet_no: int
    sheet: str
    ledger: str | None
    unit_id: str | None
    rows_physical: int
    rows_data: int
    rows_accepted: int
    rows_quarantined: int
    rows_no_data: int
    period_from: date | None = None
    period_to: date | None = None
    warnings: Sequence[Any] = field(default_factory=tuple)
    rows_known: int = 0
    rows_superseding: int = 0


class Writer:
    """What `Store.writer()` gives: every batch stands or falls alone, and all become visible together at the end."""

    def __init__(self, draft: Draft, vault: Vault) -> None:
        self._draft = draft
        self._connection = draft.connection
        self._vault = vault
        [(self._last_batch, self._last_record)] = database.rows(draft.connection, house.sql("staging/last_ids"))

    @property
    def version(self) -> int:
        """The version that will be in force once this writer has published."""
        return self._draft.version

    def add_batch(
        self,
        header: BatchHeader,
        sheets: Sequence[BatchSheet],
        facts: Mapping[str, pl.DataFrame],
        *,
        identities: pl.DataFrame | None = None,
        quarantine: pl.DataFrame | None = None,
        linked: Linked | None = None,
        settles: Collection[int] = (),
    ) -> int:
        """Add one file in one transaction and return its batch number; on any error nothing of it stays.

        `facts`: by name, frames with the columns of `schema.fact_schema`, none of which, row_key included, may hold
        what identifies a person. `identities`, `quarantine` and `linked` go to the vault: see `Vault.keep`.
        `settles`: earlier batches whose refused rows wait no longer. Raises ValueError when a frame does not have the
        columns of its fact.
        """
        frames = {name: schema.conform(name, frame) for name, frame in facts.items()}
        batch_id = self._last_batch + 1
        record_id = self._last_record
        self._connection.execute("begin")
        try:
            for name, frame in frames.items():
                self._insert(name, _numbered(frame, batch_id, record_id + 1))
                record_id += len(frame)
            self._enter(batch_id, header, sheets, self._checksum(batch_id, frames), settles)
            self._vault.keep(batch_id, self.version, identities=identities, quarantine=quarantine, linked=linked)
            self._connection.execute("commit")
        except BaseException:
            self._connection.execute("rollback")
            self._vault.discard(batch_id)
            raise
        self._last_batch, self._last_record = batch_id, record_id
        self._draft.is_changed = True
        return batch_id

    def live_batch(self, sha256: str) -> int | None:
        """Return the batch that holds this file already and is not revoked, this writer's own batches included."""
        [(batch_id,)] = database.rows(self._connection, house.sql("staging/live_batch_of_file"), sha256=sha256)
        return batch_id

    def in_force(self, fact: str, keys: pl.Series) -> pl.DataFrame:
        """Return the rows of a fact in force under any of the keys, this writer's own batches included."""
        return versions.rows_in_force(self._connection, fact, keys)

    def restated(self, keys: Mapping[str, pl.Series], batches: Collection[int], rows_data: int) -> list[int]:
        """Return those of the batches that a file of so many data rows brings again: it is no shorter, and every row
        accepted then is in it. `keys`: the row keys that the file brings, by fact.
        """
        if not batches:
            return []
        counts = versions.rows_restated(self._connection, keys, batches)
        values = {"batches": sorted(batches), "rows_data": rows_data}
        waiting = database.rows(self._connection, house.sql("staging/batches_with_refused_rows"), **values)
        return [batch for batch, accepted in waiting if counts[batch] == accepted]

    def live_persons(self, person_keys: pl.Series) -> pl.Series:
        """Return those of the persons who are seen in a batch in force, this writer's own batches included."""
        return standing.live_persons(self._connection, person_keys)

    def revoked_batches(self) -> list[int]:
        """Return the batches that are not in force any more."""
        return standing.revoked_batches(self._connection)

    def rule_link(self, pair: int, verdict: Verdict, by: str, at: datetime, *, reason: str) -> None:
        """Rule on whether two are one and the same, and count them so; raises PairUnknown."""
        self._vault.rule_link(pair, verdict, by, at, reason=reason, version=self.version)
        aliases.settle(self._connection, self._vault.aliases(self.version), at)
        self._draft.is_changed = True

    def revoke(self, batch_id: int, at: datetime) -> None:
        """Take a batch out of force from a time on; raises BatchUnknown or BatchRevoked."""
        found = database.rows(self._connection, house.sql("staging/revoked_at"), batch_id=batch_id)
        if not found:
            raise BatchUnknown(batch_id=batch_id)
        if found[0][0] is not None:
            raise BatchRevoked(batch_id=batch_id)
        self._connection.execute(house.sql("staging/revoke"), {"batch_id": batch_id, "revoked_at": at})
        self._draft.is_changed = True

    def _insert(self, name: str, frame: pl.DataFrame) -> None:
        self._connection.register("staged", frame)
        self._connection.sql(house.sql("staging/fact")).insert_into(name)
        self._connection.unregister("staged")

    def _checksum(self, batch_id: int, facts: Iterable[str]) -> int:
        """Return the sum of the checksums of the batch's rows, wrapped to 64 bits; no other fact has any of them."""
        query = house.sql("staging/batch_checksum")
        parts = (database.rows(self._connection, query, fact=fact, batch_id=batch_id) for fact in facts)
        return sum(int(part) for [(part,)] in parts) % (1 << 64)

    def _enter(
        self,
        batch_id: int,
        header: BatchHeader,
        sheets: Sequence[BatchSheet],
        checksum: int,
        settles: Collection[int],
    ) -> None:
        """Write the ledger of the batch."""
        totals = {column: sum(getattr(sheet, column) for sheet in sheets) for column in _TOTALS}
        entry = {**asdict(header), **totals, "batch_id": batch_id, "checksum": checksum}
        self._connection.execute(house.sql("staging/add_batch"), entry)
        for sheet in sheets:
            warnings = json.dumps(list(sheet.warnings), ensure_ascii=False)
            entry = {**asdict(sheet), "batch_id": batch_id, "warnings": warnings}
            self._connection.execute(house.sql("staging/add_batch_sheet"), entry)
        for settled_id in sorted(settles):
            values = {"batch_id": batch_id, "settled_id": settled_id}
            self._connection.execute(house.sql("staging/add_settlement"), values)


def _numbered(frame: pl.DataFrame, batch_id: int, first: int) -> pl.DataFrame:
    """Put record_id and batch_id before the columns of a fact."""
    return frame.select(
        pl.int_range(first, first + len(frame), dtype=pl.Int64, eager=True).alias("record_id"),
        pl.lit(batch_id, pl.Int32).alias("batch_id"),
        pl.all(),
    )
