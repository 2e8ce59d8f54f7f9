"""The answer of a unit's page as a sentence, its cards, and the list of all units for whoever has not chosen one."""

from collections.abc import Sequence

import polars as pl

from analytics.assessment import Assessment
from analytics.report import cards as heads
from analytics.report import cells, signs
from analytics.report.assessment import speech
from analytics.report.board import BoardRow
from analytics.report.bureau.points import PAGE as ASSESSMENT
from analytics.report.bureau.subject import PAGE, Bureau, units
from analytics.report.bureau.tasks import Tasks
from analytics.report.bureau.todo import Todos
from analytics.report.cards import Card
from analytics.report.filings import of_year
from analytics.report.outcome import MISSING, Outcome
from analytics.report.signs import WARM
from analytics.report.standing import in_quarter
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_COLUMNS = ("unit", "tasks", "waiting", "missing", "points")
_RIGHT = frozenset({"waiting", "missing", "points"})


def headline(bureau: Bureau, tasks: Tasks, todos: Todos, voice: Voice) -> str:
    """Return whether the unit is behind, what the worst task needs a month, and how much there is to do."""
    if voice.is_town(bureau.unit_id):
        return _town(bureau, voice)
    parts = [_stand(tasks, voice), _worst(tasks, voice)]
    late = voice.t("bureau.headline.late", count=todos.late) if todos.late else ""
    said = voice.t("bureau.headline.join").join(part for part in (*parts, late) if part)
    return voice.t("bureau.headline", unit=voice.unit_or_town(bureau.unit_id), said=said)


def cards(bureau: Bureau, tasks: Tasks, todos: Todos, voice: Voice) -> tuple[Card, ...]:
    """Return the cards before that of the money: tasks, what is to be done, filings, points."""
    return (*_tasks(tasks, voice), _todo(bureau, todos, voice), _filing(bureau, voice), *_points(bureau, voice))


def everybody(
    tasks: Sequence[BoardRow], waiting: pl.DataFrame, outcome: Outcome, found: Assessment | None, voice: Voice
) -> Table:
    """Return one row per unit: tasks behind and at risk, refused rows, filings of the year not in, points.

    `tasks` and `waiting` are those of all units. Each row opens the page of its unit.
    """
    rows = dict(waiting.group_by("unit_id").len().iter_rows())
    missing_ones = of_year(outcome).filter(pl.col("state") == MISSING)
    missing = dict(missing_ones.group_by("unit_id").len().iter_rows())
    totals = dict(found.totals.select("unit_id", "projected").iter_rows()) if found else {}
    warm = {unit.unit_id: unit.rows for unit in heads.behind(tasks)}
    calendar = {"view": "calendar", "state": MISSING}
    made = tuple(
        (
            Cell(name, drill=Drill(PAGE, {"b": unit})),
            _warm(warm.get(unit, ()), voice),
            cells.count(rows.get(unit, 0), Drill("quality", {"b": unit}), voice),
            cells.count(missing.get(unit, 0), Drill("intake", {**calendar, "unit": unit}), voice),
            speech.number(totals.get(unit), voice),
        )
        for unit, name in units(voice).items()
    )
    columns = tuple(
        Column(n, voice.t(f"bureau.all.{n}"), "right" if n in _RIGHT else "left", is_tight=n != "tasks")
        for n in _COLUMNS
    )
    return Table(voice.t("bureau.all", units=len(warm), total=len(made)), columns, made)


def _warm(rows: Sequence[BoardRow], voice: Voice) -> Cell:
    if not rows:
        return Cell(voice.t("value.dash"), tone="mute")
    return Cell(_stand_of(rows, voice), tone="bad" if any(row.sign.id == WARM[0] for row in rows) else "warn")


def _town(bureau: Bureau, voice: Voice) -> str:
    """Return the points of a town, which leads no task of its own."""
    name, found = voice.unit_or_town(bureau.unit_id), bureau.assessment
    rows = None if found is None else found.totals.filter(pl.col("unit_id") == bureau.unit_id)
    if found is None or rows is None or rows.is_empty():
        return voice.t("bureau.headline.town.none", unit=name)
    total = rows.row(0, named=True)
    band = speech.band(total["band"], found.scheme, voice).word.lower()
    return voice.t(
        "bureau.headline.town", unit=name, year=found.year, total=speech.points(total["total"], voice), band=band
    )


def _stand(tasks: Tasks, voice: Voice) -> str:
    if not tasks.rows:
        return voice.t("bureau.headline.no_tasks")
    said = _stand_of(tasks.rows, voice)
    return said or voice.t("bureau.headline.fine", count=len(tasks.rows))


def _stand_of(rows: Sequence[BoardRow], voice: Voice) -> str:
    counts = [(sign, count) for sign, count in heads.counts(rows, voice) if sign.is_warm]
    return voice.listing(
        [voice.t("meeting.part", count=count, word=sign.word.lower()) for sign, count in reversed(counts)]
    )


def _worst(tasks: Tasks, voice: Voice) -> str:
    """Return what the most urgent task that is behind needs; nothing where none is."""
    row = next((row for row in tasks.rows if row.sign.is_warm), None)
    if row is None:
        return ""
    if row.recent is None:
        return voice.t("bureau.headline.left", task=row.title, left=row.need)
    return voice.t("bureau.headline.need", task=row.title, need=row.need, unit=row.unit, now=row.recent)


def _tasks(tasks: Tasks, voice: Voice) -> tuple[Card, ...]:
    if not tasks.rows:
        return ()
    warm = [row for row in tasks.rows if row.sign.is_warm]
    behind = sum(row.sign.id == WARM[0] for row in warm)
    light = WARM[0] if behind else WARM[1] if warm else "on_pace"
    line = voice.listing([row.title for row in warm[:2]]) if warm else voice.t("bureau.card.tasks.fine")
    return (
        Card(
            "tasks", voice.t("bureau.card.tasks"), signs.sign(voice, light), voice.texts.number(len(warm)),
            voice.t("bureau.card.tasks.of", total=len(tasks.rows)), (Cell(line),),
        ),
    )  # fmt: skip


def _todo(bureau: Bureau, todos: Todos, voice: Voice) -> Card:
    light = WARM[0] if todos.late else WARM[1] if todos.lines else "on_pace"
    waiting = bureau.waiting.height
    line = Cell(voice.t("bureau.card.todo.none"))
    if waiting:
        text = voice.t("bureau.card.todo.rows", count=voice.texts.number(waiting))
        line = Cell(text, waiting, Drill("quality", {"b": bureau.unit_id}))
    late = voice.t("bureau.card.todo.late", count=todos.late)
    return Card(
        "todo",
        voice.t("bureau.card.todo"),
        signs.sign(voice, light),
        voice.texts.number(len(todos.lines)),
        late,
        (line,),
    )


def _filing(bureau: Bureau, voice: Voice) -> Card:
    """Return the card of the next day on which something is to be filed."""
    mine = in_quarter(bureau.outcome.completeness, bureau.outcome.as_of).filter(pl.col("unit_id") == bureau.unit_id)
    expected, filed = int(mine["expected"].sum()), int(mine["filed"].sum())
    calendar = Drill("intake", {"view": "calendar", "unit": bureau.unit_id})
    name = voice.t("bureau.card.filing")
    if bureau.upcoming.is_empty():
        return Card("filing", name, None, voice.t("value.dash"), "", (Cell(voice.t("bureau.card.filing.none")),))
    day = bureau.upcoming["due_date"][0]
    due = bureau.upcoming.filter(pl.col("due_date") == day)
    light = None if not expected else signs.sign(voice, "on_pace" if filed >= expected else WARM[1])
    line = voice.t("bureau.card.filing.quarter", filed=filed, expected=expected) if expected else ""
    return Card(
        "filing", name, light, voice.texts.skeleton(day, "MMMd"), voice.t("bureau.card.filing.of", count=due.height),
        (Cell(line or voice.ledger(due["ledger"][0]), drill=calendar),), calendar,
    )  # fmt: skip


def _points(bureau: Bureau, voice: Voice) -> tuple[Card, ...]:
    found = bureau.assessment
    rows = None if found is None else found.totals.filter(pl.col("unit_id") == bureau.unit_id)
    if found is None or rows is None or rows.is_empty():
        return ()
    total = rows.row(0, named=True)
    is_open = found.stage == "open"
    shown = speech.points(total["projected" if is_open else "total"], voice)
    opens = Drill(
        ASSESSMENT, {"year": str(found.year), "group": total["group"], "view": "evidence", "b": bureau.unit_id}
    )
    name = voice.t("bureau.card.points" if is_open else "bureau.card.points.cut", year=found.year)
    line = voice.t("bureau.card.points.now", total=speech.points(total["total"], voice)) if is_open else ""
    band = speech.band(total["band"], found.scheme, voice)
    return (
        Card(
            "points",
            name,
            None if is_open else band,
            shown,
            voice.t("bureau.card.points.of"),
            (Cell(line or band.word),),
            opens,
        ),
    )
