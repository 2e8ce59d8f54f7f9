"""Tables in markup that go by the name of a workbook: web pages, and the XML that spreadsheets wrote in 2003.

Many office systems export these as .xls. Only cells are read: no script runs and nothing is fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, ParseError, XMLParser

import polars as pl

from analytics.intake.failures import RefusedError
from analytics.intake.limits import load_limits
from analytics.intake.sheet import Merge, Sheet, column_name

_MARKUP = re.compile(r"\s*(?:<!doctype|<html|<\?xml|<table|<head|<body|<meta|mime-version:)", re.IGNORECASE)
_MAIL = re.compile(r"\s*mime-version:", re.IGNORECASE)
_HEAD, _MIB = 4096, 1 << 20
_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_ENTITIES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[ \t\r\n\xa0]+")
_NUMBER = "Number"
_CELL, _ROW, _TABLE, _BREAKS = ("td", "th"), "tr", "table", ("br", "p", "div")
_SILENT = ("script", "style")


def is_markup(text: str) -> bool:
    return bool(_MARKUP.match(text))


def read(text: str) -> list[Sheet]:
    """Return the tables of a text in markup; raises RefusedError where it holds none or is too large."""
    limit = load_limits().markup_bytes
    if len(text) > limit:
        raise RefusedError("oversized", size=len(text) // _MIB, limit=limit // _MIB)
    if _MAIL.match(text):  # a page and its pictures in one file, as mail is packed
        raise RefusedError("web_page")
    return read_spreadsheet(text) if _SPREADSHEET.strip("{}") in text[:_HEAD] else read_page(text)


@dataclass
class _Grid:
    """Cells by place, as they are laid out one after another around those that span rows and columns."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    numbers: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    row: int = -1
    column: int = 0

    def next_row(self, row: int | None = None) -> None:
        self.row, self.column = self.row + 1 if row is None else row, 0

    def put(self, text: str, down: int = 1, across: int = 1, *, is_number: bool = False) -> None:
        while (self.row, self.column) in self.taken:
            self.column += 1
        top, left = self.row, self.column
        if len(self.taken) + down * across > load_limits().spanned_cells:
            raise RefusedError("broken")
        if text:
            self.cells[top, left] = text
            if is_number:
                self.numbers.add((top, left))
        if down > 1 or across > 1:
            self.merges.append(Merge(top, top + down - 1, left, left + across - 1))
            self.taken |= {(top + r, left + c) for r in range(1, down) for c in range(across)}
        self.column += across

    def sheet(self, number: int, name: str, *, has_numbers: bool = False, is_hidden: bool = False) -> Sheet:
        height = max((row for row, _ in self.cells), default=-1) + 1
        width = max((column for _, column in self.cells), default=-1) + 1
        limit = load_limits().cells
        if height * width > limit:
            raise RefusedError("cells", sheet=name, rows=height, columns=width, limit=limit)
        columns: list[list[str | None]] = [[None] * height for _ in range(width)]
        for (row, column), text in self.cells.items():
            columns[column][row] = text
        cells = pl.DataFrame({column_name(n): pl.Series(texts, dtype=pl.String) for n, texts in enumerate(columns)})
        merges = tuple(merge for merge in self.merges if merge.top < height)
        return Sheet(number, name, cells, self._marks(height, width) if has_numbers else None, merges, is_hidden)

    def _marks(self, height: int, width: int) -> pl.DataFrame:
        columns = [[False] * height for _ in range(width)]
        for row, column in self.numbers:
            columns[column][row] = True
        return pl.DataFrame({column_name(n): pl.Series(marks, dtype=pl.Boolean) for n, marks in enumerate(columns)})


def read_page(text: str) -> list[Sheet]:
    """Return the tables of a web page, each as a sheet; raises RefusedError for a page without any."""
    page = _Page()
    page.feed(text)
    page.close()
    grids = [grid for grid in page.grids if grid.cells]
    if not grids:
        raise RefusedError("web_page")
    return [grid.sheet(number, f"table{number + 1}") for number, grid in enumerate(grids)]


class _Page(HTMLParser):
    """Collects the cells of every table; a table inside a cell stands for itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[_Grid] = []
        self._open: list[_Grid] = []
        self._cell: tuple[list[str], int, int] | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == _TABLE:
            self._close_cell()
            self._open.append(_Grid())
            self.grids.append(self._open[-1])
        elif tag == _ROW and self._open:
            self._close_cell()
            self._open[-1].next_row()
        elif tag in _CELL and self._open:
            self._close_cell()
            stated = dict(attrs)
            self._cell = ([], _span(stated.get("rowspan")), _span(stated.get("colspan")))
        elif tag in _BREAKS and self._cell:
            self._cell[0].append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in (*_CELL, _ROW, _TABLE):
            self._close_cell()
            if tag == _TABLE and self._open:
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell and not self._silent:
            self._cell[0].append(_BLANKS.sub(" ", data))

    def close(self) -> None:
        super().close()
        self._close_cell()

    def _close_cell(self) -> None:
        if self._cell and self._open:
            parts, down, across = self._cell
            grid = self._open[-1]
            if grid.row < 0:
                grid.next_row()
            grid.put("".join(parts).strip(), down, across)
        self._cell = None


def _span(stated: str | None) -> int:
    return min(max(int(stated), 1), 1 << 16) if stated and stated.strip().isdecimal() else 1


def read_spreadsheet(text: str) -> list[Sheet]:
    """Return the sheets of a workbook in the XML of 2003; raises RefusedError for a damaged one."""
    if _ENTITIES.search(text):  # a text that defines itself anew may grow without end
        raise RefusedError("broken")
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - entities are refused above
    try:
        parser.feed(_DECLARATION.sub("", text).encode("utf-8"))
        book = parser.close()
        return [_worksheet(number, sheet) for number, sheet in enumerate(book.iter(f"{_SPREADSHEET}Worksheet"))]
    except (ParseError, ValueError) as error:
        raise RefusedError("broken") from error


def _worksheet(number: int, sheet: Element) -> Sheet:
    grid = _Grid()
    for row in sheet.iter(f"{_SPREADSHEET}Row"):
        index = row.get(f"{_SPREADSHEET}Index")
        grid.next_row(int(index) - 1 if index else None)
        for cell in row.iter(f"{_SPREADSHEET}Cell"):
            place = cell.get(f"{_SPREADSHEET}Index")
            grid.column = int(place) - 1 if place else grid.column
            down, across = (int(cell.get(f"{_SPREADSHEET}Merge{way}") or 0) + 1 for way in ("Down", "Across"))
            data = cell.find(f"{_SPREADSHEET}Data")
            content = "" if data is None else "".join(data.itertext()).strip()
            is_number = data is not None and data.get(f"{_SPREADSHEET}Type") == _NUMBER
            grid.put(content, down, across, is_number=is_number)
    is_hidden = any((part.text or "").startswith("SheetHidden") for part in _visibility(sheet))
    name = sheet.get(f"{_SPREADSHEET}Name") or f"table{number + 1}"
    return grid.sheet(number, name, has_numbers=True, is_hidden=is_hidden)


def _visibility(sheet: Element) -> Iterator[Element]:
    return (part for part in sheet.iter() if part.tag.endswith("}Visible"))
