"""The back-test of spending: what was reckoned a year ahead against what came; misses stay."""

from datetime import date, datetime
from typing import Any, Protocol

import polars as pl

from analytics.report import figures
from analytics.report.curves import Chart
from analytics.report.figures import Line
from analytics.report.money import lines
from analytics.report.money.proof import ALL
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

_COLUMNS = ("origin", "expected", "low", "high", "came", "error", "held")
_FEN_PER_YUAN = 100


class Trial(Protocol):
    """A back-test; frame: exposure.backtest.BACKTEST, scores: SCORES."""

    @property
    def version(self) -> int: ...
    @property
    def as_of(self) -> date: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def frame(self) -> pl.DataFrame: ...
    @property
    def scores(self) -> pl.DataFrame: ...


def sentence(trial: Trial | None, voice: Voice) -> str:
    """Return how often the band held and how far off the reckoning was, against the pace of the year before."""
    found = [] if trial is None else trial.scores.filter(name=ALL).to_dicts()
    if not found or found[0]["error"] is None:
        return voice.t("trial.none" if trial is None else "trial.short")
    item, pct = found[0], voice.texts.pct
    return voice.t(
        "trial.headline",
        origins=item["origins"],
        held=round(item["coverage"] * item["origins"]),
        coverage=pct(item["coverage"]),
        error=pct(item["error"]),
        pace=pct(item["pace_error"]),
    )


def note(trial: Trial, version: int, voice: Voice) -> str:
    """Return when and of what the back-test was made; version: that of the page."""
    values = {"day": voice.texts.date(trial.made_at.date()), "as_of": voice.texts.date(trial.as_of)}
    key = "trial.made" if trial.version == version else "trial.made.earlier"
    return voice.t(key, version=trial.version, **values)


def chart(trial: Trial, voice: Voice, line: str = ALL) -> Chart | None:
    """Return what was expected with its band and what came, by the day of reckoning; None without any."""
    rows = trial.frame.filter(name=line).sort("as_of").to_dicts()
    if not rows:
        return None
    yuan = {name: [row[f"{name}_fen"] / _FEN_PER_YUAN for row in rows] for name in ("low", "high", "expected", "came")}
    looks = {
        "low": (figures.GREY, "dot", 1.5),
        "high": (figures.GREY, "dot", 1.5),
        "expected": (figures.SOFT, "dash", 2.5),
        "came": (figures.NAVY, "solid", 3.5),
    }
    drawn = [Line(voice.t(f"trial.{name}"), yuan[name], *looks[name]) for name in looks]
    money = voice.texts.money_fen
    top = max(max(values) for values in yuan.values())
    across = [(place, voice.texts.month(row["as_of"])) for place, row in enumerate(rows) if place % 2 == 0]
    up = [(value, money(round(value * _FEN_PER_YUAN))) for value in figures.rounds(top)]
    last, worst = rows[-1], max(rows, key=_off)
    values = {
        "line": lines.name(line, voice) if line else voice.t("backtest.all"),
        "day": voice.texts.date(last["as_of"]),
        "expected": money(round(last["expected_fen"])),
        "came": money(last["came_fen"]),
        "worst": voice.texts.date(worst["as_of"]),
        "off": voice.texts.pct(_off(worst)),
    }
    return Chart(
        "trial",
        voice.t("trial.title", **values),
        figures.lines(drawn, across, up, has_legend=True),
        voice.t("trial.alt", count=len(rows), **values),
        _table(rows, voice),
    )


def _table(rows: list[dict[str, Any]], voice: Voice) -> Table:
    made = tuple(
        (
            Cell(voice.texts.date(row["as_of"]), row["as_of"]),
            *(_money(row[f"{name}_fen"], voice) for name in ("expected", "low", "high", "came")),
            Cell(_signed(row, voice), (row["expected_fen"] - row["came_fen"]) / max(row["came_fen"], 1)),
            _held(row, voice),
        )
        for row in rows
    )
    columns = tuple(
        Column(name, voice.t(f"trial.column.{name}"), "left" if name in ("origin", "held") else "right")
        for name in _COLUMNS
    )
    return Table(voice.t("trial.table", count=len(made)), columns, made)


def _held(row: dict[str, Any], voice: Voice) -> Cell:
    is_within = row["low_fen"] <= row["came_fen"] <= row["high_fen"]
    return Cell(voice.t("trial.within" if is_within else "trial.missed"), tone="good" if is_within else "bad")


def _money(fen: float, voice: Voice) -> Cell:
    return Cell(voice.texts.money_fen(round(fen)), voice.texts.yuan(round(fen)))


def _off(row: dict[str, Any]) -> float:
    return abs(row["expected_fen"] - row["came_fen"]) / max(row["came_fen"], 1)


def _signed(row: dict[str, Any], voice: Voice) -> str:
    share = voice.texts.pct(_off(row))
    return voice.t("money.more" if row["expected_fen"] >= row["came_fen"] else "value.less", value=share)
