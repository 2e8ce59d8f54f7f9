"""A year is frozen, appealed against, and confirmed; every step is kept, and none can be taken out of order."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from analytics.identity import (
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
    TextMissing,
    Vault,
    YearConfirmed,
    YearCutOff,
    assessments,
    closing,
)
from analytics.identity.closing import Appeal, CutOff, Outcome

CUT = datetime.fromisoformat("2026-01-20 15:00")
MADE = CutOff(2025, date(2025, 12, 31), CUT, 3, "digest")
ASKED = Appeal(2025, "health", "key.medical_backbone", 3, "three finished in December", ("aa",))


@pytest.fixture
def cut(vault: Vault) -> Vault:
    """Return a vault with a year that is cut off."""
    closing.cut_off(vault, MADE, by="office", at=CUT)
    return vault


def filed(vault: Vault, asked: Appeal = ASKED, days: int = 1, points: float | None = 7.5) -> int:
    return closing.appeal(vault, asked, days=15, points=points, by="health", at=CUT + timedelta(days=days))


def answered(vault: Vault, number: int, outcome: Outcome, days: int = 20) -> None:
    closing.answer(vault, number, outcome, by="office", at=CUT + timedelta(days=days))


def test_a_year_is_open_then_cut_off_then_final_and_may_be_opened_again(vault: Vault) -> None:
    assert closing.frozen(assessments.cutoffs(vault, 2025)) is None
    closing.cut_off(vault, MADE, by="office", at=CUT)
    found = closing.frozen(assessments.cutoffs(vault, 2025))
    assert found is not None
    assert (found.stage, found.as_of, found.known_at, found.cut_at) == ("cut_off", MADE.as_of, CUT, CUT)
    closing.confirm(vault, 2025, by="office", at=CUT + timedelta(days=30))
    found = closing.frozen(assessments.cutoffs(vault, 2025))
    assert found is not None
    assert (found.stage, found.known_at, found.scheme_digest, found.cut_at) == ("final", CUT, "digest", CUT)
    closing.reopen(vault, 2025, note="a page was missing", by="office", at=CUT + timedelta(days=40))
    assert closing.frozen(assessments.cutoffs(vault, 2025)) is None
    assert assessments.cutoffs(vault)["action"].to_list() == ["cut_off", "confirmed", "reopened"]
    assert closing.frozen(assessments.cutoffs(vault, 2025, known_at=CUT)) is not None
    assert closing.frozen(assessments.cutoffs(vault, 2024)) is None


def test_steps_cannot_be_taken_out_of_order(vault: Vault) -> None:
    with pytest.raises(CutOffMissing, match="not been cut off"):
        closing.confirm(vault, 2025, by="office", at=CUT)
    with pytest.raises(CutOffMissing, match="not been cut off"):
        closing.reopen(vault, 2025, note="why", by="office", at=CUT)
    with pytest.raises(CutOffMissing):
        filed(vault)
    closing.cut_off(vault, MADE, by="office", at=CUT)
    with pytest.raises(YearCutOff):
        closing.cut_off(vault, MADE, by="office", at=CUT)
    closing.confirm(vault, 2025, by="office", at=CUT)
    with pytest.raises(YearConfirmed):
        closing.confirm(vault, 2025, by="office", at=CUT)


def test_a_year_is_opened_again_for_a_reason_that_is_kept(cut: Vault) -> None:
    with pytest.raises(TextMissing, match="explanation"):
        closing.reopen(cut, 2025, note=" ", by="office", at=CUT)
    closing.reopen(cut, 2025, note="a page was missing", by="office", at=CUT)
    assert assessments.cutoffs(cut, 2025)["note"].to_list() == ["", "a page was missing"]


def test_nothing_is_told_by_nobody(cut: Vault) -> None:
    with pytest.raises(TextMissing, match="who tells it"):
        closing.confirm(cut, 2025, by=" ", at=CUT)
    with pytest.raises(TextMissing, match="who tells it"):
        closing.appeal(cut, ASKED, days=15, points=1, by="", at=CUT)


def test_the_confirmation_does_not_take_the_right_to_appeal(cut: Vault) -> None:
    closing.confirm(cut, 2025, by="office", at=CUT)
    number = filed(cut)
    answered(cut, number, Outcome("upheld", "yes", 3))
    assert closing.appeals(cut)["state"].to_list() == ["upheld"]
    with pytest.raises(AppealLate):
        filed(cut, days=16)


def test_an_appeal_that_was_granted_is_not_filed_twice(cut: Vault) -> None:
    answered(cut, filed(cut), Outcome("partly", "one is proved", 1), days=2)
    with pytest.raises(AppealGranted, match="Appeal 1 "):
        filed(cut, days=3)


@pytest.mark.parametrize(
    "wrong",
    [{"as_of": date(2024, 12, 31)}, {"known_at": CUT - timedelta(days=21)}, {"known_at": CUT + timedelta(days=1)}],
)
def test_a_year_is_cut_off_on_a_day_of_it_that_is_past(vault: Vault, wrong: dict[str, date]) -> None:
    with pytest.raises(CutOffRefused):
        closing.cut_off(vault, replace(MADE, **wrong), by="office", at=CUT)


def test_an_appeal_is_kept_from_filing_to_outcome(cut: Vault) -> None:
    number = filed(cut)
    answered(cut, number, Outcome("partly", "one is proved", 1, 7.5, 10))
    told = closing.appeal_history(cut)
    assert told.select("state", "granted", "points_before", "points_after", "told_by").rows() == [
        ("filed", None, 7.5, None, "health"),
        ("partly", 1, 7.5, 10, "office"),
    ]
    assert closing.appeals(cut, 2025).select("number", "evidence", "answer").rows() == [(1, "aa", "one is proved")]
    assert closing.appeals(cut, known_at=CUT + timedelta(days=2))["state"].to_list() == ["filed"]


def test_an_appeal_has_its_days_and_its_reason(cut: Vault) -> None:
    with pytest.raises(AppealLate, match="2026-02-04"):
        filed(cut, days=16)
    with pytest.raises(TextMissing, match="reason"):
        filed(cut, replace(ASKED, reason=" "))
    for asked in (0, float("nan"), float("inf")):
        with pytest.raises(AskedMissing):
            filed(cut, replace(ASKED, asked=asked))
    assert filed(cut, days=15) == 1


def test_one_appeal_on_an_item_waits_at_a_time(cut: Vault) -> None:
    number = filed(cut)
    with pytest.raises(AppealExists, match="Appeal 1 "):
        filed(cut)
    assert filed(cut, replace(ASKED, item_id="service")) == 2
    answered(cut, number, Outcome("dismissed", "no", 0))
    assert filed(cut, days=3) == 3


@pytest.mark.parametrize(
    ("state", "granted"),
    [("upheld", 2), ("upheld", 0), ("partly", 3), ("partly", 0), ("partly", -1), ("dismissed", 1), ("withdrawn", 3)],
)
def test_what_is_granted_fits_the_outcome(cut: Vault, state: closing.Answer, granted: float) -> None:
    number = filed(cut)
    with pytest.raises(GrantRefused):
        answered(cut, number, Outcome(state, "so", granted))


def test_an_appeal_is_answered_once_and_with_words(cut: Vault) -> None:
    with pytest.raises(AppealUnknown):
        answered(cut, 1, Outcome("upheld", "yes", 3))
    number = filed(cut)
    with pytest.raises(TextMissing, match="answer"):
        answered(cut, number, Outcome("upheld", " ", 3))
    answered(cut, number, Outcome("upheld", "yes", 3))
    with pytest.raises(AppealAnswered):
        answered(cut, number, Outcome("dismissed", "no", 0))


def test_a_year_is_not_confirmed_while_an_appeal_waits(cut: Vault) -> None:
    number = filed(cut)
    with pytest.raises(AppealsOpen, match="without an answer: 1"):
        closing.confirm(cut, 2025, by="office", at=CUT)
    answered(cut, number, Outcome("withdrawn", "ours to take back", 0))
    closing.confirm(cut, 2025, by="office", at=CUT)


def test_appeals_speak_for_the_cut_off_they_were_filed_against(cut: Vault) -> None:
    old, upheld = filed(cut), filed(cut, replace(ASKED, item_id="service"))
    answered(cut, upheld, Outcome("upheld", "yes", 3))
    closing.reopen(cut, 2025, note="a page was missing", by="office", at=CUT + timedelta(days=25))
    again = CUT + timedelta(days=26)
    closing.cut_off(cut, replace(MADE, known_at=again), by="office", at=again)
    assert closing.standing(closing.appeal_history(cut, 2025), again).is_empty()
    with pytest.raises(AppealAnswered):
        answered(cut, old, Outcome("upheld", "late", 3), days=27)
    assert filed(cut, days=28) == 3
    assert closing.standing(closing.appeal_history(cut, 2025), again)["number"].to_list() == [3]
