"""Files into the store: archived first, read, and added as one batch each; published together at the end."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import polars as pl

from analytics.identity import QUARANTINE_SCHEMA, Vault
from analytics.identity.archive import fingerprint
from analytics.intake import outcome
from analytics.intake.coverage import months_covered
from analytics.intake.facts import facts_of
from analytics.intake.failures import RefusedError
from analytics.intake.files import read_bytes
from analytics.intake.layouts import Layout
from analytics.intake.outcome import FileOutcome, ImportReport, SheetOutcome, SkippedSheet
from analytics.intake.reading import Notice, Reading
from analytics.intake.settings import Settings, settings_for
from analytics.intake.workbook import Workbook
from analytics.policy import Policy
from analytics.records import BatchHeader, BatchSheet, Store, Writer
from analytics.texts import Lang, Texts

Stage = Literal["reading", "storing", "publishing", "done"]
Progress = Callable[[int, int, Stage], None]


def import_files(
    home: Path | Store,
    vault: Vault | None,
    policy: Policy,
    ledgers: Mapping[str, Layout],
    files: Sequence[Path],
    *,
    recorded_at: datetime,
    received_at: datetime | None = None,
    bureau: str | None = None,
    ledger: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    lang: Lang = "zh",
) -> ImportReport:
    """Bring files in, each as a batch of its own; a file that cannot come in is refused with a sentence, never raised.

    `bureau`: id or name of the filing unit, else the owner of the ledger. `ledger`: read every sheet as this ledger.
    `dry_run`: say what would happen and change nothing. `progress` is called with files done, files in all, the stage.
    A home without a store gets one. Raises UnknownNameError for a bureau or ledger there is not, and StoreError when
    the store cannot be written.
    """
    store = home if isinstance(home, Store) else Store(home)
    settings = settings_for(policy, ledgers, bureau, ledger, lang)
    if not store.exists() and not dry_run:
        Store.create(store.home)
    tell = progress or (lambda *_: None)
    opened: AbstractContextManager[Writer | None] = nullcontext() if dry_run else store.writer()
    with opened as writer:
        intake = _Intake(settings, store, vault or Vault(store.home), writer, received_at or recorded_at, recorded_at)
        outcomes: list[FileOutcome] = []
        for number, path in enumerate(files):
            tell(number, len(files), "reading")
            outcomes.append(intake.take(path, lambda number=number: tell(number, len(files), "storing")))
        tell(len(files), len(files), "publishing")
    tell(len(files), len(files), "done")
    return ImportReport(files=tuple(outcomes))


@dataclass
class _Intake:
    """One command at work; without a writer nothing is kept."""

    settings: Settings
    store: Store
    vault: Vault
    writer: Writer | None
    received_at: datetime
    recorded_at: datetime

    def take(self, path: Path, before_storing: Callable[[], None]) -> FileOutcome:
        """Bring one file in, or say why not."""
        texts = self.settings.texts
        sha256 = None
        try:
            data = read_bytes(path)
            sha256 = self.vault.archive(data) if self.writer else fingerprint(data)
            batch_id = self._live_batch(sha256)
            if batch_id is not None:
                message = texts.t("intake.file.duplicate", batch=batch_id)
                return FileOutcome(
                    file=path.name, sha256=sha256, status="duplicate", message=message, batch_id=batch_id
                )
            workbook = self.settings.read(data, path.name)
        except RefusedError as error:
            return FileOutcome(file=path.name, sha256=sha256, status="refused", message=error.sentence(texts))
        before_storing()
        return self._accept(path.name, sha256, workbook)

    def _live_batch(self, sha256: str) -> int | None:
        if self.writer:
            return self.writer.live_batch(sha256)
        if not self.store.exists():
            return None
        batches = self.store.open().batches()
        same = batches.filter((pl.col("sha256") == sha256) & pl.col("revoked_at").is_null())
        return int(same["batch_id"][-1]) if same.height else None

    def _accept(self, name: str, sha256: str, workbook: Workbook) -> FileOutcome:
        texts, policy = self.settings.texts, self.settings.policy
        notices = {reading.sheet.index: workbook.notices(reading, policy) for reading in workbook.readings}
        sheets = tuple(outcome.sheet_outcome(r, notices[r.sheet.index], texts) for r in workbook.readings)
        skipped = tuple(_skipped(workbook, texts))
        batch_id = self._store(name, sha256, workbook, notices) if self.writer else None
        message = _summary(sheets, skipped, texts)
        return FileOutcome(
            file=name,
            sha256=sha256,
            status="imported",
            message=message,
            sheets=sheets,
            skipped=skipped,
            batch_id=batch_id,
        )

    def _store(self, name: str, sha256: str, workbook: Workbook, notices: Mapping[int, Sequence[Notice]]) -> int:
        assert self.writer is not None
        units = self.settings.units()
        facts = facts_of(workbook.readings, self.vault, units)
        is_demo = self.store.open().is_demo
        header = BatchHeader(name, sha256, self.settings.unit, self.received_at, self.recorded_at, is_demo)
        sheets = [
            _batch_sheet(r, units[r.layout.id], notices[r.sheet.index], self.recorded_at) for r in workbook.readings
        ]
        sheets += [_blank_sheet(item.sheet.index, item.sheet.name, item.sheet.rows) for item in workbook.skipped]
        quarantine = pl.concat([_quarantine(r, self.settings.texts) for r in workbook.readings])
        return self.writer.add_batch(
            header,
            sheets,
            facts.frames,
            identities=facts.identities,
            quarantine=quarantine if quarantine.height else None,
        )


def _batch_sheet(reading: Reading, unit: str, notices: Sequence[Notice], recorded_at: datetime) -> BatchSheet:
    accepted = int(reading.is_accepted.sum())
    first, last = months_covered(reading, recorded_at.date())
    return BatchSheet(
        sheet_no=reading.sheet.index,
        sheet=reading.sheet.name,
        ledger=reading.layout.id,
        unit_id=unit,
        rows_physical=reading.sheet.rows,
        rows_data=reading.rows.len(),
        rows_accepted=accepted,
        rows_quarantined=reading.rows.len() - accepted,
        rows_no_data=reading.region.no_data,
        period_from=first,
        period_to=last,
        warnings=[asdict(notice) for notice in notices],
    )


def _blank_sheet(number: int, name: str, rows: int) -> BatchSheet:
    return BatchSheet(number, name, None, None, rows, 0, 0, 0, rows)


def _quarantine(reading: Reading, texts: Texts) -> pl.DataFrame:
    """Return the refused rows as the vault keeps them; the row itself is sealed there."""
    refused = reading.rule.is_not_null()
    worded = list(outcome.quarantined_rows(reading, texts))
    return pl.DataFrame(
        {
            "sheet": [reading.sheet.name] * len(worded),
            "row": reading.rows.filter(refused),
            "column": [row.column for row in worded],
            "rule": reading.rule.filter(refused),
            "masked": [row.value for row in worded],
            "details": [_details(reading, column) for column in reading.column.filter(refused)],
            "raw": outcome.raw_rows(reading).filter(refused),
        },
        schema=QUARANTINE_SCHEMA,
    )


def _details(reading: Reading, column: str) -> str:
    return json.dumps({"ledger": reading.layout.id, "column": column}, ensure_ascii=False)


def _skipped(workbook: Workbook, texts: Texts) -> Iterator[SkippedSheet]:
    for item in workbook.skipped:
        message = texts.t(f"intake.skipped.{item.reason}", sheet=item.sheet.name)
        yield SkippedSheet(sheet=item.sheet.name, rows_physical=item.sheet.rows, message=message)


def _summary(sheets: Sequence[SheetOutcome], skipped: Sequence[SkippedSheet], texts: Texts) -> str:
    accepted = sum(len(sheet.accepted_rows) for sheet in sheets)
    refused = sum(len(sheet.quarantined_rows) for sheet in sheets)
    message = texts.t("intake.file.imported", accepted=accepted, quarantined=refused)
    return " ".join([message, *(item.message for item in skipped)])
