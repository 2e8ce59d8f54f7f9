"""What the meeting hears of the time ahead: which targets turn before the next one, and whether all goals are met."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from analytics.progress.notices import next_meeting
from analytics.report.board import BoardRow
from analytics.report.forecast.reach import chance
from analytics.report.outcome import Outcome
from analytics.report.signs import Sign, sign
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_COLUMNS = ("on", "task", "now", "turns", "chance")


@dataclass(frozen=True)
class Turn:
    """One target whose light will be worse: now, what it turns into and when, and the probability that it then has."""

    target_id: str
    title: str
    now: Sign
    turns: Sign
    on: date
    chance: str
    drill: Drill


@dataclass(frozen=True)
class Notice:
    """The targets that turn before the next meeting, by day, the earliest first; `title` counts them."""

    title: str
    days: tuple[tuple[str, tuple[Turn, ...]], ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(turn for _, turns in self.days for turn in turns)


def notice(outcome: Outcome, voice: Voice) -> Notice:
    """Return what turns amber or red before the next meeting."""
    turns = [
        Turn(
            target_id=row["target_id"],
            title=voice.task(row["target_id"]),
            now=sign(voice, row["status"]),
            turns=sign(voice, row["turns"]),
            on=row["on"],
            chance="" if row["p_then"] is None else chance(row["p_then"], voice),
            drill=Drill("indicator", {"ind": row["target_id"]}),
        )
        for row in outcome.notices.sort("on", maintain_order=True).iter_rows(named=True)
    ]
    days = {turn.on: tuple(other for other in turns if other.on == turn.on) for turn in turns}
    key = "notice.title" if turns else "notice.none"
    title = voice.t(key, count=len(turns), day=voice.texts.date(next_meeting(outcome.as_of)))
    return Notice(title, tuple((voice.texts.skeleton(day, "MMMd"), found) for day, found in days.items()))


def table(found: Notice, voice: Voice) -> Table:
    """Return the notices as a plain table for exports."""
    rows = tuple(
        (
            Cell(voice.texts.date(turn.on), turn.on),
            Cell(turn.title),
            Cell(f"{turn.now.shape} {turn.now.word}"),
            Cell(f"{turn.turns.shape} {turn.turns.word}"),
            Cell(turn.chance),
        )
        for turn in found.turns
    )
    return Table(found.title, tuple(Column(name, voice.t(f"notice.{name}")) for name in _COLUMNS), rows)


def joint(outcome: Outcome, voice: Voice) -> str:
    """Return between which bounds all goals are reached together; how many cannot be forecast is said."""
    row = outcome.joint.row(0, named=True)
    if not row["told"]:
        return voice.t("joint.none", goals=row["goals"])
    values = {"goals": row["goals"], "told": row["told"], "low": chance(row["low"], voice)}
    high = chance(row["high"], voice)
    if values["low"] == high:
        return voice.t("joint.one", **values)
    return voice.t("joint", **values, high=high)


def doubts(rows: Iterable[BoardRow], voice: Voice) -> str:
    """Return how many forecasts rest on little, and why; nothing where none does."""
    codes = [row.reach.code for row in rows if row.reach and row.reach.code]
    if not codes:
        return ""
    reasons = [voice.t(f"forecast.doubt.short.{code}", count=codes.count(code)) for code in dict.fromkeys(codes)]
    return voice.t("forecast.doubt.line", count=len(codes), reasons=voice.listing(reasons))
