"""Headers as keys: the same header under other brackets, units, blanks and punctuation is the same key."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from analytics.intake.layouts import Column, Layout
from analytics.intake.words import load_words
from analytics.policy.names import fold

_BRACKETED = re.compile(r"[(\[{<【〔《〈][^)\]}>】〕》〉]*[)\]}>】〕》〉]?")
_LEADING_NUMBER = re.compile(r"^\s*[(\[]?\d{1,2}[)\].、]\s*")
_UNIT = "(亿元|千万元|百万元|万元|千元|百元|元)"
_UNIT_AFTER = re.compile(
    rf"[(\[【〔,，:：;/、]\s*(?:\S{{0,2}}单位)?\s*[:：]?\s*(?:人民币)?\s*(?:{_UNIT}|(亿|万)[)\]】〕])"
)
_UNIT_AT_END = re.compile(f"{_UNIT}$")
_UNIT_LINE = re.compile(rf"单位\s*[:：]?\s*[^。；;:：]{{0,12}}?{_UNIT}")

#: What a person has told outranks every spelling of the layout, the official one (0) included.
_TOLD = -1
#: Shorter words are too common to be looked for inside a header.
_SHORTEST_CONTAINED = 3


@dataclass(frozen=True)
class Header:
    """A header cell with the merged cells above it, outermost first.

    `shares_parent`: other columns stand under the same merged cell, whose words then tell only which one is the sum.
    """

    column: int
    path: tuple[str, ...]
    shares_parent: bool = False

    @property
    def text(self) -> str:
        """What a person would call the column."""
        return "/".join(part.replace("\n", " ").strip() for part in self.path)

    def spellings(self) -> tuple[str, ...]:
        """Return the keys under which the header may be known, the most telling first."""
        return _keys(self.path, self.shares_parent)

    def money_unit(self) -> int | None:
        """Return how many yuan the header says one stands for, None if it does not say."""
        text = unicodedata.normalize("NFKC", "/".join(self.path))
        match = _UNIT_AFTER.search(text) or _UNIT_AT_END.search(fold(text))
        return load_words().money_units[next(filter(None, match.groups()))] if match else None


@lru_cache(maxsize=4096)
def _keys(path: tuple[str, ...], shares_parent: bool) -> tuple[str, ...]:
    """Every layout asks every header for its keys, so that they are worked out once."""
    parts = [_plain(part) for part in path]
    spellings = ["/".join(fold(part) for part in parts), "".join(fold(part) for part in parts)]
    spellings += ["/".join(fold(part) for part in parts[-2:]), fold(parts[-1])]
    spellings += [fold(_BRACKETED.sub("", part)) for part in (parts[-1], "".join(parts))]
    spellings += [_UNIT_AT_END.sub("", spelling) for spelling in spellings]
    if len(parts) > 1 and (not shares_parent or fold(parts[-1]) in load_words().total):
        spellings.append(fold(_BRACKETED.sub("", parts[0])))
    return tuple(dict.fromkeys(key for key in spellings if key))


def _plain(part: str) -> str:
    return _LEADING_NUMBER.sub("", unicodedata.normalize("NFKC", part))


def unit_of_line(text: str) -> int | None:
    """Return the unit of money that a line above the header states (单位：万元), None if it states none."""
    match = _UNIT_LINE.search(unicodedata.normalize("NFKC", text))
    return load_words().money_units[match.group(1)] if match else None


@dataclass(frozen=True)
class Vocabulary:
    """Every header a layout knows: exact keys with their rank (0 = official), and stems for unseen headers.

    Targets are column ids; `id.from` and `id.to` are the halves of a range kept in two columns. `silent` are the
    headers that a person has said to mean nothing.
    """

    exact: dict[str, tuple[tuple[int, str], ...]]
    stems: dict[str, tuple[str, ...]]
    silent: frozenset[str] = frozenset()

    def is_silent(self, header: Header) -> bool:
        return bool(self.silent) and fold(header.text) in self.silent


def vocabulary(layout: Layout, told: Mapping[str, str | None] | None = None) -> Vocabulary:
    """Return every spelling of a layout's headers as keys; what a person has told about a header goes first.

    Most keys mean one column: what they mean is shared, for tens of thousands of lists keep the garbage collector busy.
    """
    exact: dict[str, tuple[tuple[int, str], ...]] = {}
    for header, target in (told or {}).items():
        if target:
            key = _word_keys(header)[0]
            exact[key] = (*exact.get(key, ()), (_TOLD, target))
    shared: dict[tuple[int, str], tuple[tuple[int, str]]] = {}
    for rank, target, words in _spellings(layout):
        alone = shared.setdefault((rank, target), ((rank, target),))
        for key in _word_keys(words):
            exact[key] = exact[key] + alone if key in exact else alone
    stems = {column.id: tuple(_containable(column)) for column in layout.column}
    silent = frozenset(fold(header) for header, target in (told or {}).items() if not target)
    return Vocabulary(exact, stems, silent)


def _spellings(layout: Layout) -> Iterator[tuple[int, str, str]]:
    for column in layout.column:
        words = (column.header.zh, *column.synonyms, column.header.en)
        yield from ((rank, column.id, word) for rank, word in enumerate(words))
        if column.halves:
            yield from ((rank, f"{column.id}.from", word) for rank, word in enumerate(column.halves.start))
            yield from ((rank, f"{column.id}.to", word) for rank, word in enumerate(column.halves.end))
        for parent in words if column.type.endswith("_range") else ():
            yield from _ends(parent, f"{column.id}.from", f"{column.id}.to")
    for number, span in enumerate(layout.span):
        yield from ((rank, f"span{number}", word) for rank, word in enumerate(span.together))
        for parent in (*span.together, *layout.col(span.start).synonyms):
            yield from _ends(parent, span.start, span.end)


def _ends(parent: str, start: str, end: str) -> Iterator[tuple[int, str, str]]:
    """Yield the children 起 and 止 of a merged header over a range."""
    yield from ((1, start, f"{parent}/{word}") for word in load_words().range_start)
    yield from ((1, end, f"{parent}/{word}") for word in load_words().range_end)


@lru_cache(maxsize=32768)
def _word_keys(word: str) -> tuple[str, ...]:
    """Return the keys of a spelling of the layout: whole, as a path, and without what stands in brackets."""
    path = "/".join(fold(part) for part in word.split("/"))
    return tuple(key for key in dict.fromkeys((path, fold(word), fold(_BRACKETED.sub("", word)))) if key)


def _containable(column: Column) -> Iterator[str]:
    """Yield what may be looked for inside a header: the stems, and the synonyms that are long enough to be telling."""
    yield from (fold(stem) for stem in column.stems)
    yield from (key for word in column.synonyms if len(key := fold(word)) >= _SHORTEST_CONTAINED)


def guess(header: Header, words: Vocabulary, free: set[str]) -> str | None:
    """Return the free column with the longest stem inside the header, None if two tie or it is about somebody else."""
    key = fold(_BRACKETED.sub("", _plain(header.path[-1]))) or fold(header.text)
    if any(word in key for word in load_words().other_party):
        return None
    lengths = {
        column: max(len(stem) for stem in stems if stem in key)
        for column, stems in words.stems.items()
        if any(stem in key for stem in stems)
    }
    longest = [column for column, length in lengths.items() if length == max(lengths.values())]
    return longest[0] if len(longest) == 1 and longest[0] in free else None
