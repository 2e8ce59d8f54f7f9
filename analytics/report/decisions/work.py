"""The work list of a unit: what, who, by when, how far."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.report import amounts, cells
from analytics.report.decisions import speech
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_COLUMNS = ("what", "kind", "who", "due", "far", "state")
_ALL = ("unit", *_COLUMNS)
#: Of decisions by number: title, and how far the number is against the promise.
Told = Mapping[int, tuple[str, str]]
_HEADS = {"far": "decisions.work.far.column"}


def sentence(work: pl.DataFrame, unit: str | None, voice: Voice) -> str:
    """Return how much work a unit has, how much of it is red or missing, or how much there is in all."""
    mine = work if unit is None else work.filter(pl.col("unit_id") == unit)
    bad = mine.filter(pl.col("state").is_in(["behind", "overdue", "missing"])).height
    values = {"count": mine.height, "bad": bad, "units": mine["unit_id"].n_unique()}
    if unit is None:
        return voice.t("decisions.work.title.all", **values)
    return voice.t("decisions.work.title", unit=speech.owner(unit, voice), **values)


def decided(followed: pl.DataFrame, voice: Voice) -> Told:
    """Return what the list says of decisions."""
    return {
        row["number"]: (row["title"], speech.against(row["measure"], row["actual"], row["promised"], voice))
        for row in followed.iter_rows(named=True)
    }


def table(work: pl.DataFrame, unit: str | None, decided: Told, voice: Voice) -> Table:
    """Return the work of one unit, or of all."""
    mine = work if unit is None else work.filter(pl.col("unit_id") == unit)
    names = _ALL if unit is None else _COLUMNS
    columns = tuple(
        Column(
            n,
            voice.t(_HEADS.get(n, f"decisions.work.{n}")),
            is_minor=n in ("kind", "who"),
            is_tight=n in ("due", "state"),
        )
        for n in names
    )
    rows = tuple(_row(item, decided, voice, has_unit=unit is None) for item in mine.iter_rows(named=True))
    return Table(sentence(work, unit, voice), columns, rows)


def document(work: pl.DataFrame, unit: str | None) -> list[dict[str, Any]]:
    """Return the work as plain values."""
    return (work if unit is None else work.filter(pl.col("unit_id") == unit)).to_dicts()


def _row(item: dict[str, Any], decided: Told, voice: Voice, *, has_unit: bool) -> tuple[Cell, ...]:
    what, far, drill = _said(item, decided, voice)
    sign = speech.state(item["state"], voice)
    role = voice.t("decisions.work.lead" if item["is_lead"] else "decisions.work.with")
    others = [speech.owner(unit, voice) for unit in item["others"] or ()]
    who = voice.t("decisions.work.together", role=role, others=voice.listing(others)) if others else role
    shown = (
        Cell(what, drill=drill),
        Cell(voice.t(f"decisions.work.kind.{item['kind']}")),
        Cell(who),
        cells.day(item["due"], voice),
        Cell(far, item["share"]),
        Cell(f"{sign.shape} {sign.word}", tone=f"st-{sign.id}"),
    )
    return (Cell(speech.owner(item["unit_id"], voice)), *shown) if has_unit else shown


def _said(item: dict[str, Any], decided: Told, voice: Voice) -> tuple[str, str, Drill | None]:
    """Return what the work is, how far it is, and the page behind it."""
    kind, _, name = item["ref"].partition(":")
    asked = item["asked"]
    match kind:
        case "target":
            unit = voice.policy.target(name).unit
            far = voice.t("value.dash")
            if item["actual"] is not None and asked:
                ratio = amounts.ratio(voice.texts, unit, item["actual"], asked)
                share = voice.texts.pct(item["share"])
                far = voice.t("decisions.work.far", ratio=ratio, unit=amounts.word(voice.texts, unit), share=share)
            return voice.task(name), far, Drill("indicator", {"ind": name})
        case "milestone":
            return voice.texts.pick(voice.policy.milestone(name).title), voice.t("value.dash"), None
        case "ledger":
            far = voice.t("decisions.work.filings", count=voice.texts.number(asked))
            codes = {"view": "calendar", "unit": item["unit_id"]}
            return voice.ledger(name), far, Drill("intake", codes)
        case "correction":
            title, opens = speech.correction(name, item["unit_id"], voice)
            return title, voice.t("decisions.work.ratio", **speech.ratios(item["actual"], asked, voice)), opens
        case "rows":
            far = voice.t("decisions.work.rows", count=voice.texts.number(asked))
            return voice.t("decisions.work.correct"), far, Drill("intake", {"view": "quarantine", "unit": name})
        case _:
            opens = Drill(speech.PAGE, {speech.DECISION: name})
            title, far = decided.get(int(name), (name, voice.t("value.dash")))
            return title, far, opens
