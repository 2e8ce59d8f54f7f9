"""A table ready to lay out: what each cell says, what it is worth, and which page its number opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Value = str | int | float | date | datetime | None
Align = Literal["left", "right", "centre"]


@dataclass(frozen=True)
class Drill:
    """Where a cell leads: a page of the dashboard and its stable codes."""

    page: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One cell: the text shown, the value exported (the text when there is none), the page it opens, its tone."""

    text: str
    value: Value = None
    drill: Drill | None = None
    tone: str = ""

    @property
    def exported(self) -> Value:
        return self.text if self.value is None else self.value


@dataclass(frozen=True)
class Column:
    """One column: stable id, heading, alignment; minor ones give way on a narrow screen, tight ones never wrap."""

    id: str
    title: str
    align: Align = "left"
    is_minor: bool = False
    is_tight: bool = False


@dataclass(frozen=True)
class Table:
    """Columns and rows; `caption` is the sentence that says what the table shows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, column_id: str) -> list[Value]:
        """Return the exported values of one column; raises ValueError for an unknown id."""
        place = [column.id for column in self.columns].index(column_id)
        return [row[place].exported for row in self.rows]
