"""A year's assessment in a home: what is handed in, what is frozen at the cut-off, and what an appeal changes."""

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from analytics import house as places
from analytics.identity import (
    AppealRefused,
    AppealUnknown,
    ArchiveMissing,
    AskedRefused,
    CutOffMissing,
    EvidenceMissing,
    ItemUnknown,
    PendingLeft,
    ReviewerUnknown,
    WithdrawalRefused,
    YearCutOff,
    assessments,
    closing,
)
from analytics.pipeline import House, assessing
from analytics.pipeline.assessing import Appeal, Assessment, Entry, Quota, Review, Ruling
from analytics.policy import loader
from analytics.policy.toml import PolicyError
from analytics.texts import LANGS, catalogue

YEAR, CLOSE = 2026, date(2026, 12, 31)
FILED, CUT = datetime.fromisoformat("2026-10-05 09:00"), datetime.fromisoformat("2027-01-20 15:00")
LATE, RULED = CUT + timedelta(days=3), CUT + timedelta(days=14)
CLASSES = "班级名称,合作企业,职业院校,开班时间\n"
TWO = (
    CLASSES
    + "海信冠名班,青岛海信电器有限公司,平度市职业中等专业学校,2026-03-01\n"
    + ("啤酒订单班,青岛啤酒平度有限公司,平度市职业中等专业学校,2026-09-30\n")
)
ONE_MORE = CLASSES + "橡胶订单班,青岛双星轮胎有限公司,平度市职业中等专业学校,2026-12-01\n"
UNIT, ITEM = "education_sports", "key.order_classes"
ASKED = Appeal(YEAR, UNIT, ITEM, 1, "a class is missing")
FRAMES = ("items", "evidence", "points", "classes", "totals", "adjustments", "quality", "pending", "outlook", "trace")
IDEA = Entry(YEAR, "innovation", "health", "innovation", "Clinics on wheels")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Return a home with two order classes of the year."""
    made = House(tmp_path / "home")
    _take_in(made, TWO, FILED)
    return made


@pytest.fixture
def cut(house: House) -> House:
    """Return the home with the year cut off, and one more class of the year told after that."""
    _close(house, CUT)
    _take_in(house, ONE_MORE, LATE)
    return house


def _close(house: House, at: datetime) -> None:
    assessing.cut_off(house.open(), YEAR, by="office", at=at, is_agreed=True)


def _take_in(house: House, content: str, at: datetime) -> None:
    path = house.home.parent / f"{at:%Y%m%d}.csv"
    path.write_text(content, encoding="utf-8")
    assert house.take_in([path], at=at).is_clean


def _assessed(house: House) -> Assessment:
    opened = house.open()
    results = assessing.evaluated(opened, YEAR, as_of=date(2027, 3, 31))
    return assessing.assess(opened, results, YEAR)


def _item(found: Assessment, column: str) -> float:
    return found.points.filter(pl.col("unit_id") == UNIT, pl.col("item_id") == ITEM)[column].item()


def _appealed(house: House) -> int:
    return assessing.appeal(house.open(), ASKED, [b"list"], by=UNIT, at=LATE)


def _ruled(house: House, number: int, ruling: Ruling) -> closing.Outcome:
    return assessing.rule_appeal(house.open(), number, ruling, by="office", at=RULED)


def test_an_open_year_counts_what_is_known_now(house: House) -> None:
    found = _assessed(house)
    assert (found.stage, found.as_of, found.known_at) == ("open", CLOSE, None)
    assert _item(found, "actual") == 2
    _take_in(house, ONE_MORE, LATE)
    assert _item(_assessed(house), "actual") == 3


def test_a_year_that_is_cut_off_does_not_count_what_is_told_later(cut: House) -> None:
    found = _assessed(cut)
    assert (found.stage, found.as_of, found.known_at) == ("cut_off", CLOSE, CUT)
    assert _item(found, "actual") == 2
    assert cut.verify() == []


def test_a_year_that_is_opened_again_counts_what_came_meanwhile(cut: House) -> None:
    assessing.reopen(cut.open(), YEAR, note="a class was missing", by="office", at=RULED)
    assert _item(_assessed(cut), "actual") == 3
    _close(cut, RULED)
    assert _item(_assessed(cut), "actual") == 3


def test_an_earlier_time_sees_the_year_as_it_was_then(cut: House) -> None:
    opened = cut.open()
    assert assessing.moment(opened, YEAR, as_of=CLOSE, known_at=FILED).stage == "open"
    assert assessing.moment(opened, YEAR, as_of=CLOSE, known_at=CUT).stage == "cut_off"


def test_the_version_of_a_cut_off_is_kept_and_a_changed_scheme_is_told(cut: House) -> None:
    opened = cut.open()
    found = assessing.frozen(opened, YEAR)
    assert found is not None
    assert (cut.home / "snapshots" / f"v{found.version:06}.frozen").exists()
    assert assessing.is_scheme_kept(opened, found)
    assert not assessing.is_scheme_kept(opened, replace(found, scheme_digest="another"))


def test_an_appeal_is_scored_again_on_the_frozen_copy_and_its_outcome_is_kept(cut: House) -> None:
    before = _assessed(cut)
    number = _appealed(cut)
    assert _assessed(cut).points.equals(before.points)
    outcome = _ruled(cut, number, Ruling("upheld", "the class is proved"))
    after = _assessed(cut)
    assert (outcome.points_before, outcome.points_after) == (_item(before, "points"), _item(after, "points"))
    assert _item(after, "actual") == 3
    assert _item(after, "points") == pytest.approx(1.5 * _item(before, "points"))
    others = pl.col("unit_id") != UNIT
    assert after.points.filter(others).equals(before.points.filter(others))
    kept = closing.appeals(cut.vault).row(0, named=True)
    assert (kept["state"], kept["granted"], kept["points_before"]) == ("upheld", 1, outcome.points_before)
    assert cut.vault.read_archive(kept["evidence"]) == b"list"


def test_a_dismissed_appeal_moves_nothing(cut: House) -> None:
    before = _assessed(cut)
    outcome = _ruled(cut, _appealed(cut), Ruling("dismissed", "it began in 2025"))
    assert outcome.points_before == outcome.points_after == _item(before, "points")
    assert _assessed(cut).points.equals(before.points)


def test_an_upheld_appeal_ends_with_its_cut_off(cut: House) -> None:
    _ruled(cut, _appealed(cut), Ruling("upheld", "the class is proved"))
    assert assessing.granted(cut.open(), YEAR)["number"].to_list() == [1]
    assessing.reopen(cut.open(), YEAR, note="a class was missing", by="office", at=RULED)
    assert assessing.granted(cut.open(), YEAR).is_empty()
    assert _item(_assessed(cut), "actual") == 3
    _close(cut, RULED)
    assert _item(_assessed(cut), "actual") == 3


def test_an_appeal_needs_a_cut_off_and_an_item_that_is_asked(house: House) -> None:
    with pytest.raises(CutOffMissing):
        _appealed(house)
    opened = house.open()
    _close(house, CUT)
    with pytest.raises(ItemUnknown):
        assessing.appeal(opened, replace(ASKED, item_id="town.youth"), by=UNIT, at=LATE)
    with pytest.raises(AppealUnknown):
        assessing.rule_appeal(opened, 1, Ruling("upheld", "yes"), by="office", at=RULED)
    with pytest.raises(AppealUnknown):
        assessing.rescored(opened, 1, 1)


def test_an_appeal_is_about_points_and_asks_for_more_of_them(cut: House) -> None:
    items = _assessed(cut).items
    nothing = items.filter(pl.col("state") == "not_applicable").row(0, named=True)
    unasked = replace(ASKED, unit_id=nothing["unit_id"], item_id=nothing["item_id"])
    with pytest.raises(AppealRefused):
        assessing.appeal(cut.open(), unasked, by=UNIT, at=LATE)
    with pytest.raises(AskedRefused, match="-1"):
        assessing.appeal(cut.open(), replace(ASKED, asked=-1), by=UNIT, at=LATE)


def test_what_is_granted_after_the_confirmation_counts(cut: House) -> None:
    assessing.confirm(cut.open(), YEAR, by="office", at=LATE)
    before = _assessed(cut)
    outcome = _ruled(cut, _appealed(cut), Ruling("upheld", "the class is proved"))
    after = _assessed(cut)
    assert (before.stage, after.stage) == ("final", "final")
    assert outcome.points_after == _item(after, "points") > _item(before, "points")


def test_the_result_is_read_back_and_not_reckoned_again(cut: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _assessed(cut)
    kept = assessing.frozen(cut.open(), YEAR)
    assert kept is not None
    assert cut.vault.is_archived(kept.result)
    monkeypatch.setattr(assessing, "evaluate", None)
    found = assessing.closed(cut.open(), YEAR)
    assert found is not None
    assert (found.stage, found.as_of, found.known_at, found.scheme) == ("cut_off", CLOSE, CUT, before.scheme)
    assert all(getattr(found, name).equals(getattr(before, name)) for name in FRAMES)
    assert _ruled(cut, _appealed(cut), Ruling("upheld", "yes")).points_after == pytest.approx(
        1.5 * _item(before, "points")
    )


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        (f"assessment/{YEAR}.toml", {"weight = 50\n": "weight = 60\n", "weight = 30\n": "weight = 20\n"}),
        ("targets.toml", {"value = 10\n": "value = 5\n"}),
    ],
)
def test_files_that_are_changed_later_change_nothing_of_a_year_that_is_cut_off(
    cut: House, tmp_path: Path, file: str, changes: dict[str, str]
) -> None:
    number, before = _appealed(cut), _assessed(cut)
    folder = shutil.copytree(places.DATA / "policy", tmp_path / "policy")
    told = (folder / file).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in told
        told = told.replace(old, new)
    (folder / file).write_text(told, encoding="utf-8")
    opened = replace(cut.open(), rulebook=loader.load(folder))
    found, granted = assessing.closed(opened, YEAR), assessing.rescored(opened, number, 1)
    assert found is not None
    assert all(getattr(found, name).equals(getattr(before, name)) for name in FRAMES)
    assert _item(granted, "points") == pytest.approx(1.5 * _item(before, "points"))


def test_a_result_that_is_gone_is_found(cut: House) -> None:
    kept = assessing.frozen(cut.open(), YEAR)
    assert kept is not None
    (cut.home / "archive" / kept.result).unlink()
    assert [found.check for found in cut.verify()] == ["result_missing"]


def test_the_cut_off_of_an_earlier_release_is_evaluated_again(cut: House) -> None:
    before = _assessed(cut)
    with cut.vault.connected() as connection:
        connection.execute("drop table assessment_cutoff_detail")
    kept = assessing.frozen(cut.open(), YEAR)
    assert kept is not None
    assert kept.result == ""
    found = assessing.closed(cut.open(), YEAR)
    assert found is not None
    assert found.points.equals(before.points)


def test_what_nobody_reviewed_counts_nothing_only_if_somebody_agrees(house: House) -> None:
    count = assessing.waiting(_assessed(house))
    assert count
    with pytest.raises(PendingLeft, match=f"count 0: {count}"):
        assessing.cut_off(house.open(), YEAR, by="office", at=CUT)
    assert assessing.frozen(house.open(), YEAR) is None


def test_an_entry_brings_its_files_and_one_can_be_opened_again(house: House) -> None:
    opened = house.open()
    number = assessing.hand_in(opened, IDEA, [b"%PDF-1.7", b"", b"%PDF-1.7"], by="health", at=FILED)
    [evidence] = assessments.entries(house.vault)["evidence"]
    assert number == 1
    data = assessing.evidence_file(opened, evidence, viewer="Li", reason="review", at=FILED)
    assert (assessing.evidence_name(opened, evidence), data) == (f"{evidence[:12]}.pdf", b"%PDF-1.7")
    assert house.vault.accesses().select("viewer", "action", "subjects").row(-1) == ("Li", "evidence", evidence)
    with pytest.raises(ArchiveMissing):
        assessing.evidence_file(opened, "0" * 64, viewer="Li", reason="review", at=FILED)


def test_a_file_that_was_handed_in_and_is_gone_is_found(house: House) -> None:
    assessing.hand_in(house.open(), IDEA, [b"photo"], by="health", at=FILED)
    [evidence] = assessments.entries(house.vault)["evidence"]
    assert house.verify() == []
    (house.home / "archive" / evidence).unlink()
    assert [(found.check, found.values["number"]) for found in house.verify()] == [("entry_file_missing", 1)]


def test_everything_but_a_nomination_is_shown_by_a_file(house: House) -> None:
    opened = house.open()
    with pytest.raises(EvidenceMissing, match="Clinics on wheels"):
        assessing.hand_in(opened, IDEA, by="health", at=FILED)
    named = replace(IDEA, kind="nomination", item_id="individual", person="张测试")
    assert assessing.hand_in(opened, named, by="health", at=FILED) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit_id": "nobody"},
        {"item_id": "service"},
        {"kind": "bonus", "item_id": "innovation"},
        {"kind": "deduction", "item_id": "pilot"},
        {"kind": "nomination", "unit_id": "nobody", "person": "x"},
    ],
)
def test_only_what_the_scheme_asks_is_taken(house: House, wrong: dict[str, str]) -> None:
    with pytest.raises(ItemUnknown):
        assessing.hand_in(house.open(), replace(IDEA, **wrong), [b"x"], by="health", at=FILED)


def test_a_year_without_a_scheme_takes_nothing(house: House) -> None:
    with pytest.raises(PolicyError, match="2019"):
        assessing.hand_in(house.open(), replace(IDEA, year=2019), [b"x"], by="health", at=FILED)


def test_a_year_that_is_cut_off_takes_no_file_either(cut: House) -> None:
    before = set(cut.vault.archived())
    with pytest.raises(YearCutOff):
        assessing.hand_in(cut.open(), IDEA, [b"late"], by="health", at=LATE)
    assert set(cut.vault.archived()) == before


def test_what_counts_against_a_unit_is_taken_back_by_who_entered_it_or_by_the_office(house: House) -> None:
    opened = house.open()
    against = replace(IDEA, kind="deduction", item_id="yellow_note")
    for number, by in enumerate(["李 测", "organisation", "市委人才办"], 1):
        assert assessing.hand_in(opened, against, [b"note"], by="李测", at=FILED) == number
        for other in ("health", "卫健局", "王测"):
            with pytest.raises(WithdrawalRefused) as refused:
                assessing.withdraw(opened, number, note="wrong", by=other, at=FILED)
            assert len({refused.value.sentence(catalogue(lang)) for lang in LANGS}) == len(LANGS)
        assessing.withdraw(opened, number, note="wrong", by=by, at=FILED)
    assert assessments.entries(house.vault)["state"].unique().to_list() == ["withdrawn"]


@pytest.mark.parametrize("about", ["milestone:nothing", "item:health:innovation", "item:nobody:service", "thing:1", ""])
def test_only_what_is_reviewed_takes_a_score(house: House, about: str) -> None:
    with pytest.raises(ItemUnknown):
        assessing.review(house.open(), Review(YEAR, about, "Wang", "finance", 0.5), by="Wang", at=FILED)


@pytest.mark.parametrize("unit", ["nobody", ""])
def test_a_reviewer_is_of_a_unit_that_there_is(house: House, unit: str) -> None:
    with pytest.raises(ReviewerUnknown):
        assessing.review(house.open(), Review(YEAR, f"item:{UNIT}:service", "Wang", unit, 0.5), by="Wang", at=FILED)


def test_scores_of_two_reviewers_give_points(house: House) -> None:
    opened = house.open()
    for reviewer, score in (("Wang", 0.6), ("Zhao", 0.8)):
        given = Review(YEAR, f"item:{UNIT}:service", reviewer, "finance", score)
        assessing.review(opened, given, by=reviewer, at=FILED)
    points = _assessed(house).points.filter(pl.col("unit_id") == UNIT, pl.col("item_id") == "service")
    assert points["ratio"].item() == pytest.approx(0.7)


def test_a_quota_is_set_for_a_target_and_counts_as_the_scheme_says(house: House) -> None:
    opened = house.open()
    town = Quota(YEAR, "370283101", "town.farmer_training", 100, is_approved=True)
    with pytest.raises(ItemUnknown):
        assessing.set_quota(opened, replace(town, item_id="service"), by="office", at=FILED)
    for month, value, is_approved in ((2, 100, True), (8, 60, False)):
        told = replace(town, value=value, is_approved=is_approved)
        assessing.set_quota(opened, told, by="office", at=datetime(YEAR, month, 1, tzinfo=FILED.tzinfo))
    mine = pl.col("unit_id") == town.unit_id, pl.col("item_id") == town.item_id
    assert _assessed(house).items.filter(*mine).select("quota", "basis").row(0) == (100, "set_late_ignored")
