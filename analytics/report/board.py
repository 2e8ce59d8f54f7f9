"""The task table of the meeting: one row per target, the least likely to be reached first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.policy.targets import Target
from analytics.report import amounts
from analytics.report.forecast.proof import UNPROVEN, Proof
from analytics.report.forecast.reach import Reach, reach
from analytics.report.listing import COUNTED
from analytics.report.outcome import Outcome
from analytics.report.signs import JUDGED, WARM, Sign, sign
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: Up to this value a need per month says less than what is still missing.
FEW = 20
_EXPORTED = (
    "status", "task", "lead", "actual", "target", "unit", "pace", "gap", "chance", "low", "middle", "high", "doubt",
    "need", "recent", "records",
)  # fmt: skip


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
    chance: str
    reach: Reach | None
    need: str
    recent: str | None
    alt: str
    indicator: Drill
    records: Drill | None
    values: Mapping[str, Any]


def rows(outcome: Outcome, voice: Voice, proof: Proof = UNPROVEN, lead: str | None = None) -> list[BoardRow]:
    """Return one row per target, or per target of one lead unit.

    Those behind come first, then those at risk and the others, each by probability, then gap; last those not judged.
    """
    items = outcome.progress if lead is None else outcome.progress.filter(pl.col("lead") == lead)
    made = [_row(item, reach(item, voice, proof), voice) for item in items.iter_rows(named=True)]
    return sorted(made, key=_urgency)


def _urgency(row: BoardRow) -> tuple[bool, int, float, float]:
    gap = row.values["gap_points"] if row.sign.is_judged else None
    severity = WARM.index(row.sign.id) if row.sign.is_warm else len(WARM)
    return not row.sign.is_judged, severity, row.reach.probability if row.reach else 1.0, gap or 0.0


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


def _row(item: dict[str, Any], told: Reach | None, voice: Voice) -> BoardRow:
    target, light = voice.policy.target(item["id"]), sign(voice, item["status"])
    shown = None if light.id == "done" else told
    title, texts = voice.task(target.id), voice.texts
    need, recent = needs(item, target, voice)
    done, due = share(item), item["pace"] or 0.0
    said = voice.t("meeting.alt", task=title, share=texts.pct(done), pace=texts.pct(due), word=light.word)
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
        chance=told.chance if told else voice.t("value.dash"),
        reach=shown,
        need=need,
        recent=recent,
        alt=_alt(said, shown, voice),
        indicator=Drill("indicator", {"ind": target.id}),
        records=None if item["actual"] is None else Drill("records", {"ind": target.id, "state": COUNTED}),
        values=item,
    )


def _alt(said: str, told: Reach | None, voice: Voice) -> str:
    """Return what the bar shows in words, with its forecast."""
    if told is None:
        return said
    pct = voice.texts.pct
    if told.band is None:
        return voice.t("meeting.alt.middle", said=said, middle=pct(told.middle))
    low, high = told.band
    return voice.t("meeting.alt.band", said=said, middle=pct(told.middle), low=pct(low), high=pct(high))


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
        Cell(row.chance, row.reach.probability if row.reach else None),
        *_forecast(row, number),
        Cell(row.reach.doubt if row.reach else ""),
        number("need_per_month"),
        number("recent_per_month"),
        Cell(voice.texts.number(item["records"]), item["records"]),
    )


def _forecast(row: BoardRow, number: Callable[[str], Cell]) -> tuple[Cell, ...]:
    """Return lower edge, middle and upper edge of the forecast; edges only where the back-test supports them."""
    if row.reach is None:
        return (Cell(""), Cell(""), Cell(""))
    low, high = (number("p10"), number("p90")) if row.reach.band else (Cell(""), Cell(""))
    return low, number("p50"), high


def _scaled(value: float | None, scale: Callable[[Any], float]) -> float | None:
    return None if value is None else scale(value)
