"""A quick look at who stands in a file: whether anybody in it may be meant by another row, or have a double.

It may say yes too often, never no: two people whom a rule of analytics.identity.linkage could bring together share the
first letters of their name, and the ends of their number or the last digits of their telephone.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import polars as pl

from analytics.intake.parties import column_of, person_numbers
from analytics.intake.reading import Reading
from analytics.intake.text import FEW_CELLS

#: A person as a row states them: ID number, name, telephone.
Stated = tuple[str, str | None, str | None]

_ID_LENGTH = 18
_HEAD, _TAIL, _MOBILE = 6, 4, 11
_LETTERS = 2
_REMEMBERED = 16384


class Acquaintance:
    """The people met so far, by what a rule may tell them by."""

    def __init__(self, known: Iterable[Stated]) -> None:
        self._stated: set[Stated] = set()
        self._numbers: dict[tuple[str, str], set[str]] = {}
        self.meet(known)

    def meet(self, people: Iterable[Stated]) -> list[Stated]:
        """Take in people, and return those who were not known like this."""
        news = [person for person in dict.fromkeys(people) if person not in self._stated]
        self._stated.update(news)
        for person in news:
            for clue in _clues(person):
                self._numbers.setdefault(clue, set()).add(person[0])
        return news

    def may_have_doubles(self, people: Iterable[Stated]) -> bool:
        """Tell whether anybody new shares a clue with a person of another number."""
        return any(len(self._numbers[clue]) > 1 for person in people for clue in _clues(person))


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


def _clues(person: Stated) -> Iterator[tuple[str, str]]:
    number, name, phone = person
    letters = _first_letters(name or "")
    if letters:
        yield letters, number[:_HEAD] + number[-_TAIL:]
        if phone:
            yield letters, phone[-_MOBILE:]


@lru_cache(_REMEMBERED)
def _first_letters(name: str) -> str:
    letters = (sign for sign in unicodedata.normalize("NFKC", name).upper() if sign.isalpha())
    return "".join(sign for _, sign in zip(range(_LETTERS), letters, strict=False))
