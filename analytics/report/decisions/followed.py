"""What became of decisions, as the page shows it: state, promise, forecast of then, and now, on one scale."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.decisions.follow_up import RUNNING, told_state
from analytics.report import cells
from analytics.report.decisions import speech
from analytics.report.signs import Sign
from analytics.report.standing import quarter_start
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_COLUMNS = (
    "number", "meeting", "title", "option", "owner", "due", "state", "then", "expected", "promised", "now", "moved",
    "reached", "note", "by",
)  # fmt: skip
_HEADS = {"title": "decisions.followed.title.column"}
_SHAPES = {"better": "↑", "as_expected": "＝", "worse": "↓", "unknown": "·"}
_TONES = {"better": "good", "worse": "bad", "as_expected": "mute", "unknown": "mute"}
#: The scale ends so far behind the largest of the four numbers.
_ROOM = 1.06


@dataclass(frozen=True)
class Bullet:
    """Now, promised, expected without the decision, and then, as shares of one scale that starts at nothing."""

    now: float
    promised: float | None
    expected: float | None
    then: float | None
    alt: str


@dataclass(frozen=True)
class Followed:
    """One decision: what was decided, who has it until when, where it stands, and whether the number moved."""

    number: int
    meeting: str
    title: str
    option: str
    owner: str
    due: Cell
    sign: Sign
    late: Cell
    bullet: Bullet | None
    now: str
    promised: str
    against: str
    moved: Cell
    drill: Drill
    value: dict[str, Any]


def rows(followed: pl.DataFrame, voice: Voice) -> list[Followed]:
    """Return every decision, overdue ones first, then the open ones by the day due, then those that are closed."""
    order = {"overdue": 0, "open": 1, "done": 2, "dropped": 3}
    place = pl.col("state").replace_strict(order, return_dtype=pl.Int64)
    return [_row(item, voice) for item in followed.sort(place, "due_date", "number", nulls_last=True).to_dicts()]


def earlier(followed: pl.DataFrame, meeting: str, as_of: date) -> pl.DataFrame:
    """Return the decisions of the meetings before one: still open, taken by the last, or closed since."""
    before = followed.filter(pl.col("meeting") < meeting)
    is_running = pl.col("state").is_in(RUNNING)
    is_of_last = pl.col("meeting") == pl.col("meeting").max()
    return before.filter(is_running | is_of_last | (pl.col("told_at").dt.date() >= quarter_start(as_of)))


def table(followed: pl.DataFrame, voice: Voice) -> Table:
    """Return all decisions with their numbers, for exports."""
    columns = tuple(Column(name, voice.t(_HEADS.get(name, f"decisions.followed.{name}"))) for name in _COLUMNS)
    made: list[tuple[Cell, ...]] = []
    for one in rows(followed, voice):
        item = one.value
        numbers = {name: item[name] for name in ("actual_then", "expected", "promised", "actual")}
        reached = {None: "value.dash", True: "value.yes", False: "value.no"}[item["is_reached"]]
        made.append((
            Cell(str(one.number), one.number), Cell(one.meeting), Cell(one.title), Cell(one.option), Cell(one.owner),
            one.due, Cell(f"{one.sign.shape} {one.sign.word}"),
            *(Cell(speech.measured(item["measure"], value, voice), _exported(item["measure"], value, voice))
              for value in numbers.values()),
            Cell(one.moved.text), Cell(voice.t(reached)), Cell(item["note"] or ""), Cell(item["told_by"]),
        ))  # fmt: skip
    return Table(voice.t("decisions.followed.caption", count=len(made)), columns, tuple(made))


def card(item: Followed, voice: Voice) -> list[tuple[str, Cell]]:
    """Return one decision as names and values."""
    row = item.value
    measure = row["measure"]
    said = {
        "option": Cell(item.option),
        "owner": Cell(item.owner, drill=Drill(speech.PAGE, {speech.UNIT: row["unit_id"], speech.VIEW: "work"})),
        "due": item.due,
        "measure": Cell(speech.measure_name(measure, voice), drill=_measure_drill(measure)),
        "then": Cell(_dated(row["actual_then"], row["decided_as_of"], measure, voice)),
        "expected": Cell(speech.measured(measure, row["expected"], voice)),
        "promised": Cell(item.promised),
        "now": Cell(item.now),
        "moved": item.moved,
        "meeting": Cell(item.meeting),
        "note": Cell(row["note"] or voice.t("value.dash")),
        "by": Cell(voice.t("decisions.told", by=row["told_by"], at=cells.moment(row["told_at"]).text)),
    }
    return [(voice.t(f"decisions.followed.{name}"), cell) for name, cell in said.items()]


def history(events: pl.DataFrame, voice: Voice) -> Table:
    """Return what happened to one decision, oldest first."""
    names = ("at", "state", "note", "by")
    columns = tuple(Column(name, voice.t(f"decisions.history.{name}"), is_tight=name == "at") for name in names)
    made = tuple(
        (
            cells.moment(row["told_at"]),
            Cell(voice.t(f"decisions.event.{row['state']}")),
            Cell(row["note"] or voice.t("value.dash")),
            Cell(row["told_by"]),
        )
        for row in events.iter_rows(named=True)
    )
    return Table(voice.t("decisions.history"), columns, made)


def _row(item: dict[str, Any], voice: Voice) -> Followed:
    measure = item["measure"]
    promised, now = (speech.measured(measure, item[name], voice) for name in ("promised", "actual"))
    moved = voice.t("decisions.moved", shape=_SHAPES[item["moved"]], word=voice.t(f"decisions.moved.{item['moved']}"))
    return Followed(
        number=item["number"],
        meeting=speech.meeting_name(item["meeting"], voice),
        title=item["title"],
        option=item["option"],
        owner=speech.owner(item["unit_id"], voice),
        due=cells.day(item["due_date"], voice),
        sign=speech.state(told_state(item), voice),
        late=_late(item, voice),
        bullet=_bullet(item, voice),
        now=now,
        promised=promised,
        against=speech.against(measure, item["actual"], item["promised"], voice),
        moved=Cell(moved, tone=_TONES[item["moved"]]),
        drill=Drill(speech.PAGE, {speech.DECISION: str(item["number"])}),
        value=item,
    )


def _late(item: dict[str, Any], voice: Voice) -> Cell:
    """Return how late a decision is; one that keeps its promise already only has to be closed."""
    if item["state"] not in RUNNING:
        return Cell("")
    if item["is_reached"]:
        return Cell(voice.t("decisions.late.reached"), tone="good")
    return Cell(voice.t("decisions.late", days=item["days"]) if item["state"] == "overdue" else "", tone="bad")


def _bullet(item: dict[str, Any], voice: Voice) -> Bullet | None:
    told = [item[name] for name in ("actual", "promised", "expected", "actual_then")]
    most = max((value for value in told if value is not None), default=0)
    if item["actual"] is None or most <= 0:
        return None
    now, promised, expected, then = (None if value is None else max(value, 0) / most / _ROOM for value in told)
    shown = {
        name: speech.measured(item["measure"], value, voice)
        for name, value in zip(("now", "promised", "expected", "then"), told, strict=True)
    }
    return Bullet(now or 0, promised, expected, then, voice.t("decisions.bullet.alt", **shown))


def _measure_drill(measure: str | None) -> Drill | None:
    kind, _, rest = (measure or "").partition(":")
    if not measure:
        return None
    if not rest:
        return Drill("indicator", {"ind": measure})
    name = ":".join(rest.split(":")[:2]) if kind == "case" else rest
    return speech.opens({"kind": kind, "subject": name})


def _dated(value: float | None, day: Any, measure: str | None, voice: Voice) -> str:
    return voice.t("decisions.on", value=speech.measured(measure, value, voice), day=voice.texts.date(day))


def _exported(measure: str | None, value: float | None, voice: Voice) -> float | None:
    """Return a number for a spreadsheet: money in yuan."""
    return value / 100 if value is not None and speech.is_money(measure, voice) else value
