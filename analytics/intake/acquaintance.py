"""A quick look at who stands in a file: whether anybody in it may be meant by another row, or have a double.

It may say yes too often, never no: two people whom a rule of analytics.identity.linkage could bring together share the
first letters of their name, and the ends of their number or the last digits of their telephone.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import polars as pl

from analytics.intake.parties import column_of, person_numbers
from analytics.intake.reading import Reading
from analytics.intake.text import FEW_CELLS

#: A person as a row states them: ID number, name, telephone.
Stated = tuple[str, str | None, str | None]
#: The first letters of a name, with the ends of a number or the last digits of a telephone.
Clue = tuple[str, str]
#: People with what a rule may tell them by.
News = Mapping[Stated, Sequence[Clue]]

_ID_LENGTH = 18
_HEAD, _TAIL, _MOBILE = 6, 4, 11
_LETTERS = 2
_REMEMBERED = 16384


class Acquaintance:
    """The people met so far, by what a rule may tell them by."""

    def __init__(self, known: Iterable[Stated] = ()) -> None:
        self._stated: dict[str, dict[Stated, None]] = {}
        self._numbers: dict[Clue, dict[str, None]] = {}
        self.meet(self.news(known))

    def __bool__(self) -> bool:
        return bool(self._stated)

    def knows(self, person: Stated) -> bool:
        """Tell whether somebody has been stated just like this."""
        return person in self._stated.get(person[0], ())

    def news(self, people: Iterable[Stated]) -> News:
        """Return those of the people who are not known like this."""
        unknown = (person for person in dict.fromkeys(people) if not self.knows(person))
        return {person: tuple(_clues(*person)) for person in unknown}

    def meet(self, news: News) -> None:
        """Take in people who were not known like this."""
        for person, clues in news.items():
            self._stated.setdefault(person[0], {})[person] = None
            for clue in clues:
                self._numbers.setdefault(clue, {})[person[0]] = None

    def may_have_doubles(self, news: News) -> bool:
        """Tell whether any of the news shares a clue with a person of another number, known or new."""
        found: dict[Clue, str] = {}
        return any(
            found.setdefault(clue, person[0]) != person[0] or not self._numbers.get(clue, {}).keys() <= {person[0]}
            for person, clues in news.items()
            for clue in clues
        )

    def near(self, people: Iterable[tuple[str | None, str | None, str | None]]) -> list[Stated]:
        """Return all that was stated of those met who have the number of, or share a clue with, any of the people.

        Their numbers may be masked or missing.
        """
        numbers: dict[str | None, None] = {}
        for person in dict.fromkeys(people):
            numbers[person[0]] = None
            for clue in _clues(*person):
                numbers.update(self._numbers.get(clue, {}))
        return [stated for number in numbers if number for stated in self._stated.get(number, ())]


def has_claims(readings: Sequence[Reading]) -> bool:
    """Tell whether any row is refused by its number alone, or states a passport or permit."""
    return any(
        (reading.is_unidentified & reading.rule.is_not_null()).any()
        or any(number is not None and len(number) != _ID_LENGTH for number in _accepted_numbers(reading))
        for reading in readings
        if reading.layout.party.name in reading.values.columns
    )


def _accepted_numbers(reading: Reading) -> list[str | None]:
    return person_numbers(reading).filter(reading.is_accepted).to_list()


def people_of(readings: Iterable[Reading]) -> Iterator[Stated]:
    """Yield the person of every accepted row."""
    for reading in readings:
        party = reading.layout.party
        if party.name in reading.values.columns:
            columns = [column_of(reading, target) for target in (party.person, party.name, party.phone)]
            if reading.is_accepted.len() > FEW_CELLS:
                frame = pl.DataFrame([column.alias(str(n)) for n, column in enumerate(columns)])
                columns = frame.filter(reading.is_accepted).unique(maintain_order=True).get_columns()
            else:
                columns = [column.filter(reading.is_accepted) for column in columns]
            rows = zip(*(column.to_list() for column in columns), strict=True)
            yield from (row for row in rows if row[0] is not None)


def _clues(number: str | None, name: str | None, phone: str | None) -> Iterator[Clue]:
    letters = _first_letters(name or "")
    if letters and number:
        yield letters, number[:_HEAD] + number[-_TAIL:]
    if letters and phone:
        yield letters, phone[-_MOBILE:]


@lru_cache(_REMEMBERED)
def _first_letters(name: str) -> str:
    letters = (sign for sign in unicodedata.normalize("NFKC", name).upper() if sign.isalpha())
    return "".join(sign for _, sign in zip(range(_LETTERS), letters, strict=False))
