"""Earlier decisions in words: what was promised, forecast and done stand on one scale."""

from datetime import date, datetime

import pytest

from analytics.report.decisions import followed, headline
from tests.decisions import known
from tests.decisions.known import AS_OF
from tests.report import frames

NUMBERS = {"actual": 300.0, "promised": 600.0, "expected": 400.0, "actual_then": 200.0, "is_reached": False}


def row(**values: object) -> followed.Followed:
    [found] = followed.rows(known.followed(NUMBERS | values), frames.voice("en"))
    return found


def test_four_numbers_stand_on_one_scale_that_begins_at_nothing() -> None:
    bullet = row().bullet
    assert bullet is not None
    assert bullet.promised is not None
    assert bullet.now / bullet.promised == pytest.approx(0.5)
    assert 0 < bullet.promised < 1
    assert bullet.alt == "Now 300 people, promised 600 people, forecast then 400 people, then 200 people"
    assert row(actual=None).bullet is None


def test_a_late_decision_says_by_how_much_and_one_that_keeps_its_promise_says_so() -> None:
    late = row(state="overdue", days=30)
    assert (late.sign.word, late.sign.shape, late.late.text) == ("Overdue", "◆", "30 days overdue")
    kept = row(state="overdue", days=30, is_reached=True)
    assert (kept.late.text, kept.late.tone) == ("Promise kept; to be closed", "good")
    assert (kept.sign.word, kept.sign.id) == ("Overdue, promise kept", "slightly_behind")
    assert row(state="done").late.text == ""


def test_movement_has_a_shape_and_a_word() -> None:
    assert row(moved="better").moved.text == "↑ Better than forecast"
    assert row(moved="worse").moved.text == "↓ Worse than forecast"
    assert row().against == "300 / 600 people"


def test_overdue_come_first_then_by_day_then_those_that_are_closed() -> None:
    rows = known.followed(
        {"state": "done"}, {"state": "open", "due_date": date(2027, 1, 1)}, {"state": "open"}, {"state": "overdue"}
    )
    assert [one.number for one in followed.rows(rows, frames.voice())] == [4, 3, 2, 1]


def test_earlier_are_those_running_of_the_last_meeting_or_closed_since() -> None:
    told = datetime.fromisoformat
    rows = known.followed(
        {"meeting": "2026Q3"},
        {"meeting": "2026Q2", "state": "done", "told_at": told("2026-06-01")},
        {"meeting": "2026Q1", "state": "open"},
        {"meeting": "2026Q1", "state": "done", "told_at": told("2026-07-01")},
        {"meeting": "2026Q1", "state": "done", "told_at": told("2026-06-30")},
    )
    past = followed.earlier(rows, "2026Q3", AS_OF)
    assert past["number"].to_list() == [2, 3, 4]
    assert (
        headline.title(past, 6, frames.voice("en"))
        == "Of 3 earlier decisions 2 done, 0 overdue; 6 items for this meeting"
    )


def test_exports_have_money_in_yuan_and_the_history_is_told() -> None:
    money = {"measure": "arrears:housing", "subject": "arrears", "actual": 500_000.0, "is_reached": None}
    table = followed.table(known.followed(NUMBERS | money), frames.voice("en"))
    assert table.column("now") == [5000.0]
    assert table.column("reached") == ["—"]
    events = known.decisions({}, {"state": "done", "note": "ok"})
    assert followed.history(events, frames.voice("en")).column("state") == ["Decided", "Done"]
    opens = dict(followed.card(row(measure="case:7:level_later:health"), frames.voice("en")))["Measured by"].drill
    assert opens is not None
    assert opens.params == {"view": "findings", "rule": "7", "kind": "level_later"}
