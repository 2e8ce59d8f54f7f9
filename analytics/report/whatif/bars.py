"""Bars of a sentence and a table in one: rows with a bar from one value to another on a common scale, and its number.

They are drawn by the style sheet, without a chart library: nothing is to be fetched, and what is read is text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analytics.report.table import Drill, Table

#: What a bar stands for: costs more, costs less, a sum, how it stands today.
Tone = Literal["more", "less", "total", "now"]


@dataclass(frozen=True)
class Bar:
    """One row: its name with a smaller note, spans of the scale in their tones, the text behind, and a mark if any."""

    name: str
    spans: tuple[tuple[float, float, Tone], ...]
    text: str
    note: str = ""
    mark: float | None = None
    drill: Drill | None = None


@dataclass(frozen=True)
class Bars:
    """`title` says the finding, `alt` says it to whoever cannot see bars, `said` what adds up; `table` is exported.

    Values are yuan; the scale always holds zero.
    """

    id: str
    title: str
    alt: str
    rows: tuple[Bar, ...]
    said: str
    table: Table

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest value of the scale."""
        known = [0.0, *(value for row in self.rows for start, end, _ in row.spans for value in (start, end))]
        known += [row.mark for row in self.rows if row.mark is not None]
        return min(known), max(known)

    def place(self, value: float) -> float:
        """Return where a value stands on the scale, from 0 to 1."""
        low, high = self.ends
        return (value - low) / (high - low) if high > low else 0.0


def tone(value: float) -> Tone:
    return "more" if value > 0 else "less"


def running(parts: Sequence[float]) -> list[tuple[float, float]]:
    """Return for each part where it starts and ends when one follows the other from zero."""
    spans, level = list[tuple[float, float]](), 0.0
    for part in parts:
        spans.append((level, level + part))
        level += part
    return spans
