"""What people hand in for a year's assessment: checked against the year's scheme, with its files in the archive."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import polars as pl

from analytics.identity import EvidenceMissing, ItemUnknown, ReviewerUnknown, WithdrawalRefused, YearCutOff, assessments
from analytics.identity.assessments import Entry, Quota, Review
from analytics.pipeline.evaluation import Opened
from analytics.policy.schemes import Scheme

_AGAINST = ("veto", "deduction")
_ENTRY, _MILESTONE, _ITEM = "entry", "milestone", "item"
#: How files begin, and what such a file is called; office files of one kind are packed alike.
_ENDINGS = {b"%PDF": "pdf", b"PK": "zip", b"\x89PNG": "png", b"\xff\xd8": "jpg"}
_SHOWN = 12


def hand_in(opened: Opened, entry: Entry, files: Sequence[bytes] = (), *, by: str, at: datetime) -> int:
    """Keep an entry with the files that show it, and return its number.

    Raises YearCutOff, ItemUnknown, EvidenceMissing for anything but a nomination without a file, TextMissing, and
    PolicyError for a year without a scheme.
    """
    _need_asked(opened.policy.scheme(entry.year), entry)
    if assessments.stage_of(opened.vault, entry.year) != "open":
        raise YearCutOff(year=entry.year)
    kept = replace(entry, evidence=(*entry.evidence, *archived(opened, files)))
    if entry.kind != "nomination" and not kept.evidence:
        raise EvidenceMissing(title=entry.title)
    return assessments.hand_in(opened.vault, kept, by=by, at=at)


def withdraw(opened: Opened, number: int, *, note: str, by: str, at: datetime) -> None:
    """Take an entry back; raises EntryUnknown, WithdrawalRefused, YearCutOff and TextMissing.

    A veto or a deduction is taken back by who entered it, or by the office, under a name of the unit.
    """
    told = assessments.entry_history(opened.vault).filter(pl.col("number") == number)
    if len(told) and told["kind"][0] in _AGAINST and _name(by) != _name(told["told_by"][0]):
        policy = opened.policy
        known = policy.unit_by_name(by)
        if policy.office not in (by.strip(), known and known.id):
            named = next(unit for unit in policy.units if unit.id == policy.office)
            raise WithdrawalRefused(number=number, unit=named.name)
    assessments.withdraw(opened.vault, number, note=note, by=by, at=at)


def review(opened: Opened, *given: Review, by: str, at: datetime) -> None:
    """Keep scores, all or none.

    Raises ScoreRefused, EntryUnknown, ItemUnknown, ReviewerUnknown, YearCutOff, TextMissing and PolicyError.
    """
    milestones = {one.id for one in opened.policy.milestones}
    reviewing = {one.id for one in (*opened.policy.units, *opened.policy.towns)}
    for one in given:
        kind, _, about = one.about.partition(":")
        unit, _, item = about.partition(":")
        known = {
            _ENTRY: True,
            _MILESTONE: about in milestones,
            _ITEM: item in _asked(opened.policy.scheme(one.year), unit, "reviewed"),
        }
        if not known.get(kind):
            raise ItemUnknown(item=one.about, unit=unit, year=one.year)
        if one.reviewer_unit not in reviewing:
            raise ReviewerUnknown(unit=one.reviewer_unit)
    assessments.review(opened.vault, *given, by=by, at=at)


def set_quota(opened: Opened, *given: Quota, by: str, at: datetime) -> None:
    """Set what units are to reach, all or none; raises QuotaRefused, ItemUnknown, YearCutOff and PolicyError."""
    for one in given:
        if one.item_id not in _asked(opened.policy.scheme(one.year), one.unit_id, "target"):
            raise ItemUnknown(item=one.item_id, unit=one.unit_id, year=one.year)
    assessments.set_quota(opened.vault, *given, by=by, at=at)


def archived(opened: Opened, files: Sequence[bytes]) -> list[str]:
    """Keep files, each once and none that is empty, and return their sha256."""
    return list(dict.fromkeys(opened.vault.archive(file) for file in files if file))


def evidence_name(opened: Opened, sha256: str) -> str:
    """Return what a file that was handed in is called when somebody takes it; raises ArchiveMissing, ArchiveBroken."""
    data = opened.vault.read_archive(sha256)
    ending = next((ending for head, ending in _ENDINGS.items() if data.startswith(head)), "txt")
    return f"{sha256[:_SHOWN]}.{ending}"


def evidence_file(opened: Opened, sha256: str, *, viewer: str, reason: str, at: datetime) -> bytes:
    """Return a file that was handed in with an entry or an appeal; it is logged.

    Raises ArchiveMissing and ArchiveBroken.
    """
    data = opened.vault.read_archive(sha256)
    opened.vault.log_access(at, viewer=viewer, action="evidence", reason=reason, subjects=[sha256])
    return data


def _name(told: str) -> str:
    """Return a name as it is compared: the same however it is spaced and whichever forms its letters have."""
    return "".join(unicodedata.normalize("NFKC", told).split()).casefold()


def _need_asked(scheme: Scheme, entry: Entry) -> None:
    if entry.kind == "innovation":
        known = entry.item_id in _asked(scheme, entry.unit_id, "innovation")
    elif entry.kind == "nomination":
        known = entry.unit_id in scheme.group_of
    else:
        kinds = {one.id: one.kind for one in scheme.adjustments}
        known = entry.unit_id in scheme.group_of and kinds.get(entry.item_id) == entry.kind
    if not known:
        raise ItemUnknown(item=entry.item_id, unit=entry.unit_id, year=entry.year)


def _asked(scheme: Scheme, unit_id: str, measure: str) -> set[str]:
    """Return the items of a measure that are asked of a unit."""
    return {item.id for item in scheme.items_of(unit_id) if item.measure == measure}
