"""Weights on trial: what the bands would be if the classes weighed otherwise. Never the score."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analytics.assessment.scoring import banded, score
from analytics.policy.schemes import Scheme
from analytics.report.assessment import speech
from analytics.report.assessment.subject import Subject
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

#: The code of the address: the weights of the classes in their order.
CODE = "w"
_WHOLE = 100
_COLUMNS = ("unit", "total", "trial", "change", "band", "trial_band")
_NUMBERS = frozenset({"total", "trial", "change"})


@dataclass(frozen=True)
class Trial:
    """Weights as tried, adding to 100, and one row per unit: unit_id, total, band, trial, trial_band."""

    weights: tuple[float, ...]
    found: pl.DataFrame

    @property
    def moved(self) -> pl.DataFrame:
        """The units whose band would change."""
        return self.found.filter(pl.col("band") != pl.col("trial_band"))


def asked(code: str | None, scheme: Scheme) -> tuple[int, ...]:
    """Return the weights that the address names; those of the scheme where it names none that make sense."""
    own = tuple(round(part.weight) for part in scheme.classes)
    parts = (code or "").split(",")
    if len(parts) != len(own) or not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
        return own
    named = tuple(min(int(part), _WHOLE) for part in parts)
    return named if sum(named) else own


def code(weights: tuple[int, ...]) -> str:
    return ",".join(map(str, weights))


def trial(subject: Subject, weights: tuple[int, ...]) -> Trial:
    """Return the totals with other weights of the classes, brought to 100 in all; of an open year those expected."""
    whole = [weight * _WHOLE / sum(weights) for weight in weights]
    tried = zip(subject.scheme.classes, whole, strict=True)
    parts = tuple(part.model_copy(update={"weight": weight}) for part, weight in tried if weight > 0)
    scheme = subject.scheme.model_copy(update={"classes": parts})
    kept = [part.id for part in parts]
    made = subject.assessment
    mine = pl.col("unit_id").is_in(subject.units)
    items = made.items.filter(mine, pl.col("class_id").is_in(kept))
    beside = (made.quality.filter(mine), made.adjustments.filter(mine))
    totals = score(items, *beside, scheme, made.outlook).totals
    if subject.is_open:
        totals = banded(totals.with_columns(total="projected"), subject.scheme)
    counted = "projected" if subject.is_open else "total"
    told = totals.select("unit_id", trial=counted, trial_band="band")
    known = subject.ranked.select("unit_id", "band", "tie_group", total=counted)
    found = known.join(told, on="unit_id", maintain_order="left")
    return Trial(tuple(whole), found)


def headline(tried: Trial, subject: Subject, voice: Voice) -> str:
    """Return the weights tried and which bands would change, saying that it is a trial."""
    parts = zip(subject.scheme.classes, tried.weights, strict=True)
    weights = [
        voice.t("assessment.trial.weight", name=voice.texts.pick(part.title), weight=voice.texts.number(weight))
        for part, weight in parts
    ]
    moved = [speech.unit(unit, voice) for unit in tried.moved["unit_id"]]
    key = "assessment.trial.title" if moved else "assessment.trial.same"
    return voice.t(key, weights=voice.listing(weights), count=len(moved), units=voice.listing(moved))


def table(tried: Trial, subject: Subject, voice: Voice) -> Table:
    """Return the totals and bands in force beside those of the trial."""
    rows = tuple(_row(item, subject, voice) for item in tried.found.iter_rows(named=True))
    columns = speech.columns("assessment.trial", _COLUMNS, voice, numbers=_NUMBERS, tight=frozenset({"band"}))
    return Table(voice.t("assessment.trial.caption"), columns, rows)


def _row(item: Mapping[str, object], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    total, then = float(str(item["total"])), float(str(item["trial"]))
    now, would = (speech.band(str(item[name]), subject.scheme, voice) for name in ("band", "trial_band"))
    is_moved = item["band"] != item["trial_band"]
    moved = voice.t("assessment.trial.moved", band=would.word) if is_moved else would.word
    return (
        Cell(speech.unit(str(item["unit_id"]), voice)),
        speech.number(total, voice, 2),
        speech.number(then, voice, 2),
        Cell(voice.texts.signed(then - total, 2), then - total),
        Cell(f"{now.shape} {now.word}", now.word, tone=f"st-{now.id}"),
        Cell(f"{would.shape} {moved}", would.word, tone=f"st-{would.id}" if is_moved else "mute"),
    )
