"""Merged ranges of an old workbook, read from the file itself: fastexcel gives the cells but not how they were merged.

Nothing here refuses a file. Ranges that cannot be read count as absent; the cells speak for themselves then.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress

from analytics.intake.sheet import Merge

_FREE_SECTOR = 0xFFFFFFF0
_BOUND_SHEET, _MERGED_CELLS, _END, _DATE_MODE, _FILE_PASS = 0x0085, 0x00E5, 0x000A, 0x0022, 0x002F
#: Records of cells: row and column in two bytes each come first.
_CELLS = frozenset({0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})


def is_1904(data: bytes) -> bool:
    """Tell whether the days of an xls file count from 1904."""
    return any(body[:1] == b"\x01" for kind, body in _globals(data) if kind == _DATE_MODE)


def is_protected(data: bytes) -> bool:
    """Tell whether an xls file opens with a password only."""
    return any(kind == _FILE_PASS for kind, _ in _globals(data))


def has_far_cells(data: bytes) -> bool:
    """Tell whether a cell stands beyond the last column that an xls file can have: it would cost more than there is."""
    with suppress(struct.error, IndexError, ValueError, UnicodeDecodeError):
        stream = _workbook_stream(data)
        return any(
            body[3:4] > b"\0"
            for _, start in _bound_sheets(stream)
            for kind, body in _records(stream, start)
            if kind in _CELLS
        )
    return False


def _globals(data: bytes) -> list[tuple[int, bytes]]:
    with suppress(struct.error, IndexError, ValueError, UnicodeDecodeError):
        return list(_records(_workbook_stream(data), 0))
    return []


def of_xls(data: bytes) -> dict[str, tuple[Merge, ...]]:
    """Return the merged ranges of each sheet of an xls file (BIFF8 inside a compound file)."""
    with suppress(struct.error, IndexError, ValueError, UnicodeDecodeError):
        stream = _workbook_stream(data)
        return {name: tuple(_xls_ranges(stream, start)) for name, start in _bound_sheets(stream)}
    return {}


def _workbook_stream(data: bytes) -> bytes:
    """Return the stream that holds the workbook; empty when the compound file keeps it in its small sectors."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    (directory,) = struct.unpack_from("<I", data, 48)
    (cutoff,) = struct.unpack_from("<I", data, 56)
    tables = [number for number in struct.unpack_from("<109I", data, 76) if number < _FREE_SECTOR]
    (further,) = struct.unpack_from("<I", data, 68)
    while further < _FREE_SECTOR and len(tables) <= len(data) // size:  # a file beyond seven megabytes has more of them
        *more, further = struct.unpack_from(f"<{size // 4}I", data, (further + 1) * size)
        tables += [number for number in more if number < _FREE_SECTOR]
    links: list[int] = []
    for number in tables:
        links += struct.unpack_from(f"<{size // 4}I", data, (number + 1) * size)
    entries = _chain(data, links, directory, size)
    for at in range(0, len(entries), 128):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        name = entries[at : at + max(length - 2, 0)].decode("utf-16-le")
        if name in ("Workbook", "Book"):
            start, stream_size = struct.unpack_from("<II", entries, at + 116)
            return _chain(data, links, start, size)[:stream_size] if stream_size >= cutoff else b""
    return b""


def _chain(data: bytes, links: list[int], sector: int, size: int) -> bytes:
    """Follow a chain of sectors; a chain longer than the file is a circle and ends there."""
    parts: list[bytes] = []
    while sector < _FREE_SECTOR and len(parts) <= len(links):
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = links[sector]
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _END:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _bound_sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, body in _records(stream, 0):
        if kind == _BOUND_SHEET:
            start, _, length, is_wide = struct.unpack_from("<IHBB", body)
            text = body[8 : 8 + length * (2 if is_wide & 1 else 1)]
            yield text.decode("utf-16-le" if is_wide & 1 else "latin-1"), start


def _xls_ranges(stream: bytes, start: int) -> Iterator[Merge]:
    for kind, body in _records(stream, start):
        if kind == _MERGED_CELLS:
            for at in range(2, 2 + 8 * struct.unpack_from("<H", body)[0], 8):
                yield Merge(*struct.unpack_from("<4H", body, at))
