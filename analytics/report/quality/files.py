"""Files with refused rows: whose they are, what is wrong most, and what putting them right would add."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.report import cells
from analytics.report.quality.subject import Subject
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_REFUSED = "refused"
_UNITS = ("unit", "received", "waiting", "share", "files", "dq", "gain")
_FILES = ("batch", "unit", "ledger", "period", "recorded", "waiting", "most", "gain")
_UNIT_NUMBERS = frozenset({"received", "waiting", "share", "files", "dq", "gain"})
_FILE_NUMBERS = frozenset({"batch", "waiting", "gain"})


@dataclass(frozen=True)
class File:
    """One file with refused rows, as it is read; `batch` is what is taken back."""

    batch: int
    cells: tuple[Cell, ...]


def by_unit(subject: Subject, voice: Voice) -> Table:
    """Return one row per unit that filed: rows, those that wait, their share, files, gain; each opens its page."""
    last = subject.sheets.filter(pl.col("settled_by").is_null())
    received = dict(last.group_by("unit_id").agg(pl.col("rows_data").sum()).iter_rows())
    waits = subject.waiting.group_by("unit_id").agg(rows=pl.len(), files=pl.col("batch_id").n_unique())
    found = {unit: (rows, files) for unit, rows, files in waits.iter_rows()}
    gains = {row["unit_id"]: row["gain"] for row in subject.gains.iter_rows(named=True)}
    quality = _quality(subject)
    order = sorted(received, key=lambda unit: -found.get(unit, (0, 0))[0])
    rows = tuple(
        (
            Cell(voice.unit(unit), drill=Drill("quality", {"b": unit})),
            Cell(voice.texts.number(received[unit]), received[unit]),
            cells.count(found.get(unit, (0, 0))[0], Drill("intake", {"view": "quarantine", "unit": unit}), voice),
            Cell(*_pct(found.get(unit, (0, 0))[0] / received[unit] if received[unit] else 0.0, voice)),
            cells.count(found.get(unit, (0, 0))[1], Drill("quality", {"b": unit}), voice),
            _dq(quality.get(unit), voice),
            _gain(gains.get(unit), voice),
        )
        for unit in order
        if unit
    )
    columns = tuple(
        Column(
            n,
            voice.t(f"quality.unit.{n}", year=subject.year),
            "right" if n in _UNIT_NUMBERS else "left",
            n in ("received", "files"),
            True,
        )
        for n in _UNITS
    )
    return Table(voice.t("quality.units", count=len(found), total=len(rows)), columns, rows)


def files(subject: Subject, voice: Voice) -> tuple[File, ...]:
    """Return the files with refused rows: those that would add points first, then the latest."""
    waiting = subject.mine(subject.waiting)
    if waiting.is_empty():
        return ()
    most = waiting.group_by("batch_id", "rule").len().sort("len", "rule", descending=[True, False])
    most = most.unique("batch_id", keep="first", maintain_order=True).select("batch_id", "rule")
    counted = waiting.group_by("batch_id").agg(rows=pl.len())
    sheets = subject.sheets.group_by("batch_id").agg(
        pl.col("unit_id", "ledger", "recorded_at").first(), pl.col("period_from").min(), pl.col("period_to").max()
    )
    joined = (
        counted.join(most, on="batch_id").join(sheets, on="batch_id").join(shares(subject), on="batch_id", how="left")
    )
    ordered = joined.sort(pl.col("gain").fill_null(0.0), "batch_id", descending=True)
    return tuple(File(row["batch_id"], _file(row, voice)) for row in ordered.iter_rows(named=True))


def table(found: tuple[File, ...], voice: Voice) -> Table:
    """Return the files as a table to export."""
    columns = tuple(Column(n, voice.t(f"quality.file.{n}"), "right" if n in _FILE_NUMBERS else "left") for n in _FILES)
    return Table(voice.t("quality.files", count=len(found)), columns, tuple(file.cells for file in found))


def shares(subject: Subject) -> pl.DataFrame:
    """Return by batch_id what putting its refused rows of the year right adds: each its part of the unit's gain."""
    found = subject.assessment
    if found is None or subject.gains.is_empty():
        return pl.DataFrame(schema={"batch_id": pl.Int32, "gain": pl.Float64})
    ref = pl.col("ref").str.strip_prefix("batch:").cast(pl.Int32, strict=False)
    waits = found.evidence.filter(pl.col("reason") == _REFUSED).select("unit_id", "value", batch_id=ref)
    rows = waits.join(subject.gains.select("unit_id", "rows", "gain"), on="unit_id")
    each = rows.with_columns(part=pl.col("gain") * pl.col("value") / pl.col("rows"))
    return each.group_by("batch_id").agg(gain=pl.col("part").sum())


def _file(row: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    batch = str(row["batch_id"])
    span = (
        voice.span(row["period_from"], row["period_to"])
        if row["period_from"] and row["period_to"]
        else voice.t("value.dash")
    )
    return (
        Cell(batch, row["batch_id"], Drill("intake", {"view": "batches", "batch": batch})),
        Cell(voice.unit(row["unit_id"])),
        Cell(voice.ledger(row["ledger"])),
        Cell(span),
        Cell(voice.texts.date(row["recorded_at"].date()), row["recorded_at"]),
        Cell(voice.texts.number(row["rows"]), row["rows"]),
        Cell(voice.t(f"quality.rule.{row['rule']}")),
        _gain(row["gain"], voice),
    )


def _quality(subject: Subject) -> dict[str, float]:
    found = subject.assessment
    return {} if found is None else dict(found.quality.select("unit_id", "dq").iter_rows())


def _dq(share: float | None, voice: Voice) -> Cell:
    return Cell(voice.t("value.dash")) if share is None else Cell(voice.texts.pct(share, 1), share)


def _pct(share: float, voice: Voice) -> tuple[str, float]:
    return voice.texts.pct(share, 2), share


def _gain(points: float | None, voice: Voice) -> Cell:
    return Cell(voice.t("value.dash"), tone="mute") if points is None else Cell(voice.texts.signed(points, 2), points)
