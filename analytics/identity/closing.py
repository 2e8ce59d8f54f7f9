"""A year that is cut off: the pair it is frozen at, its confirmation, and the appeals against its points.

Appeals speak for the cut-off they were filed against: where a year is opened again, the records themselves are put
right, and units may appeal anew.
"""

import math
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import polars as pl

from analytics import house
from analytics.identity import chronicle
from analytics.identity.assessments import APPEALS, CUTOFFS, TABLES, next_number, stage
from analytics.identity.errors import (
    AppealAnswered,
    AppealExists,
    AppealGranted,
    AppealLate,
    AppealsOpen,
    AppealUnknown,
    AskedMissing,
    CutOffMissing,
    CutOffRefused,
    GrantRefused,
    YearConfirmed,
    YearCutOff,
)
from analytics.identity.vault import Vault

FILED = "filed"
GRANTED = ("upheld", "partly")
Answer = Literal["upheld", "partly", "dismissed", "withdrawn"]


@dataclass(frozen=True)
class CutOff:
    """The pair that a year is frozen at, the version of the store then, and the digest of the year's scheme.

    result: the sha256 of the archived file that the result of then is kept in, empty where none was kept.
    """

    year: int
    as_of: date
    known_at: datetime
    version: int
    scheme_digest: str
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class Frozen(CutOff):
    """A cut-off in force; `cut_at`: when it was made."""

    stage: Literal["cut_off", "final"]
    cut_at: datetime


@dataclass(frozen=True)
class Appeal:
    """What a unit objects to: `asked` is how much more of the item it says it did (less, where less is better)."""

    year: int
    unit_id: str
    item_id: str
    asked: float
    reason: str
    evidence: Sequence[str] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of an appeal, with the points of the item before and after it; `granted` of what was asked."""

    state: Answer
    answer: str
    granted: float
    points_before: float | None = None
    points_after: float | None = None


def need_over(made: CutOff, at: datetime) -> None:
    """Raise CutOffRefused for a cut-off whose day is not one of its year that is past."""
    if made.as_of.year != made.year or made.known_at.date() < made.as_of or made.known_at > at:
        raise CutOffRefused(year=made.year, as_of=made.as_of)


def cut_off(vault: Vault, made: CutOff, *, by: str, at: datetime) -> None:
    """Freeze a year; raises YearCutOff for one that is, CutOffRefused for a pair that is not after it, TextMissing."""
    need_over(made, at)
    with chronicle.writing(vault, TABLES) as connection:
        if stage(_past(connection, made.year)) != "open":
            raise YearCutOff(year=made.year)
        _mark(connection, {**asdict(made), "note": ""}, "cut_off", by, at)


def confirm(vault: Vault, year: int, *, by: str, at: datetime) -> None:
    """Make the result of a year final; raises CutOffMissing, YearConfirmed, AppealsOpen and TextMissing.

    Who may still appeal keeps the right to: what is upheld later counts.
    """
    with chronicle.writing(vault, TABLES) as connection:
        past = _past(connection, year)
        _need_cut_off(past, year)
        if stage(past) == "final":
            raise YearConfirmed(year=year)
        waiting = standing(_appeals(connection, year), _since(past)).filter(pl.col("state") == FILED)
        if len(waiting):
            raise AppealsOpen(year=year, count=len(waiting))
        _mark(connection, past.row(-1, named=True), "confirmed", by, at)


def reopen(vault: Vault, year: int, *, note: str, by: str, at: datetime) -> None:
    """Open a year again, also one that was confirmed; its cut-off stays in the history, and the note says why.

    Raises CutOffMissing and TextMissing.
    """
    chronicle.need_text(note=note)
    with chronicle.writing(vault, TABLES) as connection:
        past = _past(connection, year)
        _need_cut_off(past, year)
        _mark(connection, {**past.row(-1, named=True), "note": note}, "reopened", by, at)


def appeal(vault: Vault, filed: Appeal, *, days: int, points: float | None, by: str, at: datetime) -> int:
    """Keep an appeal and return its number; `days` after the cut-off it is too late, `points` are those of the item.

    A granted one is final, one that was dismissed or withdrawn may be filed anew.
    Raises CutOffMissing, AppealLate, AppealExists, AppealGranted, AskedMissing and TextMissing.
    """
    chronicle.need_text(reason=filed.reason)
    if not filed.asked or not math.isfinite(filed.asked):
        raise AskedMissing
    with chronicle.writing(vault, TABLES) as connection:
        past = _past(connection, filed.year)
        _need_cut_off(past, filed.year)
        until = _since(past).date() + timedelta(days=days)
        if at.date() > until:
            raise AppealLate(year=filed.year, until=until)
        mine = (pl.col("unit_id") == filed.unit_id) & (pl.col("item_id") == filed.item_id)
        told = _appeals(connection, None)
        for number, state in standing(told, _since(past)).filter(mine).select("number", "state").iter_rows():
            if state == FILED:
                raise AppealExists(number=number)
            if state in GRANTED:
                raise AppealGranted(number=number)
        unanswered = {"granted": None, "answer": "", "points_before": points, "points_after": None}
        kept = {**asdict(filed), "evidence": " ".join(filed.evidence), "number": next_number(told), **unanswered}
        chronicle.add(connection, "vault/add_assessment_appeal", {**kept, "state": FILED}, by, at)
        return kept["number"]


def answer(vault: Vault, number: int, outcome: Outcome, *, by: str, at: datetime) -> None:
    """Keep what became of an appeal: upheld grants what was asked, partly a part of it, the others nothing.

    Raises AppealUnknown, AppealAnswered, CutOffMissing, GrantRefused and TextMissing.
    """
    with chronicle.writing(vault, TABLES) as connection:
        past = _appeals(connection, None).filter(pl.col("number") == number)
        if past.is_empty():
            raise AppealUnknown(number=number)
        now = past.row(-1, named=True)
        if now["state"] != FILED:
            raise AppealAnswered(number=number)
        year = _past(connection, now["year"])
        _need_cut_off(year, now["year"])
        if past["told_at"][0] < _since(year):
            raise AppealAnswered(number=number)
        _fitting(outcome, now["asked"])
        chronicle.add(connection, "vault/add_assessment_appeal", {**now, **asdict(outcome)}, by, at)


def frozen(told: pl.DataFrame) -> Frozen | None:
    """Return the cut-off in force after what happened to a year (CUTOFFS), None while it is open."""
    now = stage(told)
    if now == "open":
        return None
    kept = told.select("year", "as_of", "known_at", "version", "scheme_digest", "result").row(-1, named=True)
    return Frozen(**kept, stage=now, cut_at=_since(told))


def appeals(vault: Vault, year: int | None = None, *, known_at: datetime | None = None) -> pl.DataFrame:
    """Return every appeal as it stands, by APPEALS."""
    return standing(appeal_history(vault, year, known_at=known_at))


def appeal_history(vault: Vault, year: int | None = None, *, known_at: datetime | None = None) -> pl.DataFrame:
    """Return what happened to appeals, oldest first, by APPEALS."""
    told = "vault/assessment_appeals"
    return chronicle.history(vault, "assessment_appeal", told, APPEALS, known_at=known_at, year=year)


def standing(told: pl.DataFrame, since: datetime | None = None) -> pl.DataFrame:
    """Return the appeals of a history as they stand, of those filed since a cut-off."""
    filed_at = pl.col("told_at").first().over("number")
    kept = told if since is None else told.filter(filed_at >= since)
    return kept.unique("number", keep="last").sort("number")


def _fitting(outcome: Outcome, asked: float) -> None:
    chronicle.need_text(answer=outcome.answer)
    share = outcome.granted / asked
    fits = {"upheld": share == 1, "partly": 0 < share < 1}.get(outcome.state, share == 0)
    if not fits:
        raise GrantRefused(granted=f"{outcome.granted:g}", asked=f"{asked:g}")


def _need_cut_off(past: pl.DataFrame, year: int) -> None:
    if stage(past) == "open":
        raise CutOffMissing(year=year)


def _since(past: pl.DataFrame) -> datetime:
    return past.filter(pl.col("action") == "cut_off")["told_at"][-1]


def _past(connection: sqlite3.Connection, year: int) -> pl.DataFrame:
    return chronicle.events(connection, "vault/assessment_cutoffs", {"year": year}, CUTOFFS)


def _appeals(connection: sqlite3.Connection, year: int | None) -> pl.DataFrame:
    return chronicle.events(connection, "vault/assessment_appeals", {"year": year}, APPEALS)


def _mark(connection: sqlite3.Connection, kept: dict[str, Any], action: str, by: str, at: datetime) -> None:
    pair = {"as_of": kept["as_of"].isoformat(), "known_at": kept["known_at"].isoformat(sep=" ")}
    chronicle.add(connection, "vault/add_assessment_cutoff", {**kept, **pair, "action": action}, by, at)
    connection.execute(house.sql("vault/add_assessment_cutoff_detail"), kept)
