"""The page of rows behind a number: a sentence, and one row per payee or, of one payee, per month."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analytics.report import evidence
from analytics.report.money import lines, rows, speech
from analytics.report.money.books import Books
from analytics.report.money.rows import Question
from analytics.report.records_view import Sources
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import NOWHERE, Voice

PAGE_ROWS = 50
_PAYEES = ("who", "benefits", "months", "span", "amount", "since", "document")
_CELLS = ("benefit", "month", "amount", "since", "document")
_LEFT = frozenset({"who", "benefits", "benefit", "month", "span", "since", "document"})
_MINOR = frozenset({"benefits", "span", "document"})
_UNIT = "unit:"


@dataclass(frozen=True)
class Listing:
    """One question answered: a sentence, all rows by payee or by month, their sum in fen, and who they are about."""

    question: Question
    title: str
    found: pl.DataFrame
    total: int
    who: str | None
    is_person: bool

    @property
    def count(self) -> int:
        return self.found.height


@dataclass(frozen=True)
class Called:
    """What payees are called, and which of them are no persons."""

    names: Mapping[str, str]
    others: frozenset[str]

    def cell(self, key: str) -> Cell:
        """Return the name, which opens the card of a person."""
        return Cell(self.names[key], drill=None if key in self.others else Drill("person", {"p": key}))


def listing(books: Books, question: Question, sources: Sources, voice: Voice) -> Listing:
    """Return what answers the question: payees, or the months of the payee that is asked about."""
    cells = rows.cells(books, question)
    found = cells.sort("month", "benefit_id") if question.who else rows.payees(cells)
    total = int(cells["amount_fen"].sum())
    one = called([question.who], sources, books, voice) if question.who else Called({}, frozenset())
    who, is_person = one.names.get(question.who or ""), question.who not in one.others
    values = {
        "what": speech.about(question.rows, voice),
        "filters": _filters(question, who, voice),
        "people": voice.texts.number(cells["beneficiary"].n_unique()),
        "months": voice.texts.number(cells.height),
        "amount": speech.yuan(total, voice),
    }
    return Listing(
        question, voice.t("money.rows.title.one" if who else "money.rows.title", **values), found, total, who, is_person
    )


def all_of(question: Question) -> Question:
    """Return the same question about every payee."""
    return replace(question, who=None)


def table(shown: Listing, page: int, books: Books, sources: Sources, voice: Voice) -> Table:
    """Return one page of the rows, counted from 1 and brought into range; page 0 is all of them."""
    question = shown.question
    last = max(-(-shown.count // PAGE_ROWS), 1)
    part = shown.found if page == 0 else shown.found.slice((min(page, last) - 1) * PAGE_ROWS, PAGE_ROWS)
    if question.who:
        made = tuple(_cell(row, voice) for row in part.iter_rows(named=True))
        return Table(shown.title, speech.columns("cells", _CELLS, voice, left=_LEFT), made)
    names = called(part["beneficiary"].to_list(), sources, books, voice)
    made = tuple(_payee(row, names, question, voice) for row in part.iter_rows(named=True))
    return Table(shown.title, speech.columns("rows", _PAYEES, voice, left=_LEFT, minor=_MINOR), made)


def _payee(row: Mapping[str, Any], names: Called, question: Question, voice: Voice) -> tuple[Cell, ...]:
    key, texts = row["beneficiary"], voice.texts
    months = speech.opens(rows.of_payee(question, key))
    benefits = [speech.benefit_name(benefit, voice) for benefit in row["benefits"]]
    named = benefits[0] if len(benefits) == 1 else voice.t("money.rows.several", name=benefits[0], count=len(benefits))
    span = [texts.month(month) for month in (row["first"], row["last"]) if month]
    return (
        names.cell(key),
        Cell(named),
        Cell(texts.number(row["months"]), row["months"], drill=months),
        Cell(voice.t("calendar.range", start=span[0], end=span[-1]) if len(set(span)) > 1 else "".join(span[:1])),
        speech.amount(row["amount_fen"], rows.of_payee(question, key), voice),
        _day(row["since"], voice),
        Cell(_documents(row["documents"], voice)),
    )


def _cell(row: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(speech.benefit_name(row["benefit_id"], voice)),
        Cell(voice.texts.month(row["month"]) if row["month"] else voice.t("value.dash"), row["month"]),
        speech.amount(row["amount_fen"], None, voice),
        _day(row["since"], voice),
        Cell(row["document_no"] or voice.t("value.dash")),
    )


def _day(day: Any, voice: Voice) -> Cell:
    return Cell(voice.texts.date(day), day) if day else Cell(voice.t("value.dash"))


def _documents(numbers: list[str], voice: Voice) -> str:
    if not numbers:
        return voice.t("value.dash")
    return numbers[0] if len(numbers) == 1 else voice.t("money.rows.several", name=numbers[0], count=len(numbers))


def called(keys: list[str], sources: Sources, books: Books, voice: Voice) -> Called:
    """Return what each payee is called: persons masked, employers and units by name."""
    known = sources.records.employers(books.known_at).filter(pl.col("employer_id").is_in(keys))
    employers = {key: name or key for key, name in known.select("employer_id", "employer_name").iter_rows()}
    people = evidence.masked(pl.Series(keys, dtype=pl.String), sources.identities)
    units = {key: voice.unit_name(key.removeprefix(_UNIT)) for key in keys if key.startswith(_UNIT)}
    others = units | employers
    names = {
        key: others.get(key) or people.get(key) or voice.t("listing.person.unknown", person=key[:8]) for key in keys
    }
    return Called(names, frozenset(others))


def _filters(question: Question, who: str | None, voice: Voice) -> str:
    """Return the filters in words, or nothing."""
    ages = {age.id: voice.texts.pick(age.title) for age in voice.policy.arrears.ages}
    said = {
        "who": who,
        "benefit": speech.benefit_name(question.benefit, voice) if question.benefit else None,
        "year": voice.t("period.year", year=question.year) if question.year else None,
        "side": voice.t(f"money.side.{question.side}") if question.side else None,
        "age": ages.get(question.age or ""),
        "unit": speech.unit(question.unit, voice) if question.unit else None,
        "town": voice.town(question.town) if question.town else None,
        "document": _document(question.document, voice) if question.document else None,
        "plan": _plan(question, voice) if question.plan else None,
        "line": lines.name(question.line, voice) if question.line else None,
        "spent": voice.t("money.spent.year", year=question.spent) if question.spent else None,
        "since": voice.t("money.since", day=voice.texts.date(question.since)) if question.since else None,
    }
    named = [text for text in said.values() if text]
    return voice.t("listing.filters", filters=voice.listing(named)) if named else ""


def _plan(question: Question, voice: Voice) -> str | None:
    """Return the point of a plan in words."""
    point = question.plan
    if point is None:
        return None
    orders = {order.id: voice.texts.pick(order.title) for order in voice.policy.arrears.orders}
    cash = voice.texts.money_fen(point.ceiling * rows.UNIT)
    said = voice.t("money.rows.plan", order=orders[point.order], cash=cash, months=point.after)
    return said if point.over is None else voice.t("money.rows.plan.over", plan=said, months=point.over)


def _document(number: str, voice: Voice) -> str:
    return voice.t("money.document.none") if number == NOWHERE else voice.t("money.document", number=number)
