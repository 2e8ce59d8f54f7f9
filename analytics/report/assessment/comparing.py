"""Other ways to reckon, beside the one that counts: what if a rule were not there, other methods, and why not them."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.assessment.robustness import CASES, METHODS
from analytics.report.assessment import speech
from analytics.report.assessment.subject import Subject
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

_WEIGHTS = ("class", "weight", "entropy")
_FLIPS = ("pair", "giver", "taker", "points")
_NUMBERS = frozenset({"weight", "entropy", "points"})


def headline(subject: Subject, voice: Voice) -> str:
    """Return how many units entropy weights with TOPSIS would move, and how many places at most, in a sentence."""
    told = _moves(subject)
    moved = [abs(places) for places in told["places"].drop_nulls().to_list() if places]
    if not moved:
        return voice.t("assessment.compared.same")
    return voice.t("assessment.compared.title", count=len(moved), of=told.height, most=max(moved))


def weights(subject: Subject, voice: Voice) -> Table:
    """Return the weights of the scheme beside those that entropy gives."""
    found = subject.of_group(subject.robust.weights)
    rows = tuple(
        (
            Cell(speech.class_name(item["class_id"], subject.scheme, voice)),
            speech.number(item["weight"], voice, 1),
            speech.number(item["entropy"], voice, 1),
        )
        for item in found.iter_rows(named=True)
    )
    columns = speech.columns("assessment.compared", _WEIGHTS, voice, numbers=_NUMBERS)
    return Table(voice.t("assessment.compared.weights"), columns, rows)


def methods(subject: Subject, voice: Voice) -> Table:
    """Return how many places each unit would move by the other methods; a class that is not asked leaves it out."""
    wide = {
        (row["unit_id"], row["method"]): row["rank"]
        for row in subject.of_group(subject.robust.compared).iter_rows(named=True)
    }
    usual = _places(subject, [unit for unit in subject.units if wide.get((unit, METHODS[0])) is not None])
    columns = (
        Column("unit", voice.t("assessment.totals.unit")),
        *(Column(name, voice.t(f"assessment.method.{name}"), "right") for name in METHODS),
    )
    rows = tuple(
        (
            Cell(speech.unit(unit, voice), drill=subject.opens("evidence", b=unit)),
            *(_move(wide.get((unit, name)), usual.get(unit), voice) for name in METHODS),
        )
        for unit in subject.ranked["unit_id"]
    )
    return Table(voice.t("assessment.compared.methods"), columns, rows)


def tornado(subject: Subject, voice: Voice) -> Table:
    """Return by how many points each unit's total would change if one rule were not there."""
    found = {
        (row["unit_id"], row["case"]): row for row in subject.of_group(subject.robust.tornado).iter_rows(named=True)
    }
    columns = (
        Column("unit", voice.t("assessment.totals.unit")),
        *(Column(name, voice.t(f"assessment.case.{name}"), "right") for name in CASES),
    )
    rows = tuple(
        (
            Cell(speech.unit(unit, voice), drill=subject.opens("evidence", b=unit)),
            *(_change(found.get((unit, case)), voice) for case in CASES),
        )
        for unit in subject.ranked["unit_id"]
    )
    return Table(voice.t("assessment.tornado.title"), columns, rows)


def flips(subject: Subject, voice: Voice) -> Table:
    """Return, of units next to each other, the fewest points of weight that would turn them round; the fewest first."""
    found = subject.of_group(subject.robust.flips).filter("is_next").sort("points", nulls_last=True)
    rows = tuple(_flip(item, subject, voice) for item in found.iter_rows(named=True))
    columns = speech.columns("assessment.flips", _FLIPS, voice, numbers=_NUMBERS)
    least = found["points"].drop_nulls()
    told = speech.points(float(least[0]), voice) if len(least) else voice.t("value.dash")
    return Table(voice.t("assessment.flips.title", least=told), columns, rows)


def _moves(subject: Subject) -> pl.DataFrame:
    told = subject.of_group(subject.robust.compared).filter(
        pl.col("method") == METHODS[-1], pl.col("rank").is_not_null()
    )
    usual = _places(subject, told["unit_id"].to_list())
    was = pl.col("unit_id").replace_strict(usual, default=None, return_dtype=pl.Int64)
    return told.with_columns(places=pl.col("rank") - was)


def _places(subject: Subject, units: list[str]) -> dict[str, int]:
    """Return the places among some units, by total."""
    kept = subject.ends.totals.filter(pl.col("unit_id").is_in(units))
    placed = kept.select("unit_id", place=pl.col("total").round(9).rank("min", descending=True).cast(pl.Int64))
    return dict(placed.iter_rows())


def _move(rank: int | None, usual: int | None, voice: Voice) -> Cell:
    if rank is None or usual is None:
        return Cell(voice.t("value.dash"), tone="mute")
    places = usual - rank
    if not places:
        return Cell(voice.t("assessment.move.none"), 0, tone="mute")
    return Cell(voice.t("assessment.move.up" if places > 0 else "assessment.move.down", places=abs(places)), places)


def _change(item: Mapping[str, Any] | None, voice: Voice) -> Cell:
    if item is None or item["change"] is None:
        return Cell(voice.t("value.dash"), tone="mute")
    return Cell(
        voice.texts.signed(item["change"], 1), item["change"], tone="mute" if abs(item["change"]) < 0.05 else ""
    )


def _flip(item: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    pair = voice.t(
        "assessment.flips.both", one=speech.unit(item["above_id"], voice), two=speech.unit(item["below_id"], voice)
    )
    if item["giver"] is None or item["taker"] is None:
        dash, key = Cell(voice.t("value.dash"), tone="mute"), "never" if item["points"] is None else "equal"
        return Cell(pair), dash, dash, Cell(voice.t(f"assessment.flips.{key}"), item["points"], tone="mute")
    giver, taker = (speech.class_name(item[name], subject.scheme, voice) for name in ("giver", "taker"))
    return Cell(pair), Cell(giver), Cell(taker), speech.number(item["points"], voice, 1)
