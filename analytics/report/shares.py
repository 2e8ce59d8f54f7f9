"""Charts of what a target's number is made of: reported, refused, counted, missing; and who brought it."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.policy.targets import Target
from analytics.report import amounts, figures, listing
from analytics.report.curves import Chart
from analytics.report.figures import Step
from analytics.report.listing import COUNTED, NOT_COUNTED, Question
from analytics.report.outcome import Outcome
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import NOWHERE, Voice

#: More reasons than this are shown as one bar.
REASONS_SHOWN = 2


def waterfall(outcome: Outcome, item: Mapping[str, Any], target: Target, voice: Voice) -> Chart | None:
    """Return reported → not counted, by reason → counted → missing → target; None where nothing is asked or known."""
    if item["target"] is None or item["actual"] is None:
        return None
    refused = listing.by_reason(outcome, Question(target.id)).filter(pl.col("value") > 0)
    parts = [(voice.reason(reason), value) for reason, _, value in refused.iter_rows()]
    if len(parts) > REASONS_SHOWN:
        rest = sum(value for _, value in parts[REASONS_SHOWN - 1 :])
        parts = [*parts[: REASONS_SHOWN - 1], (voice.t("chart.parts.other"), rest)]
    steps = _steps(item, parts, target, voice)
    missing = max(item["target"] - item["actual"], 0)
    values = {
        "actual": amounts.exact(voice.texts, target.unit, item["actual"]),
        "missing": _bare(missing, target, voice),
        "target": _bare(item["target"], target, voice),
        "refused": _bare(sum(value for _, value in parts), target, voice),
    }
    return Chart(
        "parts",
        voice.t("chart.parts.title" if missing else "chart.parts.title.done", **values),
        figures.waterfall(steps),
        voice.t("chart.parts.alt", task=voice.task(target.id), **values),
        _parts_table(outcome, item, target, voice),
    )


def split(frame: pl.DataFrame, kind: str, item: Mapping[str, Any], target: Target, voice: Voice) -> Chart | None:
    """Return the counted amounts by unit or town, the largest first; None where there is only one of them."""
    mine = frame.filter((pl.col("target_id") == target.id) & (pl.col("period_start") == item["period_start"]))
    found = mine.sort("value", "key", descending=[True, False], nulls_last=True)
    if found.height < 2:
        return None
    say = voice.unit if kind == "unit" else voice.town
    rows = [
        (key, say(key), value, records) for key, value, records in found.select("key", "value", "records").iter_rows()
    ]
    total = sum(value for _, _, value, _ in rows) or 1
    named = [(name, float(value), _bare(value, target, voice)) for _, name, value, _ in rows]
    lead = rows[0]
    values = {
        "name": lead[1],
        "value": amounts.exact(voice.texts, target.unit, lead[2]),
        "share": voice.texts.pct(lead[2] / total),
        "count": len(rows),
    }
    columns = (
        Column("name", voice.t(f"chart.column.{kind}")),
        Column("value", voice.t("chart.column.value"), "right"),
        Column("share", voice.t("chart.column.share"), "right"),
    )
    made = tuple(
        (
            Cell(name),
            Cell(_bare(value, target, voice), drill=_opens(target, kind, key)),
            Cell(voice.texts.pct(value / total)),
        )
        for key, name, value, _ in rows
    )
    return Chart(
        kind,
        voice.t(f"chart.{kind}.title", **values),
        figures.dots(named),
        voice.t(f"chart.{kind}.alt", task=voice.task(target.id), **values),
        Table(voice.t(f"chart.{kind}.table"), columns, made),
    )  # fmt: skip


def _steps(item: Mapping[str, Any], parts: list[tuple[str, int]], target: Target, voice: Voice) -> list[Step]:
    counted, asked = item["actual"], item["target"]
    reported = counted + sum(value for _, value in parts)
    steps, level = list[Step](), reported
    if parts:
        steps.append(Step(voice.t("chart.parts.reported"), 0, reported, _bare(reported, target, voice), figures.GREY))
    for name, value in parts:
        level -= value
        steps.append(Step(name, level, value, voice.t("value.less", value=_bare(value, target, voice)), figures.WARM))
    steps.append(Step(voice.t("chart.parts.counted"), 0, counted, _bare(counted, target, voice), figures.GOOD))
    if asked > counted:
        short = asked - counted
        steps.append(Step(voice.t("chart.parts.missing"), counted, short, _bare(short, target, voice), figures.HAIR))
    steps.append(Step(voice.t("chart.parts.target"), 0, asked, _bare(asked, target, voice), figures.INK))
    return steps


def _parts_table(outcome: Outcome, item: Mapping[str, Any], target: Target, voice: Voice) -> Table:
    columns = (
        Column("part", voice.t("chart.column.part")),
        Column("records", voice.t("chart.column.records"), "right"),
        Column("value", voice.t("chart.column.value"), "right"),
    )
    counted = (
        Cell(voice.t("chart.parts.counted")),
        Cell(voice.texts.number(item["records"]), drill=Drill("records", {"ind": target.id, "state": COUNTED})),
        Cell(_bare(item["actual"], target, voice)),
    )
    refused = tuple(
        (
            Cell(voice.reason(reason)),
            Cell(voice.texts.number(count), drill=_refused(target, reason)),
            Cell(_bare(value, target, voice)),
        )
        for reason, count, value in listing.by_reason(outcome, Question(target.id)).iter_rows()
    )  # fmt: skip
    return Table(voice.t("chart.parts.table"), columns, (counted, *refused))


def _refused(target: Target, reason: str) -> Drill:
    return Drill("records", {"ind": target.id, "state": NOT_COUNTED, "reason": reason})


def _opens(target: Target, kind: str, key: str | None) -> Drill:
    return Drill("records", {"ind": target.id, "state": COUNTED, kind: key or NOWHERE})


def _bare(value: float, target: Target, voice: Voice) -> str:
    return amounts.bare(voice.texts, target.unit, value)
