"""How forecasts are made and how they become a light, in plain words for the method page."""

from typing import get_args

from analytics.policy.statuses import GapId
from analytics.report.signs import sign
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

_STEPS = ("reported", "season", "rate", "band", "proof", "doubt", "joint")


def steps(voice: Voice) -> Table:
    """Return one row per step of the method, with the rule that an interval must stand before it is shown."""
    rule = voice.policy.backtest
    values = {"forecasts": rule.forecasts_min, "coverage": voice.texts.pct(rule.coverage_min)}
    rows = tuple(
        (Cell(voice.t(f"method.forecast.step.{name}")), Cell(voice.t(f"method.forecast.what.{name}", **values)))
        for name in _STEPS
    )
    columns = tuple(
        Column(name, voice.t(f"method.forecast.column.{name}"), is_tight=name == "step") for name in ("step", "what")
    )
    return Table(voice.t("method.forecast"), columns, rows)


def outlooks(voice: Voice) -> Table:
    """Return one row per class of probabilities: its name, and the light that it makes of each gap."""
    points = voice.texts.number(abs(voice.policy.statuses.thresholds.slightly_behind_from))
    gaps: tuple[GapId, ...] = get_args(GapId)
    columns = [Column(name, voice.t(f"method.outlooks.{name}")) for name in ("word", "meaning")]
    columns += [Column(gap, voice.t(f"method.outlooks.{gap}", points=points)) for gap in gaps]
    rows = []
    for outlook in voice.policy.statuses.outlooks:
        lights = [sign(voice, outlook.light[gap]) for gap in gaps]
        shown = (Cell(f"{light.shape} {light.word}", tone=f"st-{light.id}") for light in lights)
        rows.append((Cell(voice.texts.pick(outlook.word)), Cell(voice.texts.pick(outlook.meaning)), *shown))
    return Table(voice.t("method.outlooks"), tuple(columns), tuple(rows))
