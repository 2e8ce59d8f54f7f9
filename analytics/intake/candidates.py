"""The early rows of a sheet that may be a header, each with its children below it and the title lines above."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.intake.headers import Header
from analytics.intake.sheet import Sheet
from analytics.intake.text import squeeze_text, tidy_text
from analytics.intake.title import TitleBlock
from analytics.intake.words import load_words

#: Rows from the top among which a header is looked for, the deepest header, and the fewest cells of one.
_HEADER_ROWS = 20
_DEEPEST = 3
_FEWEST_CELLS = 2
#: Title lines keep what they say in fewer cells than this.
_FULL = 5
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Candidate:
    """Rows that may be a header, from `top` to `bottom` (from 0, both inclusive), under the title lines above them."""

    top: int
    bottom: int
    headers: tuple[Header, ...]
    title: TitleBlock


def candidates(sheet: Sheet, file_name: str) -> Iterator[Candidate]:
    """Yield every early row that can begin a header, with its children below it."""
    received = sheet.cells.head(_HEADER_ROWS + _DEEPEST).rows()
    rows = [[tidy_text(cell) for cell in row] for row in received]
    columns = [int(name) for name in sheet.cells.columns]
    for top in range(min(_HEADER_ROWS, len(rows))):
        if sum(1 for cell in rows[top] if cell) < _FEWEST_CELLS:
            continue
        bottom = top
        while bottom + 1 < min(len(rows), top + _DEEPEST) and _is_below(rows[top : bottom + 1], rows[bottom + 1]):
            bottom += 1
        above = [received[n] for n in range(top) if not _is_of_table(rows[n], rows[top])]
        title = TitleBlock.of(above, sheet.name, file_name)
        yield Candidate(top, bottom, _headers(rows[top : bottom + 1], columns), title)


def _is_of_table(row: Sequence[str], header: Sequence[str]) -> bool:
    """Tell whether a row above is no title line: below a header that is said again, the data above names no ledger."""
    filled = sum(map(bool, row))
    return filled >= _FULL and 2 * filled > sum(map(bool, header)) and not any(cell.endswith(":") for cell in row)


def _is_below(above: Sequence[Sequence[str]], row: Sequence[str]) -> bool:
    """Tell whether a row belongs to the header above it: it holds the measures of the columns, or nothing but children.

    Children stand under a parent over several columns, in a row of words alone also under one; never under labels.
    """
    if any(cell.endswith(":") for cell in above[-1]):
        return False
    spans = _spans(above[-1], row)
    filled = [n for n, cell in enumerate(row) if cell]
    if filled and all(_is_measure(row[n]) and above[-1][n] for n in filled):
        return True
    under = [n for n in filled if n in spans]
    is_family = len(set(spans.values())) < len(under)
    are_words = all(above[-1][n] and not _DIGIT.search(row[n]) for n in filled if n not in spans)
    return is_family and (under == filled or (are_words and len(filled) < sum(map(bool, above[-1]))))


def _is_measure(cell: str) -> bool:
    return squeeze_text(cell).strip("()[]【】〔〕") in load_words().measures


def _spans(parents: Sequence[str], children: Sequence[str]) -> dict[int, int]:
    """Return child column -> parent column for children below a parent followed by blank header cells."""
    found: dict[int, int] = {}
    named = [n for n, cell in enumerate(parents) if cell]
    for parent, following in zip(named, [*named[1:], len(parents)], strict=True):
        below = [n for n in range(parent, following) if children[n]]
        if below and below[-1] > parent:
            found |= dict.fromkeys(below, parent)
    return found


def _headers(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> tuple[Header, ...]:
    paths: list[list[str]] = [[] for _ in columns]
    shares: set[int] = set()
    for depth, row in enumerate(rows):
        spans = _spans(row, rows[depth + 1]) if depth + 1 < len(rows) else {}
        parents = list(spans.values())
        shares |= {n for n, parent in spans.items() if parents.count(parent) > 1 or parent not in spans}
        for n, cell in enumerate(row):
            text = row[spans[n]] if n in spans else cell
            if text:
                paths[n].append(text)
    return tuple(Header(columns[n], tuple(path), n in shares) for n, path in enumerate(paths) if path)
