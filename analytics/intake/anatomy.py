"""What the XML of an xlsx file tells beyond its cells, and what its cells would demand of memory.

The reader lays the cells of a sheet out as one box, so two cells far apart may cost more than the machine has. Sheets
are therefore measured first, by patterns rather than a parser: there may be a gigabyte of them.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analytics.intake.failures import RefusedError
from analytics.intake.limits import load_limits
from analytics.intake.package import Package
from analytics.intake.sheet import Merge

_WORKBOOK, _SHARED = "xl/workbook.xml", "xl/sharedStrings.xml"
_STYLES, _TYPES = "xl/styles.xml", "[Content_Types].xml"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_NAME = re.compile(rb'\sname="([^"]*)"')
_LINK = re.compile(rb'\s\w+:id="([^"]*)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ID = re.compile(rb'\sId="([^"]*)"')
_TARGET = re.compile(rb'\sTarget="([^"]*)"')
_EPOCH_1904 = re.compile(rb'\sdate1904="(?:1|true)"')
_UNCALCULATED = re.compile(rb'\sfullCalcOnLoad="(?:1|true)"')

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_END_OF_CELLS = re.compile(rb"</(?:\w+:)?sheetData>")
_ROW_NUMBER = re.compile(rb"row\s[^>]*?r=[\"'](\d{1,9})")
_FAR_COLUMN = re.compile(rb" r=[\"']([A-Z]{2,3})\d")
_FILLED = re.compile(rb"<(?:\w+:)?c\s[^>]*?r=[\"']([A-Z]{1,3})(\d{1,7})[\"'](?:[^>]*[^/>])?>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_SHARED_CELL = re.compile(rb't="s"[^>]*><(?:\w+:)?v>(\d{1,9})<')
_SHARED_VALUE = b't="s"><v>'
_ITEM, _ITEM_OF_PREFIX = re.compile(rb"<si[ >/]"), re.compile(rb"<(?:\w+:)?si[ >/]")
#: A cell of a formula: its attributes, the formula, what was saved as its result.
_CELL_OF_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)><(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)(?:<(?:\w+:)?v(?:/>|>([^<]*)<))?"
)
_ROW_OF_CELL = re.compile(rb"(?:^|\s)r=[\"'][A-Z]+(\d+)")
_TEXT_RESULT = re.compile(rb"(?:^|\s)t=[\"']str[\"']")
_DRAWING = re.compile(rb"<(?:\w+:)?drawing\s[^>]*\w+:id=[\"']([^\"']+)")
_NO_CELLS = re.compile(r"(?:chart|dialog|macro)sheets/", re.IGNORECASE)
_PICTURE = re.compile(rb"<(?:\w+:)?pic[ >]")
_LETTERS, _LAST_COLUMN = 26, 16384
#: What is looked at in one go stays in the cache of the processor.
_PIECE = 1 << 18
#: The fewest bytes of a cell that points to a shared text.
_SHARED_CELL_BYTES = 20


@dataclass(frozen=True)
class Anatomy:
    """One sheet. `unsaved`: worksheet rows, from 1, with formulas whose results were never saved.

    `is_text`: it is sure that no cell holds a number.
    """

    merges: tuple[Merge, ...] = ()
    is_picture: bool = False
    unsaved: tuple[int, ...] = ()
    has_links: bool = False
    is_text: bool = False


@dataclass(frozen=True)
class Workbook:
    """All sheets by name. `has_macros`: it carries a program, which nobody runs; `is_1904`: days count from 1904;
    `charts`: sheets without cells.
    """

    sheets: dict[str, Anatomy]
    has_macros: bool
    is_1904: bool
    charts: frozenset[str] = frozenset()


def dissect(package: Package) -> Workbook:
    """Measure every sheet; raises RefusedError for one too large, for sheets of one name, and for damaged parts."""
    book = package.read(_WORKBOOK)
    targets = _targets(package, "xl/_rels/workbook.xml.rels")
    sheets = list(_pairs(book, _SHEET, _NAME, _LINK))
    names = [html.unescape(name) for name, _ in sheets]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RefusedError("sheet_twice", sheet=twice)
    if len(sheets) > load_limits().sheets:
        raise RefusedError("sheets", count=len(sheets), limit=load_limits().sheets)
    shared = _SharedTexts(package)
    is_stale = bool(_UNCALCULATED.search(book))
    found: dict[str, Anatomy] = {}
    for name, (_, link) in zip(names, sheets, strict=True):
        path = targets.get(link, "")
        if path in package and not _is_chart(path):
            found[name] = _sheet(package, path, name, shared, is_stale=is_stale)
    for name in (_STYLES, _TYPES):
        if name in package:
            package.read(name)  # the reader opens it, so it must not belie its size
    charts = frozenset(name for name, (_, link) in zip(names, sheets, strict=True) if _is_chart(targets.get(link, "")))
    return Workbook(found, bool(package.names("vbaproject.bin")), bool(_EPOCH_1904.search(book)), charts)


def _is_chart(path: str) -> bool:
    return bool(_NO_CELLS.search(path))


def _sheet(package: Package, path: str, name: str, shared: "_SharedTexts", *, is_stale: bool) -> Anatomy:
    xml = package.read(path)
    end = max((match.start() for match in _END_OF_CELLS.finditer(xml, max(len(xml) - (1 << 20), 0))), default=None)
    end = xml.rfind(b"sheetData") if end is None else end
    tail = xml[max(end, 0) :]
    _check_box(xml, name)
    shared.check(xml, name)
    merges = tuple(_merges(tail))
    if len(merges) > load_limits().merges:
        raise RefusedError("merges", sheet=name, count=len(merges), limit=load_limits().merges)
    formulas = list(_formulas(xml)) if _begun(xml, "f") and _FORMULA.search(xml) else []
    unsaved = {row for row, _, is_unsaved, is_zero in formulas if is_unsaved or (is_stale and is_zero)}
    return Anatomy(
        merges,
        _shows_picture(package, path, tail),
        tuple(sorted(unsaved)),
        any(b"[" in text for _, text, _, _ in formulas),
        _is_text(xml),
    )


def _begun(xml: bytes, letter: str) -> int:
    """Return how many names of elements may begin with a letter; numbers are compared faster than patterns."""
    signs = np.frombuffer(xml, dtype=np.uint8)
    found = 0
    for start in range(0, len(signs), _PIECE):
        piece = signs[start : start + _PIECE + 1]
        is_begun = (piece[:-1] == ord("<")) | (piece[:-1] == ord(":"))
        found += int(np.count_nonzero(is_begun & (piece[1:] == ord(letter))))
    return found


def _is_text(xml: bytes) -> bool:
    """Tell whether every value is that of a shared text, as in the exports of most systems."""
    for part in (xml[:_PIECE], xml):
        texts = part.count(_SHARED_VALUE)
        if not texts or texts < _begun(part, "v"):
            return False
    return True


def _check_box(xml: bytes, name: str) -> None:
    """Refuse a sheet whose filled cells span more than the reader can lay out."""
    limit = load_limits().cells
    rows = max((int(number) for number in _ROW_NUMBER.findall(xml)), default=0) or xml.count(b"<row")
    far = {match.group(1) for match in _FAR_COLUMN.finditer(xml)}
    columns = max((_letters(column) + 1 for column in far), default=_LETTERS)
    if rows * columns <= limit:
        return
    cells = [(_letters(match.group(1)), int(match.group(2))) for match in _within(_FILLED, xml, limit, name)]
    if not cells:
        return
    across, down = (max(place) - min(place) + 1 for place in zip(*cells, strict=True))
    if across * down > limit:
        raise RefusedError("cells", sheet=name, rows=down, columns=across, limit=limit)


def _within(pattern: re.Pattern[bytes], xml: bytes, limit: int, name: str) -> Iterator[re.Match[bytes]]:
    for count, match in enumerate(pattern.finditer(xml)):
        if count >= limit:
            raise RefusedError("cells", sheet=name, rows="?", columns="?", limit=limit)
        yield match


class _SharedTexts:
    """The texts that cells point to: a long one that many cells point to grows beyond any file."""

    def __init__(self, package: Package) -> None:
        self._lengths = np.zeros(0, dtype=np.int64)
        if _SHARED in package:
            xml = package.read(_SHARED)
            item = _ITEM_OF_PREFIX if b":si" in xml else _ITEM
            starts = [match.start() for match in item.finditer(xml)]
            self._lengths = np.diff(np.array([*starts, len(xml)], dtype=np.int64))

    def check(self, xml: bytes, name: str) -> None:
        limit = load_limits().shared_bytes
        longest = int(self._lengths.max(initial=0))
        if longest * (len(xml) // _SHARED_CELL_BYTES) <= limit or longest * xml.count(b't="s"') <= limit:
            return
        pointed = np.array([int(number) for number in _SHARED_CELL.findall(xml)], dtype=np.int64)
        pointed = pointed[pointed < len(self._lengths)]
        if self._lengths[pointed].sum() > limit:
            raise RefusedError("texts", sheet=name)


def _formulas(xml: bytes) -> Iterator[tuple[int, bytes, bool, bool]]:
    """Yield the row of each formula, its text, whether no result was saved, and whether the result is a bare zero."""
    for match in _CELL_OF_FORMULA.finditer(xml):
        attributes, text, result = match.groups()
        if row := _ROW_OF_CELL.search(attributes):
            is_unsaved = not result and not _TEXT_RESULT.search(attributes)
            yield int(row.group(1)), text or b"", is_unsaved, result == b"0"


def _merges(tail: bytes) -> Iterator[Merge]:
    for left, top, right, bottom in _MERGE.findall(tail):
        yield Merge(int(top) - 1, int(bottom) - 1, _letters(left), _letters(right))


def _shows_picture(package: Package, path: str, tail: bytes) -> bool:
    drawing = _DRAWING.search(tail)
    if drawing is None:
        return False
    folder, _, file = path.rpartition("/")
    target = _targets(package, f"{folder}/_rels/{file}.rels").get(drawing.group(1).decode("ascii", "replace"), "")
    return target in package and bool(_PICTURE.search(package.read(target)))


def _targets(package: Package, relations: str) -> dict[str, str]:
    """Return the part that each relation of a part leads to."""
    if relations not in package:
        return {}
    folder = relations.split("_rels/", maxsplit=1)[0]
    return {link: _joined(folder, path) for link, path in _pairs(package.read(relations), _RELATION, _ID, _TARGET)}


def _joined(folder: str, path: str) -> str:
    if path.startswith("/"):
        return path.lstrip("/")
    parts: list[str] = []
    for part in f"{folder}{path}".split("/"):
        if part == "..":
            del parts[-1:]
        else:
            parts.append(part)
    return "/".join(parts)


def _pairs(xml: bytes, tag: re.Pattern[bytes], *keys: re.Pattern[bytes]) -> Iterator[tuple[str, str]]:
    for element in tag.findall(xml):
        values = [match.group(1).decode("utf-8", "replace") for key in keys if (match := key.search(element))]
        if len(values) == len(keys):
            yield values[0], values[1]


def _letters(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * _LETTERS + letter - ord("A") + 1
    return number - 1
