"""A zipped workbook as parts: its directory is judged before anything is unpacked, and no part may belie it."""

import io
import struct
import zipfile
import zlib

from analytics.intake.failures import RefusedError
from analytics.intake.limits import load_limits

_LOCAL_HEADER, _NAME_LENGTHS_AT = 30, 26
_ENCRYPTED_FLAG = 1
_MIB = 1 << 20
#: A part that only programs of one kind write, and what the file is then.
_KINDS = (
    ("xl/workbook.xml", None),
    ("xl/workbook.bin", "other_format"),
    ("content.xml", "other_format"),
    ("word/document.xml", "not_a_workbook"),
    ("ppt/presentation.xml", "not_a_workbook"),
    ("[content_types].xml", "broken"),
)


class Package:
    """The parts of an xlsx file by name, whatever the case and slashes of its names.

    Raises RefusedError at once for what is no workbook, is protected, broken, or would grow beyond the limits.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                items = [item for item in archive.infolist() if not item.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
            raise RefusedError("broken") from error
        self._items = {_folded(item.filename): item for item in items}
        self._check_kind()
        if len(self._items) < len(items):  # which of the two a program opens is anybody's guess
            raise RefusedError("broken")
        _check_sizes(items)

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._items

    def names(self, *endings: str) -> list[str]:
        """Return the parts with one of these endings."""
        return [name for name in self._items if name.endswith(endings)]

    def size(self, name: str) -> int:
        """Return how many bytes a part has once unpacked."""
        return self._items[_folded(name)].file_size

    def read(self, name: str) -> bytes:
        """Return a part, never more of it than the directory declares; raises RefusedError for a damaged one."""
        item = self._items.get(_folded(name))
        if item is None:
            raise RefusedError("broken")
        packed = self._packed(item)
        try:
            is_packed = item.compress_type == zipfile.ZIP_DEFLATED
            unpacked = _inflated(packed, item.file_size) if is_packed else bytes(packed)
        except zlib.error as error:
            raise RefusedError("broken") from error
        if len(unpacked) != item.file_size or zlib.crc32(unpacked) != item.CRC:
            raise RefusedError("broken")
        return unpacked

    def _packed(self, item: zipfile.ZipInfo) -> memoryview:
        start = item.header_offset
        if start < 0 or start + _LOCAL_HEADER > len(self._data):
            raise RefusedError("broken")
        lengths = struct.unpack_from("<HH", self._data, start + _NAME_LENGTHS_AT)
        start += _LOCAL_HEADER + sum(lengths)
        return memoryview(self._data)[start : start + item.compress_size]

    def _check_kind(self) -> None:
        kind = next((code for name, code in _KINDS if name in self._items), "archive")
        if kind:
            raise RefusedError(kind)


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _inflated(packed: memoryview, size: int) -> bytes:
    """Unpack at most one byte more than was declared: that byte betrays a part that is larger."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = engine.decompress(packed, size + 1)
    return unpacked if engine.eof or len(unpacked) > size else b""


def _check_sizes(items: list[zipfile.ZipInfo]) -> None:
    limits = load_limits()
    if any(item.flag_bits & _ENCRYPTED_FLAG for item in items):
        raise RefusedError("protected")
    if any(item.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for item in items):
        raise RefusedError("broken")
    total = sum(item.file_size for item in items)
    largest = max(item.file_size for item in items)
    if total > limits.unpacked_bytes or largest > limits.part_bytes or len(items) > limits.parts:
        raise RefusedError("oversized", size=total // _MIB, limit=limits.unpacked_bytes // _MIB)
    for item in items:
        if item.file_size > limits.ratio_from_bytes and item.file_size > limits.ratio * max(item.compress_size, 1):
            raise RefusedError("bomb", ratio=item.file_size // max(item.compress_size, 1))
