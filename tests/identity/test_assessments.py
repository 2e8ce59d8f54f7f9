"""What people tell about a year's assessment: kept with who and when, never changed, and not after the cut-off."""

import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from analytics.identity import (
    EntryUnknown,
    QuotaRefused,
    ScoreRefused,
    TextMissing,
    Vault,
    YearCutOff,
    assessments,
    closing,
)
from analytics.identity.assessments import Entry, Quota, Review
from analytics.identity.closing import CutOff
from analytics.identity.vault import has_table
from analytics.texts import LANGS, catalogue

AT = datetime.fromisoformat("2025-05-06 09:00")
IDEA = Entry(2025, "innovation", "health", "innovation", "Clinics on wheels", "twice a week", evidence=("aa", "bb"))
CHANGED = {"cutoff_detail": "note"}
TABLES = ("entry", "review", "quota", "cutoff", "cutoff_detail", "appeal")


def later(hours: int) -> datetime:
    return AT + timedelta(hours=hours)


def handed(vault: Vault, entry: Entry = IDEA, hours: int = 0) -> int:
    return assessments.hand_in(vault, entry, by="Li", at=later(hours))


def scored(vault: Vault, about: str, score: float, reviewer: str = "Wang", hours: int = 1) -> None:
    given = Review(2025, about, reviewer, "organisation", score)
    assessments.review(vault, given, by=reviewer, at=later(hours))


def cut_off(vault: Vault) -> None:
    at = datetime.fromisoformat("2026-01-20 15:00")
    closing.cut_off(vault, CutOff(2025, date(2025, 12, 31), at, 3, "digest"), by="office", at=at)


def test_an_entry_is_kept_with_its_evidence_and_who_told_it(vault: Vault) -> None:
    assert [handed(vault), handed(vault, replace(IDEA, year=2024), hours=1)] == [1, 2]
    assert assessments.entries(vault, 2025).to_dicts() == [
        {
            "number": 1,
            "year": 2025,
            "kind": "innovation",
            "unit_id": "health",
            "item_id": "innovation",
            "title": "Clinics on wheels",
            "note": "twice a week",
            "person": None,
            "evidence": "aa bb",
            "state": "submitted",
            "told_by": "Li",
            "told_at": AT,
        }
    ]
    assert assessments.entries(vault).schema == assessments.ENTRIES


def test_a_withdrawn_entry_stays_in_the_history_and_takes_no_review(vault: Vault) -> None:
    number = handed(vault)
    assessments.withdraw(vault, number, note="wrong year", by="Li", at=later(1))
    assert assessments.entries(vault).select("state", "note").rows() == [("withdrawn", "wrong year")]
    assert assessments.entry_history(vault)["state"].to_list() == ["submitted", "withdrawn"]
    with pytest.raises(TextMissing, match="explanation"):
        assessments.withdraw(vault, number, note=" ", by="Li", at=later(2))
    with pytest.raises(EntryUnknown):
        assessments.withdraw(vault, number, note="again", by="Li", at=later(2))
    with pytest.raises(EntryUnknown):
        scored(vault, f"entry:{number}", 4)
    assert handed(vault, hours=3) == 2


def test_who_is_nominated_is_sealed_and_shown_masked(vault: Vault) -> None:
    named = replace(IDEA, kind="nomination", person=" 张测试 ")
    number = handed(vault, named)
    handed(vault, hours=1)
    assert assessments.entries(vault)["person"].to_list() == ["张*试", None]
    assert assessments.entries(vault, with_names=True)["person"].to_list() == ["张测试", None]
    assessments.withdraw(vault, number, note="left", by="Li", at=later(2))
    assert assessments.entries(vault, with_names=True)["person"].to_list() == ["张测试", None]
    kept = b"".join(path.read_bytes() for path in vault.home.glob("vault.sqlite*"))
    assert "张测试".encode() not in kept
    with pytest.raises(TextMissing, match="name"):
        handed(vault, replace(named, person=" "))


def test_what_must_be_said_is_asked_for_in_both_languages(vault: Vault) -> None:
    with pytest.raises(TextMissing) as refused:
        handed(vault, replace(IDEA, title=" "))
    assert len({refused.value.sentence(catalogue(lang)) for lang in LANGS}) == len(LANGS)


def test_the_last_score_of_a_reviewer_speaks(vault: Vault) -> None:
    about = f"entry:{handed(vault)}"
    for hours, (reviewer, score) in enumerate([("Wang", 3), ("Zhao", 4.5), ("Wang", 4)], 1):
        scored(vault, about, score, reviewer, hours)
    assert sorted(assessments.reviews(vault, 2025).select("reviewer", "score").rows()) == [("Wang", 4), ("Zhao", 4.5)]
    assert assessments.review_history(vault)["score"].to_list() == [3, 4.5, 4]
    assert assessments.reviews(vault, known_at=later(2))["score"].to_list() == [3, 4.5]
    assert assessments.reviews(vault, 2024).is_empty()


@pytest.mark.parametrize(("about", "score"), [("entry:1", 5.5), ("entry:1", -1), ("milestone:a", 1.1), ("item:b:c", 2)])
def test_a_score_out_of_range_is_refused(vault: Vault, about: str, score: float) -> None:
    handed(vault)
    with pytest.raises(ScoreRefused, match="give a number from 0 to"):
        scored(vault, about, score)
    assert assessments.reviews(vault).is_empty()


@pytest.mark.parametrize("about", ["entry:9", "entry:x", "entry:"])
def test_only_an_entry_that_stands_is_reviewed(vault: Vault, about: str) -> None:
    handed(vault, replace(IDEA, year=2024))
    with pytest.raises(EntryUnknown):
        scored(vault, about, 3)
    with pytest.raises(EntryUnknown):
        scored(vault, "entry:1", 3)


def test_many_scores_are_kept_together_or_not_at_all(vault: Vault) -> None:
    given = [Review(2025, about, "Wang", "organisation", 0.5) for about in ("milestone:a", "entry:7")]
    with pytest.raises(EntryUnknown):
        assessments.review(vault, *given, by="Wang", at=AT)
    assert assessments.reviews(vault).is_empty()
    assessments.review(vault, given[0], by="Wang", at=AT)
    assert len(assessments.reviews(vault)) == 1


def test_every_quota_that_was_set_stays(vault: Vault) -> None:
    quota = Quota(2025, "370283101", "town.youth", 120, is_approved=True, source="plan")
    assessments.set_quota(vault, quota, by="office", at=AT)
    assessments.set_quota(vault, replace(quota, value=90, is_approved=False), by="office", at=later(5))
    told = assessments.quotas(vault, 2025)
    assert told.select("value", "is_approved").rows() == [(120, True), (90, False)]
    assert told.schema == assessments.QUOTAS
    for value in (0, -3, float("nan"), float("inf")):
        with pytest.raises(QuotaRefused):
            assessments.set_quota(vault, replace(quota, value=value), by="office", at=AT)


def test_a_year_that_is_cut_off_takes_nothing_more(vault: Vault) -> None:
    number = handed(vault)
    cut_off(vault)
    with pytest.raises(YearCutOff, match="2025 is cut off"):
        handed(vault)
    with pytest.raises(YearCutOff):
        scored(vault, f"entry:{number}", 3)
    with pytest.raises(YearCutOff):
        assessments.withdraw(vault, number, note="late", by="Li", at=AT)
    with pytest.raises(YearCutOff):
        assessments.set_quota(vault, Quota(2025, "a", "b", 1, is_approved=True), by="office", at=AT)
    assert handed(vault, replace(IDEA, year=2026)) == 2


@pytest.mark.parametrize("table", TABLES)
def test_what_was_told_cannot_be_changed(vault: Vault, table: str) -> None:
    number = handed(vault)
    scored(vault, f"entry:{number}", 3)
    assessments.set_quota(vault, Quota(2025, "a", "b", 1, is_approved=True), by="office", at=AT)
    cut_off(vault)
    filed = closing.Appeal(2025, "a", "b", 2, "why")
    closing.appeal(vault, filed, days=9, points=None, by="a", at=datetime.fromisoformat("2026-01-21"))
    changing = f"update assessment_{table} set {CHANGED.get(table, 'told_by')} = 'me'"
    for statement in (changing, f"delete from assessment_{table}"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"), vault.connected() as connection:
            connection.execute(statement)


def test_the_vault_of_an_earlier_release_has_none_until_one_is_told(vault: Vault) -> None:
    with vault.connected() as connection:
        for table in TABLES:
            connection.execute(f"drop table assessment_{table}")
    readers = (assessments.entries, assessments.reviews, assessments.quotas, assessments.cutoffs, closing.appeals)
    assert all(reader(vault).is_empty() for reader in readers)
    assert assessments.entries(vault, with_names=True).schema == assessments.ENTRIES
    assert handed(vault) == 1


def test_a_writer_lays_the_tables_that_an_earlier_release_lacks(vault: Vault) -> None:
    with vault.connected() as connection:
        for table in TABLES:
            connection.execute(f"drop table assessment_{table}")
    vault.upgrade()
    with vault.connected() as connection:
        assert all(has_table(connection, f"assessment_{table}") for table in TABLES)


def test_a_reviewer_of_the_unit_itself_is_taken_and_can_be_told(vault: Vault) -> None:
    number = handed(vault)
    own = Review(2025, f"entry:{number}", "Sun", "health", 5)
    assessments.review(vault, own, by="Sun", at=later(1))
    assert assessments.reviews(vault)["reviewer_unit"].to_list() == ["health"]


def test_how_a_year_stands_is_told_without_its_history(vault: Vault) -> None:
    assert assessments.stage_of(vault, 2025) == "open"
    cut_off(vault)
    assert [assessments.stage_of(vault, year) for year in (2024, 2025)] == ["open", "cut_off"]
