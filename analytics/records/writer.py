"""The one writer of a home: batches in, batches revoked, published together at the end."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from analytics import house
from analytics.identity import Linked, Vault, Verdict, assumptions, readings
from analytics.identity.assumptions import AssumptionSetting
from analytics.identity.readings import ReadingRuling
from analytics.records import aliases, database, schema, standing, versions
from analytics.records.errors import BatchRevoked, BatchUnknown
from analytics.records.publish import Draft
from analytics.records.staging import Staging

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
        self._staging = Staging(draft.connection)
        self._live: dict[str, int] | None = None

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
        """Add one file and return its batch number; on any error nothing of it stays.

        `facts`: by name, frames with the columns of `schema.fact_schema`, none of which, row_key included, may hold
        what identifies a person. `identities`, `quarantine` and `linked` go to the vault: see `Vault.keep`.
        `settles`: earlier batches whose refused rows wait no longer. Raises ValueError when a frame does not have the
        columns of its fact, or no value where there must be one.
        """
        frames = {name: schema.conform(name, frame) for name, frame in facts.items()}
        self._staging.make_room()
        batch_id = self._staging.last_batch + 1
        ledger = _ledger(batch_id, header, sheets, settles)
        try:
            self._vault.keep(batch_id, self.version, identities=identities, quarantine=quarantine, linked=linked)
        except BaseException:
            self._vault.discard(batch_id)
            raise
        self._staging.add(ledger, frames)
        self._live_batches()[header.sha256] = batch_id
        self._draft.is_changed = True
        return batch_id

    def complete(self) -> None:
        """Put into the tables whatever still waits; nothing can be added afterwards."""
        self._staging.complete()

    def live_batch(self, sha256: str) -> int | None:
        """Return the batch that holds this file already and is not revoked, this writer's own batches included."""
        return self._live_batches().get(sha256)

    def in_force(self, fact: str, keys: pl.Series) -> pl.DataFrame:
        """Return the rows of a fact in force under any of the keys, this writer's own batches included."""
        return versions.rows_in_force(self._connection, fact, self._staging.found(fact, keys))

    def restated(self, keys: Mapping[str, pl.Series], batches: Collection[int], rows_data: int) -> list[int]:
        """Return those of the batches that a file of so many data rows brings again: it is no shorter, and every row
        accepted then is in it. `keys`: the row keys that the file brings, by fact.
        """
        if not batches:
            return []
        self._staging.write()
        values = {"batches": sorted(batches), "rows_data": rows_data}
        waiting = database.rows(self._connection, house.sql("staging/batches_with_refused_rows"), **values)
        if not waiting:
            return []
        found = {fact: self._staging.found(fact, wanted) for fact, wanted in keys.items()}
        counts = versions.rows_restated(self._connection, found, [batch for batch, _ in waiting])
        return [batch for batch, accepted in waiting if counts[batch] == accepted]

    def live_persons(self, person_keys: pl.Series) -> pl.Series:
        """Return those of the persons who are seen in a batch in force, this writer's own batches included."""
        self._staging.write("person")
        return standing.live_persons(self._connection, person_keys)

    def revoked_batches(self) -> list[int]:
        """Return the batches that are not in force any more."""
        return standing.revoked_batches(self._connection)

    def rule_link(self, pair: int, verdict: Verdict, by: str, at: datetime, *, reason: str) -> None:
        """Rule on whether two are one and the same, and count them so; raises PairUnknown."""
        self._vault.rule_link(pair, verdict, by, at, reason=reason, version=self.version)
        aliases.settle(self._connection, self._vault.aliases(self.version), at)
        self._draft.is_changed = True

    def rule_reading(self, ruling: ReadingRuling) -> None:
        """Rule on what the policy's text leaves open; it holds with everything else this writer publishes."""
        readings.add(self._vault, ruling, self.version)
        self._draft.is_changed = True

    def set_assumption(self, setting: AssumptionSetting) -> None:
        """Set what spending to come is reckoned with; it holds with everything else this writer publishes."""
        assumptions.add(self._vault, setting, self.version)
        self._draft.is_changed = True

    def revoke(self, batch_id: int, at: datetime) -> None:
        """Take a batch out of force from a time on; raises BatchUnknown or BatchRevoked."""
        self._staging.write()
        found = database.rows(self._connection, house.sql("staging/revoked_at"), batch_id=batch_id)
        if not found:
            raise BatchUnknown(batch_id=batch_id)
        if found[0][0] is not None:
            raise BatchRevoked(batch_id=batch_id)
        self._connection.execute(house.sql("staging/revoke"), {"batch_id": batch_id, "revoked_at": at})
        self._live = None
        self._draft.is_changed = True

    def _live_batches(self) -> dict[str, int]:
        """Return the latest batch that is not revoked by the hash of its file."""
        if self._live is None:
            self._staging.write()
            self._live = dict(database.rows(self._connection, house.sql("staging/live_batches")))
        return self._live


def _ledger(
    batch_id: int, header: BatchHeader, sheets: Sequence[BatchSheet], settles: Collection[int]
) -> dict[str, list[dict[str, Any]]]:
    """Return what a batch enters into each table of the ledger; it is sealed with its checksum at the end."""
    totals = {column: sum(getattr(sheet, column) for sheet in sheets) for column in _TOTALS}
    return {
        "batch": [{**vars(header), **totals, "batch_id": batch_id, "checksum": 0}],
        "batch_sheet": [
            {**vars(sheet), "batch_id": batch_id, "warnings": json.dumps(list(sheet.warnings), ensure_ascii=False)}
            for sheet in sheets
        ],
        "settlement": [{"batch_id": batch_id, "settled_id": settled_id} for settled_id in sorted(settles)],
    }
