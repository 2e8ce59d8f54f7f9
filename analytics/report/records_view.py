"""The records page: a sentence with the count, the rows behind the number, and the card of one record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from analytics.policy.targets import Target
from analytics.report import amounts, evidence, listing
from analytics.report.evidence import Identities, Records
from analytics.report.listing import Question
from analytics.report.outcome import Outcome
from analytics.report.table import Align, Cell, Column, Drill, Table
from analytics.report.voice import Voice

PAGE_ROWS = 50
_NAMES = ("about", "date", "unit", "town", "value", "verdict", "file", "sheet", "row")
_ALIGN: Mapping[str, Align] = {"value": "right", "row": "right"}
_TIGHT = ("date", "unit", "town")
_MINOR = ("unit", "town", "sheet", "file", "row")


@dataclass(frozen=True)
class Sources:
    """Where the report looks up what a record says: the snapshot for the row, the vault for whom it is about."""

    records: Records
    identities: Identities


@dataclass(frozen=True)
class RecordsView:
    """One question answered: how many rows, what they add up to in the target's unit, and one page of them."""

    title: str
    count: int
    total: int
    pages: int
    page: int
    table: Table


@dataclass(frozen=True)
class RecordCard:
    """One record: what it is about, the rule that judged it, where it was filed, and what the bureau wrote."""

    title: str
    verdict: str
    filed: tuple[tuple[str, Cell], ...]
    written: tuple[tuple[str, Cell], ...]


def view(outcome: Outcome, question: Question, sources: Sources, voice: Voice, page: int = 1) -> RecordsView:
    """Return one page of the records that answer the question; `page` counts from 1 and is brought into range."""
    rows = listing.records(outcome, question)
    pages = max(-(-rows.height // PAGE_ROWS), 1)
    page = min(max(page, 1), pages)
    total = int(rows["value"].sum())
    title = sentence(outcome, question, (rows.height, total), voice)
    shown = _table(rows.slice((page - 1) * PAGE_ROWS, PAGE_ROWS), question, outcome, sources, voice)
    return RecordsView(title, rows.height, total, pages, page, replace(shown, caption=title))


def whole(outcome: Outcome, question: Question, sources: Sources, voice: Voice) -> Table:
    """Return every record that answers the question, for exports."""
    rows = listing.records(outcome, question)
    title = sentence(outcome, question, (rows.height, int(rows["value"].sum())), voice)
    return replace(_table(rows, question, outcome, sources, voice), caption=title)


def sentence(outcome: Outcome, question: Question, found: tuple[int, int], voice: Voice) -> str:
    """Return the count as a sentence: what, in which period and under which filters, how many rows and how much."""
    target = voice.policy.target(question.target_id)
    count, total = found
    return voice.t(
        f"listing.title.{question.state}",
        task=voice.task(target.id),
        period=voice.period(target, listing.period_start(outcome, question)),
        filters=filters(question, voice),
        count=voice.texts.number(count),
        total=amounts.exact(voice.texts, target.unit, total),
    )


def filters(question: Question, voice: Voice) -> str:
    """Return the filters in words, or nothing."""
    named = [voice.unit(question.unit)] if question.unit else []
    if question.month:
        named.append(voice.texts.month(question.month))
    if question.town:
        named.append(voice.town(question.town))
    if question.reason:
        named.append(voice.reason(question.reason))
    return voice.t("listing.filters", filters=voice.listing(named)) if named else ""


def card(record_code: str, outcome: Outcome, question: Question, sources: Sources, voice: Voice) -> RecordCard | None:
    """Return the card of a record by its code "fact:record_id"; None when the question's target does not know it."""
    fact, _, number = record_code.partition(":")
    if not number.isdigit():
        return None
    judged = listing.of_period(outcome, question).filter(pl.col("fact") == fact, pl.col("record_id") == int(number))
    if judged.is_empty():
        return None
    row, stored = judged.row(0, named=True), sources.records.record(fact, int(number))
    people = evidence.masked(judged["person_key"], sources.identities)
    named = stored.get(evidence.SUBJECT.get(fact, "")) or _employer_name(stored, sources)
    about = evidence.subject(row | {"subject": named}, people, voice)
    return RecordCard(
        title=voice.t("record.title", subject=about, record=record_code),
        verdict=_verdict(row, voice.policy.target(question.target_id), voice),
        filed=filed(stored, voice),
        written=written(fact, stored, sources, voice),
    )


def _verdict(row: Mapping[str, Any], target: Target, voice: Voice) -> str:
    words = voice.t("record.counted" if row["is_counted"] else "record.not_counted", reason=voice.reason(row["reason"]))
    said = voice.t("record.verdict", words=words, rule=voice.texts.pick(target.definition))
    others = [voice.task(goal) for goal in row["also_in"] or ()]
    return said + voice.t("record.also_in", goals=voice.listing(others)) if others else said


def written(fact: str, stored: Mapping[str, Any], sources: Sources, voice: Voice) -> tuple[tuple[str, Cell], ...]:
    """Return what the bureau wrote in a record, column by column."""
    return (*_employer(stored, sources, voice), *evidence.filed_columns(fact, stored, voice))


def filed(stored: Mapping[str, Any], voice: Voice) -> tuple[tuple[str, Cell], ...]:
    """Return where a record stands: file, sheet, row, batch, unit, and when it was recorded."""
    recorded: datetime = stored["recorded_at"]
    batch = str(stored["batch_id"])
    pairs = {
        "file": Cell(stored["file_name"]),
        "sheet": Cell(stored["sheet"] or voice.t("value.dash")),
        "row": Cell(str(stored["row_no"])),
        "batch": Cell(batch, drill=Drill("intake", {"view": "batches", "batch": batch})),
        "unit": Cell(voice.unit_name(stored["unit_id"])),
        "recorded": Cell(f"{recorded:%Y-%m-%d %H:%M}"),
    }
    return tuple((voice.t(f"record.filed.{name}"), cell) for name, cell in pairs.items())


def _employer(stored: Mapping[str, Any], sources: Sources, voice: Voice) -> list[tuple[str, Cell]]:
    named = _employer_name(stored, sources)
    return [(voice.t("column.employer_name"), Cell(named))] if named else []


def _employer_name(stored: Mapping[str, Any], sources: Sources) -> str | None:
    employer = stored.get("employer_id")
    if not employer:
        return None
    known = sources.records.employers().filter(pl.col("employer_id") == employer)["employer_name"].to_list()
    return (known or [None])[0] or employer


def _table(rows: pl.DataFrame, question: Question, outcome: Outcome, sources: Sources, voice: Voice) -> Table:
    found = evidence.located(rows, sources.records, outcome.known_at)
    people = evidence.masked(found["person_key"], sources.identities)
    unit = amounts.word(voice.texts, voice.policy.target(question.target_id).unit)
    columns = tuple(
        Column(n, voice.t(f"listing.column.{n}", unit=unit), _ALIGN.get(n, "left"), n in _MINOR, n in _TIGHT)
        for n in _NAMES
    )
    return Table("", columns, tuple(_row(row, people, question, voice) for row in found.iter_rows(named=True)))


def _row(row: Mapping[str, Any], people: Mapping[str, str], question: Question, voice: Voice) -> tuple[Cell, ...]:
    target, texts, day = voice.policy.target(question.target_id), voice.texts, row["event_date"]
    opens = Drill("records", codes(question) | {"rec": f"{row['fact']}:{row['record_id']}"})
    scale = texts.yuan if target.unit == amounts.MONEY else int
    return (
        Cell(evidence.subject(row, people, voice), drill=opens),
        Cell(texts.date(day) if day else voice.t("listing.date.none"), day),
        Cell(voice.unit(row["unit_id"])),
        Cell(voice.town(row["town"])),
        Cell(amounts.bare(texts, target.unit, row["value"]), scale(row["value"])),
        Cell(voice.reason(row["reason"]), tone="good" if row["is_counted"] else "mute"),
        Cell(row["file_name"] or ""),
        Cell(row["sheet"] or ""),
        Cell(str(row["row_no"] or ""), row["row_no"]),
    )


def codes(question: Question) -> dict[str, str]:
    """Return the question as stable codes of an address."""
    given = {
        "ind": question.target_id,
        "state": question.state,
        "unit": question.unit,
        "month": listing.month_code(question.month) if question.month else None,
        "town": question.town,
        "reason": question.reason,
        "period": question.period.isoformat() if question.period else None,
    }
    return {code: value for code, value in given.items() if value}
