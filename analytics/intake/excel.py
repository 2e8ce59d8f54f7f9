"""xlsx and xls: every cell as text, numbers marked as numbers, error cells spelled out.

fastexcel loses three things when it reads text: which cells were numbers (asked for by a second reading as booleans,
which only numbers survive), error values (taken from its list of cells it could not convert), and merged ranges
(read from the file).
"""

import io
import re
import zipfile
from collections.abc import Callable
from typing import TypeVar

import fastexcel
import polars as pl

from analytics.intake import merges
from analytics.intake.failures import RefusedError
from analytics.intake.sheet import Sheet, column_name

_Read = TypeVar("_Read")
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_BYTES = 4 << 30
_ERROR = re.compile(r"Error\((\w+)\)")
_ERROR_TEXT = {
    "Ref": "#REF!", "NA": "#N/A", "Div0": "#DIV/0!", "Value": "#VALUE!", "Name": "#NAME?", "Num": "#NUM!",
    "Null": "#NULL!", "GettingData": "#GETTING_DATA",
}  # fmt: skip


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook; raises RefusedError for a protected, broken or oversized file."""
    _check_container(data)
    ranges = merges.of_xls(data) if data.startswith(OLE_MAGIC) else merges.of_xlsx(data)
    reader = _guarded(lambda: fastexcel.read_excel(data))
    names = reader.sheet_names
    return [_sheet(reader, number, name, ranges.get(name, ())) for number, name in enumerate(names)]


def _check_container(data: bytes) -> None:
    if data.startswith(OLE_MAGIC):
        if _ENCRYPTED in data:
            raise RefusedError("protected")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedError("broken") from error
    if size > _MOST_BYTES:
        raise RefusedError("oversized")


def _guarded(read_part: Callable[[], _Read]) -> _Read:
    """Run one reading step; whatever the reader trips over, panics of its native part included, refuses the file."""
    try:
        return read_part()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the native reader is no Exception
        raise RefusedError("protected" if "assword" in str(error) else "broken") from error


def _sheet(reader: fastexcel.ExcelReader, number: int, name: str, ranges: tuple[merges.Merge, ...]) -> Sheet:
    def load(dtype: fastexcel.DType) -> fastexcel.ExcelSheet:
        return reader.load_sheet(number, header_row=None, skip_rows=0, dtypes=dtype)

    loaded = _guarded(lambda: load("string"))
    names = [column_name(column.absolute_index) for column in loaded.available_columns()]
    batch, problems = _guarded(loaded.to_arrow_with_errors)
    cells = pl.DataFrame(batch)
    cells.columns = names
    if problems is not None:
        cells = _with_errors(cells, problems)
    numbers = pl.DataFrame(_guarded(lambda: load("boolean").to_polars()))
    numbers.columns = names
    return Sheet(number, name, cells, numbers.select(pl.all().is_not_null()), ranges, loaded.visible != "visible")


def _with_errors(cells: pl.DataFrame, problems: fastexcel.CellErrors) -> pl.DataFrame:
    for problem in problems.errors:
        if match := _ERROR.search(problem.detail):
            row, column = problem.position
            cells[row, column] = _ERROR_TEXT.get(match.group(1), "#VALUE!")
    return cells
