"""What taking a file in would change: counts by state, and the rows that need a look before anybody says yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.intake import AskedHeader, FileOutcome, FilePreview, ImportReport
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
STATES = (NEW, CHANGED, SAME, REFUSED)
#: Rows shown for a file; the counts speak of all of them.
SHOWN = 200
_COLUMNS = ("sheet", "row", "about", "state", "what", "fix")
_SHAPES = {NEW: "＋", CHANGED: "≠", SAME: "＝", REFUSED: "◆"}
_TONES = {NEW: "good", CHANGED: "warn", SAME: "mute", REFUSED: "bad"}
_FIRST = (REFUSED, CHANGED, NEW, SAME)


@dataclass(frozen=True)
class Difference:
    """One file before it is taken in: whether it can come in, how many rows of each state, warnings, the rows.

    `asked`: the headers that a person should explain.
    """

    name: str
    sentence: str
    is_welcome: bool
    counts: tuple[tuple[str, str, int], ...]
    warnings: tuple[str, ...]
    table: Table
    asked: tuple[AskedHeader, ...] = ()


def difference(found: FilePreview, voice: Voice) -> Difference:
    """Return the difference a file makes, refused rows first, then changed and new ones."""
    outcome, tally = found.outcome, found.counts()
    order = pl.col("state").replace_strict(list(_FIRST), list(range(len(_FIRST))), return_dtype=pl.Int8)
    rows = found.rows.sort(order, "sheet", "row", maintain_order=True).head(SHOWN)
    columns = tuple(
        Column(n, voice.t(f"difference.{n}"), "right" if n == "row" else "left", n in ("sheet", "about"), n == "state")
        for n in _COLUMNS
    )
    made = tuple(_row(row, voice) for row in rows.iter_rows(named=True))
    caption = voice.t("difference.title", shown=len(made), count=found.rows.height)
    return Difference(
        name=outcome.file,
        sentence=_sentence(outcome, voice),
        is_welcome=outcome.status == "imported",
        counts=tuple((state, _named(state, voice), tally.get(state, 0)) for state in STATES),
        warnings=_warnings(outcome, voice),
        table=Table(caption, columns, made),
        asked=found.asked,
    )


def _sentence(outcome: FileOutcome, voice: Voice) -> str:
    """Return what a file was taken for, or why it cannot come in."""
    if outcome.status != "imported":
        return outcome.message
    ledgers = dict.fromkeys(voice.ledger(sheet.ledger) for sheet in outcome.sheets)
    return voice.t("difference.welcome", ledgers=voice.listing(list(ledgers)))


def taken(report: ImportReport, voice: Voice) -> list[tuple[bool, str]]:
    """Return what became of each file as a sentence, and whether it came in."""
    return [
        (file.status == "imported", voice.t("difference.taken", file=file.file, sentence=file.message))
        for file in report.files
    ]


def _warnings(outcome: FileOutcome, voice: Voice) -> tuple[str, ...]:
    said = [skipped.message for skipped in outcome.skipped]
    for sheet in outcome.sheets:
        ledger = voice.ledger(sheet.ledger)
        said += [voice.t("difference.warning", ledger=ledger, message=warned.message) for warned in sheet.warnings]
    return tuple(said)


def _row(row: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    state = row["state"]
    columns = voice.listing([voice.t(f"column.{column}") for column in row["changed"] or ()])
    what = row["message"] or (voice.t("difference.columns", columns=columns) if columns else "")
    return (
        Cell(row["sheet"]),
        Cell(str(row["row"]), row["row"]),
        Cell(row["subject"] or ""),
        Cell(_named(state, voice), tone=_TONES[state]),
        Cell(what),
        Cell(row["fix"] or ""),
    )


def _named(state: str, voice: Voice) -> str:
    return f"{_SHAPES[state]} {voice.t(f'intake.state.{state}')}"
