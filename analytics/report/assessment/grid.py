"""Units by items: how far each came, with what is asked of few units gathered by class."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.report.assessment import speech
from analytics.report.assessment.subject import Subject
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: An item has a column of its own when it is asked of at least this share of the units.
_OWN = 0.5
_LOW, _FULL, _NONE = "gap", "ok", ""


@dataclass(frozen=True)
class Head:
    """One column: an item, or what a class holds beside the items with columns of their own."""

    id: str
    title: str
    is_minor: bool


@dataclass(frozen=True)
class GridCell:
    """One cell: text, value to export, tone, the words for whoever cannot see it, and what it opens."""

    text: str
    value: float | None
    tone: str
    alt: str
    drill: Drill | None


@dataclass(frozen=True)
class GridRow:
    """One unit."""

    unit_id: str
    name: str
    opens_tie: bool
    cells: tuple[GridCell, ...]
    drill: Drill


@dataclass(frozen=True)
class Grid:
    """The grid with the sentence above it and the note under it."""

    title: str
    note: str
    unit: str
    heads: tuple[Head, ...]
    rows: tuple[GridRow, ...]

    @property
    def table(self) -> Table:
        """The grid as it is exported."""
        columns = (Column("unit", self.unit), *(Column(head.id, head.title, "right") for head in self.heads))
        rows = tuple((Cell(row.name), *(Cell(cell.text, cell.value) for cell in row.cells)) for row in self.rows)
        return Table(self.title, columns, rows)


def grid(subject: Subject, voice: Voice) -> Grid:
    """Return the grid of a group: shares of the quota; below the limit of correction a cell is marked."""
    heads, gathered = _heads(subject, voice)
    rows, last = list[GridRow](), None
    for item in subject.ranked.iter_rows(named=True):
        rows.append(_row(item, item["tie_group"] != last, (heads, gathered), subject, voice))
        last = item["tie_group"]
    limit = subject.scheme.correction.item_ratio
    low = sum(cell.tone == _LOW for row in rows for cell in row.cells)
    title = voice.t("assessment.grid.title", count=low, limit=voice.texts.pct(limit))
    return Grid(title, voice.t("assessment.grid.note"), voice.t("assessment.wall.unit"), heads, tuple(rows))


def _heads(subject: Subject, voice: Voice) -> tuple[tuple[Head, ...], Mapping[str, list[str]]]:
    """Return the columns, and by the id of each the items it holds."""
    scheme, asked = subject.scheme, subject.points.filter(pl.col("state") != "not_applicable")
    counts = dict(asked.group_by("item_id").agg(pl.col("unit_id").n_unique()).iter_rows())
    heads, held = list[Head](), dict[str, list[str]]()
    for group in scheme.classes:
        mine = [item for item in scheme.items if item.class_id == group.id and item.id in counts]
        own = [item for item in mine if counts[item.id] >= _OWN * len(subject.units)]
        rest = [item.id for item in mine if item not in own]
        for item in own:
            heads.append(Head(item.id, voice.texts.pick(item.title), is_minor=True))
            held[item.id] = [item.id]
        if rest:
            name = voice.texts.pick(group.title)
            heads.append(Head(group.id, voice.t("assessment.grid.rest", name=name, count=len(rest)), is_minor=False))
            held[group.id] = rest
    return tuple(heads), held


def _row(
    item: Mapping[str, Any],
    opens_tie: bool,
    columns: tuple[tuple[Head, ...], Mapping[str, list[str]]],
    subject: Subject,
    voice: Voice,
) -> GridRow:
    unit = item["unit_id"]
    mine = subject.of_unit(subject.points, unit)
    cells = tuple(
        _cell(head, mine.filter(pl.col("item_id").is_in(columns[1][head.id])), subject, voice) for head in columns[0]
    )
    return GridRow(unit, speech.unit(unit, voice), opens_tie, cells, subject.opens("unit", b=unit))


def _cell(head: Head, rows: pl.DataFrame, subject: Subject, voice: Voice) -> GridCell:
    """Return the share of the quota, weighted where a column holds several items."""
    asked = rows.filter(pl.col("state") != "not_applicable")
    if asked.is_empty():
        return GridCell(voice.t("value.dash"), None, _NONE, voice.t("assessment.grid.na", item=head.title), None)
    unit, item = asked["unit_id"][0], asked["item_id"][0]
    drill = subject.opens("unit", b=unit, **({"item": item} if asked.height == 1 else {}))
    scored = asked.filter(pl.col("state") != "pending")
    if scored.is_empty():
        return GridCell(voice.t("assessment.grid.pending"), None, _NONE, voice.t("assessment.state.pending"), drill)
    ratio = float((scored["ratio"] * scored["weight"]).sum()) / float(scored["weight"].sum())
    is_low = ratio < subject.scheme.correction.item_ratio
    shown = voice.texts.number(ratio * 100)
    text = voice.t("assessment.grid.low", value=shown) if is_low else shown
    alt = voice.t("assessment.grid.alt", unit=speech.unit(unit, voice), item=head.title, ratio=voice.texts.pct(ratio))
    return GridCell(text, ratio, _LOW if is_low else _FULL if ratio >= 1 else _NONE, alt, drill)
