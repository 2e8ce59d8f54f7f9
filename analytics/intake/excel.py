"""xlsx and xls: every cell as text, numbers marked as numbers, error cells spelled out.

fastexcel loses three things when it reads text: which cells were numbers (asked for by a second reading as booleans,
which only numbers survive), error values (taken from its list of cells it could not convert), and merged ranges
(read from the file).
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
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
#: Gives for the number of a sheet what reads its numbers.
_Asked = Callable[[int], Callable[[], pl.DataFrame]]
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _WORD, _SLIDES, _BOOK, _OLD_BOOK, _MACROS = (
    name.encode("utf-16-le")
    for name in ("EncryptedPackage", "WordDocument", "PowerPoint Document", "Workbook", "Book\0", "_VBA_PROJECT")
)
_MIB = 1 << 20
#: Opening a smaller workbook twice costs more than it saves.
LARGE = 2 << 20
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
    with ThreadPoolExecutor(1) as beside:
        asked = partial(partial, _numbers, reader)
        if len(data) >= LARGE and not data.startswith(OLE_MAGIC):  # the native reader lets others run meanwhile
            asked = partial(_begun, beside, _guarded(lambda: fastexcel.read_excel(data)))
        return [_sheet(reader, number, name, book, asked) for number, name in enumerate(reader.sheet_names)]


def _begun(beside: Executor, reader: fastexcel.ExcelReader, number: int) -> Callable[[], pl.DataFrame]:
    return beside.submit(_numbers, reader, number).result


def _numbers(reader: fastexcel.ExcelReader, number: int) -> pl.DataFrame:
    """Return a sheet in which only numbers are stated."""
    return reader.load_sheet(number, header_row=None, skip_rows=0, dtypes="boolean").to_polars()


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


def _sheet(reader: fastexcel.ExcelReader, number: int, name: str, book: Workbook, asked: _Asked) -> Sheet:
    if name in book.charts:
        return Sheet(number, name, pl.DataFrame(), shows="chart")
    anatomy = book.sheets.get(name, Anatomy())
    numbers_of = None if anatomy.is_text else asked(number)
    loaded = _guarded(lambda: reader.load_sheet(number, header_row=None, skip_rows=0, dtypes="string"))
    if loaded.width > _MOST_COLUMNS:
        raise RefusedError("broken")
    names = [column_name(column.absolute_index) for column in loaded.available_columns()]
    batch, problems = _guarded(loaded.to_arrow_with_errors)
    cells = pl.DataFrame(batch)
    cells.columns = names
    if problems is not None:
        cells = _with_errors(cells, problems)
    is_number = None
    if numbers_of:
        numbers = pl.DataFrame(_guarded(numbers_of))
        numbers.columns = names
        is_number = numbers.select(pl.all().is_not_null())
    is_hidden = loaded.visible != "visible"
    sheet = Sheet(number, name, cells, is_number, anatomy.merges, is_hidden)
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
