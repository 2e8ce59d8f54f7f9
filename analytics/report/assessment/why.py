"""One unit: where its points come from and where they were lost, and the sources behind every point."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.assessment.quotas import SET_LATE_IGNORED, SET_UNAPPROVED
from analytics.report.assessment import sources, speech
from analytics.report.assessment.subject import Subject
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

_ITEMS = ("item", "class", "state", "actual", "quota", "ratio", "points", "possible", "lost", "projected", "sources")
_NUMBERS = frozenset({"actual", "quota", "ratio", "points", "possible", "lost", "projected", "sources"})
_MINOR = frozenset({"class", "state", "actual", "quota", "possible", "projected", "sources"})
_CLASSES = ("class", "weight", "score", "points")
_ADJUSTED = ("adjustment", "points", "reason", "day", "ref")
_TONES = {"scored": "", "not_applicable": "mute"}
#: Less than this is nothing lost.
_LEAST = 0.005
#: Items named in the title.
_NAMED = 2


def headline(unit: str, subject: Subject, voice: Voice) -> str:
    """Return the unit's band, total and places, and where it lost most, as one sentence."""
    item = subject.ranked.row(by_predicate=pl.col("unit_id") == unit, named=True)
    named = [
        voice.t("assessment.unit.lost", item=name, lost=speech.points(lost, voice))
        for name, lost in _losses(unit, item, subject, voice)[:_NAMED]
    ]
    values = {
        "unit": speech.unit(unit, voice),
        "year": subject.year,
        "total": speech.points(item["total"], voice),
        "projected": speech.points(item["projected"], voice),
        "band": speech.band(item["band"], subject.scheme, voice).word.lower(),
        "between": speech.between(item["rank_low"], item["rank_high"], voice),
    }
    key = "assessment.unit.title.open" if subject.is_open else "assessment.unit.title"
    most = voice.t("assessment.unit.most", items=voice.listing(named)) if named else ""
    return voice.t(key, **values) + most


def _losses(unit: str, item: Mapping[str, Any], subject: Subject, voice: Voice) -> list[tuple[str, float]]:
    """Return where points were lost, the most first: items, and the quality factor on what the items gave."""
    mine = subject.of_unit(subject.points, unit).select("item_id", "lost").iter_rows()
    found = [(speech.item(name, subject.scheme, voice), lost) for name, lost in mine]
    found.append((voice.t("assessment.unit.quality"), item["base"] * (1 - item["factor"])))
    return sorted(((name, lost) for name, lost in found if lost > _LEAST), key=lambda pair: -pair[1])


def reckoning(unit: str, subject: Subject, voice: Voice) -> list[str]:
    """Return how the total comes about, one sentence a step, with what has to be known about it."""
    item = subject.ranked.row(by_predicate=pl.col("unit_id") == unit, named=True)
    quality = subject.assessment.quality.filter(pl.col("unit_id") == unit)
    told = [
        voice.t(
            "assessment.unit.base",
            parts=voice.listing([_class_part(row, subject, voice) for row in _scored(unit, subject)]),
            base=speech.points(item["base"], voice, 2),
        ),
        _factor(item, quality, voice),
        voice.t(
            "assessment.unit.extra",
            bonus=speech.points(item["bonus"], voice, 2),
            deduction=speech.points(item["deduction"], voice, 2),
            total=speech.points(item["total"], voice, 2),
        ),
    ]
    flags = ("is_vetoed", "is_partial", "has_pending")
    return told + [voice.t(f"assessment.told.{flag}") for flag in flags if item[flag]] + [
        *_ignored(unit, subject, voice), *_small(item, subject, voice),
    ]  # fmt: skip


def _ignored(unit: str, subject: Subject, voice: Voice) -> list[str]:
    """Return which quotas that were set for the unit do not count, and why."""
    mine, told = subject.of_unit(subject.points, unit), list[str]()
    day = voice.texts.date(subject.scheme.quotas.last_day(subject.year))
    for basis in (SET_UNAPPROVED, SET_LATE_IGNORED):
        items = [speech.item(name, subject.scheme, voice) for name in mine.filter(pl.col("basis") == basis)["item_id"]]
        told += [voice.t(f"assessment.told.{basis}", items=voice.listing(items), day=day)] if items else []
    return told


def _without(table: Table, column: str) -> Table:
    place = [known.id for known in table.columns].index(column)
    columns = (*table.columns[:place], *table.columns[place + 1 :])
    return Table(table.caption, columns, tuple((*row[:place], *row[place + 1 :]) for row in table.rows))


def _small(item: Mapping[str, Any], subject: Subject, voice: Voice) -> list[str]:
    """Return the warning of a unit whose points rest on small numbers."""
    if not item["small_items"]:
        return []
    named = voice.listing([speech.item(name, subject.scheme, voice) for name in item["small_items"]])
    return [voice.t("assessment.told.small", points=speech.points(item["small_points"], voice), items=named)]


def _factor(item: Mapping[str, Any], quality: pl.DataFrame, voice: Voice) -> str:
    factor = speech.points(item["factor"], voice, 3)
    if item["dq"] is None:
        return voice.t("assessment.unit.factor.none", factor=factor)
    rows = voice.texts.number(int(quality["rows"].sum()))
    lost = speech.points(item["base"] * (1 - item["factor"]), voice, 2)
    return voice.t("assessment.unit.factor", dq=voice.texts.pct(item["dq"], 1), rows=rows, factor=factor, lost=lost)


def items(unit: str, subject: Subject, voice: Voice) -> Table:
    """Return one row per item, what lost most first; every number of points opens its sources."""
    applies = pl.col("state") != "not_applicable"
    mine = subject.of_unit(subject.points, unit).sort(applies, "lost", descending=True, maintain_order=True)
    counts = dict(subject.of_unit(subject.assessment.evidence, unit).group_by("item_id").len().iter_rows())
    rows = tuple(_item(row, counts.get(row["item_id"], 0), subject, voice) for row in mine.iter_rows(named=True))
    lost = speech.points(float(mine["lost"].sum()), voice)
    columns = speech.columns("assessment.items", _ITEMS, voice, numbers=_NUMBERS, minor=_MINOR)
    table = Table(voice.t("assessment.items.title", count=mine.height, lost=lost), columns, rows)
    return table if subject.is_open else _without(table, "projected")


def adjusted(unit: str, subject: Subject, voice: Voice) -> Table | None:
    """Return bonus, deductions and veto of a unit; None where there is none."""
    mine = subject.of_unit(subject.assessment.adjustments, unit)
    if mine.is_empty():
        return None
    columns = speech.columns("assessment.adjusted", _ADJUSTED, voice, numbers=frozenset({"points"}))
    rows = tuple(_adjustment(row, subject, voice) for row in mine.iter_rows(named=True))
    return Table(voice.t("assessment.adjusted.title", count=mine.height), columns, rows)


def everything(subject: Subject, voice: Voice) -> Table:
    """Return the items of all units, for exports."""
    tables = [items(unit, subject, voice) for unit in subject.units]
    names = [speech.unit(unit, voice) for unit in subject.units]
    columns = (*speech.columns("assessment.totals", ("unit",), voice), *tables[0].columns) if tables else ()
    rows = tuple((Cell(name), *row) for name, table in zip(names, tables, strict=True) for row in table.rows)
    return Table(voice.t("assessment.items.all", count=len(rows)), columns, rows)


def _scored(unit: str, subject: Subject) -> list[dict[str, Any]]:
    return subject.of_unit(subject.classes, unit).to_dicts()


def _class_part(row: Mapping[str, Any], subject: Subject, voice: Voice) -> str:
    name = speech.class_name(row["class_id"], subject.scheme, voice)
    if row["state"] != "scored":
        return voice.t("assessment.unit.class.none", name=name)
    return voice.t(
        "assessment.unit.class",
        name=name,
        points=speech.points(row["points"], voice, 2),
        weight=speech.points(row["weight"], voice),
    )


def _item(row: Mapping[str, Any], count: int, subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    unit, item = row["unit_id"], row["item_id"]
    opens = subject.opens("evidence", b=unit, item=item)
    is_asked = row["state"] != "not_applicable"
    points = row if is_asked else dict.fromkeys(("points", "possible", "lost", "projected"))
    low = row["ratio"] is not None and row["ratio"] < subject.scheme.correction.item_ratio
    name = speech.item(item, subject.scheme, voice)
    shown = voice.t("assessment.small", name=name) if row["is_small"] else name
    return (
        Cell(shown, name, drill=opens if is_asked else None),
        Cell(speech.class_name(row["class_id"], subject.scheme, voice)),
        Cell(voice.t(f"assessment.state.{row['state']}"), row["state"], tone=_TONES.get(row["state"], "warn")),
        sources.amount(row["actual"], item, subject.scheme, voice),
        sources.amount(row["quota"], item, subject.scheme, voice),
        Cell(*_ratio(row["ratio"], voice), tone="bad" if low else ""),
        Cell(speech.points(points["points"], voice, 2), row["points"], drill=opens if is_asked else None),
        speech.number(points["possible"], voice, 2),
        Cell(speech.points(points["lost"], voice, 2), row["lost"], tone="bad" if (row["lost"] or 0) >= 1 else ""),
        speech.number(points["projected"], voice, 2),
        Cell(voice.texts.number(count), count, drill=opens if count else None),
    )


def _ratio(ratio: float | None, voice: Voice) -> tuple[str, float | None]:
    cell = speech.share(ratio, voice)
    return cell.text, ratio


def _adjustment(row: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    title = voice.texts.pick(subject.scheme.adjustment(row["adjustment_id"]).title)
    sign = -1 if row["kind"] == "deduction" else 1
    shown = voice.t("value.dash") if row["kind"] == "veto" else voice.texts.signed(sign * row["points"], 1)
    return (
        Cell(title),
        Cell(shown, row["points"]),
        Cell(row["reason"] or ""),
        Cell(voice.texts.date(row["day"]) if row["day"] else "", row["day"]),
        sources.opened(row["ref"], subject, voice),
    )
