"""From the target to what is missing: what is done, and what waits to be verified."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.policy.targets import Target
from analytics.report import amounts, figures
from analytics.report.curves import Chart
from analytics.report.figures import Step
from analytics.report.listing import COUNTED, PIPELINE
from analytics.report.outcome import Outcome
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_COLUMNS = ("part", "done", "pipeline", "missing")
AMBER = "#C97A00"


def waterfall(outcome: Outcome, target: Target, voice: Voice) -> Chart | None:
    """Return target → done → in the pipeline → missing; None where nothing is asked or known."""
    mine = outcome.steps.filter(pl.col("target_id") == target.id)
    whole = mine.filter(pl.col("by") == "all").to_dicts()
    if not whole or whole[0]["target"] is None or whole[0]["done"] is None:
        return None
    item = whole[0]
    values = {name: amounts.bare(voice.texts, target.unit, item[name]) for name in ("target", "pipeline", "missing")}
    values["done"] = amounts.exact(voice.texts, target.unit, item["done"])
    title = voice.t("steps.title" if item["missing"] else "steps.title.done", **values)
    return Chart(
        "steps",
        title,
        figures.waterfall(_steps(item, target, voice)),
        voice.t("steps.alt", task=voice.task(target.id), title=title),
        _table(item, mine.filter(pl.col("by") == "unit"), target, voice),
    )


def _steps(item: Mapping[str, Any], target: Target, voice: Voice) -> list[Step]:
    asked, left = item["target"], item["missing"]
    done = min(item["done"], asked)
    waiting = asked - done - left
    parts = [
        ("target", 0, asked, item["target"], figures.INK),
        ("done", asked - done, done, item["done"], figures.GOOD),
        ("pipeline", left, waiting, item["pipeline"], AMBER),
        ("missing", 0, left, left, figures.WARM),
    ]
    return [
        Step(voice.t(f"steps.{name}"), base, size, amounts.bare(voice.texts, target.unit, told), colour)
        for name, base, size, told, colour in parts
        if told or name != "pipeline"
    ]


def _table(item: Mapping[str, Any], units: pl.DataFrame, target: Target, voice: Voice) -> Table:
    """Return all together, then every unit that did or has something."""
    columns = tuple(
        Column(name, voice.t(f"steps.column.{name}"), "right" if name != "part" else "left") for name in _COLUMNS
    )

    def number(value: int | None, state: str | None = None, unit: str | None = None) -> Cell:
        drill = (
            Drill("records", {"ind": target.id, "state": state} | ({"unit": unit} if unit else {})) if state else None
        )
        return Cell("" if value is None else amounts.bare(voice.texts, target.unit, value), drill=drill)

    rows = [
        (
            Cell(voice.t("steps.all")),
            number(item["done"], COUNTED),
            number(item["pipeline"], PIPELINE if item["pipeline"] else None),
            number(item["missing"]),
        )
    ]
    for unit in units.sort("done", descending=True).iter_rows(named=True):
        key = unit["key"]
        states = (("done", COUNTED), ("pipeline", PIPELINE))
        done, waiting = (number(unit[name], state if key and unit[name] else None, key) for name, state in states)
        rows.append((Cell(voice.unit(key) or voice.t("value.dash")), done, waiting, Cell("")))
    return Table(voice.t("steps.table"), columns, tuple(rows))
