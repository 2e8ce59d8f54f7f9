"""What was taken in: the files, their sheets, and the rows that wait for a correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_BATCHES = ("batch", "file", "unit", "recorded", "accepted", "quarantined", "state")
_SHEETS = ("sheet", "ledger", "period", "physical", "data", "accepted", "quarantined")
_WAITING = ("file", "sheet", "row", "column", "rule", "value", "fix")
_TIGHT = frozenset({"unit", "recorded", "state", "period"})
_NUMBERS = frozenset({"batch", "accepted", "quarantined", "physical", "data", "row"})


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
    units = _units(sheets, voice)
    made = tuple(_batch(item, units, voice) for item in rows.iter_rows(named=True))
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


def waiting(rows: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per quarantined row: where it is, what is wrong, and what to do about it."""
    made = tuple(_waiting(item, voice) for item in rows.iter_rows(named=True))
    return Table(voice.t("waiting.title", count=rows.height), _columns("waiting", _WAITING, voice), made)


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
        "revoked": _time(item["revoked_at"]) if item["revoked_at"] else voice.t("value.dash"),
        "sha256": item["sha256"],
    }
    listed = tuple(_sheet(sheet, voice) for sheet in mine.iter_rows(named=True))
    return BatchCard(
        batch_id=batch_id,
        title=voice.t("batch.title", batch=batch_id, file=item["file_name"]),
        is_live=item["revoked_at"] is None,
        said=tuple((voice.t(f"batch.{name}"), value) for name, value in said.items()),
        sheets=Table(voice.t("sheets.title", count=len(listed)), _columns("sheets", _SHEETS, voice), listed),
        waiting=waiting(rows.filter(pl.col("batch_id") == batch_id), voice),
    )


def _columns(section: str, names: tuple[str, ...], voice: Voice) -> tuple[Column, ...]:
    return tuple(
        Column(n, voice.t(f"{section}.{n}"), "right" if n in _NUMBERS else "left", is_tight=n in _TIGHT) for n in names
    )


def _units(sheets: pl.DataFrame, voice: Voice) -> dict[int, str]:
    """Return for each batch the bureaus whose ledgers it holds."""
    pairs = sheets.select("batch_id", "unit_id").drop_nulls().unique(maintain_order=True)
    named = dict[int, list[str]]()
    for batch, unit in pairs.iter_rows():
        named.setdefault(batch, []).append(voice.unit(unit))
    return {batch: voice.listing(units) for batch, units in named.items()}


def _batch(item: Mapping[str, Any], units: Mapping[int, str], voice: Voice) -> tuple[Cell, ...]:
    number, is_live = str(item["batch_id"]), item["revoked_at"] is None
    return (
        Cell(number, item["batch_id"], Drill("intake", {"view": "batches", "batch": number})),
        Cell(item["file_name"]),
        Cell(units.get(item["batch_id"]) or voice.unit(item["unit_id"]) or voice.t("value.dash")),
        Cell(_time(item["recorded_at"]), item["recorded_at"]),
        Cell(voice.texts.number(item["rows_accepted"]), item["rows_accepted"]),
        Cell(voice.texts.number(item["rows_quarantined"]), item["rows_quarantined"]),
        Cell(voice.t("batches.live" if is_live else "batches.revoked"), tone="good" if is_live else "mute"),
    )


def _sheet(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    first, last = item["period_from"], item["period_to"]
    period = voice.t("value.dash")
    if first and last:
        start, end = voice.texts.month(first), voice.texts.month(last)
        period = start if start == end else voice.t("calendar.range", start=start, end=end)
    numbers = (item[f"rows_{name}"] for name in ("physical", "data", "accepted", "quarantined"))
    return (
        Cell(item["sheet"] or voice.t("value.dash")),
        Cell(voice.ledger(item["ledger"])),
        Cell(period),
        *(Cell(voice.texts.number(number), number) for number in numbers),
    )


def _waiting(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    column, value = item["column"] or "", item["masked"] or ""
    opens = Drill("intake", {"view": "batches", "batch": str(item["batch_id"])})
    return (
        Cell(item["file_name"], drill=opens),
        Cell(item["sheet"] or ""),
        Cell(str(item["row"]), item["row"]),
        Cell(column),
        Cell(voice.t(f"intake.rule.{item['rule']}", column=column, value=value)),
        Cell(value),
        Cell(voice.t(f"intake.fix.{item['rule']}", column=column)),
    )


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
