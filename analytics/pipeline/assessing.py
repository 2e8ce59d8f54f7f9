"""The assessment of a year in a home: what people tell about it, and what it comes to, now or as it was cut off.

A year that is cut off is told at its frozen pair: what was recorded later does not count, appeals that were upheld do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from analytics.assessment import assessing as scoring
from analytics.assessment import payments
from analytics.assessment.assessing import Assessment, Known
from analytics.identity import (
    AppealUnknown,
    CutOffMissing,
    ItemUnknown,
    assessments,
    closing,
)
from analytics.identity.assessments import Entry, Quota, Review, Stage
from analytics.identity.closing import Answer, Appeal, CutOff, Frozen, Outcome
from analytics.pipeline.evaluation import Opened, Results, evaluate
from analytics.pipeline.handing_in import archived, hand_in, review, set_quota, withdraw
from analytics.records import Store

__all__ = [
    "Appeal",
    "Assessment",
    "CutOff",
    "Entry",
    "Frozen",
    "Moment",
    "Outcome",
    "Quota",
    "Review",
    "Ruling",
    "appeal",
    "assess",
    "confirm",
    "cut_off",
    "evaluated",
    "evidence_file",
    "frozen",
    "hand_in",
    "is_scheme_kept",
    "moment",
    "reopen",
    "rescored",
    "review",
    "rule_appeal",
    "set_quota",
    "withdraw",
]

#: How files begin, and what such a file is called; office files of one kind are packed alike.
_ENDINGS = {b"%PDF": "pdf", b"PK": "zip", b"\x89PNG": "png", b"\xff\xd8": "jpg"}
_SHOWN = 12


@dataclass(frozen=True)
class Moment:
    """What a year's assessment is told of: its close on a day, by what was known at a time (null: all of it)."""

    stage: Stage
    as_of: date
    known_at: datetime | None


@dataclass(frozen=True)
class Ruling:
    """The answer to an appeal; `granted` where it is a part of what was asked: upheld grants all of it."""

    state: Answer
    answer: str
    granted: float = 0


def frozen(opened: Opened, year: int, known_at: datetime | None = None) -> Frozen | None:
    """Return the pair that a year is cut off at, None while it is open; as it was known at a time (null: now)."""
    return closing.frozen(assessments.cutoffs(opened.vault, year, known_at=known_at))


def is_scheme_kept(opened: Opened, cut: Frozen) -> bool:
    """Tell whether the scheme still says what it said when its year was cut off."""
    return opened.policy.scheme(cut.year).digest == cut.scheme_digest


def moment(opened: Opened, year: int, *, as_of: date, known_at: datetime | None = None) -> Moment:
    """Return where a year is to be evaluated: at its frozen pair, else on `as_of`, or at its end where it is over."""
    cut = frozen(opened, year, known_at)
    if cut:
        return Moment(cut.stage, cut.as_of, cut.known_at)
    return Moment("open", min(as_of, date(year, 12, 31)), known_at)


def evaluated(opened: Opened, year: int, *, as_of: date, known_at: datetime | None = None) -> Results:
    """Evaluate the targets where a year's assessment wants it, see moment; a cut-off year as the rulings were then."""
    at = moment(opened, year, as_of=as_of, known_at=known_at)
    policy = opened.policy_known(at.known_at)
    return evaluate(opened.snapshot, policy, opened.ledgers, as_of=at.as_of, known_at=at.known_at)


def assess(opened: Opened, results: Results, year: int) -> Assessment:
    """Return a year's assessment: cut off, where `results` are of its frozen pair, else open, as on their day.

    Raises PolicyError for a year without a scheme.
    """
    return _assembled(opened, results, year, _appeals(opened, year))


def rescored(opened: Opened, results: Results, number: int, granted: float) -> Assessment:
    """Return the assessment as it would be on its frozen copy if so much were granted on an appeal.

    Raises AppealUnknown, and CutOffMissing where `results` are not of the frozen pair.
    """
    found = closing.appeals(opened.vault).filter(pl.col("number") == number)
    if found.is_empty():
        raise AppealUnknown(number=number)
    year = int(found["year"][0])
    _need_frozen(opened, results, year)
    others = _appeals(opened, year).filter(pl.col("number") != number)
    upheld = found.with_columns(state=pl.lit("upheld"), granted=pl.lit(granted, dtype=pl.Float64))
    return _assembled(opened, results, year, pl.concat([others, upheld]))


def cut_off(opened: Opened, year: int, *, by: str, at: datetime, as_of: date | None = None) -> CutOff:
    """Freeze a year at its last day, or an earlier one, with what is known now; the version in force is kept for good.

    Raises YearCutOff and CutOffRefused.
    """
    scheme = opened.policy.scheme(year)
    made = CutOff(year, as_of or date(year, 12, 31), at, opened.version, scheme.digest)
    closing.cut_off(opened.vault, made, by=by, at=at)
    Store(opened.home).freeze(opened.version)
    return made


def confirm(opened: Opened, year: int, *, by: str, at: datetime) -> None:
    """Make the result of a year final; raises CutOffMissing, YearConfirmed and AppealsOpen."""
    closing.confirm(opened.vault, year, by=by, at=at)


def reopen(opened: Opened, year: int, *, by: str, at: datetime) -> None:
    """Open a year again; raises CutOffMissing."""
    closing.reopen(opened.vault, year, by=by, at=at)


def appeal(
    opened: Opened, results: Results, filed: Appeal, files: Sequence[bytes] = (), *, by: str, at: datetime
) -> int:
    """Keep an appeal with the points it is against, and return its number; `results` are of the frozen pair.

    Raises ItemUnknown, CutOffMissing, YearConfirmed, AppealLate, AppealExists, AskedMissing and TextMissing.
    """
    scheme = opened.policy.scheme(filed.year)
    if filed.item_id not in {item.id for item in scheme.items_of(filed.unit_id)}:
        raise ItemUnknown(item=filed.item_id, unit=filed.unit_id, year=filed.year)
    _need_frozen(opened, results, filed.year)
    points = _points(assess(opened, results, filed.year), filed.unit_id, filed.item_id)
    kept = replace(filed, evidence=(*filed.evidence, *archived(opened, files)))
    return closing.appeal(opened.vault, kept, days=scheme.appeals.days, points=points, by=by, at=at)


def rule_appeal(opened: Opened, results: Results, number: int, given: Ruling, *, by: str, at: datetime) -> Outcome:
    """Answer an appeal, re-scored on the frozen copy, and return its outcome; `results` are of the frozen pair.

    Raises AppealUnknown, AppealAnswered, CutOffMissing, YearConfirmed, GrantRefused and TextMissing.
    """
    found = closing.appeals(opened.vault).filter(pl.col("number") == number)
    if found.is_empty():
        raise AppealUnknown(number=number)
    filed = found.row(0, named=True)
    granted = filed["asked"] if given.state == "upheld" else given.granted
    unit, item = filed["unit_id"], filed["item_id"]
    _need_frozen(opened, results, filed["year"])
    before = filed["points_before"]  # nothing but an appeal on the item itself moves its points, and there is no other
    after = _points(rescored(opened, results, number, granted), unit, item) if granted else before
    outcome = Outcome(given.state, given.answer, granted, before, after)
    closing.answer(opened.vault, number, outcome, by=by, at=at)
    return outcome


def evidence_file(opened: Opened, sha256: str, *, viewer: str, reason: str, at: datetime) -> tuple[str, bytes]:
    """Return the name and the bytes of a file that was handed in; it is logged.

    Raises ArchiveMissing and ArchiveBroken.
    """
    data = opened.vault.read_archive(sha256)
    opened.vault.log_access(at, viewer=viewer, action="evidence", reason=reason, subjects=[sha256])
    ending = next((ending for head, ending in _ENDINGS.items() if data.startswith(head)), "txt")
    return f"{sha256[:_SHOWN]}.{ending}", data


def _assembled(opened: Opened, results: Results, year: int, appeals: pl.DataFrame) -> Assessment:
    snapshot, vault, known_at = opened.snapshot, opened.vault, results.known_at
    cut = _cut(opened, results, year)
    policy = opened.policy_known(known_at)
    known = Known(
        contributions=results.contributions,
        progress=results.progress,
        history=results.history,
        forecasts=results.forecasts,
        filings=results.filings,
        sheets=snapshot.sheets(known_at),
        applications=snapshot.facts("application", known_at),
        payments=snapshot.columns("payment", payments.COLUMNS, known_at),
        documents=snapshot.facts("filed_document", known_at),
        milestones=snapshot.facts("milestone", known_at),
        entries=assessments.entries(vault, year, known_at=known_at),
        reviews=assessments.reviews(vault, year, known_at=known_at),
        quotas=assessments.quotas(vault, year, known_at=known_at),
        appeals=appeals if cut else appeals.clear(),
    )
    stage = cut.stage if cut else "open"
    scheme = policy.scheme(year)
    return scoring.assemble(known, policy, scheme, as_of=results.as_of, known_at=known_at, stage=stage)


def _cut(opened: Opened, results: Results, year: int) -> Frozen | None:
    """Return the cut-off of a year if the results are of its pair."""
    cut = frozen(opened, year)
    return cut if cut and (cut.as_of, cut.known_at) == (results.as_of, results.known_at) else None


def _need_frozen(opened: Opened, results: Results, year: int) -> None:
    if _cut(opened, results, year) is None:
        raise CutOffMissing(year=year)


def _appeals(opened: Opened, year: int) -> pl.DataFrame:
    """Return the appeals against the cut-off in force, as they stand; of an open year none."""
    told = closing.appeal_history(opened.vault, year)
    cut = frozen(opened, year)
    return closing.standing(told, cut.cut_at) if cut else told.clear()


def _points(assessed: Assessment, unit_id: str, item_id: str) -> float | None:
    found = assessed.points.filter(pl.col("unit_id") == unit_id, pl.col("item_id") == item_id)
    return found["points"][0] if len(found) else None
