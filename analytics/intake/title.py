"""The lines above a header: the title with its period, labelled facts, the unit of money."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import Any

from analytics.intake.days import read_day
from analytics.intake.headers import unit_of_line
from analytics.intake.layouts import Layout, Preamble
from analytics.intake.periods import Stretch, read_stretch, title_stretch
from analytics.intake.text import tidy_text
from analytics.intake.words import load_words
from analytics.policy.names import fold

#: A label that nobody filled in is followed by the next label, which is not its value.
_LABELLED = re.compile(r"([^\s:]{1,14})\s*:(?:(?=\s+[^\s:\d][^\s:]{0,13}\s*:)|\s*(.*?)(?=\s+[^\s:]{1,14}\s*:|$))")
_WHOLE_NUMBER = re.compile(r"\d+")
#: Shorter pieces are no title.
_SHORTEST_TITLE = 4


@dataclass(frozen=True)
class TitleBlock:
    """The rows above a header, the name of the sheet and the name of the file."""

    lines: tuple[str, ...]
    sheet_name: str
    file_name: str

    @staticmethod
    def of(rows: Iterable[tuple[str | None, ...]], sheet_name: str, file_name: str) -> "TitleBlock":
        """Take the rows above a header."""
        lines = map(_line, rows)
        return TitleBlock(tuple(line for line in lines if line), sheet_name, PurePath(file_name).stem)

    @cached_property
    def hints(self) -> str:
        """Everything that may name the ledger."""
        return "\n".join((*self.lines, self.sheet_name, self.file_name))

    @cached_property
    def _labelled(self) -> dict[str, str]:
        """The labelled values, by folded label; the first statement of a label holds."""
        found: dict[str, str] = {}
        for line in self.lines:
            for label, value in _LABELLED.findall(line):
                if value.strip():
                    found.setdefault(fold(label), value.strip())
        return found

    @cached_property
    def _unlabelled(self) -> tuple[str, ...]:
        rest = (_LABELLED.sub("", line).strip() for line in self.lines)
        return tuple(piece for piece in rest if piece)

    @property
    def text(self) -> str | None:
        """The title itself: the first line that is no label."""
        return next((piece for piece in self._unlabelled if len(piece) >= _SHORTEST_TITLE), None)

    @cached_property
    def period(self) -> Stretch | None:
        """The months that the title, else the sheet name, else the file name speaks of."""
        return next((stretch for source in self._period_sources() if (stretch := title_stretch(source))), None)

    def _period_sources(self) -> Iterator[str]:
        yield from self._unlabelled
        labels = [fold(label) for label in load_words().period_labels]
        yield from (value for label, value in self._labelled.items() if label in labels)
        yield from (self.sheet_name, self.file_name)

    @property
    def money_unit(self) -> int | None:
        """How many yuan one stands for, if a line says so."""
        return next((unit for line in self.lines if (unit := unit_of_line(line))), None)

    def read(self, layout: Layout) -> dict[str, Any]:
        """Return the preambles of a layout that are stated and readable, the built-in ones included."""
        found = {preamble.id: self._value(preamble) for preamble in layout.preamble}
        found |= {"title": self.period, "title_text": self.text}
        return {name: value for name, value in found.items() if value is not None}

    def _value(self, preamble: Preamble) -> Any:
        texts = (text for label in preamble.labels if (text := self._labelled.get(fold(label))))
        values = (_typed(text, preamble.type, self.period) for text in texts)
        return next((value for value in values if value is not None), None)


@lru_cache(maxsize=64)
def _line(row: tuple[str | None, ...]) -> str:
    """Return the cells of one row as a line; every candidate for the header has the same rows above it."""
    return "  ".join(tidy_text(cell) for cell in row if cell and cell.strip())


def _typed(text: str, kind: str, context: Stretch | None) -> Any:
    if kind in ("month_range", "date_range"):
        return read_stretch(text, context)
    if kind in ("date", "month"):
        stated = read_day(text)
        return stated.first if stated else None
    if kind == "integer":
        match = _WHOLE_NUMBER.search(text)
        return int(match.group()) if match else None
    return text
