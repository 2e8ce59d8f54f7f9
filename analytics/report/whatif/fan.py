"""The budget year month by month: spent so far, expected by the scenario with its fan, as it stands, and the budget."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from analytics.budget.exposure.book import FloatArray
from analytics.budget.exposure.outlay import interval
from analytics.report import figures
from analytics.report.curves import Chart
from analytics.report.figures import Figure, Line
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice
from analytics.report.whatif import speech
from analytics.report.whatif.answer import Answer
from analytics.report.whatif.ground import MONTHS, Side

#: The fan from the widest to the narrowest, and how strong each is.
BANDS = ((0.025, 0.975, 0.14), (0.1, 0.9, 0.22), (0.25, 0.75, 0.32))
_FEN_PER_YUAN = 100
_NAVY_RGB = "31,78,121"
#: Months of the past that stay in view.
_MONTHS_BEFORE = 3
#: Strength, lower and upper edge in yuan, from the last month that is over to December.
Band = tuple[float, FloatArray, FloatArray]


def fan(of: Answer, voice: Voice) -> Chart:
    """Return the cumulative spending of the budget year; its title is what the year comes to."""
    year = of.ground.budget
    spent, after, before = np.cumsum(year.spent), _running(of.after), _running(of.before)
    now = _months_over(of)
    money = voice.texts.money_fen
    available = year.available
    said = voice.t("whatif.fan.stands", value=money(round(before[-1])))
    drawn = [Line(said, _from(before, now), figures.SOFT, "dot")]
    if of.is_changed:
        said = voice.t("whatif.fan.scenario", value=money(round(after[-1])))
        drawn.append(Line(said, _from(after, now), figures.NAVY, width=3.5))
    if available:
        said = voice.t("whatif.fan.budget", value=money(available))
        drawn.append(Line(said, [available / _FEN_PER_YUAN] * (MONTHS + 1), figures.WARM))
    drawn.append(Line("", [value / _FEN_PER_YUAN for value in (0.0, *spent[:now].tolist())], figures.INK, width=3.5))
    view = _View.of(drawn, _bands(of, now) if of.ground.proof else [], max(now - _MONTHS_BEFORE, 0))
    up = [(value - view.floor, money(round(value * _FEN_PER_YUAN))) for value in view.ticks]
    months = [date(year.year, month, 1) for month in range(1, MONTHS + 1)]
    across = [(n - view.first, voice.texts.skeleton(month, "MMM")) for n, month in enumerate(months, start=1)]
    values = _values(of, voice)
    key = ("whatif.fan" if of.is_changed else "whatif.fan.now") + ("" if available else ".unset")
    return Chart(
        "fan",
        voice.t(f"{key}.title", **values),
        view.drawn([tick for tick in across if tick[0] >= 0], up),
        voice.t(f"{key}.title", **values),
        _table(of, voice),
    )


@dataclass(frozen=True)
class _View:
    """What of the year is drawn: lines and bands from the month `first` on, above `floor` (yuan), with ticks."""

    lines: list[Line]
    bands: list[Band]
    first: int
    floor: float
    ticks: list[float]

    @classmethod
    def of(cls, drawn: Sequence[Line], bands: list[Band], first: int) -> "_View":
        """Return the part of the year that shows the lines apart; a line chart need not begin at zero."""
        kept = [replace(line, values=line.values[first:]) for line in drawn]
        known = [value for line in kept for value in line.values if value is not None]
        known += [value for _, low, high in bands for value in (float(low.min()), float(high.max()))]
        least, most = min(known), max(known)
        step = figures.rounds(most - least)[1]
        floor = least // step * step
        ticks = [floor + step * number for number in range(int((most - floor) // step) + 2)]
        lowered = [
            replace(line, values=[None if value is None else value - floor for value in line.values]) for line in kept
        ]
        return cls(lowered, bands, first, floor, ticks)

    def drawn(self, across: figures.Ticks, up: figures.Ticks) -> Figure:
        figure = figures.lines(self.lines, across, up)
        data: list[Figure] = []
        for strength, low, high in self.bands:
            end = MONTHS - self.first
            places = list(range(end + 1 - len(low), end + 1))
            edge = {"type": "scatter", "mode": "lines", "x": places, "line": {"width": 0}}
            filled = {"fill": "tonexty", "fillcolor": f"rgba({_NAVY_RGB},{strength})"}
            data += [edge | {"y": (low - self.floor).tolist()}, edge | {"y": (high - self.floor).tolist()} | filled]
        return {**figure, "data": data + figure["data"]}


def _values(of: Answer, voice: Voice) -> dict[str, str | int]:
    money, year = voice.texts.money_fen, of.ground.budget
    return {
        "year": year.year,
        "cost": money(round(of.after.of_year)),
        "stands": money(round(of.before.of_year)),
        "available": money(year.available),
        "room": _room(year.available - of.after.of_year, voice),
        "spent": money(round(year.so_far)),
    }


def _room(left: float, voice: Voice) -> str:
    value = voice.texts.money_fen(round(abs(left)))
    return voice.t("whatif.fan.room" if left >= 0 else "whatif.fan.beyond", value=value)


def _months_over(of: Answer) -> int:
    """Return how many months of the budget year are over."""
    first = of.ground.book.months[0]
    return first.month - 1


def _running(of: Side) -> FloatArray:
    return np.cumsum(of.budget.spent) + np.cumsum(of.months)


def _from(running: FloatArray, now: int) -> list[float | None]:
    """Return positions 0 to 12 in yuan, from the last month that is over on."""
    whole = [0.0, *running.tolist()]
    return [value / _FEN_PER_YUAN if place >= now else None for place, value in enumerate(whole)]


def _bands(of: Answer, now: int) -> list[Band]:
    """Return strength, lower and upper edge of each band, in yuan, from the last month that is over to December.

    The relative sd of a month's running total is that of the whole year: within a year, errors go together.
    """
    after = of.after
    ahead = np.cumsum(after.months)[now:]
    whole = float(after.to_come[after.place])
    share = ahead / whole if whole > 0 else np.zeros_like(ahead)
    variance = np.square(share) * after.variance[after.place]
    found = []
    for low, high, strength in BANDS:
        edges = of.ground.budget.so_far + interval(ahead, variance, (low, high))
        with_now = np.vstack([np.full((1, 2), of.ground.budget.so_far), edges]) / _FEN_PER_YUAN
        found.append((strength, with_now[:, 0], with_now[:, 1]))
    return found


def _table(of: Answer, voice: Voice) -> Table:
    """Return one row per month of the budget year: spent, expected as it stands and by the scenario, running totals."""
    year, now = of.ground.budget, _months_over(of)
    after, before = _running(of.after), _running(of.before)
    names = ("month", "spent", "stands", "scenario", "difference")
    columns = tuple(Column(n, voice.t(f"whatif.fan.{n}.column"), "left" if n == "month" else "right") for n in names)
    spent = np.cumsum(year.spent)
    dash = Cell(voice.t("value.dash"))

    rows = tuple(
        (
            Cell(voice.texts.month(date(year.year, month + 1, 1)), date(year.year, month + 1, 1)),
            speech.money(spent[month], voice) if month < now else dash,
            speech.money(before[month], voice) if month >= now else dash,
            speech.money(after[month], voice) if month >= now else dash,
            speech.difference(after[month] - before[month], voice) if month >= now else dash,
        )
        for month in range(MONTHS)
    )
    return Table(voice.t("whatif.fan.table", year=year.year), columns, rows)
