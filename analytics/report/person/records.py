"""The record behind a number of a person: its code, whether it is the person's own, and its card."""

from collections.abc import Iterator

import polars as pl

from analytics.report import records_view
from analytics.report.person.file import PersonFile
from analytics.report.person.words import PAGE
from analytics.report.records_view import RecordCard, Sources
from analytics.report.table import Drill
from analytics.report.voice import Voice


def code(fact: str | None, record_id: int | None) -> str | None:
    """Return the stable code of a record; none for what no record stands behind."""
    return f"{fact}:{record_id}" if fact and record_id is not None else None


def opens(file: PersonFile, fact: str | None, record_id: int | None) -> Drill | None:
    """Return the link to the card of a record."""
    named = code(fact, record_id)
    return Drill(PAGE, {"p": file.key, "rec": named}) if named else None


def card(record_code: str, file: PersonFile, who: str, sources: Sources, voice: Voice) -> RecordCard | None:
    """Return the card of a record by its code "fact:record_id"; None when it is not about the person."""
    fact, _, number = record_code.partition(":")
    if not number.isdigit() or not any(record_code in codes for codes in _about(file)):
        return None
    stored = sources.records.record(fact, int(number))
    return RecordCard(
        title=voice.t("record.title", subject=who, record=record_code),
        verdict="",
        filed=records_view.filed(stored, voice),
        written=records_view.written(fact, stored, sources, voice),
    )


def entered(file: PersonFile) -> Drill | None:
    """Return the link to the record of the first insured month."""
    return _first(file, "insurance_spell", "start_month") or _first(file, "contract", "start_date")


def held(file: PersonFile, level: str | None) -> Drill | None:
    """Return the link to the record that shows a level."""
    if level is None:
        return None
    table = file.facts["qualification"].filter(pl.col("level") == level)
    return opens(file, "qualification", table["record_id"][0]) if len(table) else None


def _first(file: PersonFile, fact: str, day: str) -> Drill | None:
    table = file.facts[fact].drop_nulls(day).sort(day, "record_id")
    return opens(file, fact, table["record_id"][0]) if len(table) else None


def _about(file: PersonFile) -> Iterator[set[str]]:
    """Yield the codes of the records about the person, and of those that the amounts rest on."""
    for fact, table in file.facts.items():
        if "record_id" in table.columns and fact != "employer":
            yield {f"{fact}:{number}" for number in table["record_id"]}
    for frame in (file.due, file.others, file.suppressed, file.refused, file.approved, file.paid):
        yield {f"{fact}:{number}" for fact, number in frame.select("fact", "record_id").drop_nulls().iter_rows()}
