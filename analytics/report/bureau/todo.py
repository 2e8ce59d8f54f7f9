"""What a unit has to do: the day each thing is due, what it is about, and the page on which it is done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from analytics.report.bureau.subject import Bureau
from analytics.report.decisions import speech
from analytics.report.outcome import MISSING
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: A thing due within so many days is soon; a milestone is silent when nothing was told of it for so long.
SOON, SILENT = timedelta(days=31), timedelta(days=183)
#: What stands by itself: late, soon, later, and what has no day.
LATE, NEAR, LATER, OPEN = "late", "near", "later", "open"
_SHAPES = {LATE: "◆", NEAR: "▲", LATER: "▷", OPEN: "●"}
_TONES = {LATE: "bad", NEAR: "warn", LATER: "mute", OPEN: "mute"}
_COLUMNS = ("state", "kind", "what", "due")
_DONE, _DECIDED, _FILED, _NOT_SUBMITTED = "done", "decided", "filed", "not_submitted"
#: What is handed in with a file; its form stands with the reviews.
_HANDED_IN = "innovation"


@dataclass(frozen=True)
class Todo:
    """One thing to do: its kind in a word, what it is (a link), how much or why, and when it is due."""

    kind: str
    what: Cell
    more: str = ""
    due: date | None = None

    def state(self, as_of: date) -> str:
        if self.due is None:
            return OPEN
        return LATE if self.due < as_of else NEAR if self.due <= as_of + SOON else LATER


@dataclass(frozen=True)
class Line:
    """A thing to do as it is read: shape and tone of its state, kind, what, more, and its day."""

    shape: str
    tone: str
    state: str
    kind: str
    what: Cell
    more: str
    due: str


@dataclass(frozen=True)
class Todos:
    """All things to do, those that are late first; `table` is exported."""

    title: str
    lines: tuple[Line, ...]
    late: int
    table: Table


def todos(bureau: Bureau, voice: Voice) -> Todos:
    """Return everything that waits for this unit."""
    as_of = bureau.outcome.as_of
    found = sorted(_all(bureau, voice), key=lambda item: (item.due is None, item.due or as_of))
    lines = tuple(_line(item, as_of, voice) for item in found)
    late = sum(item.state(as_of) == LATE for item in found)
    key = "bureau.todo" if late else "bureau.todo.none_late" if lines else "bureau.todo.none"
    title = voice.t(key, count=len(lines), late=late)
    columns = tuple(Column(name, voice.t(f"bureau.todo.{name}")) for name in _COLUMNS)
    cells = tuple(
        (Cell(f"{line.shape} {line.state}", tone=line.tone), Cell(line.kind), _whole(line), Cell(line.due, item.due))
        for line, item in zip(lines, found, strict=True)
    )
    return Todos(title, lines, late, Table(title, columns, cells))


def silent(bureau: Bureau) -> pl.DataFrame:
    """Return the milestones of the fact that are under way: milestone_id, status and the last day (by as_of)."""
    told = bureau.milestones.filter(pl.col("event_date") <= bureau.outcome.as_of).sort("event_date", "record_id")
    return told.unique("milestone_id", keep="last", maintain_order=True).select("milestone_id", "status", "event_date")


def _all(bureau: Bureau, voice: Voice) -> Iterator[Todo]:
    yield from _refused(bureau, voice)
    yield from _missing(bureau, voice)
    yield from _milestones(bureau, voice)
    yield from _decisions(bureau)
    yield from _corrections(bureau, voice)
    yield from _notes(bureau, voice)
    yield from _appeals(bureau, voice)
    yield from _not_submitted(bureau, voice)


def _refused(bureau: Bureau, voice: Voice) -> Iterator[Todo]:
    """Refused rows are one thing to do: the page of data quality has them by file."""
    if bureau.waiting.is_empty():
        return
    files = bureau.waiting["batch_id"].n_unique()
    text = voice.t("bureau.todo.rows", count=voice.texts.number(bureau.waiting.height), files=files)
    opens = Drill("quality", {"b": bureau.unit_id})
    yield Todo("rows", Cell(text, bureau.waiting.height, opens), voice.t("bureau.todo.rows.more"))


def _missing(bureau: Bureau, voice: Voice) -> Iterator[Todo]:
    missing = bureau.filings.filter(pl.col("state") == MISSING)
    is_now = pl.col("period_end").dt.year() == bureau.year
    for row in missing.filter(is_now).iter_rows(named=True):
        span = voice.span(row["period_start"], row["period_end"])
        opens = Drill("intake", {"view": "calendar", "unit": bureau.unit_id, "state": MISSING})
        yield Todo("filing", Cell(voice.ledger(row["ledger"]), drill=opens), span, row["due_date"])
    before = missing.filter(~is_now)
    if not before.is_empty():
        opens = Drill("intake", {"view": "calendar", "unit": bureau.unit_id, "state": MISSING, **_year(before)})
        text = voice.t("bureau.todo.earlier", count=before.height)
        yield Todo("filing", Cell(text, before.height, opens), due=_latest(before))


def _year(before: pl.DataFrame) -> dict[str, str]:
    return {"y": str(before.select(pl.col("period_end").dt.year().max()).item())}


def _latest(before: pl.DataFrame) -> date:
    return before.select(pl.col("due_date").max()).item()


def _milestones(bureau: Bureau, voice: Voice) -> Iterator[Todo]:
    """Yield the milestones the unit leads that are not done and of which nothing was told for half a year."""
    told = {row["milestone_id"]: row for row in silent(bureau).iter_rows(named=True)}
    since = bureau.outcome.as_of - SILENT
    for milestone in voice.policy.milestones:
        last = told.get(milestone.id)
        if milestone.lead != bureau.unit_id or (last and (last["status"] == _DONE or last["event_date"] > since)):
            continue
        more = voice.t("bureau.todo.silent", day=voice.texts.date(last["event_date"])) if last else ""
        text = voice.texts.pick(milestone.title)
        yield Todo("milestone", Cell(text, drill=Drill("method")), more or voice.t("bureau.todo.unheard"))


def _decisions(bureau: Bureau) -> Iterator[Todo]:
    for row in _of(bureau.decisions, _DECIDED):
        opens = Drill("decisions", {"decision": str(row["number"])})
        yield Todo("decision", Cell(row["title"], drill=opens), row["option"] or "", row["due_date"])


def _corrections(bureau: Bureau, voice: Voice) -> Iterator[Todo]:
    """Yield what the last confirmed assessment wants put right and the running year does not show yet."""
    for row in bureau.corrections.filter(pl.col("state") != _DONE).iter_rows(named=True):
        title, opens = speech.correction(row["ref"].partition(":")[2], bureau.unit_id, voice)
        yield Todo("correction", Cell(title, drill=opens), due=row["due"])


def _notes(bureau: Bureau, voice: Voice) -> Iterator[Todo]:
    for row in bureau.notes.iter_rows(named=True):
        opens = Drill("decisions", {"view": "notes", "b": bureau.unit_id})
        yield Todo("note", Cell(row["title"], drill=opens), voice.t(f"bureau.note.{row['colour']}"), row["due_date"])


def _appeals(bureau: Bureau, voice: Voice) -> Iterator[Todo]:
    for row in _of(bureau.appeals, _FILED):
        opens = Drill("assessment", {"view": "appeals", "year": str(row["year"]), "appeal": str(row["number"])})
        text = voice.t("bureau.todo.appeal", number=row["number"], year=row["year"])
        yield Todo("appeal", Cell(text, drill=opens), voice.t("bureau.todo.appeal.more"))


def _not_submitted(bureau: Bureau, voice: Voice) -> Iterator[Todo]:
    """Yield what the scheme asks for and nobody has handed in."""
    judged = bureau.assessment
    if judged is None or judged.stage != OPEN:
        return
    mine = judged.points.filter(pl.col("unit_id") == bureau.unit_id, pl.col("state") == _NOT_SUBMITTED)
    for row in mine.iter_rows(named=True):
        item = judged.scheme.item(row["item_id"])
        codes = {"year": str(judged.year), "group": row["group"], "b": bureau.unit_id}
        opens = Drill("assessment", codes | {"view": "reviews" if item.measure == _HANDED_IN else "evidence"})
        title = voice.texts.pick(item.title)
        more = voice.t("bureau.todo.submit", points=voice.texts.number(row["possible"], 1))
        yield Todo("submit", Cell(title, drill=opens), more, date(judged.year, 12, 31))


def _of(frame: pl.DataFrame, state: str) -> Iterable[dict[str, Any]]:
    return frame.filter(pl.col("state") == state).iter_rows(named=True)


def _line(item: Todo, as_of: date, voice: Voice) -> Line:
    state = item.state(as_of)
    due = voice.texts.date(item.due) if item.due else ""
    kind, said = voice.t(f"bureau.kind.{item.kind}"), voice.t(f"bureau.due.{state}")
    return Line(_SHAPES[state], _TONES[state], said, kind, item.what, item.more, due)


def _whole(line: Line) -> Cell:
    text = f"{line.what.text} {line.more}".strip()
    return Cell(text, drill=line.what.drill)
