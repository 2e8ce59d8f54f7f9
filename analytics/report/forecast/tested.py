"""How good the forecasts were: coverage, errors, reliability and scores of the back-test as charts and tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.report.curves import Chart
from analytics.report.forecast import trial_charts
from analytics.report.forecast.proof import SUPPORTED
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_TARGETS = ("task", "forecasts", "coverage", "bias", "crps", "linear", "naive", "verdict")
_MISSES = ("task", "origin", "end", "ahead", "low", "middle", "high", "outcome", "off")
_WORDS = frozenset({"task", "verdict", "origin", "end"})


@dataclass(frozen=True, eq=False)
class Tried:
    """The frames of a back-test, described in progress.backtests."""

    frame: pl.DataFrame
    scores: pl.DataFrame
    reliability: pl.DataFrame
    misses: pl.DataFrame
    support: pl.DataFrame


@dataclass(frozen=True)
class TriedView:
    """The page of a back-test: the answer, the charts with their numbers, verdicts by task, and every miss."""

    title: str
    charts: tuple[Chart, ...]
    targets: Table
    misses: Table


def view(found: Tried, voice: Voice) -> TriedView | None:
    """Return the page of a back-test; None where nothing could be tried."""
    if found.frame.is_empty():
        return None
    whole = found.scores.filter(pl.col("by") == "all").row(0, named=True)
    return TriedView(
        title=voice.t(
            "tested.headline",
            origins=found.frame["origin"].n_unique(),
            tried=voice.texts.number(whole["forecasts"]),
            coverage=voice.texts.pct(whole["coverage"]),
        ),
        charts=(
            trial_charts.coverage(found.scores, voice),
            trial_charts.reliability(found.reliability, voice),
            trial_charts.errors(found.frame, found.scores, voice),
            trial_charts.crps(found.scores, voice),
        ),
        targets=_targets(found, voice),
        misses=_misses(found.misses, voice),
    )


def _targets(found: Tried, voice: Voice) -> Table:
    """Return one row per task with its scores and whether its interval is shown."""
    scores = {row["key"]: row for row in found.scores.filter(pl.col("by") == "target").iter_rows(named=True)}
    rows = [_target(row, scores.get(row["target_id"], {}), voice) for row in found.support.iter_rows(named=True)]
    shown = int(found.support["is_supported"].sum())
    title = voice.t("tested.targets", shown=shown, hidden=found.support.height - shown)
    return Table(title, _columns(_TARGETS, voice), tuple(rows))


def _target(row: Mapping[str, Any], score: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    tone = "good" if row["reason"] == SUPPORTED else "bad" if row["forecasts"] else "mute"
    return (
        Cell(voice.task(row["target_id"]), drill=Drill("indicator", {"ind": row["target_id"]})),
        Cell(voice.texts.number(row["forecasts"]), row["forecasts"]),
        _share(score.get("coverage"), voice),
        trial_charts.bias(score.get("bias"), voice),
        *(_share(score.get(name), voice) for name in ("crps", "linear_crps", "naive_crps")),
        Cell(voice.t(f"tested.verdict.{row['reason']}"), tone=tone),
    )


def _misses(found: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per forecast whose interval missed."""
    number = voice.texts.number
    rows = tuple(
        (
            Cell(voice.task(row["target_id"]), drill=Drill("indicator", {"ind": row["target_id"]})),
            Cell(voice.texts.month(row["origin"]), row["origin"]),
            Cell(voice.texts.month(row["end_month"]), row["end_month"]),
            Cell(number(row["months_ahead"]), row["months_ahead"]),
            *(Cell(number(row[name]), row[name]) for name in ("p10", "p50", "p90", "outcome")),
            Cell(voice.texts.pct(row["off"], 1), row["off"]),
        )
        for row in found.iter_rows(named=True)
    )
    return Table(voice.t("tested.misses", count=len(rows)), _columns(_MISSES, voice), rows)


def _share(value: float | None, voice: Voice) -> Cell:
    return Cell(voice.t("value.dash")) if value is None else Cell(voice.texts.pct(value), value)


def _columns(names: tuple[str, ...], voice: Voice) -> tuple[Column, ...]:
    return tuple(
        Column(name, voice.t(f"tested.column.{name}"), "left" if name in _WORDS else "right", is_tight=name in _WORDS)
        for name in names
    )
