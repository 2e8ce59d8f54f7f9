"""The bytes of a text table as text, with one kind of line end.

UTF-8 is tried strictly before GB18030, which would read almost any bytes and garble them silently.
"""

import codecs
import re

from analytics.intake.failures import RefusedError
from analytics.intake.limits import load_limits

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MIB = 1 << 20
_SAMPLE = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a]")
#: More of these than one in so many characters, and the file is no text at all.
_FEW = 100
#: Line ends and commas of UTF-16 without its mark, the low byte first and the high byte first.
_WIDE = ((b"\n\0", "utf-16-le"), (b"\0\n", "utf-16-be"))
#: A run of Han characters in UTF-8 between plain characters; hardly a text in GB18030 looks like this.
_UTF8_RUN = re.compile(
    rb"(?<=[\x00-\x7f])(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc\xbd][\x80-\xbf]){2,}(?=[\x00-\x7f])|"
    rb"\A(?:[\xe3-\xe9][\x80-\xbf]{2}){2,}(?=[\x00-\x7f])"
)


def decode(data: bytes) -> str:
    """Return the text of a file; raises RefusedError for one that is cut off, mixed, too large, or no text."""
    limit = load_limits().text_bytes
    if len(data) > limit:
        raise RefusedError("oversized", size=len(data) // _MIB, limit=limit // _MIB)
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(text):
        raise RefusedError("control_character", row=text.count("\n", 0, found.start()) + 1)
    return text


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
