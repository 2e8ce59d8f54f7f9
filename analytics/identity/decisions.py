"""What a meeting decided and what became of it, and the supervision notes that were issued; by whom, when."""

import sqlite3
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

import polars as pl

from analytics.identity import chronicle
from analytics.identity.assessments import next_number
from analytics.identity.errors import DecisionClosed, DecisionOpen, DecisionUnknown
from analytics.identity.vault import Vault

_TABLES = "vault/decisions"
DECIDED = "decided"
Subject = Literal["target", "line", "arrears", "reading", "case", "unit", "other"]
Closed = Literal["done", "dropped"]
Colour = Literal["blue", "yellow", "red"]
#: One row per thing that happened to a decision; what was expected and promised stays as on the day it was taken.
DECISIONS = pl.Schema(
    {
        "number": pl.Int64,
        "meeting": pl.String,
        "subject": pl.String,
        "ref": pl.String,
        "title": pl.String,
        "option": pl.String,
        "unit_id": pl.String,
        "due_date": pl.Date,
        "measure": pl.String,
        "promised": pl.Float64,
        "expected": pl.Float64,
        "actual_then": pl.Float64,
        "decided_as_of": pl.Date,
        "state": pl.String,
        "note": pl.String,
        **chronicle.TOLD,
    }
)
#: One row per supervision note that was issued.
NOTES = pl.Schema(
    {
        "number": pl.Int64,
        "unit_id": pl.String,
        "ref": pl.String,
        "colour": pl.String,
        "due_date": pl.Date,
        "title": pl.String,
        "text": pl.String,
        **chronicle.TOLD,
    }
)


@dataclass(frozen=True)
class Decision:
    """What a meeting decided of a thing: who does what until when, and what the models say comes of it.

    `measure` is what it moves, `promised` its value by the day due, `expected` what the forecast of `decided_as_of`
    said for that day without it, `actual_then` its value then.
    """

    meeting: str
    subject: Subject
    ref: str
    title: str
    option: str
    unit_id: str
    due_date: date | None
    decided_as_of: date
    measure: str | None = None
    promised: float | None = None
    expected: float | None = None
    actual_then: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Note:
    """A supervision note to a unit: blue before a day is due, yellow behind, red overdue."""

    unit_id: str
    ref: str
    colour: Colour
    due_date: date | None
    title: str
    text: str


def matter_of(subject: str, ref: str) -> str:
    """Return the matter a decision is about as the agenda names it: "<subject>:<what>"."""
    return ref if ref.startswith(f"{subject}:") else f"{subject}:{ref}"


def decide(vault: Vault, decision: Decision, *, by: str, at: datetime) -> int:
    """Keep a decision and return its number; raises TextMissing, and DecisionOpen where one on the matter is open."""
    chronicle.need_text(title=decision.title, option=decision.option)
    with chronicle.writing(vault, _TABLES) as connection:
        past = _decisions(connection)
        _need_closed(past, decision)
        number = next_number(past)
        _add(connection, {**asdict(decision), "number": number, "state": DECIDED}, by, at)
        return number


def close_decision(vault: Vault, number: int, state: Closed, *, note: str, by: str, at: datetime) -> None:
    """Say that a decision is done, or dropped, and why; raises DecisionUnknown, DecisionClosed and TextMissing."""
    chronicle.need_text(note=note)
    with chronicle.writing(vault, _TABLES) as connection:
        past = _decisions(connection).filter(pl.col("number") == number)
        if past.is_empty():
            raise DecisionUnknown(number=number)
        now = past.row(-1, named=True)
        if now["state"] != DECIDED:
            raise DecisionClosed(number=number)
        _add(connection, {**now, "state": state, "note": note}, by, at)


def issue_note(vault: Vault, note: Note, *, by: str, at: datetime) -> int:
    """Keep a supervision note that goes out and return its number; raises TextMissing."""
    chronicle.need_text(title=note.title, text=note.text)
    with chronicle.writing(vault, _TABLES) as connection:
        number = next_number(chronicle.events(connection, "vault/supervision_notes", {}, NOTES))
        kept = {**asdict(note), "number": number, "due_date": _text(note.due_date)}
        chronicle.add(connection, "vault/add_supervision_note", kept, by, at)
        return number


def decisions(vault: Vault, *, known_at: datetime | None = None) -> pl.DataFrame:
    """Return every decision as it stands, by DECISIONS; its note is the last one."""
    return decision_history(vault, known_at=known_at).unique("number", keep="last").sort("number")


def decision_history(vault: Vault, *, known_at: datetime | None = None) -> pl.DataFrame:
    """Return what happened to decisions, oldest first, by DECISIONS."""
    told = "vault/meeting_decisions"
    return chronicle.history(vault, "meeting_decision", told, DECISIONS, known_at=known_at)


def notes(vault: Vault, *, known_at: datetime | None = None) -> pl.DataFrame:
    """Return the supervision notes that were issued, oldest first, by NOTES."""
    return chronicle.history(vault, "supervision_note", "vault/supervision_notes", NOTES, known_at=known_at)


def _need_closed(past: pl.DataFrame, decision: Decision) -> None:
    """Raise DecisionOpen for the first open decision on the same matter, however its ref was written."""
    for row in past.unique("number", keep="last").filter(pl.col("state") == DECIDED).sort("number").to_dicts():
        if matter_of(row["subject"], row["ref"]) == matter_of(decision.subject, decision.ref):
            raise DecisionOpen(number=row["number"], title=row["title"])


def _decisions(connection: sqlite3.Connection) -> pl.DataFrame:
    return chronicle.events(connection, "vault/meeting_decisions", {}, DECISIONS)


def _add(connection: sqlite3.Connection, kept: dict[str, Any], by: str, at: datetime) -> None:
    days = {name: _text(kept[name]) for name in ("due_date", "decided_as_of")}
    chronicle.add(connection, "vault/add_meeting_decision", {**kept, **days}, by, at)


def _text(day: date | None) -> str | None:
    return day and day.isoformat()
