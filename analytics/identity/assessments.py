"""What people tell about a year's assessment: what is handed in, reviewed, set, cut off and appealed; by whom, when.

A year that is cut off takes none of it any more, see identity.closing. Who is nominated may be in no ledger, so the
name is kept itself, sealed like those of the ledgers.
"""

import math
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

import polars as pl

from analytics import house
from analytics.identity import chronicle
from analytics.identity.errors import EntryUnknown, QuotaRefused, ScoreRefused, YearCutOff
from analytics.identity.masking import mask_name
from analytics.identity.vault import Vault, has_table

TABLES = "vault/assessments"
Kind = Literal["innovation", "bonus", "deduction", "veto", "nomination"]
Stage = Literal["open", "cut_off", "final"]
SUBMITTED, WITHDRAWN = "submitted", "withdrawn"
_NAMES = "nomination"
_ENTRY = "entry:"
#: The full score of an entry, and of everything else that is reviewed.
ENTRY_SCORE, SHARE = 5.0, 1.0
_STAGES: dict[str, Stage] = {"cut_off": "cut_off", "confirmed": "final", "reopened": "open"}

#: One row per thing that happened to an entry; `person` (nominations) is masked unless it is asked for.
ENTRIES = pl.Schema(
    {
        "number": pl.Int64,
        "year": pl.Int64,
        "kind": pl.String,
        "unit_id": pl.String,
        "item_id": pl.String,
        "title": pl.String,
        "note": pl.String,
        "person": pl.String,
        "evidence": pl.String,
        "state": pl.String,
        **chronicle.TOLD,
    }
)
#: One row per score a reviewer gave; the latest of a reviewer on one thing speaks.
REVIEWS = pl.Schema(
    {
        "year": pl.Int64,
        "about": pl.String,
        "reviewer": pl.String,
        "reviewer_unit": pl.String,
        "score": pl.Float64,
        "note": pl.String,
        **chronicle.TOLD,
    }
)
#: One row per time a quota was set; which one counts is the scheme's to say.
QUOTAS = pl.Schema(
    {
        "year": pl.Int64,
        "unit_id": pl.String,
        "item_id": pl.String,
        "value": pl.Float64,
        "is_approved": pl.Boolean,
        "source": pl.String,
        **chronicle.TOLD,
    }
)
#: One row per thing that happened to a year: cut off, confirmed, reopened. result: the sha256 of the archived file that
#: the result is kept in, empty where an earlier release kept none; note: why it was reopened.
CUTOFFS = pl.Schema(
    {
        "year": pl.Int64,
        "action": pl.String,
        "as_of": pl.Date,
        "known_at": pl.Datetime("us"),
        "version": pl.Int64,
        "scheme_digest": pl.String,
        "result": pl.String,
        "note": pl.String,
        **chronicle.TOLD,
    }
)
#: One row per thing that happened to an appeal; the points are those of the item, before and after the outcome.
APPEALS = pl.Schema(
    {
        "number": pl.Int64,
        "year": pl.Int64,
        "unit_id": pl.String,
        "item_id": pl.String,
        "state": pl.String,
        "asked": pl.Float64,
        "granted": pl.Float64,
        "reason": pl.String,
        "answer": pl.String,
        "evidence": pl.String,
        "points_before": pl.Float64,
        "points_after": pl.Float64,
        **chronicle.TOLD,
    }
)


@dataclass(frozen=True)
class Entry:
    """Something that is handed in: `person` is who is nominated, `evidence` the sha256 of archived files."""

    year: int
    kind: Kind
    unit_id: str
    item_id: str
    title: str
    note: str = ""
    person: str | None = None
    evidence: Sequence[str] = ()


@dataclass(frozen=True)
class Review:
    """A reviewer's score: of an entry ("entry:5", 0 to 5), or of anything else ("milestone:...", 0 to 1)."""

    year: int
    about: str
    reviewer: str
    reviewer_unit: str
    score: float
    note: str = ""


@dataclass(frozen=True)
class Quota:
    """What a unit is to reach in a year; `is_approved`: the leading group agreed, `source` says where it stands."""

    year: int
    unit_id: str
    item_id: str
    value: float
    is_approved: bool
    source: str = ""


def hand_in(vault: Vault, entry: Entry, *, by: str, at: datetime) -> int:
    """Keep an entry and return its number; raises YearCutOff and TextMissing."""
    chronicle.need_text(title=entry.title, **({"person": entry.person or ""} if entry.kind == _NAMES else {}))
    person = entry.person.strip() if entry.person else None
    kept = {
        **asdict(entry),
        "evidence": " ".join(entry.evidence),
        "masked": person and mask_name(person),
        "sealed": person and vault.keyring.seal(person.encode(), _NAMES),
        "state": SUBMITTED,
    }
    with chronicle.writing(vault, TABLES) as connection:
        _need_open(connection, entry.year)
        [(number,)] = connection.execute(house.sql("vault/next_assessment_entry")).fetchall()
        chronicle.add(connection, "vault/add_assessment_entry", {**kept, "number": number}, by, at)
        return number


def withdraw(vault: Vault, number: int, *, note: str, by: str, at: datetime) -> None:
    """Take an entry back; it stays in the history. Raises EntryUnknown, YearCutOff and TextMissing."""
    chronicle.need_text(note=note)
    with chronicle.writing(vault, TABLES) as connection:
        found = _standing(connection).filter(pl.col("number") == number)
        if found.is_empty():
            raise EntryUnknown(number=number)
        now = found.row(0, named=True)
        _need_open(connection, now["year"])
        kept = {**now, "masked": now["person"], "sealed": None, "state": WITHDRAWN, "note": note}
        chronicle.add(connection, "vault/add_assessment_entry", kept, by, at)


def review(vault: Vault, *given: Review, by: str, at: datetime) -> None:
    """Keep scores, all or none, each in the place of an earlier one of its reviewer on the same thing.

    A reviewer of the unit itself is taken, and watched for: refusing it would only put another name on it. What it is
    worth is the assessment's to say. Raises ScoreRefused, EntryUnknown, YearCutOff and TextMissing.
    """
    for one in given:
        chronicle.need_text(reviewer=one.reviewer)
        full = ENTRY_SCORE if one.about.startswith(_ENTRY) else SHARE
        if not 0 <= one.score <= full:
            raise ScoreRefused(score=f"{one.score:g}", full=f"{full:g}")
    with chronicle.writing(vault, TABLES) as connection:
        _need_open(connection, *(one.year for one in given))
        standing = _standing_years(connection)
        for one in given:
            if one.about.startswith(_ENTRY) and standing.get(one.about) != one.year:
                raise EntryUnknown(number=one.about.removeprefix(_ENTRY))
        chronicle.add_all(connection, "vault/add_assessment_review", map(asdict, given), by, at)


def set_quota(vault: Vault, *given: Quota, by: str, at: datetime) -> None:
    """Set what units are to reach, all or none; what was set before stays. Raises QuotaRefused and YearCutOff."""
    for one in given:
        if not 0 < one.value < math.inf:
            raise QuotaRefused(value=f"{one.value:g}")
    with chronicle.writing(vault, TABLES) as connection:
        _need_open(connection, *(one.year for one in given))
        chronicle.add_all(connection, "vault/add_assessment_quota", map(asdict, given), by, at)


def entries(
    vault: Vault, year: int | None = None, *, known_at: datetime | None = None, with_names: bool = False
) -> pl.DataFrame:
    """Return every entry as it stands, withdrawn ones too, by ENTRIES; `with_names` opens who is nominated.

    Whoever opens names at a screen records it with `Vault.log_access`.
    """
    told = entry_history(vault, year, known_at=known_at).unique("number", keep="last").sort("number")
    if not with_names or told.is_empty():
        return told
    with vault.readable() as connection:
        sealed = connection.execute(house.sql("vault/assessment_names")).fetchall()
    names = {number: vault.keyring.unseal(secret, _NAMES).decode() for number, secret in sealed}
    person = pl.col("number").replace_strict(names, default=None, return_dtype=pl.String)
    return told.with_columns(person=person)


def entry_history(vault: Vault, year: int | None = None, *, known_at: datetime | None = None) -> pl.DataFrame:
    """Return what happened to entries, oldest first, by ENTRIES."""
    told = "vault/assessment_entries"
    return chronicle.history(vault, "assessment_entry", told, ENTRIES, known_at=known_at, year=year)


def reviews(vault: Vault, year: int | None = None, *, known_at: datetime | None = None) -> pl.DataFrame:
    """Return the last score of every reviewer on every thing, by REVIEWS."""
    told = review_history(vault, year, known_at=known_at)
    return told.unique(["year", "about", "reviewer"], keep="last", maintain_order=True)


def review_history(vault: Vault, year: int | None = None, *, known_at: datetime | None = None) -> pl.DataFrame:
    """Return every score that was given, oldest first, by REVIEWS."""
    told = "vault/assessment_reviews"
    return chronicle.history(vault, "assessment_review", told, REVIEWS, known_at=known_at, year=year)


def quotas(vault: Vault, year: int | None = None, *, known_at: datetime | None = None) -> pl.DataFrame:
    """Return every quota that was set, oldest first, by QUOTAS."""
    told = "vault/assessment_quotas"
    return chronicle.history(vault, "assessment_quota", told, QUOTAS, known_at=known_at, year=year)


def cutoffs(vault: Vault, year: int | None = None, *, known_at: datetime | None = None) -> pl.DataFrame:
    """Return what happened to years, oldest first, by CUTOFFS."""
    with vault.readable() as connection:
        is_bare = not has_table(connection, "assessment_cutoff_detail")
    told = "vault/assessment_cutoffs_bare" if is_bare else "vault/assessment_cutoffs"
    return chronicle.history(vault, "assessment_cutoff", told, CUTOFFS, known_at=known_at, year=year)


def stage(told: pl.DataFrame) -> Stage:
    """Return how a year stands after what happened to it: open, cut off, or final."""
    return _STAGES[told["action"][-1]] if len(told) else "open"


def stage_of(vault: Vault, year: int) -> Stage:
    """Return how a year stands now."""
    with vault.readable() as connection:
        return _stage(connection, year) if has_table(connection, "assessment_cutoff") else "open"


def next_number(told: pl.DataFrame) -> int:
    """Return the number of the next one of a table."""
    return told["number"].n_unique() + 1


def _need_open(connection: sqlite3.Connection, *years: int) -> None:
    for year in dict.fromkeys(years):
        if _stage(connection, year) != "open":
            raise YearCutOff(year=year)


def _stage(connection: sqlite3.Connection, year: int) -> Stage:
    last = connection.execute(house.sql("vault/assessment_action"), {"year": year}).fetchone()
    return _STAGES[last[0]] if last else "open"


def _standing(connection: sqlite3.Connection) -> pl.DataFrame:
    told = chronicle.events(connection, "vault/assessment_entries", {"year": None}, ENTRIES)
    latest = told.unique("number", keep="last", maintain_order=True)
    return latest.filter(pl.col("state") == SUBMITTED)


def _standing_years(connection: sqlite3.Connection) -> dict[str, int]:
    return {f"{_ENTRY}{number}": year for number, year in _standing(connection).select("number", "year").iter_rows()}
