"""An examined file as one batch of the store: its rows, its sheets, and its refused rows for the vault."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from analytics.identity import QUARANTINE_SCHEMA
from analytics.intake import outcome
from analytics.intake.comparing import row_keys
from analytics.intake.coverage import months_covered
from analytics.intake.examine import Examined
from analytics.intake.facts import Facts
from analytics.intake.outcome import SheetOutcome
from analytics.intake.reading import Notice, Reading
from analytics.intake.settings import Settings
from analytics.records import BatchHeader, BatchSheet, Writer
from analytics.texts import Texts

_ROWS_KEPT = 200


@dataclass(frozen=True)
class Times:
    """When the files arrived, and when they are recorded: wall times of the city."""

    received_at: datetime
    recorded_at: datetime


def add_batch(writer: Writer, settings: Settings, examined: Examined, *, times: Times, is_demo: bool) -> int:
    """Add a file that can come in, once it is compared with the records, and return its batch number."""
    found, workbook, notices, facts = examined.outcome, examined.workbook, examined.notices, examined.facts
    assert workbook is not None
    assert facts is not None
    assert notices is not None
    units = settings.units()
    header = BatchHeader(found.file, found.sha256 or "", settings.unit, times.received_at, times.recorded_at, is_demo)
    sheets = [
        _batch_sheet(reading, told, units[reading.layout.id], notices[reading.sheet.index], times.recorded_at)
        for reading, told in zip(workbook.readings, found.sheets, strict=True)
    ]
    sheets += [_blank_sheet(item.sheet.index, item.sheet.name, item.sheet.rows) for item in workbook.skipped]
    refused = [_quarantine(reading, settings.texts) for reading in workbook.readings if not reading.is_accepted.all()]
    return writer.add_batch(
        header,
        sheets,
        facts.frames,
        identities=facts.identities,
        quarantine=pl.concat(refused) if refused else None,
        linked=examined.linked and replace(examined.linked, at=times.recorded_at.isoformat(sep=" ")),
        settles=_settled(writer, examined, facts, sum(sheet.rows_data for sheet in sheets)),
    )


def _settled(writer: Writer, examined: Examined, facts: Facts, rows_data: int) -> set[int]:
    """Return the earlier batches that the file brings again: it says so, or all that was accepted then is in it."""
    settled = set(writer.restated(row_keys(facts.frames), examined.comparison.batches, rows_data))
    named = writer.live_batch(examined.returned) if examined.returned else None
    return settled if named is None else settled | {named}


def _batch_sheet(
    reading: Reading, told: SheetOutcome, unit: str, notices: Sequence[Notice], recorded_at: datetime
) -> BatchSheet:
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
        warnings=[_shortened(notice) for notice in notices],
        rows_known=len(told.known_rows),
        rows_superseding=len(told.superseding_rows),
    )


def _shortened(notice: Notice) -> dict[str, Any]:
    """Return a notice with its first rows and their count: a long sheet may fail a check in all of its rows."""
    return {**asdict(replace(notice, rows=notice.rows[:_ROWS_KEPT])), "count": len(notice.rows)}


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
            "raw": outcome.raw_rows(reading, refused),
        },
        schema=QUARANTINE_SCHEMA,
    )


def _details(reading: Reading, column: str) -> str:
    return json.dumps(
        {"ledger": reading.layout.id, "column": column, "at": outcome.place_of(reading, column)}, ensure_ascii=False
    )
