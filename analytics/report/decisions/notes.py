"""Supervision notes: one per unit and colour, with the text that goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import polars as pl

from analytics.decisions import meeting_code
from analytics.policy.agenda import ColourId
from analytics.report import cells, docx
from analytics.report.decisions import speech
from analytics.report.signs import Sign
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_COLUMNS = ("colour", "unit", "matters", "reply", "issued")
_ISSUED = ("number", "at", "colour", "unit", "title", "reply", "by")
_TODAY = ("decision_due", 0)


@dataclass(frozen=True)
class Note:
    """One note, ready to send. ref: "<meeting>:<unit>:<colour>"; issued: how often it went out already."""

    ref: str
    unit_id: str
    unit: str
    colour: ColourId
    sign: Sign
    title: str
    lines: tuple[tuple[str, Drill | None], ...]
    reply_by: date
    text: str
    issued: int


def notes(
    matters: pl.DataFrame, issued: pl.DataFrame, titles: Mapping[int, str], as_of: date, voice: Voice
) -> list[Note]:
    """Return the notes that are due, red first, then by the order of the units.

    titles: of decisions by number. issued: identity.decisions.NOTES.
    """
    order = {unit.id: unit.order for unit in voice.policy.units}
    rank = {colour.id: n for n, colour in enumerate(reversed(voice.policy.agenda.colours))}
    made = [
        _note((str(unit), cast(ColourId, colour)), rows.to_dicts(), issued, titles, as_of=as_of, voice=voice)
        for (unit, colour), rows in matters.group_by("unit_id", "colour", maintain_order=True)
    ]
    return sorted(made, key=lambda note: (rank[note.colour], order.get(note.unit_id, len(order))))


def table(due: list[Note], voice: Voice) -> Table:
    """Return the notes that are due, each with what it is about."""
    columns = tuple(Column(name, voice.t(f"decisions.note.{name}"), is_tight=name != "matters") for name in _COLUMNS)
    rows = tuple(
        (
            Cell(f"{note.sign.shape} {note.sign.word}", drill=opens(note.ref), tone=f"st-{note.sign.id}"),
            Cell(note.unit),
            Cell(voice.t("decisions.note.joined").join(line for line, _ in note.lines)),
            Cell(voice.texts.date(note.reply_by), note.reply_by),
            Cell(voice.t("decisions.note.times" if note.issued else "decisions.note.never", count=note.issued)),
        )
        for note in due
    )
    return Table(voice.t("decisions.notes.caption", count=len(due)), columns, rows)


def opens(ref: str) -> Drill:
    """Return the page of one note."""
    return Drill(speech.PAGE, {speech.VIEW: "notes", speech.NOTE: ref})


def sentence(due: list[Note], voice: Voice) -> str:
    """Return how many notes are due, by colour."""
    if not due:
        return voice.t("decisions.notes.none")
    parts = [
        voice.t("decisions.notes.part", count=count, word=voice.texts.pick(colour.word))
        for colour in reversed(voice.policy.agenda.colours)
        if (count := sum(note.colour == colour.id for note in due))
    ]
    units = len({note.unit_id for note in due})
    return voice.t("decisions.notes.title", count=len(due), units=units, parts=voice.listing(parts))


def issued_table(issued: pl.DataFrame, voice: Voice) -> Table:
    """Return the notes that went out, the last first."""
    columns = tuple(Column(name, voice.t(f"decisions.issued.{name}"), is_tight=name != "title") for name in _ISSUED)
    rows = tuple(
        (
            Cell(str(row["number"]), row["number"]),
            cells.moment(row["told_at"]),
            Cell(f"{sign.shape} {sign.word}", tone=f"st-{sign.id}"),
            Cell(speech.owner(row["unit_id"], voice)),
            Cell(row["title"]),
            cells.day(row["due_date"], voice),
            Cell(row["told_by"]),
        )
        for row in issued.sort("number", descending=True).iter_rows(named=True)
        for sign in [speech.colour(row["colour"], voice)]
    )
    return Table(voice.t("decisions.issued.caption", count=len(rows)), columns, rows)


def paper(title: str, text: str, made: date) -> bytes:
    """Return a note as a document of a word processor."""
    return docx.document(title, text.split("\n"), made)


def _note(
    to: tuple[str, ColourId],
    matters: list[dict[str, Any]],
    issued: pl.DataFrame,
    titles: Mapping[int, str],
    *,
    as_of: date,
    voice: Voice,
) -> Note:
    """Return the note of one unit and colour."""
    unit, colour = to
    code = voice.policy.agenda.colour(colour)
    reply = as_of + timedelta(days=voice.policy.agenda.notes.reply_days[colour])
    lines = tuple(_line(matter, titles, voice) for matter in matters)
    name, sign = speech.owner(unit, voice), speech.colour(colour, voice)
    ref = f"{meeting_code(as_of)}:{unit}:{colour}"
    full = voice.unit_name(unit) if any(known.id == unit for known in voice.policy.units) else name
    title = voice.t("decisions.note.heading", unit=full, word=voice.texts.pick(code.word))
    body = [
        title,
        voice.t("decisions.note.salute", unit=full),
        voice.t(f"decisions.note.opening.{colour}", day=voice.texts.date(as_of), count=len(lines)),
        *(voice.t("decisions.note.numbered", number=n, line=line) for n, (line, _) in enumerate(lines, start=1)),
        voice.t(f"decisions.note.closing.{colour}", reply=voice.texts.date(reply)),
        voice.t("decisions.note.signed"),
        voice.texts.date(as_of),
    ]
    times = issued.filter(pl.col("ref") == ref).height
    return Note(ref, unit, name, colour, sign, title, lines, reply, "\n".join(body), times)


def _line(matter: dict[str, Any], titles: Mapping[int, str], voice: Voice) -> tuple[str, Drill | None]:
    """Return one matter as a clause with its numbers, and the page behind it."""
    kind, _, name = matter["ref"].partition(":")
    values: dict[str, Any] = {
        "due": voice.texts.date(matter["due"]) if matter["due"] else voice.t("value.dash"),
        "days": abs(matter["days"] or 0),
        "count": voice.texts.number(matter["asked"] or 0),
    }
    match kind:
        case "target":
            drill = Drill("indicator", {"ind": name})
            values |= {"name": voice.task(name)}
            values |= {"actual": speech.bare(name, matter["actual"], voice)}
            values |= {"asked": speech.counted(name, matter["asked"], voice)}
        case "ledger":
            drill = Drill("intake", {"view": "calendar", "unit": matter["unit_id"], "state": "missing"})
            values |= {"name": voice.ledger(name)}
        case "correction":
            title, drill = speech.correction(name, matter["unit_id"], voice)
            values |= {"name": title} | speech.ratios(matter["actual"], matter["asked"], voice)
        case "rows":
            drill = Drill("intake", {"view": "quarantine", "unit": name})
        case _:
            drill = Drill(speech.PAGE, {speech.DECISION: name})
            values |= {"name": titles.get(int(name), name)}
    key = (
        "decisions.why.decision_today"
        if (matter["why"], matter["days"]) == _TODAY
        else f"decisions.why.{matter['why']}"
    )
    return voice.t(key, **values), drill
