"""A file on disk as sheets: what it is decides by its first bytes, never by its name."""

import os
import stat
from pathlib import Path

import polars as pl

from analytics.intake import delimited, excel
from analytics.intake.failures import RefusedError
from analytics.intake.limits import load_limits
from analytics.intake.sheet import Sheet

_NO_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
_MIB = 1 << 20
_UNNAMEABLE = "\ufffd"


def shown_name(path: Path) -> str:
    """Return a file's name as it can be printed and kept: in the encoding of old archives where it is not UTF-8."""
    name = path.name
    if not name.isprintable():
        raw = os.fsencode(name)
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", "replace")
    return "".join(letter if letter.isprintable() else _UNNAMEABLE for letter in name)


def read_bytes(path: Path) -> bytes:
    """Return the content of a file; raises RefusedError when there is none to read."""
    try:
        data = _settled(path)
    except FileNotFoundError as error:
        raise RefusedError("vanished") from error
    except (OSError, ValueError) as error:  # ValueError: a name that no system allows
        raise RefusedError("unreadable") from error
    if not data or data.isspace():
        raise RefusedError("empty")
    return data


def _settled(path: Path) -> bytes:
    """Return the content of a file that nobody changed while it was read."""
    limits = load_limits()
    for _ in range(limits.attempts):
        before = path.stat()
        _check_kind(before)
        data = path.read_bytes()
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and len(data) == after.st_size:
            return data
    raise RefusedError("changing")


def _check_kind(status: os.stat_result) -> None:
    limit = load_limits().file_bytes
    if stat.S_ISDIR(status.st_mode):
        raise RefusedError("folder")
    if not stat.S_ISREG(status.st_mode):  # a pipe or a device may never end
        raise RefusedError("no_file")
    if status.st_size > limit:
        raise RefusedError("unreadably_large", size=status.st_size // _MIB, limit=limit // _MIB)


def read_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook or text table; raises RefusedError for anything else."""
    if data.startswith(_NO_TABLE):
        raise RefusedError("not_a_workbook")
    if data.startswith(_ARCHIVES):
        raise RefusedError("archive")
    is_workbook = data.startswith((excel.ZIP_MAGIC, excel.OLE_MAGIC))
    sheets = excel.read(data) if is_workbook else delimited.read(data)
    for sheet in sheets:
        _check_cells(sheet)
    return sheets


def _check_cells(sheet: Sheet) -> None:
    """Refuse a cell longer than any spreadsheet holds: a quote that was never closed, or no table at all."""
    limit = load_limits().cell_characters
    lengths = sheet.cells.select(pl.all().str.len_bytes().max()) if sheet.cells.width else sheet.cells
    for name, cells in zip(sheet.cells.columns, sheet.cells.iter_columns(), strict=True):
        longest = lengths[name][0]
        if isinstance(longest, int) and longest > limit:
            for row in (cells.str.len_chars() > limit).fill_null(value=False).arg_true():
                raise RefusedError("long_cell", sheet=sheet.name, row=row + 1, column=int(name) + 1, limit=limit)
