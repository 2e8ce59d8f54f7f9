"""The workbook that goes back to a bureau: its own cells, the failed ones marked, and a sheet that lists them.

What is added does not disturb the reading when the workbook comes again: colours, comments, a sheet that is no ledger,
and a document property that tells which file is brought again.
"""

import io
import warnings
import zipfile
from collections.abc import Sequence
from copy import copy
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.packaging.custom import CustomPropertyList, StringProperty
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from analytics.intake.excel import ZIP_MAGIC
from analytics.intake.files import read_sheets
from analytics.intake.returns import PROPERTY
from analytics.report import returned_results
from analytics.report.returning import Mark, Returning, file_name
from analytics.texts import Texts

_AUTHOR = "talent-returned"
_COLOUR = "FFFFC7CE"
_HEAD_COLOUR = "FFEEF2F6"
#: Between what we say and what somebody had said in the same comment.
_RULE = "\n――――\n"
_WIDTHS = (20, 8, 18, 60, 60)
_SUMMARY = ("sheet", "row", "column", "wrong", "fix")
_HEAD_ROW = 5
_UNREADABLE = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, ParseError, zipfile.BadZipFile,
    InvalidFileException,
)  # fmt: skip


def workbook(found: Returning, texts: Texts) -> tuple[str, bytes]:
    """Return the name and the bytes of the marked workbook.

    An xlsx file is written into as it is; any other file becomes an xlsx with the same cells, as text, in the same
    places.
    """
    book = _opened(found.data)
    is_own = book is not None
    book = book or _copied(found.data)
    _clean(book, texts)
    for mark in found.marks:
        if mark.sheet in book.sheetnames:
            _point_out(book[mark.sheet], mark)
    _summarise(book, found, texts)
    _properties(book).append(StringProperty(name=PROPERTY, value=found.sha256))
    book.calculation.fullCalcOnLoad = False
    buffer = io.BytesIO()
    book.save(buffer)
    data = returned_results.restored(buffer.getvalue(), book, found.data) if is_own else buffer.getvalue()
    return file_name(found, ".xlsm" if book.vba_archive else ".xlsx", texts), data


def _opened(data: bytes) -> Workbook | None:
    """Return an xlsx file for writing into, None for what is none or cannot be opened that way."""
    if not data.startswith(ZIP_MAGIC):
        return None
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(data)) as package:
            warnings.simplefilter("ignore")  # about extensions of the format that it does not keep
            has_macros = any(name.endswith("vbaProject.bin") for name in package.namelist())
            return load_workbook(io.BytesIO(data), keep_vba=has_macros, rich_text=True)
    except _UNREADABLE:
        return None


def _copied(data: bytes) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in read_sheets(data):
        copy = book.create_sheet(sheet.name)
        for name in sheet.cells.columns:
            for row, text in enumerate(sheet.cells[name], start=1):
                if text:
                    _write(_at(copy, row, int(name) + 1), text)
        for merge in sheet.merges:
            copy.merge_cells(
                start_row=merge.top + 1,
                end_row=merge.bottom + 1,
                start_column=merge.left + 1,
                end_column=merge.right + 1,
            )
        copy.sheet_state = "hidden" if sheet.is_hidden else "visible"
    return book


def _write(cell: Cell, text: str) -> None:
    """Write a text as a text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.number_format = "@"


def _clean(book: Workbook, texts: Texts) -> None:
    """Take off what an earlier return had put on."""
    properties = _properties(book)
    if PROPERTY not in properties.names:
        return
    del properties[PROPERTY]
    if texts.t("returned.sheet") in book.sheetnames:
        del book[texts.t("returned.sheet")]
    for cell in (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row):
        if isinstance(cell, Cell) and cell.comment and cell.comment.author == _AUTHOR:
            said = cell.comment.text.partition(_RULE)[2]
            cell.comment = Comment(said, "") if said else None
            cell.fill = PatternFill()


def _properties(book: Any) -> CustomPropertyList:
    """Return the properties that the published types of the library do not know of."""
    return book.custom_doc_props


def _point_out(sheet: Worksheet, mark: Mark) -> None:
    """Colour the cell and say beside it what is wrong with it."""
    cell = _cell(sheet, mark)
    if not cell.has_style:
        _style_of_column(sheet, cell)
    said = f"{_RULE}{cell.comment.text}" if cell.comment else ""
    cell.fill = PatternFill("solid", fgColor=_COLOUR)
    cell.protection = Protection(locked=False)
    cell.comment = Comment(f"{mark.wrong}\n{mark.fix}{said}", _AUTHOR, height=120, width=320)


def _style_of_column(sheet: Worksheet, cell: Cell) -> None:
    """Give a cell that nobody had filled in the format of its column, as a spreadsheet does."""
    for column in sheet.column_dimensions.values():
        if int(column.min or 0) <= cell.column <= int(column.max or 0) and column.has_style:
            cell._style = copy(column._style)


def _cell(sheet: Worksheet, mark: Mark) -> Cell:
    """Return the cell of a mark: of a merged range the first, of a row without a known column its first filled one."""
    column = mark.column
    if column is None:
        filled = (cell.column for cell in sheet[mark.row] if cell.value is not None)
        column = next(filled, 1) - 1
    for area in sheet.merged_cells.ranges:
        if area.min_row <= mark.row <= area.max_row and area.min_col <= column + 1 <= area.max_col:
            return _at(sheet, area.min_row, area.min_col)
    return _at(sheet, mark.row, column + 1)


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def _summarise(book: Workbook, found: Returning, texts: Texts) -> None:
    """Put the list of all marks before the other sheets."""
    sheet = book.create_sheet(texts.t("returned.sheet"), 0)
    said = texts.t("returned.title", file=found.file_name, number=found.number, count=len(found.marks))
    for row, text in enumerate((said, texts.t("returned.how"), texts.t("returned.private")), start=1):
        _write(_at(sheet, row, 1), text)
    sheet["A1"].font = Font(bold=True, size=14)
    for place, (name, width) in enumerate(zip(_SUMMARY, _WIDTHS, strict=True), start=1):
        head = _at(sheet, _HEAD_ROW, place)
        _write(head, texts.t(f"returned.head.{name}"))
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor=_HEAD_COLOUR)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row, mark in enumerate(found.marks, start=_HEAD_ROW + 1):
        _list(book, sheet, row, mark)
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    _show_first(book)


def _list(book: Workbook, sheet: Worksheet, row: int, mark: Mark) -> None:
    for place, text in enumerate((mark.sheet, str(mark.row), mark.header, mark.wrong, mark.fix), start=1):
        cell = _at(sheet, row, place)
        _write(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if mark.sheet in book.sheetnames:
        quoted = mark.sheet.replace("'", "''")
        target = f"'{quoted}'!{_cell(book[mark.sheet], mark).coordinate}"
        sheet.cell(row, 2).hyperlink = Hyperlink(ref=f"B{row}", location=target)
        sheet.cell(row, 2).style = "Hyperlink"


def _show_first(book: Workbook) -> None:
    """Open on the list; several sheets left selected would all take what is typed into one."""
    book.active = 0
    sheets: Sequence[Worksheet] = book.worksheets
    for number, sheet in enumerate(sheets):
        sheet.sheet_view.tabSelected = number == 0
