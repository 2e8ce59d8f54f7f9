"""What was taken in: the files, their sheets, and the rows that wait for a correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: What became of the rows: of those accepted, the new ones, those that correct, and those that were there already.
_OUTCOMES = ("accepted", "new", "superseding", "known", "quarantined")
_BATCHES = ("batch", "file", "unit", "recorded", *_OUTCOMES, "state")
_SHEETS = ("sheet", "ledger", "period", "physical", "data", *_OUTCOMES)
_WAITING = ("file", "sheet", "row", "column", "rule", "value", "fix")
_OF_FILE = ("sheet", "row", "column", "rule", "value", "fix")
_TIGHT = frozenset({"unit", "recorded", "state", "period", "column"})
_NUMBERS = frozenset({"batch", "physical", "data", "row", *_OUTCOMES})
_MINOR = frozenset({"unit", "recorded", "sheet", "column", "value", "physical", "data", "new", "superseding", "known"})


@dataclass(frozen=True)
class BatchCard:
    """One file taken in: what it is, its sheets, its rows set aside, and whether it still counts."""

    batch_id: int
    title: str
    is_live: bool
    said: tuple[tuple[str, str], ...]
    sheets: Table
    waiting: Table


def batches(frame: pl.DataFrame, sheets: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per file taken in, the latest first; revoked ones stay and say so. `sheets`: of live batches."""
    rows = frame.sort("batch_id", descending=True)
    units, outcomes = _units(sheets, voice), _outcomes(sheets)
    made = tuple(_batch(item, units, outcomes, voice) for item in rows.iter_rows(named=True))
    live = rows.filter(pl.col("revoked_at").is_null()).height
    return Table(voice.t("batches.title", count=rows.height, live=live), _columns("batches", _BATCHES, voice), made)


def live_waiting(quarantined: pl.DataFrame, sheets: pl.DataFrame) -> pl.DataFrame:
    """Return the quarantined rows of live files, the latest file first: with file_name, ledger and unit_id.

    The rows of a file that was brought again wait no longer: what is still wrong with them is said of the later file.
    """
    files = (
        sheets.filter(pl.col("settled_by").is_null())
        .select("batch_id", "sheet", "file_name", "ledger", "unit_id")
        .unique(("batch_id", "sheet"))
    )
    rows = quarantined.join(files, on=["batch_id", "sheet"], how="inner", maintain_order="left")
    return rows.sort("batch_id", descending=True, maintain_order=True)


def waiting_of(rows: pl.DataFrame, ledgers: Sequence[str] | None = None, unit: str | None = None) -> pl.DataFrame:
    """Return the waiting rows of some ledgers and of one unit, where given."""
    mine = rows if ledgers is None else rows.filter(pl.col("ledger").is_in(list(ledgers)))
    return mine.filter(pl.col("unit_id") == unit) if unit else mine


def files(rows: pl.DataFrame) -> list[tuple[int, str | None, int]]:
    """Return batch, ledger and count of the waiting rows of every file, the latest file first."""
    counted = rows.group_by("batch_id").agg(pl.col("ledger").first(), pl.len())
    return list(counted.sort("batch_id", descending=True).iter_rows())


def waiting(rows: pl.DataFrame, voice: Voice, *, is_of_file: bool = False) -> Table:
    """Return one row per quarantined row: where it is, what is wrong, and what to do about it.

    `is_of_file`: all are of one file, which need not be said.
    """
    names = _OF_FILE if is_of_file else _WAITING
    made = tuple(_waiting(item, names, voice) for item in rows.iter_rows(named=True))
    return Table(voice.t("waiting.title", count=rows.height), _columns("waiting", names, voice), made)


def card(
    batch_id: int, frame: pl.DataFrame, sheets: pl.DataFrame, rows: pl.DataFrame, voice: Voice
) -> BatchCard | None:
    """Return the card of a batch; None when there is no such batch. `sheets` and `rows` are those of live batches."""
    found = frame.filter(pl.col("batch_id") == batch_id)
    if found.is_empty():
        return None
    item = found.row(0, named=True)
    mine = sheets.filter(pl.col("batch_id") == batch_id)
    said = {
        "unit": _units(mine, voice).get(batch_id) or voice.t("value.dash"),
        "received": _time(item["received_at"]),
        "recorded": _time(item["recorded_at"]),
        **({"revoked": _time(item["revoked_at"])} if item["revoked_at"] else {}),
        "sha256": item["sha256"],
    }
    listed = tuple(_sheet(sheet, voice) for sheet in mine.iter_rows(named=True))
    return BatchCard(
        batch_id=batch_id,
        title=voice.t("batch.title", batch=batch_id, file=item["file_name"]),
        is_live=item["revoked_at"] is None,
        said=tuple((voice.t(f"batch.{name}"), value) for name, value in said.items()),
        sheets=Table(voice.t("sheets.title", count=len(listed)), _columns("sheets", _SHEETS, voice), listed),
        waiting=waiting(rows.filter(pl.col("batch_id") == batch_id), voice, is_of_file=True),
    )


def _columns(section: str, names: tuple[str, ...], voice: Voice) -> tuple[Column, ...]:
    return tuple(
        Column(n, voice.t(f"{section}.{n}"), "right" if n in _NUMBERS else "left", n in _MINOR, n in _TIGHT)
        for n in names
    )


def _units(sheets: pl.DataFrame, voice: Voice) -> dict[int, str]:
    """Return for each batch the bureaus whose ledgers it holds."""
    pairs = sheets.select("batch_id", "unit_id").drop_nulls().unique(maintain_order=True)
    named = dict[int, list[str]]()
    for batch, unit in pairs.iter_rows():
        named.setdefault(batch, []).append(voice.unit(unit))
    return {batch: voice.listing(units) for batch, units in named.items()}


def _outcomes(sheets: pl.DataFrame) -> dict[int, Mapping[str, int]]:
    """Return for each live batch how many of its accepted rows corrected something and were there already."""
    sums = sheets.group_by("batch_id").agg(pl.sum("rows_known", "rows_superseding"))
    return {row["batch_id"]: row for row in sums.iter_rows(named=True)}


def _counts(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    """Return the cells of _OUTCOMES; a batch that was withdrawn has no rows that are new or were there."""
    found = {name: item.get(f"rows_{name}") for name in _OUTCOMES}
    if found["known"] is not None:
        found["new"] = item["rows_accepted"] - item["rows_known"] - item["rows_superseding"]
    return tuple(
        Cell(voice.t("value.dash") if count is None else voice.texts.number(count), count, tone="" if count else "mute")
        for count in found.values()
    )


def _batch(
    item: Mapping[str, Any], units: Mapping[int, str], outcomes: Mapping[int, Mapping[str, int]], voice: Voice
) -> tuple[Cell, ...]:
    number, is_live = str(item["batch_id"]), item["revoked_at"] is None
    return (
        Cell(number, item["batch_id"], Drill("intake", {"view": "batches", "batch": number})),
        Cell(item["file_name"]),
        Cell(units.get(item["batch_id"]) or voice.unit(item["unit_id"]) or voice.t("value.dash")),
        Cell(_time(item["recorded_at"]), item["recorded_at"]),
        *_counts({**item, **outcomes.get(item["batch_id"], {})}, voice),
        Cell(voice.t("batches.live" if is_live else "batches.revoked"), tone="good" if is_live else "mute"),
    )


def _sheet(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    first, last = item["period_from"], item["period_to"]
    rows = (item[f"rows_{name}"] for name in ("physical", "data"))
    return (
        Cell(item["sheet"] or voice.t("value.dash")),
        Cell(voice.ledger(item["ledger"])),
        Cell(voice.span(first, last) if first and last else voice.t("value.dash")),
        *(Cell(voice.texts.number(number), number) for number in rows),
        *_counts(item, voice),
    )


def _waiting(item: Mapping[str, Any], names: Sequence[str], voice: Voice) -> tuple[Cell, ...]:
    column, value = item["column"] or "", item["masked"] or ""
    opens = Drill("intake", {"view": "batches", "batch": str(item["batch_id"])})
    cells = {
        "file": Cell(item["file_name"], drill=opens),
        "sheet": Cell(item["sheet"] or ""),
        "row": Cell(str(item["row"]), item["row"]),
        "column": Cell(column),
        "rule": Cell(voice.t(f"intake.rule.{item['rule']}", column=column, value=value)),
        "value": Cell(value),
        "fix": Cell(voice.t(f"intake.fix.{item['rule']}", column=column)),
    }
    return tuple(cells[name] for name in names)


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
