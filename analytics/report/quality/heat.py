"""How complete the filings are: units by months, or the ledgers of one unit by months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.progress.months import add_months, month_of, month_range
from analytics.report.filings import SHAPES
from analytics.report.listing import month_code
from analytics.report.outcome import LATE, MISSING, NOT_DUE, ON_TIME
from analytics.report.quality.subject import Subject
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

MONTHS = 12
_OK, _WARN, _GAP, _NONE = "ok", "late", "gap", ""
_TONES = {ON_TIME: _OK, LATE: _WARN, MISSING: _GAP, NOT_DUE: _NONE}


@dataclass(frozen=True)
class HeatCell:
    """One month: its text, its tone, the words for whoever cannot see it, and what it opens."""

    text: str
    tone: str
    alt: str
    drill: Drill | None


@dataclass(frozen=True)
class HeatRow:
    """One unit or ledger with its months."""

    name: str
    drill: Drill | None
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Heat:
    """The grid under its sentence; `head` names what the rows are, `legend` what the shapes mean."""

    title: str
    head: str
    months: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    legend: str

    @property
    def table(self) -> Table:
        columns = (Column("name", self.head), *(Column(f"m{n}", name) for n, name in enumerate(self.months)))
        rows = tuple((Cell(row.name), *(Cell(cell.text) for cell in row.cells)) for row in self.rows)
        return Table(self.title, columns, rows)


def heat(subject: Subject, voice: Voice) -> Heat:
    """Return the last twelve months: of all units, or of one unit by ledger."""
    last = month_of(subject.outcome.as_of)
    months = month_range(add_months(last, 1 - MONTHS), last)
    names = tuple(voice.texts.skeleton(month, "MMM") for month in months)
    if subject.unit is None:
        rows = _units(subject, months, voice)
        late = sum(any(cell.tone == _GAP for cell in row.cells) for row in rows)
        title = voice.t("quality.heat" if late else "quality.heat.none", count=late, total=len(rows))
        return Heat(title, voice.t("calendar.unit"), names, rows, voice.t("quality.heat.legend"))
    rows = _ledgers(subject, months, voice)
    late = sum(any(cell.tone == _GAP for cell in row.cells) for row in rows)
    title = voice.t("quality.heat.unit" if late else "quality.heat.unit.none", count=late, total=len(rows))
    return Heat(title, voice.t("calendar.ledger"), names, rows, voice.t("quality.heat.unit.legend"))


def _units(subject: Subject, months: list[date], voice: Voice) -> tuple[HeatRow, ...]:
    shown = subject.outcome.completeness.filter(pl.col("month").is_in(months))
    found = {
        (unit, month): counts
        for unit, month, *counts in shown.select("unit_id", "month", "expected", "filed").iter_rows()
    }
    owing = {unit for unit, _ in found}
    made = [
        HeatRow(
            voice.unit(unit.id),
            Drill("quality", {"b": unit.id}),
            tuple(_share(unit.id, month, found.get((unit.id, month)), voice) for month in months),
        )
        for unit in sorted(voice.policy.units, key=lambda unit: unit.order)
        if unit.id in owing
    ]
    return tuple(sorted(made, key=lambda row: -sum(cell.tone == _GAP for cell in row.cells)))


def _share(unit: str, month: date, counts: list[int] | None, voice: Voice) -> HeatCell:
    if counts is None:
        return HeatCell(voice.t("value.dash"), _NONE, "", None)
    expected, filed = counts
    alt = voice.t("grid.alt", unit=voice.unit(unit), month=voice.texts.month(month), filed=filed, expected=expected)
    drill = Drill("intake", {"view": "calendar", "unit": unit, "month": month_code(month)})
    is_gap = filed < expected
    text = f"{SHAPES[MISSING]} {expected - filed}" if is_gap else str(filed)
    return HeatCell(text, _GAP if is_gap else _OK, alt, drill)


def _ledgers(subject: Subject, months: list[date], voice: Voice) -> tuple[HeatRow, ...]:
    filings = subject.mine(subject.outcome.filings)
    covering = filings.filter(pl.col("period_end") >= months[0])
    rows = list[HeatRow]()
    for ledger in sorted(covering["ledger"].unique(), key=voice.ledger):
        mine = covering.filter(pl.col("ledger") == ledger).to_dicts()
        cells = tuple(_state(ledger, month, _covers(mine, month), subject, voice) for month in months)
        rows.append(HeatRow(voice.ledger(ledger), Drill("intake", {"view": "forms", "ledger": ledger}), cells))
    return tuple(sorted(rows, key=lambda row: -sum(cell.tone == _GAP for cell in row.cells)))


def _covers(filings: list[dict[str, object]], month: date) -> Mapping[str, object] | None:
    def holds(item: Mapping[str, object]) -> bool:
        start, end = item["period_start"], item["period_end"]
        return isinstance(start, date) and isinstance(end, date) and start <= month <= end

    return next((item for item in filings if holds(item)), None)


def _state(ledger: str, month: date, item: Mapping[str, object] | None, subject: Subject, voice: Voice) -> HeatCell:
    if item is None:
        return HeatCell(voice.t("value.dash"), _NONE, "", None)
    state, batch = str(item["state"]), item["batch_id"]
    said = voice.t(
        "quality.heat.alt",
        ledger=voice.ledger(ledger),
        month=voice.texts.month(month),
        state=voice.t(f"filing.{state}"),
    )
    opens = {"view": "calendar", "unit": str(subject.unit), "month": month_code(month)}
    drill = Drill("intake", {"view": "batches", "batch": str(batch)} if batch is not None else opens)
    return HeatCell(SHAPES[state], _TONES[state], said, drill)
