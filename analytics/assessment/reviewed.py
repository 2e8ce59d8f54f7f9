"""Work that people review: milestones, entries, what has no records. Medians; nobody reviews the own unit."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any, NamedTuple

import polars as pl

from analytics.assessment.evidence import (
    DUPLICATE,
    FOUND,
    MEASURE,
    MISSING,
    NO_EVIDENCE,
    NOT_REVIEWED,
    SELF_REVIEW,
    Found,
    asked,
    found,
    rows,
)
from analytics.assessment.frames import ADJUSTMENTS, EVIDENCE, OUTLOOK, PENDING
from analytics.policy import Policy
from analytics.policy.schemes import Scheme

_SUBMITTED = "submitted"
_COSTS = ("deduction", "veto")
Row = Mapping[str, Any]


class Score(NamedTuple):
    """Of one thing: the median of the reviews that count, how many there are, how many of them are not 0, and all."""

    median: float | None
    given: int
    confirmed: int
    reviews: Sequence[Row]


class Panel:
    """The reviews of a year; of each person the latest on a thing, of the unit's own people none.

    Two spellings of a name that differ in width or spaces are one person. units: whose people may review, null: any.
    elapsed: how much of the year is over, by which work that adds up over the year is expected to go on.
    """

    def __init__(
        self, reviews: pl.DataFrame, scheme: Scheme, elapsed: float = 1.0, units: Collection[str] | None = None
    ) -> None:
        self.scheme = scheme
        self.units = units
        self.elapsed = elapsed
        self.needed = scheme.reviews.reviewers
        self._by_about: dict[str, dict[str, Row]] = {}
        told = reviews.filter(pl.col("year") == scheme.year).sort("told_at", maintain_order=True)
        for row in told.iter_rows(named=True):
            self._by_about.setdefault(row["about"], {})[person(row["reviewer"])] = row

    def score(self, about: str, unit_id: str) -> Score:
        """Return what the reviewers give; reviews of the unit's own people are there and do not count."""
        given = list(self._by_about.get(about, {}).values())
        counting = [row["score"] for row in given if self.is_counting(row["reviewer_unit"], unit_id)]
        confirmed = sum(score > 0 for score in counting)
        return Score(median(counting) if counting else None, len(counting), confirmed, given)

    def is_counting(self, reviewer_unit: str, unit_id: str) -> bool:
        """Tell whether a reviewer of one unit may score what another one did."""
        return reviewer_unit != unit_id and (self.units is None or reviewer_unit in self.units)

    def is_reviewed(self, score: Score) -> bool:
        return score.given >= self.needed

    def missing(self, score: Score) -> int:
        return max(self.needed - score.given, 0)


def person(name: str) -> str:
    """Return the name by which two spellings of a person are one: width and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


class _Told(NamedTuple):
    items: list[Row]
    evidence: list[Row]
    outlook: list[Row]
    pending: list[Row]

    def found(self) -> Found:
        return found(
            rows(self.items, FOUND),
            rows(self.evidence, EVIDENCE),
            rows(self.outlook, OUTLOOK),
            rows(self.pending, PENDING),
        )


def by_reviewers(panel: Panel) -> Found:
    """Score items that have no records, as a fraction; each review is evidence, and until all are given it is open."""
    told = _Told([], [], [], [])
    for item, unit in asked(panel.scheme, "reviewed"):
        name, about = {"unit_id": unit, "item_id": item.id}, f"item:{unit}:{item.id}"
        score = panel.score(about, unit)
        is_scored = panel.is_reviewed(score)
        told.items.append(_item(name, score.median if is_scored else None, 1.0, is_open=not is_scored))
        told.evidence.extend(_review(name, about, row, panel, is_scored=is_scored) for row in score.reviews)
        if not is_scored:
            expected = panel.scheme.expected.reviewed if score.median is None else score.median
            told.outlook.append(_expecting(name, expected, 1.0))
            told.pending.append(_open(name, about, panel.missing(score)))
    return told.found()


def _review(name: Row, about: str, row: Row, panel: Panel, *, is_scored: bool) -> Row:
    counts = panel.is_counting(row["reviewer_unit"], name["unit_id"])
    reason = SELF_REVIEW if not counts else None if is_scored else NOT_REVIEWED
    return {
        **name, "source": "review", "ref": about, "day": row["told_at"].date(), "value": row["score"],
        "counts": reason is None, "reason": reason,
    }  # fmt: skip


def milestones(reported: pl.DataFrame, panel: Panel, policy: Policy, day: date) -> Found:
    """Score the milestones that name a unit by their reviewed fractions; one that nobody reported on has nothing."""
    ordered = reported.filter(pl.col("event_date") <= day).sort("event_date", "record_id")
    latest = {row["milestone_id"]: row for row in ordered.iter_rows(named=True)}
    told = _Told([], [], [], [])
    for item, unit in asked(panel.scheme, "milestones"):
        named = item.milestones or tuple(m.id for m in policy.milestones if unit in m.units)
        for whole, part in zip(
            told, _milestones_of({"unit_id": unit, "item_id": item.id}, named, latest, panel), strict=True
        ):
            whole.extend(part)
    return told.found()


def _milestones_of(name: Row, named: Sequence[str], latest: Mapping[str, Row], panel: Panel) -> _Told:
    """Return what is told of one item, which names the milestones."""
    if not named:
        return _Told([{**name, "state": "not_applicable", "basis": MEASURE}], [], [], [])
    scores = {milestone: panel.score(f"milestone:{milestone}", name["unit_id"]) for milestone in named}
    reviewed = {m: score.median or 0.0 for m, score in scores.items() if panel.is_reviewed(score)}
    waiting = [m for m in named if m in latest and m not in reviewed]
    actual, quota = sum(reviewed.values()) if reviewed else None, float(len(named))
    hoped = sum(panel.scheme.expected.milestone.get(latest[m]["status"], 0.0) for m in waiting)
    ends = _going_on(name, (actual or 0.0) + hoped, quota, panel.elapsed, is_open=bool(waiting))
    return _Told(
        [_item(name, actual, quota, is_open=bool(waiting))],
        [_milestone(name, milestone, latest.get(milestone), reviewed.get(milestone)) for milestone in named],
        ends,
        [_open(name, f"milestone:{m}", panel.missing(scores[m])) for m in waiting],
    )


def _milestone(name: Row, milestone: str, row: Row | None, fraction: float | None) -> Row:
    reason = None if fraction is not None else NOT_REVIEWED if row else MISSING
    told = {"record_id": row["record_id"], "day": row["event_date"]} if row else {}
    named = {"source": "milestone", "ref": f"milestone:{milestone}", "fact": "milestone"}
    return {**name, **named, **told, "value": fraction or 0.0, "counts": reason is None, "reason": reason}


def innovation(entries: pl.DataFrame, panel: Panel) -> Found:
    """Score the sum of the medians of a unit's entries against full marks; who handed in nothing has nothing."""
    scheme = panel.scheme
    of_year = standing(entries, scheme.year, "innovation")
    told = _Told([], [], [], [])
    for item, unit in asked(scheme, "innovation"):
        name = {"unit_id": unit, "item_id": item.id}
        mine = [row for row in of_year if row["unit_id"] == unit]
        again = duplicates(mine)
        fresh = [f"entry:{row['number']}" for row in mine if row["number"] not in again]
        scores = {about: panel.score(about, unit) for about in fresh}
        reviewed = {about: score.median or 0.0 for about, score in scores.items() if panel.is_reviewed(score)}
        waiting = [about for about in scores if about not in reviewed]
        told.evidence.extend(_entry(name, row, reviewed, scores) for row in mine)
        full = scheme.reviews.full
        told.items.append(_item(name, sum(reviewed.values()) if reviewed else None, full, is_open=bool(waiting)))
        told.pending.extend(_open(name, about, panel.missing(scores[about])) for about in waiting)
        medians = [scores[about].median for about in waiting]
        hoped = sum(scheme.expected.entry if score is None else score for score in medians)
        so_far = sum(reviewed.values()) + hoped
        told.outlook.extend(_going_on(name, so_far, full, panel.elapsed, is_open=bool(waiting)))
    return told.found()


def _entry(name: Row, row: Row, reviewed: Mapping[str, float], scores: Mapping[str, Score]) -> Row:
    about = f"entry:{row['number']}"
    score = scores.get(about)
    is_own = score is not None and bool(score.reviews) and not score.given
    waits = SELF_REVIEW if is_own else NOT_REVIEWED
    reason = DUPLICATE if score is None else None if about in reviewed else waits
    return {
        **name, "source": "entry", "ref": about, "day": row["told_at"].date(), "value": reviewed.get(about, 0.0),
        "counts": reason is None, "reason": reason,
    }  # fmt: skip


def adjustments(entries: pl.DataFrame, panel: Panel) -> pl.DataFrame:
    """Return frame ADJUSTMENTS: bonus, deductions and vetoes that were entered; what does not count has no points.

    Each needs its evidence; one that is reviewed has its points by the median of the reviews. What costs points, or all
    of them, counts once enough reviewers of other units have confirmed it with a score that is not 0.
    """
    scheme = panel.scheme
    known = {adjustment.id: adjustment for adjustment in scheme.adjustments}
    told = []
    handed = standing(entries, scheme.year, *{adjustment.kind for adjustment in scheme.adjustments})
    again = duplicates(handed)
    for row in handed:
        adjustment = known.get(row["item_id"])
        if adjustment is None or row["unit_id"] not in scheme.group_of:
            continue
        about = f"entry:{row['number']}"
        score = panel.score(about, row["unit_id"])
        is_open = _lacking(score, adjustment.kind, panel) > 0 and (adjustment.is_reviewed or adjustment.kind in _COSTS)
        waits = DUPLICATE if row["number"] in again else NOT_REVIEWED if is_open else None
        reason = waits if row["evidence"] else NO_EVIDENCE
        part = (score.median or 0.0) / scheme.reviews.top if adjustment.is_reviewed else 1.0
        points = adjustment.points * min(part, 1.0) if reason is None else 0.0
        named = {"unit_id": row["unit_id"], "adjustment_id": adjustment.id, "kind": adjustment.kind}
        told.append({**named, "ref": about, "points": points, "reason": reason, "day": row["told_at"].date()})
    return rows(told, ADJUSTMENTS)


def open_adjustments(beside: pl.DataFrame, panel: Panel) -> pl.DataFrame:
    """Return frame PENDING: the adjustments of a frame that wait for reviewers."""
    waiting = beside.filter(pl.col("reason") == NOT_REVIEWED)
    return rows(
        [
            _open(
                {"unit_id": row["unit_id"], "item_id": row["adjustment_id"]},
                row["ref"],
                _lacking(panel.score(row["ref"], row["unit_id"]), row["kind"], panel),
            )
            for row in waiting.iter_rows(named=True)
        ],
        PENDING,
    )


def _lacking(score: Score, kind: str, panel: Panel) -> int:
    """Return how many reviews an adjustment lacks: of what costs points those that confirm it."""
    return max(panel.needed - score.confirmed, 0) if kind in _COSTS else panel.missing(score)


def duplicates(handed: Sequence[Row]) -> set[int]:
    """Return the numbers of entries that bring again what their unit handed in for the same item before.

    That is a file; where points are to be won a title too, whatever its width and spaces.
    """
    seen, again = set[tuple[str, str, str]](), set[int]()
    for row in sorted(handed, key=lambda row: row["number"]):
        marks = set(str(row["evidence"] or "").split())
        if row["kind"] not in _COSTS:
            marks.add(f"title:{person(row['title'])}")
        named = {(row["unit_id"], row["item_id"], mark) for mark in marks}
        if named & seen:
            again.add(row["number"])
        seen |= named
    return again


def standing(entries: pl.DataFrame, year: int, *kinds: str) -> list[dict[str, Any]]:
    """Return the entries of the kinds that were not withdrawn, each as it was told last, by their numbers."""
    told = entries.filter(pl.col("year") == year, pl.col("kind").is_in(kinds)).sort("told_at", maintain_order=True)
    last = told.unique("number", keep="last", maintain_order=True).sort("number")
    return list(last.filter(pl.col("state") == _SUBMITTED).iter_rows(named=True))


def _item(name: Row, actual: float | None, quota: float, *, is_open: bool) -> Row:
    """actual is None where no review counts: then it waits for one, or nothing was handed in."""
    state = "scored" if actual is not None else "pending" if is_open else "not_submitted"
    return {**name, "state": state, "actual": actual, "quota": quota, "basis": MEASURE}


def _expecting(name: Row, expected: float, quota: float, basis: str = "review") -> Row:
    return {**name, "quota": quota, "expected": expected, "ratio": min(expected / quota, 1.0), "basis": basis}


def _going_on(name: Row, so_far: float, quota: float, elapsed: float, *, is_open: bool) -> list[Row]:
    """Return what the year ends with if it goes on as so far; nothing where it is over and all is reviewed."""
    expected = min(so_far / elapsed, quota) if elapsed > 0 else so_far
    if is_open:
        return [_expecting(name, expected, quota)]
    return [_expecting(name, expected, quota, "pace")] if so_far and elapsed < 1 else []


def _open(name: Row, about: str, missing: int) -> Row:
    return {**name, "about": about, "reason": NOT_REVIEWED, "missing": missing}


def waits(pending: pl.DataFrame) -> Iterator[str]:
    """Yield the units that wait for a review."""
    yield from pending.filter(pl.col("reason") == NOT_REVIEWED)["unit_id"].unique()
