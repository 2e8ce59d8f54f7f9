"""The assessment of a year in a home: what people tell about it, and what it comes to, now or as it was cut off.

A year that is cut off is told by the result that was kept then, with what appeals granted since; nothing else of it is
reckoned again, whatever is recorded or written into the files of the policy later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from analytics.assessment import assessing as scoring
from analytics.assessment import keeping, payments
from analytics.assessment.appealed import with_appeals
from analytics.assessment.assessing import Assessment, Known
from analytics.assessment.scoring import NOT_APPLICABLE
from analytics.identity import (
    AppealRefused,
    AppealUnknown,
    AskedRefused,
    CutOffMissing,
    ItemUnknown,
    PendingLeft,
    YearCutOff,
    assessments,
    chronicle,
    closing,
)
from analytics.identity.assessments import Entry, Quota, Review, Stage
from analytics.identity.closing import Answer, Appeal, CutOff, Frozen, Outcome
from analytics.pipeline.evaluation import Opened, Results, evaluate
from analytics.pipeline.handing_in import (
    archived,
    evidence_file,
    evidence_name,
    hand_in,
    review,
    set_quota,
    withdraw,
)
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
    "closed",
    "confirm",
    "cut_off",
    "evaluated",
    "evidence_file",
    "evidence_name",
    "frozen",
    "granted",
    "hand_in",
    "is_scheme_kept",
    "moment",
    "reopen",
    "rescored",
    "review",
    "rule_appeal",
    "set_quota",
    "waiting",
    "withdraw",
]


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
    return _evaluate(opened, at.as_of, at.known_at)


def assess(opened: Opened, results: Results, year: int) -> Assessment:
    """Return a year's assessment: as it was cut off, where `results` are of its frozen pair, else as on their day.

    Raises PolicyError for a year without a scheme, and ArchiveMissing or ArchiveBroken for a lost result.
    """
    cut = frozen(opened, year)
    if cut and (cut.as_of, cut.known_at) == (results.as_of, results.known_at):
        return _closed(opened, cut, _appeals(opened, cut), results)
    return _assembled(opened, results, year, "open")


def closed(opened: Opened, year: int, known_at: datetime | None = None) -> Assessment | None:
    """Return the assessment of a year as it was cut off, with what appeals granted; None while it is open.

    known_at: as it was told at that time. Raises ArchiveMissing and ArchiveBroken.
    """
    cut = frozen(opened, year, known_at)
    return _closed(opened, cut, _appeals(opened, cut, known_at)) if cut else None


def rescored(opened: Opened, number: int, granted: float) -> Assessment:
    """Return the assessment as if so much were granted on an appeal; raises AppealUnknown and CutOffMissing."""
    found = _appeal(opened, number)
    cut = _need_frozen(opened, int(found["year"][0]))
    others = _appeals(opened, cut).filter(pl.col("number") != number)
    upheld = found.with_columns(state=pl.lit("upheld"), granted=pl.lit(granted, dtype=pl.Float64))
    return _closed(opened, cut, pl.concat([others, upheld]))


def waiting(made: Assessment) -> int:
    """Return how many things of a year are not reviewed yet."""
    return made.pending.filter(pl.col("missing") > 0)["about"].n_unique()


def cut_off(
    opened: Opened,
    year: int,
    *,
    by: str,
    at: datetime,
    as_of: date | None = None,
    results: Results | None = None,
    is_agreed: bool = False,
) -> CutOff:
    """Freeze a year at its last day, or an earlier one, with what is known now; its result is kept in the archive.

    results: the evaluation at that pair, where there is one. is_agreed: what nobody reviewed shall count nothing.
    Raises YearCutOff, CutOffRefused, PendingLeft and TextMissing.
    """
    chronicle.need_text(by=by)
    made = CutOff(year, as_of or date(year, 12, 31), at, opened.version, opened.policy.scheme(year).digest)
    closing.need_over(made, at)
    if assessments.stage_of(opened.vault, year) != "open":
        raise YearCutOff(year=year)
    result = _assembled(opened, results or _evaluate(opened, made.as_of, at), year, "cut_off")
    if not is_agreed and (count := waiting(result)):
        raise PendingLeft(year=year, count=count)
    kept = replace(made, result=opened.vault.archive(keeping.pack(result)))
    closing.cut_off(opened.vault, kept, by=by, at=at)
    Store(opened.home).freeze(opened.version)
    return kept


def confirm(opened: Opened, year: int, *, by: str, at: datetime) -> None:
    """Make the result of a year final; raises CutOffMissing, YearConfirmed, AppealsOpen and TextMissing."""
    closing.confirm(opened.vault, year, by=by, at=at)


def granted(opened: Opened, year: int) -> pl.DataFrame:
    """Return the appeals that add to a year's result, which end with its cut-off, by APPEALS."""
    cut = frozen(opened, year)
    found = _appeals(opened, cut) if cut else assessments.APPEALS.to_frame()
    return found.filter(pl.col("state").is_in(closing.GRANTED))


def reopen(opened: Opened, year: int, *, note: str, by: str, at: datetime) -> None:
    """Open a year again, and keep why; raises CutOffMissing and TextMissing."""
    closing.reopen(opened.vault, year, note=note, by=by, at=at)


def appeal(opened: Opened, filed: Appeal, files: Sequence[bytes] = (), *, by: str, at: datetime) -> int:
    """Keep an appeal with the points it is against, and return its number.

    Raises CutOffMissing, ItemUnknown, AppealRefused, AskedRefused, AppealLate, AppealExists, AppealGranted,
    AskedMissing and TextMissing.
    """
    cut = _need_frozen(opened, filed.year)
    made = _closed(opened, cut, _appeals(opened, cut))
    found = _of_item(made, filed.unit_id, filed.item_id)
    if found.is_empty():
        raise ItemUnknown(item=filed.item_id, unit=filed.unit_id, year=filed.year)
    item = found.row(0, named=True)
    if item["state"] == NOT_APPLICABLE or item["quota"] is None:
        raise AppealRefused(item=filed.item_id, unit=filed.unit_id, year=filed.year)
    if filed.asked * (-1 if item["direction"] == "lower" else 1) < 0:
        raise AskedRefused(asked=f"{filed.asked:g}")
    kept = replace(filed, evidence=(*filed.evidence, *archived(opened, files)))
    days = made.scheme.appeals.days
    return closing.appeal(opened.vault, kept, days=days, points=item["points"], by=by, at=at)


def rule_appeal(opened: Opened, number: int, given: Ruling, *, by: str, at: datetime) -> Outcome:
    """Answer an appeal, re-scored on the result that was kept, and return its outcome.

    Raises AppealUnknown, AppealAnswered, CutOffMissing, GrantRefused and TextMissing.
    """
    filed = _appeal(opened, number).row(0, named=True)
    amount = filed["asked"] if given.state == "upheld" else given.granted
    before = filed["points_before"]  # nothing but an appeal on the item itself moves its points, and there is no other
    after = before
    if amount:
        after = _of_item(rescored(opened, number, amount), filed["unit_id"], filed["item_id"])["points"][0]
    outcome = Outcome(given.state, given.answer, amount, before, after)
    closing.answer(opened.vault, number, outcome, by=by, at=at)
    return outcome


def _evaluate(opened: Opened, as_of: date, known_at: datetime | None) -> Results:
    policy = opened.policy_known(known_at)
    return evaluate(opened.snapshot, policy, opened.ledgers, as_of=as_of, known_at=known_at)


def _closed(opened: Opened, cut: Frozen, appeals: pl.DataFrame, results: Results | None = None) -> Assessment:
    """Return what was kept at a cut-off with what appeals granted; the vaults of earlier releases kept nothing."""
    if cut.result:
        made = keeping.unpack(opened.vault.read_archive(cut.result))
    else:
        found = results or _evaluate(opened, cut.as_of, cut.known_at)
        made = _assembled(opened, found, cut.year, cut.stage)
    return with_appeals(made, appeals, cut.stage)


def _assembled(opened: Opened, results: Results, year: int, stage: Stage) -> Assessment:
    snapshot, vault, known_at = opened.snapshot, opened.vault, results.known_at
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
    )
    scheme = policy.scheme(year)
    return scoring.assemble(known, policy, scheme, as_of=results.as_of, known_at=known_at, stage=stage)


def _need_frozen(opened: Opened, year: int) -> Frozen:
    cut = frozen(opened, year)
    if cut is None:
        raise CutOffMissing(year=year)
    return cut


def _appeal(opened: Opened, number: int) -> pl.DataFrame:
    found = closing.appeals(opened.vault).filter(pl.col("number") == number)
    if found.is_empty():
        raise AppealUnknown(number=number)
    return found


def _appeals(opened: Opened, cut: Frozen, known_at: datetime | None = None) -> pl.DataFrame:
    """Return the appeals against a cut-off, as they stand."""
    return closing.standing(closing.appeal_history(opened.vault, cut.year, known_at=known_at), cut.cut_at)


def _of_item(made: Assessment, unit_id: str, item_id: str) -> pl.DataFrame:
    return made.points.filter(pl.col("unit_id") == unit_id, pl.col("item_id") == item_id)
