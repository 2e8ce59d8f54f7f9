"""What the meeting decides on, put together: until when it was told, who answers for red targets, open readings."""

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from analytics import house
from analytics.identity import Vault, decisions
from analytics.identity.decisions import Decision
from analytics.pipeline import House, assessing, deciding, evaluate
from tests.decisions import known
from tests.pages.furnished import AS_OF, furnish


@pytest.mark.parametrize(
    ("day", "code"), [("2026-09-30", "2026Q3"), ("2026-10-01", "2026Q4"), ("2027-01-31", "2027Q1")]
)
def test_a_meeting_is_called_by_its_quarter(day: str, code: str) -> None:
    assert deciding.meeting_code(date.fromisoformat(day)) == code


def test_an_earlier_meeting_was_told_within_a_month_and_the_present_one_is_open() -> None:
    until = deciding.told_until(known.policy(), date(2026, 6, 30), AS_OF)
    assert until == datetime.fromisoformat("2026-07-31T23:59:59.999999")
    assert deciding.told_until(known.policy(), AS_OF, AS_OF) is None


def test_a_red_target_is_answered_for_by_an_open_decision_with_a_day() -> None:
    progress = known.progress({"id": known.FARMERS}, {"id": known.LOANS}, {"id": known.MEDICAL, "status": "on_pace"})
    for row, left in (
        ({"state": "open"}, (known.LOANS,)),
        ({"state": "overdue"}, (known.LOANS,)),
        ({"state": "done"}, (known.FARMERS, known.LOANS)),
        ({"state": "open", "due_date": None}, (known.FARMERS, known.LOANS)),
    ):
        assert deciding.undecided(progress, known.followed(row)) == left


def test_readings_about_money_with_another_option_are_open_until_somebody_rules() -> None:
    open_ones = deciding.unruled(known.policy(), AS_OF)
    assert open_ones
    for reading in open_ones:
        found = known.policy().reading(reading)
        assert "money" in found.decides
        assert len(found.options) > 1


def test_a_decision_recorded_now_is_followed_up_and_answers_for_its_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    monkeypatch.delenv(house.HOME_VARIABLE, raising=False)
    opened = House(furnish(tmp_path / "home", 0.005)).open()
    results = evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF)
    red = deciding.unanswered(opened, results)
    assert red
    target = opened.policy.target(red[0])
    at = datetime.fromisoformat("2026-11-20 09:00")
    made = Decision(
        meeting="2026Q3", subject="target", ref=f"target:{target.id}", title="T", option="O", unit_id=target.lead,
        due_date=date(2026, 12, 31), decided_as_of=AS_OF, measure=target.id, promised=9.0, expected=5.0,
        actual_then=4.0,
    )  # fmt: skip
    number = decisions.decide(Vault(opened.home), made, by="L", at=at)
    now = deciding.standing(opened, results, deciding.waiting_rows(opened))
    assert now.undecided == red[1:]
    assert now.followed.filter(pl.col("number") == number)["state"].to_list() == ["open"]
    assert f"decision:{number}" in now.work["ref"].to_list()
    earlier = deciding.told_until(opened.policy, date(2026, 6, 30), AS_OF)
    assert deciding.unanswered(opened, results, until=earlier) == red
    assert deciding.history(opened.vault, number)["state"].to_list() == ["decided"]


def test_the_list_for_correction_is_that_of_the_last_confirmed_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    monkeypatch.delenv(house.HOME_VARIABLE, raising=False)
    home = House(furnish(tmp_path / "home", 0.005))
    opened = home.open()
    results = evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF)
    assert deciding.corrections(opened, results).is_empty()
    at = datetime.fromisoformat("2026-01-20 15:00")
    assessing.cut_off(opened, 2025, by="L", at=at, is_agreed=True)
    assert deciding.corrections(opened, results).is_empty()
    assessing.confirm(opened, 2025, by="L", at=at)
    found = deciding.corrections(opened, results)
    assert set(found["ref"].str.slice(0, 16)) == {"correction:2025:"}
    assert set(found["due"]) == {at.date() + timedelta(days=opened.policy.scheme(2025).correction.days)}
    assert deciding.corrections(opened, results, until=at - timedelta(days=1)).is_empty()
    now = deciding.standing(opened, results, deciding.waiting_rows(opened), corrected=found)
    assert set(found["ref"]) <= set(now.work["ref"])
    assert set(found.filter(state="overdue")["ref"]) == set(now.matters.filter(why="correction_overdue")["ref"])
