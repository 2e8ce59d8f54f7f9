"""Appeals of a year: who objects to which points, what was decided, and the points before and after."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.identity.closing import FILED
from analytics.report import cells
from analytics.report.assessment import sources, speech
from analytics.report.assessment.subject import Subject
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

_LIST = ("number", "unit", "item", "state", "asked", "granted", "before", "after", "reason", "answer", "by", "at")
_NUMBERS = frozenset({"number", "asked", "granted", "before", "after"})
_HISTORY = ("at", "state", "granted", "before", "after", "answer", "by")


def title(subject: Subject, told: pl.DataFrame, voice: Voice) -> str:
    """Return how many appeals there are, how many wait, and what the others changed, as one sentence."""
    mine = of_group(subject, told)
    if mine.is_empty():
        return voice.t("assessment.appeals.none", year=subject.year)
    moved = mine.filter(pl.col("points_after") != pl.col("points_before")).height
    waiting = mine.filter(pl.col("state") == FILED).height
    return voice.t("assessment.appeals.title", year=subject.year, count=mine.height, waiting=waiting, moved=moved)


def of_group(subject: Subject, told: pl.DataFrame) -> pl.DataFrame:
    return told.filter(pl.col("unit_id").is_in(subject.units)).sort("number", descending=True)


def table(subject: Subject, told: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per appeal of the group; each opens its card."""
    mine = of_group(subject, told)
    rows = tuple(_row(item, subject, voice) for item in mine.iter_rows(named=True))
    columns = speech.columns(
        "assessment.appeals", _LIST, voice, numbers=_NUMBERS,
        minor=frozenset({"reason", "answer", "by", "at", "asked", "granted"}), tight=frozenset({"state", "at"}),
    )  # fmt: skip
    return Table(voice.t("assessment.appeals.caption", count=mine.height), columns, rows)


def history(told: pl.DataFrame, subject: Subject, voice: Voice) -> Table:
    """Return what happened to one appeal, oldest first."""
    rows = tuple(
        (
            cells.moment(item["told_at"]),
            Cell(voice.t(f"assessment.appeal.{item['state']}"), item["state"]),
            sources.amount(item["granted"], item["item_id"], subject.scheme, voice),
            speech.number(item["points_before"], voice, 2),
            speech.number(item["points_after"], voice, 2),
            Cell(item["answer"] or ""),
            Cell(speech.unit_or(item["told_by"], voice)),
        )
        for item in told.iter_rows(named=True)
    )
    columns = speech.columns("assessment.appeals", _HISTORY, voice, numbers=_NUMBERS, tight=frozenset({"at", "state"}))
    return Table(voice.t("assessment.history.title"), columns, rows)


def card(item: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[tuple[str, Cell], ...]:
    """Return what an appeal says, name by name."""
    said = dict(zip(_LIST, _row(item, subject, voice), strict=True))
    return tuple((voice.t(f"assessment.appeals.{name}"), said[name]) for name in _LIST if name != "number")


def change(before: float | None, after: float | None, voice: Voice) -> str:
    """Return the points of the item before and after on the frozen copy, as one sentence."""
    if before is None or after is None:
        return voice.t("assessment.appeals.unscored")
    return voice.t(
        "assessment.appeals.change",
        before=speech.points(before, voice, 2),
        after=speech.points(after, voice, 2),
        change=voice.texts.signed(after - before, 2),
    )


def _row(item: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    number, unit, scored = item["number"], item["unit_id"], item["item_id"]
    return (
        Cell(str(number), number, subject.opens("appeals", appeal=str(number))),
        Cell(speech.unit(unit, voice)),
        Cell(speech.item_named(scored, subject.scheme, voice), drill=subject.opens("evidence", b=unit, item=scored)),
        Cell(
            voice.t(f"assessment.appeal.{item['state']}"), item["state"], tone="warn" if item["state"] == FILED else ""
        ),
        sources.amount(item["asked"], scored, subject.scheme, voice),
        sources.amount(item["granted"], scored, subject.scheme, voice),
        speech.number(item["points_before"], voice, 2),
        speech.number(item["points_after"], voice, 2),
        Cell(item["reason"] or ""),
        Cell(item["answer"] or ""),
        Cell(speech.unit_or(item["told_by"], voice)),
        cells.moment(item["told_at"]),
    )
