"""A file on disk as sheets: what it is decides by its first bytes, never by its name."""

from pathlib import Path

from analytics.intake import delimited, excel
from analytics.intake.failures import RefusedError
from analytics.intake.sheet import Sheet

_NO_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


def read_bytes(path: Path) -> bytes:
    """Return the content of a file; raises RefusedError when there is none to read."""
    try:
        if path.is_dir():
            raise RefusedError("folder")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise RefusedError("vanished") from error
    except OSError as error:
        raise RefusedError("unreadable") from error
    if not data.strip():
        raise RefusedError("empty")
    return data


def read_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook or text table; raises RefusedError for anything else."""
    if data.startswith((excel.ZIP_MAGIC, excel.OLE_MAGIC)):
        return excel.read(data)
    if data.startswith(_NO_TABLE):
        raise RefusedError("not_a_workbook")
    return delimited.read(data)
