"""The assessment of one unit: projected points, what is missing, what it would add; later why points were lost."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.assessment.assessing import Assessment
from analytics.assessment.evidence import NOT_DUE
from analytics.assessment.gains import corrected, gains
from analytics.policy.schemes import SchemeItem
from analytics.report import amounts
from analytics.report.assessment import sources, speech
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

PAGE = "assessment"
_OPEN, _CUT_OFF = "open", "cut_off"
_UNREVIEWED = "not_reviewed"
_COLUMNS = ("item", "done", "points", "lost")
_NUMBERS = frozenset({"done", "points", "lost"})
#: Below this many points nothing is said of a loss; a gain is told for as many as give at least so much.
_LEAST = 0.05
_ROUNDING = 1e-9
_POWERS = (1, 10, 100, 1_000, 10_000)
#: Losses that are made good by what the unit itself brings; of these it is told what is missing.
_BROUGHT = ("target", "filing_complete", "corrections")


@dataclass(frozen=True)
class Points:
    """The title says the total, the sentences under it how it comes about, the table what every item lost and why.

    Only the first `most` items lost something.
    """

    title: str
    said: tuple[str, ...]
    table: Table
    most: int
    opens: Drill


def of_unit(found: Assessment, unit: str, voice: Voice) -> Points | None:
    """Return the points of a unit; None where the scheme does not ask anything of it."""
    rows = found.totals.filter(pl.col("unit_id") == unit)
    if rows.is_empty():
        return None
    total = rows.row(0, named=True)
    opens = Drill(PAGE, _codes(found, total["group"], "evidence", unit))
    mine = found.points.filter(pl.col("unit_id") == unit, pl.col("state") != "not_applicable")
    mine = mine.sort("lost", descending=True, nulls_last=True, maintain_order=True)
    gain = gains(found.points.filter(pl.col("unit_id") == unit), rows, found.outlook, found.scheme)
    by_item = {row["item_id"]: row for row in gain.iter_rows(named=True)}
    trace = found.evidence.filter(pl.col("unit_id") == unit)
    cells = tuple(_item(row, by_item.get(row["item_id"]), found, trace, voice) for row in mine.iter_rows(named=True))
    last = "regain" if found.stage == _OPEN else "why"
    columns = tuple(
        Column(n, voice.t(f"bureau.points.{n}"), "right" if n in _NUMBERS else "left", n == "done", n in _NUMBERS)
        for n in (*_COLUMNS, last)
    )
    caption = voice.t("bureau.points.table", lost=speech.points(float(mine["lost"].sum()), voice))
    table, lost = Table(caption, columns, cells), mine.filter(pl.col("lost") >= _LEAST).height
    return Points(headline(found, total, voice), _said(found, total, unit, voice), table, lost, opens)


def headline(found: Assessment, total: Mapping[str, Any], voice: Voice) -> str:
    """Return where the unit stands: projected while the year is open, the total after the cut-off."""
    band = speech.band(total["band"], found.scheme, voice).word.lower()
    key = "bureau.points" if found.stage == _OPEN else "bureau.points.cut"
    now, then = (speech.points(total[name], voice) for name in ("total", "projected"))
    return voice.t(key, year=found.year, total=now, projected=then, band=band)


def _said(found: Assessment, total: Mapping[str, Any], unit: str, voice: Voice) -> tuple[str, ...]:
    """Return the quality factor and what corrections would add, and what has to be known about the total."""
    texts = voice.texts
    told = []
    if total["dq"] is not None:
        share, factor = texts.pct(total["dq"], 1), texts.number(total["factor"], 3)
        told.append(voice.t("bureau.points.factor", dq=share, factor=factor))
    if found.stage == _OPEN:
        rows = corrected(found.points, found.totals, found.quality, found.evidence, found.scheme)
        mine = rows.filter(pl.col("unit_id") == unit, pl.col("gain") > _LEAST)
        told += [
            voice.t("bureau.points.rows", rows=texts.number(row["rows"]), gain=texts.number(row["gain"], 1))
            for row in mine.iter_rows(named=True)
        ]
    told += [voice.t(f"bureau.points.{flag}") for flag in ("is_vetoed", "is_partial", "has_pending") if total[flag]]
    return tuple(told)


def _item(
    row: Mapping[str, Any], gain: Mapping[str, Any] | None, found: Assessment, trace: pl.DataFrame, voice: Voice
) -> tuple[Cell, ...]:
    unit, item = row["unit_id"], row["item_id"]
    evidence = Drill(PAGE, _codes(found, row["group"], "evidence", unit) | {"item": item})
    actual, asked = (_amount(row[name], item, found, voice) for name in ("actual", "quota"))
    scored = voice.t(
        "bureau.points.of", points=speech.points(row["points"], voice), possible=speech.points(row["possible"], voice)
    )
    lost = row["lost"] or 0.0
    return (
        Cell(speech.item(item, found.scheme, voice), drill=evidence),
        Cell(voice.t("count.ratio", actual=actual, target=asked)),
        Cell(scored, row["points"], drill=evidence),
        Cell(speech.points(lost, voice), lost, tone="bad" if lost >= 1 else ""),
        _regain(row, gain, found, trace, voice),
    )


def _amount(value: float | None, item: str, found: Assessment, voice: Voice) -> str:
    """Return what was done or asked; what is asked of a target by today is rounded up to whole ones."""
    asked = None if value is None else _whole(value, found.scheme.item(item).target, voice)
    return sources.amount(asked, item, found.scheme, voice).text


def _regain(
    row: Mapping[str, Any], gain: Mapping[str, Any] | None, found: Assessment, trace: pl.DataFrame, voice: Voice
) -> Cell:
    """Return how a loss can be made good, or after the cut-off what it was and the way to an appeal."""
    if gain is None or gain["whole"] < _LEAST:
        is_expected = gain is not None and gain["by_end"] and (row["lost"] or 0.0) >= _LEAST
        return Cell(voice.t("bureau.regain.expected" if is_expected else "bureau.regain.full"), tone="mute")
    why = _why(row["item_id"], trace, voice)
    if found.stage != _OPEN:
        return _lost(row, why, found, voice)
    measure = found.scheme.item(row["item_id"]).measure
    if row["state"] in ("pending", "not_submitted") and measure not in _BROUGHT:
        return Cell(voice.t(f"bureau.regain.{row['state']}", whole=speech.points(gain["whole"], voice)), tone="warn")
    if measure not in _BROUGHT:
        return Cell(voice.t(f"bureau.regain.{measure}", why=why).strip())
    return Cell(_short(row, gain, found, voice) + _each(row, gain, found, voice))


def _lost(row: Mapping[str, Any], why: str, found: Assessment, voice: Voice) -> Cell:
    """Return why points were lost, and while that is possible the way to an appeal."""
    item, unit = row["item_id"], row["unit_id"]
    actual, asked = (_amount(row[name], item, found, voice) for name in ("actual", "quota"))
    done = voice.t("count.ratio", actual=actual, target=asked)
    nothing = _reason(_UNREVIEWED, voice) if row["state"] == "pending" else voice.t("bureau.regain.reached", done=done)
    said = why or nothing
    view = "appeals" if found.stage == _CUT_OFF else "evidence"
    opens = Drill(PAGE, _codes(found, row["group"], view, unit) | {"item": item})
    return Cell(voice.t("bureau.regain.appeal", why=said) if found.stage == _CUT_OFF else said, drill=opens)


def _short(row: Mapping[str, Any], gain: Mapping[str, Any], found: Assessment, voice: Voice) -> str:
    """Return what is missing and what all of it would add."""
    if gain["missing"] is None:
        return voice.t("bureau.regain.whole", whole=speech.points(gain["whole"], voice))
    item = found.scheme.item(row["item_id"])
    missing = sources.amount(_whole(gain["missing"], item.target, voice), item.id, found.scheme, voice).text
    unit = _unit(item, voice)
    of_target = "bureau.regain.target.by_end" if gain["by_end"] else "bureau.regain.target"
    key = of_target if item.target else f"bureau.regain.{item.measure}"
    return voice.t(key, missing=missing, unit=unit, whole=speech.points(gain["whole"], voice))


def _each(row: Mapping[str, Any], gain: Mapping[str, Any], found: Assessment, voice: Voice) -> str:
    """Return what one of what is missing adds, or ten, or as many as can be told; nothing where that is all of it."""
    item = found.scheme.item(row["item_id"])
    is_money = bool(item.target) and voice.policy.target(str(item.target)).unit == amounts.MONEY
    many = next((n for n in _POWERS if (gain["each"] or 0) * n >= _LEAST), None)
    if many is None or is_money or many >= gain["missing"]:
        return ""
    points = speech.points(gain["each"] * many, voice, 2)
    if many == 1:
        return voice.t("bureau.regain.each.one", points=points)
    return voice.t("bureau.regain.each", many=voice.texts.number(many), unit=_unit(item, voice), points=points)


def _whole(value: float, target: str | None, voice: Voice) -> float:
    """Return an amount of a target in whole persons or things; money and shares stay as they are."""
    is_counted = target is not None and voice.policy.target(target).unit != amounts.MONEY
    return math.ceil(value - _ROUNDING) if is_counted else value


def _unit(item: SchemeItem, voice: Voice) -> str:
    """Return what an item counts; nothing where no word is needed."""
    if item.target:
        return amounts.word(voice.texts, voice.policy.target(item.target).unit)
    key = f"bureau.word.{item.measure}"
    return voice.t(key) if voice.texts.has(key) else ""


def _why(item: str, trace: pl.DataFrame, voice: Voice) -> str:
    """Return what counts for nothing, by reason; what is not due yet has lost nothing."""
    idle = trace.filter(pl.col("item_id") == item, ~pl.col("counts"), pl.col("reason") != NOT_DUE)
    tally = idle.group_by("reason").len().sort("len", "reason", descending=[True, False])
    named = [
        voice.t("bureau.why.part", reason=_reason(reason, voice), count=voice.texts.number(count))
        for reason, count in tally.iter_rows()
    ]
    return voice.listing(named)


def _reason(code: str, voice: Voice) -> str:
    key = f"bureau.why.{code}"
    return voice.t(key) if voice.texts.has(key) else voice.reason(code) if voice.knows_reason(code) else code


def _codes(found: Assessment, group: str, view: str, unit: str) -> dict[str, str]:
    return {"year": str(found.year), "group": group, "view": view, "b": unit}
