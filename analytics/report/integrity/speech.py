"""Findings in words and cells: money, rules and kinds, clauses, parties masked, months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from analytics.policy.integrity import IntegrityRule
from analytics.report import evidence
from analytics.report.records_view import Sources
from analytics.report.table import Cell, Column, Drill
from analytics.report.voice import Voice

_FEN_PER_YUAN = 100
#: From here on money is said in its largest unit, with the decimals of that unit.
_LARGE = 10_000_000_000
#: Persons who are named in one cell.
_NAMED = 2


def said(fen: int, voice: Voice) -> str:
    """Return an amount for a sentence or a card: to a tenth of the middle unit."""
    is_middle = _FEN_PER_YUAN * 10_000 <= abs(fen) < _LARGE
    return voice.texts.money_fen(fen, 1) if is_middle else voice.texts.money_fen(fen)


def yuan(fen: int, voice: Voice) -> str:
    """Return an amount in yuan, with its fen only where it has some."""
    return voice.texts.number(fen / _FEN_PER_YUAN, 2 if fen % _FEN_PER_YUAN else 0)


def amount(fen: int, drill: Drill | None, voice: Voice, tone: str = "") -> Cell:
    """Return an amount that opens what is behind it; nothing is a dash that opens nothing."""
    if fen == 0:
        return Cell(voice.t("value.dash"), 0, tone="mute")
    return Cell(yuan(fen, voice), voice.texts.yuan(fen), drill, tone)


def count(number: int, drill: Drill | None, voice: Voice) -> Cell:
    """Return a count that opens what is behind it."""
    if number == 0:
        return Cell(voice.t("value.dash"), 0, tone="mute")
    return Cell(voice.texts.number(number), number, drill)


def columns(
    table: str,
    names: tuple[str, ...],
    voice: Voice,
    *,
    numbers: frozenset[str],
    minor: frozenset[str] = frozenset(),
    tight: frozenset[str] = frozenset(),
) -> tuple[Column, ...]:
    """Return the columns of a table; those in `numbers` stand on the right."""
    return tuple(
        Column(n, voice.t(f"{table}.{n}"), "right" if n in numbers else "left", n in minor, n in tight or n in numbers)
        for n in names
    )


def rule(found: IntegrityRule, voice: Voice) -> str:
    return voice.t("integrity.rule.numbered", number=found.number, title=voice.texts.pick(found.title))


def kind(number: int, code: str, voice: Voice) -> str:
    """Return the title of a kind."""
    titles = {item.id: item.title for item in voice.policy.integrity[number].kinds}
    return voice.texts.pick(titles[code])


def clause(found: IntegrityRule, voice: Voice) -> str:
    """Return the articles and the final clauses a rule rests on."""
    numbers = [article for article in found.articles if article.isdigit()]
    parts = [voice.t("integrity.articles", numbers=voice.listing(numbers))] if numbers else []
    if found.clauses:
        parts.append(voice.t("integrity.clauses", clauses=voice.listing([f"({letter})" for letter in found.clauses])))
    return voice.listing(parts) or voice.t("value.dash")


def benefit(benefit_id: str | None, voice: Voice) -> str:
    """Return the title of a benefit; findings about several name none."""
    return voice.texts.pick(voice.policy.benefit(benefit_id).title) if benefit_id else voice.t("integrity.several")


def months(first: date | None, last: date | None, voice: Voice) -> str:
    """Return from and to, the first month alone where it is both."""
    if first is None or last is None:
        return voice.t("value.dash")
    return voice.span(first, last)


def owner(unit_or_name: str, voice: Voice) -> str:
    """Return who has a case: a unit by its short name, anybody else as written."""
    return voice.unit(unit_or_name) if unit_or_name in {unit.id for unit in voice.policy.units} else unit_or_name


@dataclass(frozen=True)
class Parties:
    """What persons (masked) and employers are called."""

    persons: Mapping[str, str]
    employers: Mapping[str, str]

    @classmethod
    def of(cls, findings: pl.DataFrame, sources: Sources, known_at: datetime | None) -> "Parties":
        """Return the names of everybody in some findings."""
        people = evidence.masked(findings["persons"].explode().drop_nulls(), sources.identities)
        wanted = findings["employer_id"].drop_nulls().unique()
        known = sources.records.employers(known_at).filter(pl.col("employer_id").is_in(wanted.implode()))
        named = {key: name or key for key, name in known.select("employer_id", "employer_name").iter_rows()}
        return cls(people, named)

    def person(self, key: str, voice: Voice) -> Cell:
        """Return a person, masked, with the way to their card."""
        shown = self.persons.get(key) or voice.t("listing.person.unknown", person=key[:8])
        return Cell(shown, drill=Drill("person", {"p": key}))

    def of_finding(self, finding: Mapping[str, Any], voice: Voice) -> Cell:
        """Return whom a finding is about: its persons, else its employer."""
        persons, employer = finding["persons"], finding["employer_id"]
        if not persons:
            return Cell(self.employer(employer, voice))
        cells = [self.person(key, voice) for key in persons[:_NAMED]]
        if len(persons) == 1:
            return cells[0]
        named = voice.listing([cell.text for cell in cells])
        more = len(persons) - len(cells)
        return Cell(voice.t("integrity.persons.more", names=named, more=more) if more else named)

    def employer(self, employer_id: str | None, voice: Voice) -> str:
        return self.employers.get(employer_id or "", employer_id or voice.t("value.dash"))
