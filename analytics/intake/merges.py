"""Merged ranges of a workbook, read from the file itself: fastexcel gives the cells but not how they were merged.

Nothing here refuses a file. Ranges that cannot be read count as absent; the cells speak for themselves then.
"""

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

from analytics.intake.sheet import Merge

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_NAME = re.compile(rb'\sname="([^"]*)"')
_LINK = re.compile(rb'\s\w+:id="([^"]*)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ID = re.compile(rb'\sId="([^"]*)"')
_TARGET = re.compile(rb'\sTarget="([^"]*)"')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')

_UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, NotImplementedError, RuntimeError)

_FREE_SECTOR = 0xFFFFFFF0
_BOUND_SHEET, _MERGED_CELLS, _END = 0x0085, 0x00E5, 0x000A


def of_xlsx(data: bytes) -> dict[str, tuple[Merge, ...]]:
    """Return the merged ranges of each sheet of an xlsx file."""
    found: dict[str, tuple[Merge, ...]] = {}
    with suppress(*_UNREADABLE), zipfile.ZipFile(io.BytesIO(data)) as archive:
        targets = dict(_pairs(archive.read("xl/_rels/workbook.xml.rels"), _RELATION, _ID, _TARGET))
        for name, link in _pairs(archive.read("xl/workbook.xml"), _SHEET, _NAME, _LINK):
            path = targets.get(link, "")
            path = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
            if path in archive.namelist():
                found[html.unescape(name)] = tuple(_xlsx_ranges(archive.read(path)))
    return found


def _pairs(xml: bytes, tag: re.Pattern[bytes], *keys: re.Pattern[bytes]) -> Iterator[tuple[str, str]]:
    for element in tag.findall(xml):
        values = [match.group(1).decode("utf-8", "replace") for key in keys if (match := key.search(element))]
        if len(values) == len(keys):
            yield values[0], values[1]


def _xlsx_ranges(xml: bytes) -> Iterator[Merge]:
    for left, top, right, bottom in _MERGE.findall(xml):
        yield Merge(int(top) - 1, int(bottom) - 1, _letters(left), _letters(right))


def _letters(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


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
