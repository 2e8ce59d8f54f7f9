"""Prove a store whole: the ledger of batches, the checksums of its rows, the archive, the vault."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from analytics import house
from analytics.identity import ArchiveBroken, StoreUnusable, Vault, assessments, closing
from analytics.records import publish, schema
from analytics.records.checksums import altered
from analytics.records.snapshot import Snapshot
from analytics.records.store import Store
from analytics.texts import Texts

CHECKS = "checks"
SHOWN_OFFENDERS = 5


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold; the sentence is the message ``verify.<check>`` filled with the values."""

    check: str
    values: dict[str, Any] = field(default_factory=dict)

    def sentence(self, texts: Texts) -> str:
        return texts.t(f"verify.{self.check}", **self.values)


def verify(home: Path) -> list[Finding]:
    """Return everything that does not hold, nothing for a whole store.

    Raises StoreMissing, StoreTooNew and the errors of a missing or wrong key: then nothing can be proved.
    """
    vault = Vault(home)
    try:
        snapshot = Store(home).open()
    except StoreUnusable as error:
        return [Finding("snapshot_unusable", error.values), *_frozen(home), *_shown(vault), *_archive(vault)]
    try:
        return [*_ledger(snapshot), *_frozen(home), *_received(snapshot, vault), *_shown(vault), *_archive(vault)]
    except StoreUnusable as error:
        return [Finding("snapshot_unusable", error.values)]
    except duckdb.Error as error:
        return [Finding("snapshot_unusable", {"path": str(snapshot.path), "reason": str(error)})]
    finally:
        snapshot.close()


def _ledger(snapshot: Snapshot) -> Iterator[Finding]:
    """Run every check of sql/checks and recompute the checksum of every row."""
    for path in sorted((house.SQL / CHECKS).glob("*.sql")):
        if offenders := snapshot.rows(house.sql(f"{CHECKS}/{path.stem}")):
            yield Finding(path.stem, _counted(offenders))
    for fact in schema.fact_names():
        if offenders := altered(snapshot.stored(fact)):
            yield Finding("rows_altered", {"fact": fact, **_counted(offenders)})


def _frozen(home: Path) -> Iterator[Finding]:
    for version in publish.frozen(home):
        if not publish.snapshot_path(home, version).exists():
            yield Finding("frozen_missing", {"version": version})


def _received(snapshot: Snapshot, vault: Vault) -> Iterator[Finding]:
    """Compare the batches with the files and the refused rows that the vault keeps for them."""
    refused = vault.quarantine_counts()
    for batch in snapshot.batches().iter_rows(named=True):
        batch_id = batch["batch_id"]
        if not vault.is_archived(batch["sha256"]):
            yield Finding("file_missing", {"batch_id": batch_id, "sha256": batch["sha256"]})
        if refused.get(batch_id, 0) != batch["rows_quarantined"]:
            yield Finding(
                "quarantine_count",
                {"batch_id": batch_id, "found": refused.get(batch_id, 0), "expected": batch["rows_quarantined"]},
            )


def _shown(vault: Vault) -> Iterator[Finding]:
    """Look for the files that were handed in with entries and appeals of assessments, and for the kept results."""
    for about, told in (("entry", assessments.entries(vault)), ("appeal", closing.appeals(vault))):
        for number, evidence in told.select("number", "evidence").iter_rows():
            for sha256 in evidence.split():
                if not vault.is_archived(sha256):
                    yield Finding(f"{about}_file_missing", {"number": number, "sha256": sha256})
    for year, result in assessments.cutoffs(vault).select("year", "result").unique(maintain_order=True).iter_rows():
        if result and not vault.is_archived(result):
            yield Finding("result_missing", {"year": year, "sha256": result})


def _archive(vault: Vault) -> Iterator[Finding]:
    """Open every archived file and compare it with the hash it is named by."""
    for sha256 in vault.archived():
        try:
            vault.read_archive(sha256)
        except ArchiveBroken:
            yield Finding("file_altered", {"sha256": sha256})


def _counted(offenders: list[tuple[Any, ...]]) -> dict[str, Any]:
    shown = ", ".join("/".join(str(value) for value in row) for row in offenders[:SHOWN_OFFENDERS])
    return {"count": len(offenders), "offenders": shown}
