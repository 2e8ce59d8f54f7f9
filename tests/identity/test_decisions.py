"""What meetings decided and what became of it: numbered, kept, never changed."""

import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from analytics.identity import DecisionClosed, DecisionOpen, DecisionUnknown, TextMissing, Vault, decisions
from analytics.identity.decisions import Decision, Note

AT = datetime.fromisoformat("2026-07-20 15:00")
TAKEN = Decision(
    meeting="2026Q2",
    subject="target",
    ref="quota.ecommerce",
    title="Courses come late",
    option="two courses before the harvest",
    unit_id="commerce",
    due_date=date(2026, 9, 30),
    decided_as_of=date(2026, 6, 30),
    measure="quota.ecommerce",
    promised=400,
    expected=330.5,
    actual_then=151,
)
ISSUED = Note("commerce", "quota.ecommerce", "yellow", date(2026, 8, 31), "Behind", "Please tell how it catches up.")


def test_a_decision_keeps_what_was_expected_on_its_day(vault: Vault) -> None:
    assert decisions.decide(vault, TAKEN, by="office", at=AT) == 1
    decisions.close_decision(vault, 1, "done", note="both held", by="office", at=AT + timedelta(days=60))
    told = decisions.decision_history(vault)
    assert told.schema == decisions.DECISIONS
    assert told.select("state", "note", "expected", "due_date", "decided_as_of").rows() == [
        ("decided", "", 330.5, date(2026, 9, 30), date(2026, 6, 30)),
        ("done", "both held", 330.5, date(2026, 9, 30), date(2026, 6, 30)),
    ]
    assert decisions.decisions(vault)["state"].to_list() == ["done"]
    assert decisions.decisions(vault, known_at=AT)["state"].to_list() == ["decided"]


def test_decisions_are_numbered_and_may_have_no_number_and_no_day(vault: Vault) -> None:
    decisions.decide(vault, TAKEN, by="office", at=AT)
    plain = replace(TAKEN, subject="unit", measure=None, promised=None, expected=None, actual_then=None, due_date=None)
    assert decisions.decide(vault, plain, by="office", at=AT) == 2
    assert decisions.decisions(vault).select("number", "promised", "due_date").row(1) == (2, None, None)


@pytest.mark.parametrize("ref", ["quota.ecommerce", "target:quota.ecommerce"])
def test_a_matter_has_one_open_decision_at_a_time(vault: Vault, ref: str) -> None:
    decisions.decide(vault, TAKEN, by="office", at=AT)
    again = replace(TAKEN, ref=ref, meeting="2026Q3")
    with pytest.raises(DecisionOpen, match=r"Decision 1.*Courses come late"):
        decisions.decide(vault, again, by="office", at=AT)
    assert decisions.decisions(vault).height == 1
    decisions.close_decision(vault, 1, "done", note="both held", by="office", at=AT)
    assert decisions.decide(vault, again, by="office", at=AT) == 2


def test_a_decision_is_closed_once_and_with_words(vault: Vault) -> None:
    with pytest.raises(DecisionUnknown, match="no decision 1"):
        decisions.close_decision(vault, 1, "done", note="x", by="office", at=AT)
    decisions.decide(vault, TAKEN, by="office", at=AT)
    with pytest.raises(TextMissing, match="explanation"):
        decisions.close_decision(vault, 1, "dropped", note=" ", by="office", at=AT)
    decisions.close_decision(vault, 1, "dropped", note="overtaken", by="office", at=AT)
    with pytest.raises(DecisionClosed):
        decisions.close_decision(vault, 1, "done", note="x", by="office", at=AT)


@pytest.mark.parametrize(("empty", "said"), [({"title": " "}, "title"), ({"option": ""}, "what was decided")])
def test_a_decision_says_what_it_is(vault: Vault, empty: dict[str, str], said: str) -> None:
    with pytest.raises(TextMissing, match=said):
        decisions.decide(vault, replace(TAKEN, **empty), by="office", at=AT)


def test_notes_are_kept_as_they_went_out(vault: Vault) -> None:
    assert [decisions.issue_note(vault, ISSUED, by="office", at=AT) for _ in range(2)] == [1, 2]
    assert decisions.notes(vault).schema == decisions.NOTES
    assert decisions.notes(vault).drop("number").unique().to_dicts() == [
        {
            "unit_id": "commerce",
            "ref": "quota.ecommerce",
            "colour": "yellow",
            "due_date": date(2026, 8, 31),
            "title": "Behind",
            "text": "Please tell how it catches up.",
            "told_by": "office",
            "told_at": AT,
        }
    ]
    with pytest.raises(TextMissing, match="text"):
        decisions.issue_note(vault, replace(ISSUED, text=" "), by="office", at=AT)


@pytest.mark.parametrize("table", ["meeting_decision", "supervision_note"])
def test_nothing_of_it_can_be_changed(vault: Vault, table: str) -> None:
    decisions.decide(vault, TAKEN, by="office", at=AT)
    decisions.issue_note(vault, ISSUED, by="office", at=AT)
    for statement in (f"update {table} set title = 'x'", f"delete from {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"), vault.connected() as connection:
            connection.execute(statement)


def test_the_vault_of_an_earlier_release_has_none_until_one_is_told(vault: Vault) -> None:
    with vault.connected() as connection:
        connection.execute("drop table meeting_decision")
        connection.execute("drop table supervision_note")
    assert decisions.decisions(vault).is_empty()
    assert decisions.notes(vault).is_empty()
    assert decisions.decide(vault, TAKEN, by="office", at=AT) == 1
