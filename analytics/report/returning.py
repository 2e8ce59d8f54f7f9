"""What a bureau gets back: its own file, and what in it has to be corrected."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import polars as pl

from analytics.identity import Vault
from analytics.identity.errors import ArchiveMissing
from analytics.intake import RefusedError
from analytics.intake.settings import Settings
from analytics.records import BatchUnknown, Snapshot
from analytics.texts import Texts


class NothingToReturn(Exception):  # noqa: N818 - the name says what is the matter
    """A file in which nothing is marked; `key` and `values` make the sentence."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def sentence(self, texts: Texts) -> str:
        return texts.t(self.key, **self.values)


@dataclass(frozen=True)
class Mark:
    """One thing to correct. `row` counts from 1; `column` from 0, null for the whole row."""

    sheet: str
    row: int
    column: int | None
    header: str
    wrong: str
    fix: str


@dataclass(frozen=True)
class Returning:
    """A received file to give back, worded in one language. `number`: its batch, or the start of its hash."""

    file_name: str
    sha256: str
    number: str
    data: bytes
    marks: tuple[Mark, ...]


def of_batch(snapshot: Snapshot, vault: Vault, batch_id: int, texts: Texts) -> Returning:
    """Return a batch's file with a mark for every row it refused.

    Raises BatchUnknown, NothingToReturn, and ArchiveMissing or ArchiveBroken.
    """
    batches = snapshot.batches().filter(pl.col("batch_id") == batch_id)
    if batches.is_empty():
        raise BatchUnknown(batch_id=batch_id)
    [batch] = batches.iter_rows(named=True)
    refused = vault.quarantined(batch_id)
    if refused.is_empty():
        raise NothingToReturn("returned.nothing", batch=batch_id)
    marks = tuple(_mark(row, texts) for row in refused.iter_rows(named=True))
    return Returning(batch["file_name"], batch["sha256"], str(batch_id), vault.read_archive(batch["sha256"]), marks)


def _mark(row: Mapping[str, Any], texts: Texts) -> Mark:
    header, rule = row["column"] or "", row["rule"]
    return Mark(
        sheet=row["sheet"],
        row=row["row"],
        column=json.loads(row["details"] or "{}").get("at"),
        header=header,
        wrong=texts.t(f"intake.rule.{rule}", column=header, value=row["masked"] or ""),
        fix=texts.t(f"intake.fix.{rule}", column=header),
    )


def of_refused(vault: Vault, sha256: str, file_name: str | None, settings: Settings) -> Returning:
    """Return a file that was refused as a whole, its header marked with the reason.

    `sha256`: the hash of the file or the beginning of it; the archive knows no names. Raises ArchiveMissing, and
    NothingToReturn for a file that cannot be written into, or would come in now.
    """
    whole = [name for name in vault.archived() if name.startswith(sha256)]
    if len(whole) != 1:
        raise ArchiveMissing(sha256=sha256)
    number = whole[0][:8]
    data, name = vault.read_archive(whole[0]), file_name or f"{number}.xlsx"
    try:
        settings.read(data, name)
    except RefusedError as refusal:
        marks = tuple(_reasons(refusal, settings.texts))
        if not marks:
            raise NothingToReturn("returned.unmarkable", reason=refusal.sentence(settings.texts)) from refusal
        return Returning(name, whole[0], number, data, marks)
    raise NothingToReturn("returned.would_come_in", file=name)


def _reasons(refusal: RefusedError, texts: Texts) -> Iterator[Mark]:
    """Yield the marks on the header of the sheet that the refusal is about; a file nobody can open has none."""
    sheet, nearest = refusal.values.get("sheet"), refusal.nearest
    if sheet is None:
        return
    row = refusal.values.get("row") or (nearest.bottom + 1 if nearest else 1)
    header = nearest.headers[0].column if nearest and nearest.headers else None
    reason, fix = refusal.sentence(texts), texts.t("returned.fix.whole")
    yield Mark(str(sheet), int(row), header, "", reason, fix)


def file_name(found: Returning, suffix: str, texts: Texts) -> str:
    """Return what the file given back is called; one that comes back twice keeps its name."""
    stem = PurePath(found.file_name).stem
    addition = texts.t("returned.suffix")
    return f"{stem}{'' if stem.endswith(addition) else addition}{suffix}"
