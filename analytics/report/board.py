"""The task table of the meeting: one row per target, the widest gap to pace first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from analytics.policy.targets import Target
from analytics.report import amounts
from analytics.report.listing import COUNTED
from analytics.report.outcome import Outcome
from analytics.report.signs import JUDGED, Sign, sign
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: Up to this value a need per month says less than what is still missing.
FEW = 20
_EXPORTED = ("status", "task", "lead", "actual", "target", "unit", "pace", "gap", "need", "recent", "records")


@dataclass(frozen=True)
class BoardRow:
    """One target: what the reader sees, the shares that draw its bar (1.0 = the target), and where its numbers lead."""

    target_id: str
    sign: Sign
    title: str
    lead_id: str
    lead: str
    ratio: str
    unit: str
    share: float
    pace: float
    seasonal: float | None
    gap: str
    need: str
    recent: str | None
    alt: str
    indicator: Drill
    records: Drill | None
    values: Mapping[str, Any]


def rows(outcome: Outcome, voice: Voice) -> list[BoardRow]:
    """Return one row per target: those behind pace by gap, the widest first; then the others; last those not judged."""
    made = [_row(item, voice) for item in outcome.progress.iter_rows(named=True)]
    return sorted(made, key=_urgency)


def _urgency(row: BoardRow) -> tuple[bool, bool, float]:
    gap = row.values["gap_points"] if row.sign.is_judged else None
    return not row.sign.is_judged, not row.sign.is_warm, gap or 0.0


def share(item: Mapping[str, Any]) -> float:
    """Return the share of the target that is reached; nothing of a target that asks nothing or knows nothing."""
    return (item["actual"] or 0) / item["target"] if item["target"] else 0.0


def ratio(item: Mapping[str, Any], target: Target, voice: Voice) -> str:
    """Return actual over target; what is not known is a dash."""
    shown = (_number(item["actual"], target, voice), _number(item["target"], target, voice))
    return voice.t("count.ratio", actual=shown[0], target=shown[1])


def gap(item: Mapping[str, Any], voice: Voice) -> str:
    """Return the gap to pace in points with its sign; a dash where nothing is judged."""
    points: float | None = item["gap_points"] if item["status"] in JUDGED else None
    return voice.t("value.dash") if points is None else voice.texts.signed(points)


def needs(item: Mapping[str, Any], target: Target, voice: Voice) -> tuple[str, str | None]:
    """Return what is needed per month and what the recent months brought, or what is left of a small target."""
    if item["status"] == "done":
        return voice.t("need.done"), None
    if item["status"] not in JUDGED:
        return voice.t("value.dash"), None
    if target.value <= FEW or item["need_per_month"] is None:
        missing = max(item["target"] - item["actual"], 0)
        return voice.t("need.left", value=_number(missing, target, voice)), None
    recent = item["recent_per_month"]
    now = None if recent is None else voice.t("need.now", value=_number(recent, target, voice))
    return _number(item["need_per_month"], target, voice), now


def table(board: list[BoardRow], voice: Voice) -> Table:
    """Return the board as a plain table for exports: text where people read, numbers where they count."""
    columns = tuple(Column(name, voice.t(f"meeting.export.{name}")) for name in _EXPORTED)
    return Table(voice.t("meeting.board"), columns, tuple(_export(row, voice) for row in board))


def _row(item: dict[str, Any], voice: Voice) -> BoardRow:
    target, light = voice.policy.target(item["id"]), sign(voice, item["status"])
    title, texts = voice.task(target.id), voice.texts
    need, recent = needs(item, target, voice)
    done, due = share(item), item["pace"] or 0.0
    return BoardRow(
        target_id=target.id,
        sign=light,
        title=title,
        lead_id=item["lead"],
        lead=voice.unit(item["lead"]),
        ratio=ratio(item, target, voice),
        unit=amounts.word(texts, target.unit),
        share=done,
        pace=due,
        seasonal=item["seasonal_pace"],
        gap=gap(item, voice),
        need=need,
        recent=recent,
        alt=voice.t("meeting.alt", task=title, share=texts.pct(done), pace=texts.pct(due), word=light.word),
        indicator=Drill("indicator", {"ind": target.id}),
        records=None if item["actual"] is None else Drill("records", {"ind": target.id, "state": COUNTED}),
        values=item,
    )


def _number(value: float | None, target: Target, voice: Voice) -> str:
    return voice.t("value.dash") if value is None else amounts.bare(voice.texts, target.unit, value)


def _export(row: BoardRow, voice: Voice) -> tuple[Cell, ...]:
    item, target = row.values, voice.policy.target(row.target_id)
    is_money = target.unit == amounts.MONEY

    def number(name: str) -> Cell:
        return Cell(_number(item[name], target, voice), _scaled(item[name], voice.texts.yuan if is_money else float))

    return (
        Cell(f"{row.sign.shape} {row.sign.word}"),
        Cell(row.title),
        Cell(row.lead),
        number("actual"),
        number("target"),
        Cell(voice.t("unit.yuan") if is_money else row.unit),
        Cell(voice.texts.pct(row.pace), row.pace),
        Cell(row.gap, item["gap_points"]),
        number("need_per_month"),
        number("recent_per_month"),
        Cell(voice.texts.number(item["records"]), item["records"]),
    )


def _scaled(value: float | None, scale: Callable[[Any], float]) -> float | None:
    return None if value is None else scale(value)
