"""Where the header of a sheet stands, and whose header it is."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analytics.intake.candidates import Candidate, candidates
from analytics.intake.headers import Header, Vocabulary, guess, vocabulary
from analytics.intake.layouts import Column, Layout
from analytics.intake.memory import Meanings
from analytics.intake.sheet import Sheet
from analytics.intake.title import TitleBlock
from analytics.policy.names import fold

#: A row with fewer known headers is no header.
_FEWEST_KNOWN = 2
_FEWEST_ALONE = 3
_CLEARLY_MORE = 2

#: What is in no key of a layout: a cell without letters is no header.
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class _Given:
    """Which headers a ledger knows, whatever stands above them; `absent`: the required columns among the others."""

    columns: dict[str, int]
    guessed: tuple[str, ...]
    unknown: tuple[Header, ...]
    absent: tuple[Column, ...]
    is_telling: bool


_Looked = tuple[Candidate, set[str], dict[str, _Given]]


@dataclass(frozen=True)
class Match:
    """A candidate read as one ledger's header. `columns`: target -> worksheet column, `guessed` the unsafe part of it.

    A target is a column id, `id.from` and `id.to` for a range kept in two columns, or `span0` for two kept in one.
    """

    layout: Layout
    candidate: Candidate
    columns: dict[str, int]
    guessed: tuple[str, ...] = ()
    unknown: tuple[Header, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[Header, ...]:
        return self.candidate.headers

    @property
    def top(self) -> int:
        return self.candidate.top

    @property
    def bottom(self) -> int:
        return self.candidate.bottom

    def header(self, target: str) -> Header | None:
        """Return the header that a target was read from."""
        return next((h for h in self.headers if h.column == self.columns.get(target)), None)


@dataclass(frozen=True)
class Finding:
    """What a sheet turned out to be: one match, several equal ones, or the nearest that lacks columns."""

    match: Match | None = None
    equals: tuple[Match, ...] = ()
    nearest: Match | None = None


@dataclass
class Recogniser:
    """Reads headers against the layouts it was made for; `told` are the meanings that people gave, by ledger."""

    layouts: Mapping[str, Layout]
    told: Mapping[str, Meanings] = field(default_factory=dict)
    _vocabularies: dict[str, Vocabulary] = field(init=False)
    _knowing: dict[str, tuple[str, ...]] = field(init=False)
    _given: dict[tuple[Header, ...], dict[str, _Given]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._vocabularies = {name: vocabulary(layout, self.told.get(name)) for name, layout in self.layouts.items()}
        self._knowing = {}
        for name, words in self._vocabularies.items():
            alone = (name,)
            for key in words.exact:
                self._knowing[key] = self._knowing[key] + alone if key in self._knowing else alone

    def find(self, sheet: Sheet, file_name: str, forced: str | None = None) -> Finding:
        """Return what the sheet is; with `forced` only that ledger is thought of."""
        layouts = [self.layouts[forced]] if forced else list(self.layouts.values())
        looked_at = [
            (candidate, ledgers, self._given.setdefault(candidate.headers, {}))
            for candidate in candidates(sheet, file_name)
            if (ledgers := self._ledgers_of(candidate))
        ]
        best = [match for layout in layouts if (match := self._best(layout, looked_at))]
        complete = [match for match in best if not match.missing]
        if not complete:
            return Finding(nearest=max(best, key=nearness, default=None))
        first = min(match.top for match in complete)  # what stands below it is data, or a header said again
        best = [match for match in best if match.top <= first]
        fitting = [match for match in complete if match.top == first]
        top = max(_fit(match) for match in fitting)
        winners = [match for match in fitting if _fit(match) == top]
        closer = [match for match in best if match.missing and _is_closer(match, winners[0])]
        if closer:
            return Finding(nearest=max(closer, key=nearness))
        return Finding(match=winners[0]) if len(winners) == 1 else Finding(equals=tuple(winners))

    def _best(self, layout: Layout, looked_at: list[_Looked]) -> Match | None:
        enough = [
            match
            for candidate, ledgers, given in looked_at
            if layout.id in ledgers and (match := self._match(layout, candidate, given))
        ]
        return max(enough, key=lambda m: (-len(m.missing), len(m.columns), -m.top), default=None)

    def _ledgers_of(self, candidate: Candidate) -> set[str]:
        """Return the ledgers that know enough of the headers for a closer look: most rows are no header at all."""
        known = Counter(
            ledger
            for header in candidate.headers
            if any(map(_LETTER.search, header.path))
            for ledger in self._ledgers_with(header)
        )
        fewest = min(_FEWEST_KNOWN, len(candidate.headers))
        return {ledger for ledger, count in known.items() if count >= fewest}

    def _ledgers_with(self, header: Header) -> set[str]:
        return set().union(*(self._knowing.get(key, ()) for key in header.spellings()))

    def _match(self, layout: Layout, candidate: Candidate, given: dict[str, _Given]) -> Match | None:
        """Read a candidate as a ledger's header, None if nothing speaks of this ledger, and not just of some list.

        The same headers come with every file of a bureau, so that they are given to columns once.
        """
        found = given.get(layout.id)
        if found is None:
            found = given[layout.id] = _give(layout, self._vocabularies[layout.id], candidate.headers)
        is_enough = len(found.columns) >= min(_FEWEST_KNOWN, len(candidate.headers))
        if not is_enough or not (found.is_telling or _mark(layout, candidate)):
            return None
        missing = _missing(found.absent, layout, candidate.title)
        return Match(layout, candidate, dict(found.columns), found.guessed, found.unknown, missing)


def _is_telling(layout: Layout, columns: Mapping[str, int], guessed: Collection[str]) -> bool:
    """Tell whether a header is there, and not by guess, that speaks of this ledger alone."""
    telling = {column.id for column in layout.column if column.telling} - set(guessed)
    known = {target.partition(".")[0] for target in columns}
    known |= {span.start for number, span in enumerate(layout.span) if f"span{number}" in known}
    return bool(telling & known)


def is_near_miss(match: Match) -> bool:
    """Tell whether a sheet is this ledger with columns missing, rather than something else altogether."""
    required = len(match.layout.required())
    return len(match.columns) >= _FEWEST_ALONE and 2 * len(match.missing) <= required


def nearness(match: Match) -> tuple[bool, int, int, float]:
    """How near an incomplete ledger comes: by title and names, then by the headers it knows and those it lacks."""
    required = max(len(match.layout.required()), 1)
    mark, known = _fit(match)
    lacking = len(match.missing)
    return is_near_miss(match), mark, known - lacking, 1 - lacking / required


def _fit(match: Match) -> tuple[int, int]:
    """How well a ledger fits: first by the longest of its marks in title and names, then by the headers it knows."""
    return _mark(match.layout, match.candidate), len(match.columns) - len(match.guessed)


def _mark(layout: Layout, candidate: Candidate) -> int:
    hints = fold(candidate.title.hints)
    return max((len(mark) for mark in map(fold, layout.marks) if mark in hints), default=0)


def _is_closer(incomplete: Match, complete: Match) -> bool:
    """Tell whether a ledger with columns missing explains the sheet clearly better than the one that is complete.

    Otherwise a roster that lost its amounts would pass for a register without amounts.
    """
    mark, known = _fit(incomplete)
    other_mark, other_known = _fit(complete)
    is_named = mark > other_mark and known >= other_known
    is_as_named = mark == other_mark or incomplete.top < complete.top  # below, the rows above pass for title lines
    return is_near_miss(incomplete) and (is_named or (is_as_named and known >= other_known + _CLEARLY_MORE))


def _give(layout: Layout, words: Vocabulary, candidate_headers: tuple[Header, ...]) -> _Given:
    """Give each header that is not silent to a column, the unknown ones by guess."""
    headers = tuple(header for header in candidate_headers if not words.is_silent(header))
    columns = _exact(layout, words, headers)
    taken = set(columns.values())
    guessed: list[str] = []
    if len(columns) >= _FEWEST_KNOWN:
        for header in headers:
            free = {column.id for column in layout.column} - columns.keys()
            target = guess(header, words, free) if header.column not in taken else None
            if target:
                columns[target] = header.column
                guessed.append(target)
    given = set(columns.values())
    unknown = tuple(header for header in headers if header.column not in given)
    return _Given(columns, tuple(guessed), unknown, _absent(layout, columns), _is_telling(layout, columns, guessed))


def _exact(layout: Layout, words: Vocabulary, headers: tuple[Header, ...]) -> dict[str, int]:
    """Give each header to the column that knows it best; a required column takes what an optional one could spare."""
    offers = sorted(
        (depth, rank, header.column, target)
        for header in headers
        for depth, key in enumerate(header.spellings())
        for rank, target in words.exact.get(key, ())
    )
    columns: dict[str, int] = {}
    taken: dict[int, str] = {}
    for _, _, column, target in offers:
        if target not in columns and column not in taken:
            columns[target], taken[column] = column, target
    _whole_again(offers, columns, taken)
    needed = {column.id for column in layout.required()}
    for _, _, column, target in offers:
        holder = taken.get(column)
        is_lacking = target in needed and target not in columns and f"{target}.from" not in columns
        if holder and is_lacking and holder not in needed:
            del columns[holder]
            columns[target], taken[column] = column, target
    return columns


def _whole_again(offers: Sequence[tuple[int, int, int, str]], columns: dict[str, int], taken: dict[int, str]) -> None:
    """Read a header as the whole range where it could be that, and only one half of the range is there."""
    for _, _, column, target in offers:
        halves = {f"{target}.from", f"{target}.to"} & columns.keys()
        if len(halves) == 1 and taken.get(column) in halves and target not in columns:
            del columns[taken[column]]
            columns[target], taken[column] = column, target


def _absent(layout: Layout, columns: Mapping[str, int]) -> tuple[Column, ...]:
    """Return the required columns that neither a header nor two halves give."""
    together = {name for n, span in enumerate(layout.span) if f"span{n}" in columns for name in (span.start, span.end)}

    def is_there(name: str) -> bool:
        return name in columns or name in together or (f"{name}.from" in columns and f"{name}.to" in columns)

    return tuple(column for column in layout.required() if not is_there(column.id))


def _missing(absent: Iterable[Column], layout: Layout, title: TitleBlock) -> tuple[str, ...]:
    """Return the absent columns that no title line gives either."""
    stated = title.read(layout) if any(column.from_preamble for column in absent) else {}
    return tuple(column.id for column in absent if not any(source in stated for source in column.from_preamble))
