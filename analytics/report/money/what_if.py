"""Expected spending responsibility, and what a scenario changes about it, as tables."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import floor
from typing import Any

import polars as pl

from analytics.report.money import speech
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

#: The classes in the order in which money moves, and what is to come of them in all.
_CLASSES = ("paid", "arrears", "committed", "incurred", "intake", "to_come")
_TO_COME = "to_come"
_PEOPLE = ("people_gaining", "people_losing", "entrants_gaining", "entrants_losing", "broken_people", "broken_fen")
_MONEY = "_fen"
#: Amounts of which the years make the total.
_ADDED = ("nominal_fen", "expected_fen")
#: Expected persons that are shown as one.
_ONE = 0.5


def classes(summary: pl.DataFrame, as_of: date, voice: Voice) -> Table:
    """Return one row per class with its money by year, in all, its interval and tail.

    `summary`: of all streams, its bands as `proof.withheld` leaves them.
    """
    years = _years(summary.filter(pl.col("class") != "paid"))
    before = summary.filter(pl.col("year") < min(years, default=as_of.year)).group_by("class")
    earlier = dict(before.agg(pl.col("expected_fen").sum()).iter_rows())
    cells = {(row["class"], row["year"]): row for row in summary.to_dicts()}
    columns = (
        Column("class", voice.t("what_if.class")),
        _right("earlier", voice.t("what_if.earlier")),
        *(_right(str(year), str(year)) for year in years),
        *(_right(name, voice.t(f"what_if.{name}")) for name in ("total", "interval", "tail")),
    )
    rows = []
    for name in _CLASSES:
        whole = cells.get((name, None), {})
        money = [_money(cells.get((name, year), {}).get("expected_fen"), voice) for year in (*years, None)]
        ends = _interval(whole.get("low_fen"), whole.get("high_fen"), voice)
        label = Cell(voice.t(f"what_if.class.{name}"), name)
        rows.append((label, _money(earlier.get(name), voice), *money, ends, _money(whole.get("tail_fen"), voice)))
    return Table(voice.t("what_if.classes.title", day=voice.texts.date(as_of)), columns, tuple(rows))


def lines(summary: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per budget line with what is to come; `summary`: by line, as for `classes`."""
    found = summary.filter(pl.col("class") == _TO_COME, pl.col("year").is_null()).sort("expected_fen", descending=True)
    columns = (
        Column("line", voice.t("what_if.line")),
        *(_right(name, voice.t(f"what_if.{name}")) for name in ("total", "interval", "tail")),
    )
    rows = (
        (
            Cell(_line(row["name"], voice), row["name"]),
            _money(row["expected_fen"], voice),
            _interval(row["low_fen"], row["high_fen"], voice),
            _money(row["tail_fen"], voice),
        )
        for row in found.to_dicts()
    )
    return Table(voice.t("what_if.lines.title"), columns, tuple(rows))


def difference(compared: pl.DataFrame, title: str, voice: Voice) -> Table:
    """Return one row per year, and all, with the cost as it stands and by the scenario, and the difference."""
    of_all = compared.filter(pl.col("line") == "")
    sides = [of_all.filter(pl.col("scenario") == number) for number in (0, 1)]
    both = sides[0].join(sides[1], on="year", how="inner", suffix="_then", nulls_equal=True, maintain_order="left")
    columns = (
        Column("year", voice.t("what_if.year")),
        *(_right(name, voice.t(f"what_if.{name}")) for name in ("stands", "then", "difference", "interval")),
    )
    rows = (
        (
            Cell(voice.t("what_if.total") if row["year"] is None else str(row["year"]), row["year"]),
            _money(row["mean_fen"], voice),
            _money(row["mean_fen_then"], voice),
            _signed(row["difference_fen_then"], voice),
            _interval(row["difference_low_fen_then"], row["difference_high_fen_then"], voice, _signed),
        )
        for row in both.to_dicts()
        if row["year"] is None or row["mean_fen"] or row["mean_fen_then"]
    )
    return Table(voice.t("what_if.difference.title", title=title), columns, tuple(rows))


def parts(found: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per changed knob with what it contributes in all, and the sum, which is the difference."""
    of_all = found.filter(pl.col("year").is_null()).sort(pl.col("part_fen").abs(), descending=True)
    columns = (Column("knob", voice.t("what_if.knob")), _right("part", voice.t("what_if.difference")))
    rows = [
        (Cell(knob_name(row["knob"], voice), row["knob"]), _signed(row["part_fen"], voice)) for row in of_all.to_dicts()
    ]
    whole = (Cell(voice.t("what_if.total")), _signed(of_all["total_fen"][0] if rows else 0.0, voice))
    return Table(voice.t("what_if.parts.title"), columns, (*rows, whole))


def people(found: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per benefit of which at least one person is expected to gain or lose."""
    touched = found.filter(pl.any_horizontal(pl.col(name) >= _ONE for name in _PEOPLE))
    columns = (
        Column("benefit", voice.t("what_if.benefit")),
        *(_right(name, voice.t(f"what_if.{name}")) for name in _PEOPLE),
    )
    rows = (
        (
            Cell(speech.benefit_name(row["benefit_id"], voice), row["benefit_id"]),
            *(_money(row[name], voice) if name.endswith(_MONEY) else _count(row[name], voice) for name in _PEOPLE),
        )
        for row in touched.to_dicts()
    )
    return Table(voice.t("what_if.people.title"), columns, tuple(rows))


def knob_name(knob: str, voice: Voice) -> str:
    """Return the title of a knob, or the words for those that are told together."""
    known = {item.id: item.title for item in voice.policy.knobs.knobs}
    return voice.texts.pick(known[knob]) if knob in known else voice.t(f"scenario.{knob}")


def _years(summary: pl.DataFrame) -> Sequence[int]:
    spent = summary.filter(pl.col("year").is_not_null(), pl.col("expected_fen") > 0)
    return spent["year"].unique().sort().to_list()


def _line(name: str, voice: Voice) -> str:
    return voice.texts.pick(voice.policy.codes["budget_line"].code(name).label)


def _right(column: str, title: str) -> Column:
    return Column(column, title, "right")


def _money(fen: float | None, voice: Voice) -> Cell:
    return Cell("") if fen is None else Cell(voice.texts.money_fen(round(fen)), fen)


def _signed(fen: float, voice: Voice) -> Cell:
    text = voice.texts.money_fen(round(fen))
    return Cell(voice.t("money.more", value=text) if round(fen) > 0 else text, fen)


def _count(people: float, voice: Voice) -> Cell:
    return Cell(voice.texts.number(people), people)


def _interval(low: float | None, high: float | None, voice: Voice, say: Callable[..., Cell] = _money) -> Cell:
    """Return the ends of a band; of what is known to the fen, and where no back-test bears it out, there is none."""
    if low is None or high is None or low == high:
        return Cell(voice.t("value.dash"))
    return Cell(voice.t("what_if.ends", low=say(low, voice).text, high=say(high, voice).text))


def rows_in_yuan(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows with every amount in yuan, to the fen, under its name without the unit.

    The years of a class add up to its total exactly.
    """
    rows = frame.to_dicts()
    if {"name", "class", "year"} <= {*frame.columns}:
        for name in _ADDED:
            _apportion(rows, name)
    return [dict(_in_yuan(row.items())) for row in rows]


def _apportion(rows: Iterable[dict[str, Any]], name: str) -> None:
    """Round the years of each class so that they add up to its rounded total, the largest remainders up."""
    whole: dict[tuple[str, str], int] = {}
    years: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        key = (row["name"], row["class"])
        if row["year"] is None:
            whole[key] = row[name] = round(row[name])
        else:
            years.setdefault(key, []).append(row)
    for key, parts in years.items():
        short = whole[key] - sum(floor(row[name]) for row in parts)
        by_remainder = sorted(parts, key=lambda row: floor(row[name]) - row[name])
        for place, row in enumerate(by_remainder):
            row[name] = floor(row[name]) + (place < short)


def _in_yuan(items: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    for name, value in items:
        if name.endswith(_MONEY):
            yield name.removesuffix(_MONEY), None if value is None else round(value) / 100
        else:
            yield name, value
