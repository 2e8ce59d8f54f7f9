"""What was filed and what is missing: the grid of units and months, and the calendar behind each of its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.progress.months import add_months, month_of
from analytics.report.listing import month_code
from analytics.report.outcome import LATE, MISSING, NOT_DUE, ON_TIME, Outcome
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: Months shown in the grid of the meeting, ending with that of `as_of`.
GRID_MONTHS = 6
#: The shape of each state: never a colour alone.
SHAPES = {ON_TIME: "●", LATE: "▲", MISSING: "◆", NOT_DUE: "▷"}
_TONES = {ON_TIME: "good", LATE: "warn", MISSING: "bad", NOT_DUE: "mute"}
STATES = tuple(SHAPES)
_COLUMNS = ("ledger", "unit", "period", "due", "filed", "state", "batch")
_MINOR = frozenset({"due", "filed", "batch"})


@dataclass(frozen=True)
class GridCell:
    """Filings of one unit that cover one month: `expected` of them are due or in, `filed` are in."""

    expected: int
    filed: int
    text: str
    alt: str
    drill: Drill

    @property
    def is_missing(self) -> bool:
        return self.filed < self.expected


@dataclass(frozen=True)
class GridRow:
    """One unit with its months."""

    unit_id: str
    name: str
    cells: tuple[GridCell | None, ...]

    @property
    def missing(self) -> int:
        return sum(cell.expected - cell.filed for cell in self.cells if cell)


@dataclass(frozen=True)
class Grid:
    """Units by months, the units with the most missing first; `missing` counts the filings of the year not in."""

    title: str
    months: tuple[str, ...]
    rows: tuple[GridRow, ...]
    missing: int


def grid(outcome: Outcome, voice: Voice) -> Grid:
    """Return the grid of the last months; units that owe nothing in them are left out."""
    last = month_of(outcome.as_of)
    months = [add_months(last, back) for back in range(1 - GRID_MONTHS, 1)]
    shown = outcome.completeness.filter(pl.col("month").is_in(months)).select("unit_id", "month", "expected", "filed")
    found = {(unit, month): (expected, filed) for unit, month, expected, filed in shown.iter_rows()}
    owing = {unit for unit, _ in found}
    rows = [
        GridRow(unit.id, voice.unit(unit.id), tuple(_cell(unit.id, m, found.get((unit.id, m)), voice) for m in months))
        for unit in sorted(voice.policy.units, key=lambda unit: unit.order)
        if unit.id in owing
    ]
    rows.sort(key=lambda row: -row.missing)
    late = sum(row.missing > 0 for row in rows)
    title = voice.t("grid.title" if late else "grid.title.none", units=late, months=GRID_MONTHS)
    names = tuple(voice.texts.skeleton(month, "MMM") for month in months)
    return Grid(title, names, tuple(rows), of_year(outcome).filter(pl.col("state") == MISSING).height)


def of_year(outcome: Outcome) -> pl.DataFrame:
    """Return the filings whose period ends in the year of `as_of`."""
    return outcome.filings.filter(pl.col("period_end").dt.year() == outcome.as_of.year)


def calendar(
    outcome: Outcome, voice: Voice, unit: str | None = None, month: date | None = None, state: str | None = None
) -> Table:
    """Return one row per filing: those that cover a month, else those of the year of `as_of`.

    What is missing stands first, the rest by the day it is due, the latest first.
    """
    chosen = _covering(outcome, month) if month else of_year(outcome)
    if unit:
        chosen = chosen.filter(pl.col("unit_id") == unit)
    if state:
        chosen = chosen.filter(pl.col("state") == state)
    rows = chosen.sort(pl.col("state") != MISSING, -pl.col("due_date").to_physical(), "unit_id", "ledger")
    columns = tuple(Column(n, voice.t(f"calendar.{n}"), is_minor=n in _MINOR, is_tight=n != "ledger") for n in _COLUMNS)
    scope = [voice.unit(unit)] if unit else []
    scope.append(voice.texts.month(month) if month else voice.t("period.year", year=outcome.as_of.year))
    caption = voice.t(
        "calendar.title",
        filters=voice.listing(scope),
        count=rows.height,
        missing=rows.filter(pl.col("state") == MISSING).height,
    )
    return Table(caption, columns, tuple(_filing(item, voice) for item in rows.iter_rows(named=True)))


def _covering(outcome: Outcome, month: date) -> pl.DataFrame:
    """Return the filings that a month's cell of the grid counts."""
    covers = (pl.col("period_start") <= month) & (pl.col("period_end") >= month)
    return outcome.filings.filter(covers & (pl.col("state") != NOT_DUE))


def _cell(unit: str, month: date, counts: tuple[int, int] | None, voice: Voice) -> GridCell | None:
    if counts is None:
        return None
    expected, filed = counts
    text = voice.t("grid.cell", filed=filed, expected=expected)
    alt = voice.t("grid.alt", unit=voice.unit(unit), month=voice.texts.month(month), filed=filed, expected=expected)
    drill = Drill("intake", {"view": "calendar", "unit": unit, "month": month_code(month)})
    shown = f"{SHAPES[MISSING]} {text}" if filed < expected else text
    return GridCell(expected, filed, shown, alt, drill)


def _filing(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    state, batch = item["state"], item["batch_id"]
    opens = None if batch is None else Drill("intake", {"view": "batches", "batch": str(batch)})
    return (
        Cell(voice.ledger(item["ledger"])),
        Cell(voice.unit(item["unit_id"])),
        Cell(voice.span(item["period_start"], item["period_end"]), item["period_start"]),
        Cell(voice.texts.date(item["due_date"]), item["due_date"]),
        Cell("" if item["filed_on"] is None else voice.texts.date(item["filed_on"]), item["filed_on"]),
        Cell(f"{SHAPES[state]} {voice.t(f'filing.{state}')}", tone=_TONES[state]),
        Cell("" if batch is None else str(batch), batch, opens),
    )
