"""What is worth a look: patterns beside what is usual, each with the records behind. Prompts, never findings."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.report.assessment import speech
from analytics.report.assessment.subject import Subject
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

_COLUMNS = ("unit", "watch", "item", "about", "value", "usual", "opens")
_NUMBERS = frozenset({"value", "usual", "opens"})
#: Patterns that are told as counts or factors; the others are shares.
_COUNTS = frozenset({"self_review", "lowered_quota", "reused_evidence"})


def headline(found: pl.DataFrame, voice: Voice) -> str:
    """Return how many patterns of how many units are worth a look, as one sentence."""
    prompts = found.filter("is_prompt")
    if prompts.is_empty():
        return voice.t("assessment.watch.none")
    return voice.t("assessment.watch.title", count=prompts.height, units=prompts["unit_id"].n_unique())


def table(found: pl.DataFrame, subject: Subject, voice: Voice) -> Table:
    """Return one row per prompt, with what is usual beside and the records behind."""
    return _table("assessment.watch.caption", found.filter("is_prompt"), subject, voice)


def usual(found: pl.DataFrame, subject: Subject, voice: Voice) -> Table:
    """Return what was looked at and gave no reason to look."""
    return _table("assessment.watch.usual", found.filter(~pl.col("is_prompt")), subject, voice)


def one(found: pl.DataFrame, unit: str | None, pattern: str | None, item: str | None) -> Mapping[str, Any] | None:
    """Return the pattern that the codes of an address name."""
    if not unit or not pattern:
        return None
    asked = found.filter(pl.col("unit_id") == unit, pl.col("watch") == pattern)
    rows = asked.filter(pl.col("item_id") == item) if item else asked
    return rows.row(0, named=True) if rows.height else None


def sentence(item: Mapping[str, Any], subject: Subject, voice: Voice) -> str:
    """Return what a pattern is, of whom, and on how many records it rests."""
    about = speech.item_named(item["item_id"], subject.scheme, voice)
    said = {name: _amount(item[name], item["watch"], voice).text for name in ("value", "usual")}
    return voice.t(
        "assessment.watch.one",
        unit=speech.unit(item["unit_id"], voice),
        pattern=voice.t(f"assessment.watch.{item['watch']}"),
        item=about,
        count=voice.texts.number(len(item["refs"])),
        **said,
    )


def _table(caption: str, rows: pl.DataFrame, subject: Subject, voice: Voice) -> Table:
    made = tuple(_row(item, subject, voice) for item in rows.iter_rows(named=True))
    columns = speech.columns("assessment.watched", _COLUMNS, voice, numbers=_NUMBERS)
    return Table(voice.t(caption, count=rows.height), columns, made)


def _row(item: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    unit, scored = item["unit_id"], item["item_id"]
    refs = item["refs"]
    opens = subject.opens("evidence", b=unit, **({"item": scored} if scored else {}))
    count = len(refs) if refs is not None else 0
    codes = {"b": unit, "pattern": item["watch"]} | ({"item": scored} if scored else {})
    return (
        Cell(speech.unit(unit, voice), drill=subject.opens("evidence", b=unit)),
        Cell(voice.t(f"assessment.watch.{item['watch']}"), item["watch"]),
        Cell(speech.item_named(scored, subject.scheme, voice), scored, opens),
        Cell(speech.unit_or(item["about"], voice)),
        _amount(item["value"], item["watch"], voice),
        _amount(item["usual"], item["watch"], voice),
        Cell(voice.texts.number(count), count, subject.opens("watch", **codes)),
    )


def _amount(value: float | None, watch: str, voice: Voice) -> Cell:
    if value is None:
        return Cell(voice.t("value.dash"))
    return speech.number(value, voice, 0) if watch in _COUNTS else speech.share(value, voice)
