"""The year as one sentence and one row per unit: bands and tie groups, never positions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.report.assessment import speech
from analytics.report.assessment.subject import OPEN, Subject
from analytics.report.signs import Sign
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

_EXPORT = ("unit", "band", "between", "total", "projected", "base", "factor", "bonus", "deduction", "notes")
_NUMBERS = frozenset({"total", "projected", "base", "factor", "bonus", "deduction"})
#: The bar of points holds what no weighting of classes may exceed.
_WHOLE = 100.0
#: So many runs of equal places are named one by one.
_NAMED = 2
#: Signs behind a name, in the order in which the legend explains them.
_FLAGS = {"is_vetoed": "×", "is_partial": "*", "has_pending": "…", "is_on_edge": "≈"}


@dataclass(frozen=True)
class UnitLine:
    """One unit: its band, between which places it stands, what its total is made of; `opens_tie` begins a tie group.

    `stacks` are the points of the classes after the data-quality factor, `extra` bonus less deduction.
    """

    unit_id: str
    name: str
    band: Sign
    between: str
    low: int | None
    high: int | None
    opens_tie: bool
    stacks: tuple[float, ...]
    extra: float
    total: float
    expected: float | None
    said: str
    notes: tuple[tuple[str, str], ...]
    alt: str
    drill: Drill


@dataclass(frozen=True)
class Overview:
    """All units of a group: their lines, the classes in a bar, its full length and the limits of the bands on it."""

    lines: tuple[UnitLine, ...]
    classes: tuple[str, ...]
    full: float
    limits: tuple[float, ...]
    notes: tuple[str, ...]
    alt: str
    is_open: bool


def headline(subject: Subject, voice: Voice) -> str:
    """Return how many units are in which band, and which places cannot be told apart."""
    told = bands(subject, voice)
    parts = [voice.t("assessment.part", count=count, band=sign.word.lower()) for sign, count in told]
    values = {"year": subject.year, "units": subject.units_word(voice), "parts": voice.listing(parts)}
    day = voice.texts.date(subject.assessment.as_of)
    key = "assessment.title.open" if subject.is_open else "assessment.title"
    return voice.t(key, day=day, **values) + ties(subject, voice)


def standing(subject: Subject, cutoffs: pl.DataFrame, voice: Voice) -> list[str]:
    """Return where the year stands, who said so and when, and how many things wait for a reviewer."""
    stage, waiting = subject.assessment.stage, subject.waiting.height
    if stage == OPEN or cutoffs.is_empty():
        told = [voice.t("assessment.standing.open.told", year=subject.year)]
    else:
        last, cut = cutoffs.row(-1, named=True), cutoffs.filter(pl.col("action") == "cut_off").row(-1, named=True)
        values = {"as_of": voice.texts.date(cut["as_of"]), "cut": voice.texts.date(cut["told_at"].date())}
        values |= {"by": speech.unit_or(last["told_by"], voice), "on": voice.texts.date(last["told_at"].date())}
        scheme = voice.texts.pick(subject.scheme.title)
        told = [voice.t(f"assessment.standing.{stage}.told", scheme=scheme, **values)]
    word = "waiting" if stage == "open" else "unreviewed"
    return told + ([voice.t(f"assessment.standing.{word}", count=waiting)] if waiting else [])


def bands(subject: Subject, voice: Voice) -> list[tuple[Sign, int]]:
    """Return every band with the number of units in it, best first, without the empty ones."""
    counts, scheme = Counter(subject.totals["band"]), subject.scheme
    return [(speech.band(band.id, scheme, voice), counts[band.id]) for band in scheme.bands if counts[band.id]]


def ties(subject: Subject, voice: Voice) -> str:
    """Return which places cannot be told apart; of many such runs how many groups there are, and the widest run."""
    spans, start = list[tuple[int, int]](), 1
    sizes = subject.tie_sizes()
    for size in sizes:
        if size > 1:
            spans.append((start, start + size - 1))
        start += size
    if not spans:
        return ""
    if len(spans) <= _NAMED:
        named = [voice.t("assessment.places", low=low, high=high) for low, high in spans]
        return voice.t("assessment.ties", places=voice.listing(named))
    low, high = max(spans, key=lambda span: span[1] - span[0])
    return voice.t("assessment.ties.many", groups=len(sizes), low=low, high=high)


def overview(subject: Subject, voice: Voice) -> Overview:
    """Return one line per unit: tie groups best first, inside a group in the order of the protocol."""
    last, lines = None, list[UnitLine]()
    for item in subject.ranked.iter_rows(named=True):
        lines.append(_line(item, item["tie_group"] != last, subject, voice))
        last = item["tie_group"]
    used = [flag for flag in _flags(subject) if subject.ranked[flag].any()]
    flags = [voice.t("assessment.flag", sign=_FLAGS[flag], said=voice.t(f"assessment.note.{flag}")) for flag in used]
    return Overview(
        lines=tuple(lines),
        classes=tuple(voice.texts.pick(group.title) for group in subject.scheme.classes),
        full=max([_WHOLE, *(sum(line.stacks) + max(line.extra, 0) for line in lines)]),
        limits=tuple(band.start for band in subject.scheme.bands if band.start > 0),
        notes=(
            voice.t("assessment.legend.tie"),
            voice.t("assessment.legend.bands"),
            *([voice.t("assessment.legend.expected")] if subject.is_open else []),
            *flags,
        ),
        alt=headline(subject, voice),
        is_open=subject.is_open,
    )


def table(subject: Subject, voice: Voice) -> Table:
    """Return the totals as exported: one row per unit."""
    rows = tuple(_row(item, subject, voice) for item in subject.ranked.iter_rows(named=True))
    columns = speech.columns("assessment.totals", _EXPORT, voice, numbers=_NUMBERS)
    return Table(headline(subject, voice), columns, rows)


def _line(item: Mapping[str, Any], opens: bool, subject: Subject, voice: Voice) -> UnitLine:
    unit, sign = item["unit_id"], speech.band(item["band"], subject.scheme, voice)
    name, between = speech.unit(unit, voice), speech.between(item["rank_low"], item["rank_high"], voice)
    said = speech.points(item["total"], voice)
    if subject.is_open:
        said = voice.t("assessment.toward", now=said, then=speech.points(item["projected"], voice))
    notes = tuple((sign, voice.t(f"assessment.note.{flag}")) for flag, sign in _flags(subject).items() if item[flag])
    alt = voice.t("assessment.line.alt", unit=name, band=sign.word, between=between, total=said)
    return UnitLine(
        unit_id=unit,
        name=name,
        band=sign,
        between=between,
        low=item["rank_low"],
        high=item["rank_high"],
        opens_tie=opens,
        stacks=_stacks(unit, item["factor"], subject),
        extra=item["bonus"] - item["deduction"],
        total=item["total"],
        expected=item["projected"] if subject.is_open else None,
        said=said,
        notes=notes,
        alt=alt,
        drill=subject.opens("unit", b=unit),
    )


def _flags(subject: Subject) -> dict[str, str]:
    """Return the signs that tell units apart: in an open year something waits everywhere."""
    return {flag: sign for flag, sign in _FLAGS.items() if not (subject.is_open and flag == "has_pending")}


def _stacks(unit: str, factor: float, subject: Subject) -> tuple[float, ...]:
    """Return the points of each class of the scheme; a class that does not apply has none."""
    mine = dict(subject.of_unit(subject.classes, unit).select("class_id", "points").iter_rows())
    return tuple((mine.get(group.id) or 0.0) * factor for group in subject.scheme.classes)


def _row(item: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    sign = speech.band(item["band"], subject.scheme, voice)
    notes = voice.listing([voice.t(f"assessment.note.{flag}") for flag in _FLAGS if item[flag]])
    numbers = (speech.number(item[name], voice, digits) for name, digits in _DIGITS.items())
    return (
        Cell(speech.unit(item["unit_id"], voice), drill=subject.opens("unit", b=item["unit_id"])),
        Cell(sign.word, tone=f"st-{sign.id}"),
        Cell(speech.between(item["rank_low"], item["rank_high"], voice)),
        *numbers,
        Cell(notes),
    )


_DIGITS = {"total": 2, "projected": 2, "base": 2, "factor": 3, "bonus": 2, "deduction": 2}
