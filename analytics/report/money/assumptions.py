"""What spending to come is reckoned with, and how good earlier reckonings were, as tables."""

import polars as pl

from analytics.policy.assumptions import Assumption
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

_REGISTER = ("id", "title", "value", "range", "taken", "groups", "by", "source")
_SCORES = ("line", "origins", "coverage", "bias", "error", "pace_bias", "pace_error")
_SHARES = frozenset({"month_share", "share"})
_NUMBERS = frozenset({"value", "range", "groups", *_SCORES[1:]})


def register(assumptions: tuple[Assumption, ...], estimates: pl.DataFrame, voice: Voice) -> Table:
    """Return every assumption with its value, range and origin; estimates: see exposure.estimates.ESTIMATES."""
    rows = tuple(_row(item, estimates.filter(pl.col("assumption") == item.id), voice) for item in assumptions)
    return Table(voice.t("assumptions.caption"), _columns("assumptions", _REGISTER, voice), rows)


def _row(item: Assumption, estimates: pl.DataFrame, voice: Voice) -> tuple[Cell, ...]:
    found = estimates.filter(pl.col("source") == "estimated")
    taken = "set" if item.is_set else "estimated" if len(found) else "register"
    bounds = voice.t("assumptions.bounds", low=number(item, item.low, voice), high=number(item, item.high, voice))
    whom = voice.unit(item.set_by) if not item.is_set else item.set_by
    return (
        Cell(item.id),
        Cell(voice.texts.pick(item.title)),
        Cell(number(item, item.value, voice), item.value),
        Cell(bounds),
        Cell(voice.t(f"assumptions.taken.{taken}"), taken),
        Cell(voice.texts.number(len(found)), len(found)),
        Cell(voice.t("assumptions.by_whom", who=whom, day=voice.texts.date(item.set_on))),
        Cell(item.because or voice.texts.pick(item.source)),
    )


def number(item: Assumption, value: float, voice: Voice) -> str:
    """Return a value of an assumption as it is read aloud."""
    if item.unit in _SHARES:
        return voice.texts.pct(value, 1)
    return voice.texts.number(value, 0 if value == round(value) else 2)


def backtest(scores: pl.DataFrame, voice: Voice) -> Table:
    """Return coverage, bias and errors by line and of all, see exposure.backtest.SCORES."""
    lines = voice.policy.codes["budget_line"]
    names = {code.id: voice.texts.pick(code.label) for code in lines.codes}
    rows = []
    for row in scores.iter_rows(named=True):
        shares = (Cell(_share(row[name], voice), row[name]) for name in _SCORES[2:])
        name = names.get(row["name"], row["name"]) or voice.t("backtest.all")
        rows.append((Cell(name, row["name"]), Cell(voice.texts.number(row["origins"]), row["origins"]), *shares))
    return Table(voice.t("backtest.caption"), _columns("backtest", _SCORES, voice), tuple(rows))


def _share(value: float | None, voice: Voice) -> str:
    return voice.t("backtest.none") if value is None else voice.texts.pct(value, 0)


def _columns(room: str, ids: tuple[str, ...], voice: Voice) -> tuple[Column, ...]:
    return tuple(Column(name, voice.t(f"{room}.{name}"), "right" if name in _NUMBERS else "left") for name in ids)
