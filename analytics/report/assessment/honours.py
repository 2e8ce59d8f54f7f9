"""What follows from a year: candidates for honours, and the list for correction, each with its evidence."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.assessment import outcomes
from analytics.assessment.outcomes import CANDIDATE, TIED
from analytics.report.assessment import sources, speech
from analytics.report.assessment.subject import Subject
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

_COLLECTIVES = ("unit", "standing", "band", "total", "sources")
_PERSONS = ("number", "unit", "person", "name", "note", "files", "standing")
_CORRECTIONS = ("unit", "what", "why", "actual", "quota", "ratio", "lost", "deadline", "sources")
_NUMBERS = frozenset({"total", "sources", "number", "files", "actual", "quota", "ratio", "lost"})


def collectives(subject: Subject) -> pl.DataFrame:
    found = outcomes.collectives(subject.ends.totals, subject.robust.units, _evidence(subject), subject.scheme)
    return found.sort("tie_group", nulls_last=True, maintain_order=True)


def persons(subject: Subject, entries: pl.DataFrame) -> pl.DataFrame:
    return outcomes.persons(entries, subject.totals, subject.scheme)


def corrections(subject: Subject) -> pl.DataFrame:
    cut_on = None if subject.is_open else subject.assessment.known_at and subject.assessment.known_at.date()
    points, totals = subject.ends
    return outcomes.corrections(totals, points, _evidence(subject), subject.scheme, cut_on, ties=subject.robust.units)


def headline(honoured: pl.DataFrame, called: pl.DataFrame, subject: Subject, voice: Voice) -> str:
    """Return how many may be honoured, and how many have to correct by when, as one sentence."""
    deadlines = called["deadline"].drop_nulls().to_list()
    values = {
        "year": subject.year,
        "clear": _clear(honoured, voice),
        "units": called["unit_id"].n_unique(),
        "items": called.height,
    }
    told = voice.t("assessment.outcomes.title", **values)
    if subject.is_open:
        return voice.t("assessment.outcomes.open", told=told)
    return voice.t("assessment.outcomes.by", told=told, day=voice.texts.date(max(deadlines))) if deadlines else told


def _clear(honoured: pl.DataFrame, voice: Voice) -> str:
    """Return how many candidates there are, and how many places the meeting has to fill among equals."""
    clear = honoured.filter(pl.col("standing") == CANDIDATE).height
    if honoured.filter(pl.col("standing") == TIED).height:
        return voice.t("assessment.outcomes.clear.tied", count=clear, left=int(honoured["places"][0]) - clear)
    return voice.t("assessment.outcomes.clear" if clear else "assessment.outcomes.clear.none", count=clear)


def rule(honoured: pl.DataFrame, subject: Subject, voice: Voice) -> str:
    """Return how many places there are, and who chooses where they end among equals."""
    scheme = subject.scheme.honours
    bands = voice.listing([speech.band(band, subject.scheme, voice).word.lower() for band in scheme.bands])
    places = outcomes.places(subject.scheme, len(subject.units))
    told = voice.t("assessment.outcomes.rule", bands=bands, share=voice.texts.pct(scheme.share_max), places=places)
    tied = honoured.filter(pl.col("standing") == TIED).height
    left = places - honoured.filter(pl.col("standing") == CANDIDATE).height
    return told + (voice.t("assessment.outcomes.tied", left=left, tied=tied) if tied else "")


def collectives_table(found: pl.DataFrame, subject: Subject, voice: Voice) -> Table:
    rows = tuple(_collective(item, subject, voice) for item in found.iter_rows(named=True))
    columns = speech.columns("assessment.honours", _COLLECTIVES, voice, numbers=_NUMBERS)
    return Table(voice.t("assessment.honours.title", count=found.height), columns, rows)


def persons_table(found: pl.DataFrame, subject: Subject, voice: Voice) -> Table:
    rows = tuple(_person(item, subject, voice) for item in found.iter_rows(named=True))
    columns = speech.columns("assessment.honours", _PERSONS, voice, numbers=_NUMBERS, minor=frozenset({"note"}))
    most = subject.scheme.honours.persons
    return Table(voice.t("assessment.persons.title", count=found.height, most=most), columns, rows)


def corrections_table(found: pl.DataFrame, subject: Subject, voice: Voice) -> Table:
    rows = tuple(_correction(item, subject, voice) for item in found.iter_rows(named=True))
    columns = speech.columns(
        "assessment.corrections", _CORRECTIONS, voice, numbers=_NUMBERS,
        minor=frozenset({"actual", "quota", "sources"}), tight=frozenset({"deadline"}),
    )  # fmt: skip
    limit = voice.texts.pct(subject.scheme.correction.item_ratio)
    return Table(voice.t("assessment.corrections.title", count=found.height, limit=limit), columns, rows)


def _evidence(subject: Subject) -> pl.DataFrame:
    return subject.assessment.evidence.filter(pl.col("unit_id").is_in(subject.units))


def _collective(item: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    unit, sign = item["unit_id"], speech.band(item["band"], subject.scheme, voice)
    opens = subject.opens("evidence", b=unit)
    tone = {CANDIDATE: "good", TIED: "warn"}.get(item["standing"], "mute")
    return (
        Cell(speech.unit(unit, voice), drill=opens),
        Cell(voice.t(f"assessment.standing.{item['standing']}"), item["standing"], tone=tone),
        Cell(f"{sign.shape} {sign.word}", item["band"], tone=f"st-{sign.id}"),
        speech.number(item["total"], voice, 2),
        Cell(voice.texts.number(item["sources"]), item["sources"], opens),
    )


def _person(item: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    opens = subject.opens("reviews", entry=str(item["number"]))
    count = len((item["evidence"] or "").split())
    tone = "good" if item["standing"] == CANDIDATE else "warn"
    return (
        Cell(str(item["number"]), item["number"], opens),
        Cell(speech.unit(item["unit_id"], voice), drill=subject.opens("evidence", b=item["unit_id"])),
        Cell(item["person"] or ""),
        Cell(item["title"], drill=opens),
        Cell(item["note"] or ""),
        Cell(str(count), count),
        Cell(voice.t(f"assessment.standing.{item['standing']}"), item["standing"], tone=tone),
    )


def _correction(item: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    unit, scored = item["unit_id"], item["item_id"]
    why = TIED if item["standing"] == TIED else item["why"]
    opens = subject.opens("evidence", b=unit, **({"item": scored} if scored else {}))
    dash = Cell(voice.t("value.dash"))
    what = speech.item(scored, subject.scheme, voice) if scored else voice.t("assessment.corrections.whole")
    return (
        Cell(speech.unit(unit, voice), drill=subject.opens("evidence", b=unit)),
        Cell(what, scored, opens),
        Cell(voice.t(f"assessment.why.{why}"), why, tone="warn" if why == TIED else ""),
        sources.amount(item["actual"], scored, subject.scheme, voice) if scored else dash,
        sources.amount(item["quota"], scored, subject.scheme, voice) if scored else dash,
        speech.share(item["ratio"], voice),
        speech.number(item["lost"], voice, 2),
        Cell(voice.texts.date(item["deadline"]), item["deadline"]) if item["deadline"] else dash,
        Cell(voice.texts.number(item["sources"]), item["sources"], opens),
    )
