"""Charts over time of one target: how it grew against its pace, and month beside month in every year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.policy.targets import Target
from analytics.progress import path
from analytics.progress.months import month_end, month_range
from analytics.report import amounts, figures
from analytics.report.figures import Figure, Line
from analytics.report.forecast import fan as fans
from analytics.report.forecast.proof import UNPROVEN, Proof
from analytics.report.listing import COUNTED, month_code
from analytics.report.outcome import Outcome
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

MONTHS = 12
#: Up to so many months a period is labelled month by month; up to a year by quarters, and a longer one by years.
BY_MONTHS = 3


@dataclass(frozen=True)
class Chart:
    """One figure: `title` says the finding, `alt` says it to whoever cannot see the figure, `table` has the numbers."""

    id: str
    title: str
    figure: Figure
    alt: str
    table: Table


def cumulative(
    outcome: Outcome, item: Mapping[str, Any], target: Target, voice: Voice, proof: Proof = UNPROVEN
) -> Chart | None:
    """Return the growth of the period's total against its paces and as forecast; None where nothing is asked or known.

    `proof` says whether the band of the forecast may be shown.
    """
    if item["target"] is None or item["actual"] is None:
        return None
    months = month_range(item["period_start"], item["period_end"])
    totals = _of(outcome, target).filter(pl.col("period_start") == item["period_start"]).sort("month")
    done = [0.0, *map(float, totals["total"])]
    asked = item["target"]
    way = path(target.id, outcome.monthly, voice.policy, as_of=outcome.as_of, readings=outcome.readings)
    due, season = way["expected"].to_list(), way["seasonal"].to_list()
    drawn = [
        Line(voice.t("chart.pace", value=_bare(asked, target, voice)), due, figures.GREY, "dash"),
        Line(voice.t("chart.done", value=_bare(item["actual"], target, voice)), done, figures.NAVY, width=3.5),
    ]
    if any(value is not None for value in season):
        drawn.insert(1, Line(voice.t("chart.season"), season, figures.SOFT, "dot"))
    ahead = fans.fan(outcome, item, target, voice, proof)
    if ahead:
        drawn.insert(0, ahead.line(voice.t("fan.line", value=_bare(item["p50"], target, voice))))
    top = max([*due, *done, *(value for value in season if value is not None), ahead.top if ahead else 0, 1.0])
    values = {
        "month": voice.texts.month(totals["month"][-1]) if totals.height else voice.texts.month(months[0]),
        "actual": amounts.exact(voice.texts, target.unit, item["actual"]),
        "expected": amounts.bare(voice.texts, target.unit, item["expected"] or 0),
        "target": amounts.bare(voice.texts, target.unit, asked),
    }
    title, alt = voice.t("chart.pace.title", **values), voice.t("chart.pace.alt", task=voice.task(target.id), **values)
    figure = figures.lines(drawn, _month_ticks(months, voice), _value_ticks(top, target, voice))
    if ahead:
        title, alt = (voice.t("fan.title", title=said, end=ahead.said) for said in (title, alt))
        figure = ahead.behind(figure)
    return Chart("pace", title, figure, alt, _months_table(totals, due, target, voice))


def by_year(outcome: Outcome, item: Mapping[str, Any], target: Target, voice: Voice) -> Chart | None:
    """Return the months of every calendar year side by side; None before anything was counted."""
    months = _of(outcome, target).sort("month").select("month", "value", "period_start")
    if not months["value"].sum():
        return None
    found = {month: (value, start) for month, value, start in months.iter_rows()}
    first, last = min(found), max(found)
    grid = {
        year: [found.get(date(year, month, 1), (None,))[0] for month in range(1, MONTHS + 1)]
        for year in range(first.year, last.year + 1)
    }
    sums = {year: _bare(_sum(values), target, voice) for year, values in grid.items()}
    panels = [(voice.t("chart.year.panel", year=year, total=sums[year]), values) for year, values in grid.items()]
    said = [voice.t("chart.year.said", year=year, total=total) for year, total in sums.items()]
    title = voice.t(
        "chart.year.title",
        month=voice.texts.month(last),
        value=amounts.exact(voice.texts, target.unit, found[last][0]),
        recent=_bare(item["recent_per_month"] or 0, target, voice),
    )
    up = _value_ticks(max(value for value, _ in found.values()), target, voice)
    marked = (last.year - first.year, last.month - 1)
    return Chart(
        "years",
        title,
        figures.small_multiples(panels, _calendar_ticks(first.year, voice), up, marked),
        voice.t("chart.year.alt", task=voice.task(target.id), years=voice.listing(said)),
        _years_table(grid, {month: start for month, (_, start) in found.items()}, target, voice),
    )


def _of(outcome: Outcome, target: Target) -> pl.DataFrame:
    return outcome.monthly.filter(pl.col("target_id") == target.id)


def _month_ticks(months: Sequence[date], voice: Voice) -> list[tuple[float, str]]:
    """Return the ends of the months or quarters of a period, or the beginnings of its years when it is long."""
    if len(months) > MONTHS:
        return [(n, str(month.year)) for n, month in enumerate(months) if month.month == 1]
    every = 1 if len(months) <= BY_MONTHS else BY_MONTHS
    ends = enumerate(months, start=1)
    return [(n, voice.texts.skeleton(month, "MMM")) for n, month in ends if month.month % every == 0]


def _calendar_ticks(year: int, voice: Voice) -> list[tuple[float, str]]:
    return [(month - 1, voice.texts.skeleton(date(year, month, 1), "MMM")) for month in (1, 7)]


def _value_ticks(top: float, target: Target, voice: Voice) -> list[tuple[float, str]]:
    return [(value, _bare(value, target, voice)) for value in figures.rounds(top)]


def _bare(value: float, target: Target, voice: Voice) -> str:
    return amounts.bare(voice.texts, target.unit, value)


def _sum(values: Sequence[int | None]) -> int:
    return sum(value or 0 for value in values)


def _opens(target: Target, month: date, start: date) -> Drill:
    """Return where the number of a month leads: to the records of the month in the period that begins on `start`."""
    codes = {"ind": target.id, "state": COUNTED, "month": month_code(month), "period": start.isoformat()}
    return Drill("records", codes)


def _months_table(totals: pl.DataFrame, due: Sequence[float], target: Target, voice: Voice) -> Table:
    """Return the last months of the period so far, the latest first."""
    names = ("month", "value", "total", "due")
    columns = tuple(
        Column(name, voice.t(f"chart.column.{name}"), "left" if name == "month" else "right") for name in names
    )
    listed = totals.select("month", "value", "total", "period_start").iter_rows()
    rows = list(enumerate(listed, start=1))[-MONTHS:]
    made = tuple(
        (
            Cell(voice.texts.month(month), month_end(month)),
            Cell(_bare(value, target, voice), drill=_opens(target, month, start)),
            Cell(_bare(total, target, voice)),
            Cell(_bare(due[n], target, voice)),
        )
        for n, (month, value, total, start) in reversed(rows)
    )
    return Table(voice.t("chart.pace.table", count=len(made)), columns, made)  # fmt: skip


def _years_table(
    grid: Mapping[int, Sequence[int | None]], starts: Mapping[date, date], target: Target, voice: Voice
) -> Table:
    """Return one row per year with its twelve months; each month opens its records."""
    names = [voice.texts.skeleton(date(min(grid), month, 1), "MMM") for month in range(1, MONTHS + 1)]
    heads = [
        Column("year", voice.t("chart.column.year")),
        *(Column(f"m{n}", name, "right") for n, name in enumerate(names, start=1)),
        Column("sum", voice.t("chart.column.sum"), "right"),
    ]

    def month_cell(month: date, value: int | None) -> Cell:
        if value is None:
            return Cell("")
        return Cell(_bare(value, target, voice), drill=_opens(target, month, starts[month]))

    made = tuple(
        (
            Cell(str(year)),
            *(month_cell(date(year, n, 1), value) for n, value in enumerate(values, start=1)),
            Cell(_bare(_sum(values), target, voice)),
        )
        for year, values in grid.items()
    )
    return Table(voice.t("chart.year.table"), tuple(heads), made)
