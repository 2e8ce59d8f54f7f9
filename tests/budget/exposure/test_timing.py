"""Rows of a scenario against its day: over is a fault, past or after the end of intake is to be known."""

from dataclasses import replace
from datetime import date

from analytics.budget.exposure import timing
from analytics.budget.exposure.scenario import Change, Scenario
from analytics.texts import catalogue
from tests.budget.exposure.books import GOAL_MONTH, SMALL, month, plausible

BOOK = plausible(size=SMALL)
LATE = Change("intake", 1.5, since=month(GOAL_MONTH + 1))


def codes(*changes: Change) -> list[tuple[str, str]]:
    return [(note.key, note.code) for note in timing.notes(Scenario(changes=changes), BOOK, 7)]


def test_a_row_that_ends_before_the_first_month_to_come_is_a_fault() -> None:
    over, last = (Change("rate", 1.1, until=day) for day in (date(2026, 9, 1), month(1)))
    (fault,) = timing.faults(Scenario(changes=(last, over)), BOOK)
    assert (fault.key, fault.code) == ("change[2].until", "over")
    assert "2026" in fault.sentence(catalogue("zh"))


def test_a_past_month_counts_from_the_next() -> None:
    assert codes(Change("rate", 1.1, since=date(2026, 9, 1)), Change("rate", 1.1, since=month(1))) == [
        ("change[1].since", "past")
    ]


def test_entrants_after_the_end_of_intake_need_an_extension() -> None:
    assert codes(LATE) == [("change[1].since", "no_intake")]
    assert codes(replace(LATE, since=month(GOAL_MONTH))) == []
    assert codes(LATE, Change("extension", 1)) == []
    mine, other = BOOK.streams[:2]
    told = [("change[1].since", "no_intake")]
    assert codes(replace(LATE, streams=(mine,)), Change("extension", 1, streams=(other,))) == told
    assert codes(replace(LATE, knob="rate")) == []


def test_other_versions_are_told_in_both_languages() -> None:
    found = timing.notes(Scenario(model=0, data_version=3), BOOK, 7)
    assert [note.code for note in found] == ["model", "data_version"]
    for lang in ("zh", "en"):
        assert all("7" in note.sentence(catalogue(lang)) for note in found[1:])
    assert timing.notes(Scenario(data_version=7), BOOK, 7) == timing.notes(Scenario(), BOOK, 7) == []
