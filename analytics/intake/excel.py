"""xlsx and xls: every cell as text, numbers marked as numbers, error cells spelled out.

fastexcel loses three things when it reads text: which cells were numbers (asked for by a second reading as booleans,
which only numbers survive), error values (taken from its list of cells it could not convert), and merged ranges
(read from the file).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import fastexcel
import polars as pl

from analytics.intake import merges
from analytics.intake.anatomy import Anatomy, Workbook, dissect
from analytics.intake.failures import RefusedError
from analytics.intake.limits import load_limits
from analytics.intake.package import Package
from analytics.intake.sheet import Sheet, column_name
from analytics.intake.silence import silenced

_Read = TypeVar("_Read")
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _WORD, _SLIDES, _BOOK, _OLD_BOOK, _MACROS = (
    name.encode("utf-16-le")
    for name in ("EncryptedPackage", "WordDocument", "PowerPoint Document", "Workbook", "Book\0", "_VBA_PROJECT")
)
_MIB = 1 << 20
_MOST_COLUMNS = 16384
_ERROR = re.compile(r"Error\((\w+)\)")
_NUMBER = re.compile(r"value: (-?\d[\d.eE+-]*)")
_ERROR_TEXT = {
    "Ref": "#REF!", "NA": "#N/A", "Div0": "#DIV/0!", "Value": "#VALUE!", "Name": "#NAME?", "Num": "#NUM!",
    "Null": "#NULL!", "GettingData": "#GETTING_DATA",
}  # fmt: skip


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook; raises RefusedError for a protected, broken or oversized file."""
    limit = load_limits().workbook_bytes
    if len(data) > limit:
        raise RefusedError("oversized", size=len(data) // _MIB, limit=limit // _MIB)
    if data.startswith(OLE_MAGIC):  # nothing but the reader itself finds out whether it is whole
        with silenced():
            return _sheets(data, _old_book(data))
    return _sheets(data, dissect(Package(data)))


def _sheets(data: bytes, book: Workbook) -> list[Sheet]:
    reader = _guarded(lambda: fastexcel.read_excel(data))
    return [_sheet(reader, number, name, book) for number, name in enumerate(reader.sheet_names)]


def _old_book(data: bytes) -> Workbook:
    if _ENCRYPTED in data or merges.is_protected(data):
        raise RefusedError("protected")
    if (_WORD in data or _SLIDES in data) and _BOOK not in data and _OLD_BOOK not in data:
        raise RefusedError("not_a_workbook")
    if merges.has_far_cells(data):
        raise RefusedError("broken")
    sheets = {name: Anatomy(ranges) for name, ranges in merges.of_xls(data).items()}
    return Workbook(sheets, _MACROS in data, merges.is_1904(data))


def _guarded(read_part: Callable[[], _Read]) -> _Read:
    """Run one reading step; whatever the reader trips over, panics of its native part included, refuses the file."""
    try:
        return read_part()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the native reader is no Exception
        raise RefusedError("protected" if "assword" in str(error) else "broken") from error


def _sheet(reader: fastexcel.ExcelReader, number: int, name: str, book: Workbook) -> Sheet:
    if name in book.charts:
        return Sheet(number, name, pl.DataFrame(), shows="chart")
    anatomy = book.sheets.get(name, Anatomy())

    def load(dtype: fastexcel.DType) -> fastexcel.ExcelSheet:
        return reader.load_sheet(number, header_row=None, skip_rows=0, dtypes=dtype)

    loaded = _guarded(lambda: load("string"))
    if loaded.width > _MOST_COLUMNS:
        raise RefusedError("broken")
    names = [column_name(column.absolute_index) for column in loaded.available_columns()]
    batch, problems = _guarded(loaded.to_arrow_with_errors)
    cells = pl.DataFrame(batch)
    cells.columns = names
    if problems is not None:
        cells = _with_errors(cells, problems)
    numbers = pl.DataFrame(_guarded(lambda: load("boolean").to_polars()))
    numbers.columns = names
    is_hidden = loaded.visible != "visible"
    sheet = Sheet(number, name, cells, numbers.select(pl.all().is_not_null()), anatomy.merges, is_hidden)
    return replace(
        sheet,
        shows="picture" if anatomy.is_picture else "cells",
        remarks=tuple(_remarks(book, anatomy)),
        unsaved=anatomy.unsaved,
        is_1904=book.is_1904,
    )


def _remarks(book: Workbook, anatomy: Anatomy) -> Iterator[str]:
    if book.has_macros:
        yield "macros"
    if anatomy.has_links:
        yield "links_outside"


def _with_errors(cells: pl.DataFrame, problems: fastexcel.CellErrors) -> pl.DataFrame:
    """Put back what could not be read as text: the errors of formulas, and numbers that are no date of any calendar."""
    found: dict[int, dict[int, str]] = {}
    for problem in problems.errors:
        row, column = problem.position
        if match := _ERROR.search(problem.detail):
            found.setdefault(column, {})[row] = _ERROR_TEXT.get(match.group(1), "#VALUE!")
        elif match := _NUMBER.search(problem.detail):
            found.setdefault(column, {})[row] = match.group(1)
    changed = [cells.to_series(n).scatter(list(texts), list(texts.values())) for n, texts in found.items()]
    return cells.with_columns(changed)
