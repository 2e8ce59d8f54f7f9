"""Cases of findings: where they stand, what happened to one, and where it may go."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.report import cells
from analytics.report.integrity import speech
from analytics.report.integrity.findings import PAGE, opens_one
from analytics.report.integrity.listing import state_name
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

_CASES = ("finding", "rule", "amount", "state", "owner", "opened", "told", "note")
_HISTORY = ("told", "state", "owner", "by", "note")
_NUMBERS = frozenset({"amount"})
_TIGHT = frozenset({"state", "owner", "opened", "told"})
_MINOR = frozenset({"rule", "opened", "note"})
OPEN = "open"


def title(cases: pl.DataFrame, voice: Voice) -> str:
    """Return how many cases there are, how many are undone, and what came back, as one sentence."""
    if cases.is_empty():
        return voice.t("integrity.cases.nothing")
    counts = dict(cases.group_by("state").len().iter_rows())
    parts = [
        voice.t("integrity.cases.part", state=state_name(state.id, voice), count=counts[state.id])
        for state in voice.policy.integrity.states
        if state.id in counts
    ]
    return voice.t("integrity.cases.title", count=cases.height, parts=voice.listing(parts))


def states(cases: pl.DataFrame, voice: Voice) -> list[tuple[str, str]]:
    """Return the states, as code and name with the count of cases, after an empty code for all of them."""
    counts = dict(cases.group_by("state").len().iter_rows())
    named = [(known.id, state_name(known.id, voice)) for known in voice.policy.integrity.states]
    every = ("", voice.t("integrity.cases.all", count=cases.height))
    counted = ((code, name, counts.get(code, 0)) for code, name in named)
    return [every, *((code, voice.t("integrity.cases.some", state=name, count=n)) for code, name, n in counted)]


def table(cases: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per case, the last touched first; each opens its finding."""
    rows = tuple(_case(item, voice) for item in cases.iter_rows(named=True))
    shown = speech.columns("integrity.cases", _CASES, voice, numbers=_NUMBERS, minor=_MINOR, tight=_TIGHT)
    return Table(voice.t("integrity.cases.caption", count=cases.height), shown, rows)


def history(events: pl.DataFrame, voice: Voice) -> Table:
    """Return what happened to a case, oldest first."""
    rows = tuple(_event(item, voice) for item in events.iter_rows(named=True))
    shown = speech.columns("integrity.history", _HISTORY, voice, numbers=_NUMBERS, tight=_TIGHT)
    return Table(voice.t("integrity.history.title"), shown, rows)


def moves(state: str | None, voice: Voice) -> dict[str, str]:
    """Return the states a case may be put into, with their names: for no case those of a new one, itself included."""
    now = state or OPEN
    allowed = (now, *voice.policy.integrity.moves[now])
    return {code: state_name(code, voice) for code in dict.fromkeys(allowed)}


def last(events: pl.DataFrame) -> Mapping[str, Any] | None:
    """Return the last event of a case, None where there is none."""
    return events.row(-1, named=True) if events.height else None


def standing(events: pl.DataFrame, voice: Voice) -> str:
    """Return where a case stands, who has it and since when, as one sentence."""
    event = last(events)
    if event is None:
        return voice.t("integrity.case.not_opened")
    return voice.t(
        "integrity.case.standing",
        state=state_name(event["state"], voice),
        owner=speech.owner(event["owner"], voice),
        day=voice.texts.date(event["told_at"].date()),
        by=event["told_by"],
    )


def to_state(state: str) -> Drill:
    return Drill(PAGE, {"view": "cases"} | ({"state": state} if state else {}))


def _case(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    number, fen = item["rule"], item["amount_fen"]
    gone = "" if item["is_found"] else voice.t("integrity.cases.gone")
    return (
        Cell(speech.kind(number, item["kind"], voice) + gone, item["finding_id"], opens_one(item["finding_id"])),
        Cell(speech.rule(voice.policy.integrity[number], voice)),
        speech.amount(fen, None, voice),
        Cell(state_name(item["state"], voice), item["state"]),
        Cell(speech.owner(item["owner"], voice)),
        cells.moment(item["opened_at"]),
        cells.moment(item["told_at"]),
        Cell(item["note"]),
    )


def _event(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    return (
        cells.moment(item["told_at"]),
        Cell(state_name(item["state"], voice)),
        Cell(speech.owner(item["owner"], voice)),
        Cell(item["told_by"]),
        Cell(item["note"]),
    )
