"""The bytes of a text table as UTF-8, with one kind of line end.

UTF-8 is tried strictly before GB18030, which would read almost any bytes and garble them silently.
"""

import codecs
import re

import numpy as np
import polars as pl

from analytics.intake.failures import RefusedError
from analytics.intake.limits import load_limits

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MIB = 1 << 20
_SAMPLE = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a]")
_TAB, _AFTER_RETURN, _ESCAPE = 0x09, 0x0E, 0x1B
#: What is looked at in one go stays in the cache of the processor.
PIECE = 1 << 18
#: More of these than one in so many characters, and the file is no text at all.
_FEW = 100
#: Line ends and commas of UTF-16 without its mark, the low byte first and the high byte first.
_WIDE = ((b"\n\0", "utf-16-le"), (b"\0\n", "utf-16-be"))
#: A run of Han characters in UTF-8 between plain characters; hardly a text in GB18030 looks like this.
_UTF8_RUN = re.compile(
    rb"(?<=[\x00-\x7f])(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc\xbd][\x80-\xbf]){2,}(?=[\x00-\x7f])|"
    rb"\A(?:[\xe3-\xe9][\x80-\xbf]{2}){2,}(?=[\x00-\x7f])"
)


def unified(data: bytes) -> bytes:
    """Return the text of a file in UTF-8; raises RefusedError for one that is cut off, mixed, too large, or no text."""
    limit = load_limits().text_bytes
    if len(data) > limit:
        raise RefusedError("oversized", size=len(data) // _MIB, limit=limit // _MIB)
    lines = _as_utf8(data)
    if b"\r" in lines:
        lines = lines.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found = _first_control(lines)
    if found is not None:
        raise RefusedError("control_character", row=lines.count(b"\n", 0, found) + 1)
    return lines


def _first_control(lines: bytes) -> int | None:
    """Return where the first control character stands."""
    signs = np.frombuffer(lines, dtype=np.uint8)
    for start in range(0, len(signs), PIECE):
        piece = signs[start : start + PIECE]
        is_control = (piece < _TAB) | ((piece >= _AFTER_RETURN) & (piece < _ESCAPE))
        if is_control.any():
            return start + int(is_control.argmax())
    return None


def _as_utf8(data: bytes) -> bytes:
    """Return the text in UTF-8; what is in UTF-8 already is looked at in pieces, and not copied."""
    if not data.startswith(_MARKS) and 0 not in data[:_SAMPLE] and _is_utf8(data):
        if _is_noise(data[:_SAMPLE].decode("latin-1")):
            raise RefusedError("not_a_workbook")
        return data.removeprefix(codecs.BOM_UTF8)
    return _decoded(data).encode("utf-8")


def _is_utf8(data: bytes) -> bool:
    start = 0
    while start < len(data):
        end = data.rfind(b"\n", start, start + PIECE) + 1 or len(data)  # a line end never is a part of a character
        try:
            pl.Series([data[start:end]], dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.ComputeError:
            return False
        start = end
    return True


def _decoded(data: bytes) -> str:
    if data.startswith(_MARKS):
        return _strict(data, "utf-16")
    if encoding := _unmarked(data):
        return _strict(data, encoding)
    if _is_noise(data[:_SAMPLE].decode("latin-1")):
        raise RefusedError("not_a_workbook")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.start > 0:
            raise RefusedError("cut_off") from error
    _refuse_mixed(data)
    return _strict(data, "gb18030")


def _is_noise(sample: str) -> bool:
    return len(_CONTROL.findall(sample)) * _FEW > len(sample)


def _unmarked(data: bytes) -> str | None:
    """Return the encoding of UTF-16 that lost its mark: every second byte of its plain characters is zero."""
    sample = data[:_SAMPLE]
    if 0 not in sample or len(data) % 2:
        return None
    for sign, encoding in _WIDE:
        at = sample.find(sign)
        while at >= 0 and at % 2:
            at = sample.find(sign, at + 1)
        text = data.decode(encoding, "replace") if at >= 0 else ""
        if text and not _CONTROL.search(text[:_SAMPLE]) and "\ufffd" not in text[:_SAMPLE]:
            return encoding
    return None


def _refuse_mixed(data: bytes) -> None:
    """Raise RefusedError for lines in UTF-8 among lines in another encoding: one of them would be garbled."""
    if found := _UTF8_RUN.search(data):
        raise RefusedError("mixed_encodings", row=data.count(b"\n", 0, found.start()) + 1)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise RefusedError("undecodable" if row > 1 else "not_a_workbook", row=row) from error
