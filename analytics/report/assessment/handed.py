"""What people told about a year: entries with their reviews, what waits for whom, quotas, the cut-off."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from analytics.assessment.outcomes import NOMINATION
from analytics.assessment.reviewed import Panel
from analytics.policy.schemes import Scheme
from analytics.report import cells
from analytics.report.assessment import sources, speech
from analytics.report.assessment.subject import Subject
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

_WITHDRAWN = "withdrawn"
_ENTRIES = ("number", "unit", "kind", "item", "name", "files", "reviews", "median", "state", "by", "at")
_PENDING = ("unit", "item", "waits", "missing")
_REVIEWS = ("at", "about", "reviewer", "reviewer_unit", "score", "note", "by")
_QUOTAS = ("at", "unit", "item", "value", "approved", "source", "by")
_CUTOFFS = ("at", "action", "as_of", "known_at", "version", "digest", "by")
_HISTORY = ("at", "state", "note", "by")
#: So many signs of a digest are shown.
_DIGEST = 12


def title(subject: Subject, entries: pl.DataFrame, voice: Voice) -> str:
    """Return how many entries were handed in and how many scores are still to come, as one sentence."""
    stands = entries.filter(pl.col("state") != _WITHDRAWN, pl.col("unit_id").is_in(subject.units))
    waiting = subject.waiting
    return voice.t(
        "assessment.reviews.title",
        year=subject.year,
        entries=stands.height,
        waiting=waiting.height,
        missing=int(waiting["missing"].sum() or 0),
        stage=voice.t(f"assessment.stage.{subject.assessment.stage}"),
    )


def entries(subject: Subject, told: pl.DataFrame, reviews: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per entry of the group; each opens its card."""
    mine = told.filter(pl.col("unit_id").is_in(subject.units)).sort("number", descending=True)
    panel = _panel(reviews, subject.scheme, voice)
    rows = tuple(_entry(item, panel, subject, voice) for item in mine.iter_rows(named=True))
    columns = speech.columns(
        "assessment.entries",
        _ENTRIES,
        voice,
        numbers=frozenset({"number", "median", "files"}),
        minor=frozenset({"kind", "files", "at", "by"}),
        tight=frozenset({"state", "at"}),
    )
    return Table(voice.t("assessment.entries.title", count=mine.height), columns, rows)


def pending(subject: Subject, voice: Voice) -> Table:
    """Return what was handed in and waits for reviewers; each opens the form of its review."""
    mine = subject.waiting
    rows = tuple(_pending(item, subject, voice) for item in mine.iter_rows(named=True))
    columns = speech.columns("assessment.pending", _PENDING, voice, numbers=frozenset({"missing"}))
    return Table(voice.t("assessment.pending.title", count=mine.height), columns, rows)


def reviews(told: pl.DataFrame, entries: pl.DataFrame, scheme: Scheme, voice: Voice, about: str | None = None) -> Table:
    """Return every score that was given, the last first; of one thing only where `about` names it.

    Those of a unit's own people are muted and say that they do not count. entries: whose the entries are.
    """
    mine = told.filter(pl.col("about") == about) if about else told
    owners = {f"entry:{number}": unit for number, unit in entries.select("number", "unit_id").iter_rows()}
    panel = _panel(told, scheme, voice)
    rows = tuple(_review(item, owners, panel, voice) for item in mine.reverse().iter_rows(named=True))
    columns = speech.columns(
        "assessment.given",
        _REVIEWS,
        voice,
        numbers=frozenset({"score"}),
        minor=frozenset({"reviewer_unit", "by"}),
        tight=frozenset({"at"}),
    )
    return Table(voice.t("assessment.given.title", count=mine.height), columns, rows)


def history(told: pl.DataFrame, voice: Voice) -> Table:
    """Return what happened to one entry, oldest first."""
    rows = tuple(
        (
            cells.moment(item["told_at"]),
            Cell(voice.t(f"assessment.entry.{item['state']}"), item["state"]),
            Cell(item["note"] or ""),
            Cell(speech.unit_or(item["told_by"], voice)),
        )
        for item in told.iter_rows(named=True)
    )
    columns = speech.columns("assessment.history", _HISTORY, voice, tight=frozenset({"at", "state"}))
    return Table(voice.t("assessment.history.title"), columns, rows)


def quotas(subject: Subject, told: pl.DataFrame, voice: Voice) -> Table:
    """Return every quota that was set for a unit of the group, the last first."""
    mine = told.filter(pl.col("unit_id").is_in(subject.units)).reverse()
    rows = tuple(
        (
            cells.moment(item["told_at"]),
            Cell(speech.unit(item["unit_id"], voice)),
            Cell(speech.item_named(item["item_id"], subject.scheme, voice)),
            sources.amount(item["value"], item["item_id"], subject.scheme, voice),
            Cell(voice.t("assessment.yes" if item["is_approved"] else "assessment.no")),
            Cell(item["source"] or ""),
            Cell(speech.unit_or(item["told_by"], voice)),
        )
        for item in mine.iter_rows(named=True)
    )
    columns = speech.columns(
        "assessment.quotas", _QUOTAS, voice, numbers=frozenset({"value"}), tight=frozenset({"at"}),
        minor=frozenset({"at", "source"}),
    )  # fmt: skip
    day = voice.texts.date(subject.scheme.quotas.last_day(subject.year))
    return Table(voice.t("assessment.quotas.title", count=mine.height, day=day), columns, rows)


def cutoffs(told: pl.DataFrame, voice: Voice) -> Table:
    """Return what happened to the year, oldest first."""
    rows = tuple(
        (
            cells.moment(item["told_at"]),
            Cell(voice.t(f"assessment.action.{item['action']}"), item["action"]),
            Cell(voice.texts.date(item["as_of"]) if item["as_of"] else "", item["as_of"]),
            cells.moment(item["known_at"]) if item["known_at"] else Cell(""),
            Cell(str(item["version"] or ""), item["version"]),
            Cell((item["scheme_digest"] or "")[:_DIGEST], item["scheme_digest"]),
            Cell(speech.unit_or(item["told_by"], voice)),
        )
        for item in told.iter_rows(named=True)
    )
    columns = speech.columns(
        "assessment.cutoffs", _CUTOFFS, voice, numbers=frozenset({"version"}),
        minor=frozenset({"version", "digest"}), tight=frozenset({"at", "as_of", "known_at"}),
    )  # fmt: skip
    return Table(voice.t("assessment.cutoffs.title"), columns, rows)


def card(
    item: Mapping[str, Any], reviews: pl.DataFrame, subject: Subject, voice: Voice
) -> tuple[tuple[str, Cell], ...]:
    """Return what an entry says, name by name; `item` is a row of ENTRIES."""
    panel = _panel(reviews, subject.scheme, voice)
    values = dict(zip((str(name) for name in _ENTRIES), _entry(item, panel, subject, voice), strict=True))
    shown = [name for name in _ENTRIES if name not in ("number", "name", "files")]
    said = [(voice.t(f"assessment.entries.{name}"), values[name]) for name in shown]
    if item["kind"] == NOMINATION:
        said.insert(1, (voice.t("assessment.honours.person"), Cell(item["person"] or "")))
    return (*said, (voice.t("assessment.history.note"), Cell(item["note"] or voice.t("value.dash"))))


def files(item: Mapping[str, Any]) -> list[str]:
    """Return the hashes of the files of an entry or an appeal."""
    return str(item["evidence"] or "").split()


def about_name(about: str, scheme: Scheme, voice: Voice) -> str:
    """Return what a review is about, in words."""
    kind, _, code = about.partition(":")
    if kind == "entry":
        return voice.t("assessment.ref.entry", code=code)
    if kind == "milestone":
        named = {milestone.id: milestone.title for milestone in voice.policy.milestones}
        return voice.texts.pick(named[code]) if code in named else code
    unit, _, item = code.partition(":")
    return voice.t("assessment.about", unit=speech.unit(unit, voice), item=speech.item_named(item, scheme, voice))


def _panel(reviews: pl.DataFrame, scheme: Scheme, voice: Voice) -> Panel:
    """Return who counts, by the same rule as for the points."""
    return Panel(reviews, scheme, units={one.id for one in (*voice.policy.units, *voice.policy.towns)})


def _entry(item: Mapping[str, Any], panel: Panel, subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    score = panel.score(f"entry:{item['number']}", item["unit_id"])
    needed, count = panel.needed, len(files(item))
    is_gone = item["state"] == _WITHDRAWN
    return (
        Cell(str(item["number"]), item["number"]),
        Cell(speech.unit(item["unit_id"], voice)),
        Cell(voice.t(f"assessment.kind.{item['kind']}"), item["kind"]),
        Cell(speech.item_named(None if item["kind"] == NOMINATION else item["item_id"], subject.scheme, voice)),
        Cell(item["title"], drill=subject.opens("reviews", entry=str(item["number"]))),
        Cell(str(count), count),
        Cell(voice.t("assessment.of", given=score.given, needed=needed), tone="" if score.given >= needed else "warn"),
        speech.number(score.median, voice, 1),
        Cell(voice.t(f"assessment.entry.{item['state']}"), item["state"], tone="mute" if is_gone else ""),
        Cell(speech.unit_or(item["told_by"], voice)),
        cells.moment(item["told_at"]),
    )


def _pending(item: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    about = item["about"]
    kind, _, code = about.partition(":")
    opens = subject.opens("reviews", **({"entry": code} if kind == "entry" else {"about": about}))
    return (
        Cell(speech.unit(item["unit_id"], voice)),
        Cell(speech.item_named(item["item_id"], subject.scheme, voice)),
        Cell(about_name(about, subject.scheme, voice), about, opens),
        Cell(str(item["missing"]), item["missing"]),
    )


def _review(item: Mapping[str, Any], owners: Mapping[str, str], panel: Panel, voice: Voice) -> tuple[Cell, ...]:
    about, of = item["about"], speech.unit_or(item["reviewer_unit"], voice)
    owner = owners.get(about, about.split(":")[1])
    is_idle = not panel.is_counting(item["reviewer_unit"], owner)
    tone = "mute" if is_idle else ""
    return (
        cells.moment(item["told_at"]),
        Cell(about_name(about, panel.scheme, voice), about, tone=tone),
        Cell(speech.unit_or(item["reviewer"], voice), tone=tone),
        Cell(voice.t("assessment.given.idle", unit=of) if is_idle else of, tone=tone),
        replace(speech.number(item["score"], voice, 1), tone=tone),
        Cell(item["note"] or "", tone=tone),
        Cell(speech.unit_or(item["told_by"], voice)),
    )
