"""What became of each file, in the words of a language: the document behind `talent import --json`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict

from analytics.identity import mask_bank, mask_id, mask_name, mask_phone
from analytics.intake.reading import Notice, Reading
from analytics.intake.sheet import column_name
from analytics.intake.wording import without_numbers
from analytics.texts import Texts

Status = Literal["imported", "duplicate", "refused"]
_MASKS = {
    "id_number": mask_id,
    "party_number": mask_id,
    "name": mask_name,
    "phone": mask_phone,
    "bank": mask_bank,
}
_LONGEST_VALUE = 40


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class QuarantinedRow(_Model):
    """A refused row: worksheet row from 1, the header of the column, what is wrong, what to do; `value` is masked."""

    row: int
    column: str
    rule: str
    message: str
    value: str
    fix: str


class Warned(_Model):
    """Something to look at in rows that came in; no rows: it concerns the whole sheet."""

    code: str
    column: str | None
    rows: tuple[int, ...]
    message: str


class SheetOutcome(_Model):
    """One recognised sheet: physical rows = rows without data + accepted + quarantined.

    Of the accepted rows, `known_rows` say what is in force already and `superseding_rows` something else under a key in
    force; the rest is new.
    """

    sheet: str
    ledger: str
    rows_physical: int
    rows_data: int
    rows_no_data: int
    accepted_rows: tuple[int, ...]
    quarantined_rows: tuple[QuarantinedRow, ...]
    warnings: tuple[Warned, ...]
    known_rows: tuple[int, ...] = ()
    superseding_rows: tuple[int, ...] = ()


class SkippedSheet(_Model):
    """A sheet that is no ledger: an instruction sheet, an empty one."""

    sheet: str
    rows_physical: int
    message: str


class FileOutcome(_Model):
    """One file."""

    file: str
    sha256: str | None
    status: Status
    message: str
    sheets: tuple[SheetOutcome, ...] = ()
    skipped: tuple[SkippedSheet, ...] = ()
    batch_id: int | None = None


class ImportReport(_Model):
    """All files of one command, in its order."""

    files: tuple[FileOutcome, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether every file came in, or was there, with every row accepted."""
        return all(
            file.status != "refused" and not any(sheet.quarantined_rows for sheet in file.sheets) for file in self.files
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return self.model_dump(mode="json")


def sheet_outcome(reading: Reading, notices: Sequence[Notice], texts: Texts) -> SheetOutcome:
    """Word what became of one sheet."""
    return SheetOutcome(
        sheet=reading.sheet.name,
        ledger=reading.layout.id,
        rows_physical=reading.sheet.rows,
        rows_data=reading.rows.len(),
        rows_no_data=reading.region.no_data,
        accepted_rows=tuple(reading.rows.filter(reading.is_accepted).to_list()),
        quarantined_rows=tuple(quarantined_rows(reading, texts)),
        warnings=tuple(_warned(reading, notice, texts) for notice in notices),
    )


def quarantined_rows(reading: Reading, texts: Texts) -> Iterator[QuarantinedRow]:
    """Word every refused row once, by the first rule that hits it."""
    if reading.is_accepted.all():
        return
    refused = pl.DataFrame({"row": reading.rows, "rule": reading.rule, "column": reading.column}).with_row_index("at")
    for at, row, rule, column in refused.filter(pl.col("rule").is_not_null()).iter_rows():
        header = column_title(reading, column, texts)
        value = shown_value(reading, column, at)
        message = texts.t(f"intake.rule.{rule}", column=header, value=value)
        fix = texts.t(f"intake.fix.{rule}", column=header)
        yield QuarantinedRow(row=row, column=header, rule=rule, message=message, value=value, fix=fix)


def column_title(reading: Reading, column: str, texts: Texts) -> str:
    """Return the header as it stands in the file, else the official one."""
    header = reading.match.header(column) or reading.match.header(f"{column}.from")
    official = {c.id: c.header for c in reading.layout.column}.get(column)
    return header.text if header else texts.pick(official) if official else column


def place_of(reading: Reading, column: str) -> int | None:
    """Return the worksheet column that a column was read from, None where the sheet has no such column."""
    places = reading.match.columns
    return next((places[target] for target in (column, f"{column}.from", "span0") if target in places), None)


def shown_value(reading: Reading, column: str, at: int) -> str:
    """Return what may be shown of the cell: enough to find it, not to know the person."""
    number = place_of(reading, column)
    if number is None:
        return ""
    text = reading.region.cells[column_name(number)][at] or ""
    kind = {c.id: c.type for c in reading.layout.column}.get(column, "text")
    masked = _MASKS[kind](text) if kind in _MASKS else without_numbers(text)
    return masked[:_LONGEST_VALUE]


def _warned(reading: Reading, notice: Notice, texts: Texts) -> Warned:
    header = column_title(reading, notice.column, texts) if notice.column else None
    values: Mapping[str, Any] = {"column": header or "", "count": len(notice.rows), **dict(notice.values)}
    if "rule" in values:
        values = {**values, "rule": texts.t(f"intake.link.{values['rule']}")}
    message = texts.t(f"intake.warning.{notice.code}", **values)
    return Warned(code=notice.code, column=header, rows=notice.rows, message=message)


def raw_rows(reading: Reading, rows: pl.Series) -> pl.Series:
    """Return some of the data rows as they were received, as JSON by worksheet column; for the vault alone."""
    return reading.region.raw.filter(rows).select(pl.struct(pl.all()).struct.json_encode()).to_series()
