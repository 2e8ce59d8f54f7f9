"""Cases of findings: opened once, moved as allowed, their history only ever added to."""

import sqlite3
from datetime import datetime, timedelta

import pytest

from analytics.identity import CaseExists, CaseUnknown, MoveRefused, Vault, cases
from analytics.identity.cases import Matter
from analytics.policy import Policy

AT = datetime.fromisoformat("2026-09-30 09:00")
TWICE = Matter("f1", rule=1, kind="paid_twice", amount_fen=300_000)
UNPAID = Matter("f2", rule=11, kind="unpaid", amount_fen=-50_000)


def opened(vault: Vault, matter: Matter = TWICE) -> None:
    cases.open_case(vault, matter, owner="finance", note="found in May", by="Li", at=AT)


def moved(vault: Vault, policy: Policy, to: str, hours: int, owner: str | None = None) -> None:
    at = AT + timedelta(hours=hours)
    cases.move(vault, "f1", to, policy.integrity.moves, note=f"now {to}", by="Wang", at=at, owner=owner)


def test_a_case_is_what_it_was_opened_with(vault: Vault) -> None:
    opened(vault)
    [case] = cases.cases(vault, found=["f1"]).to_dicts()
    assert case == {
        "finding_id": "f1",
        "rule": 1,
        "kind": "paid_twice",
        "amount_fen": 300_000,
        "state": "open",
        "owner": "finance",
        "note": "found in May",
        "told_by": "Li",
        "told_at": AT,
        "opened_at": AT,
        "is_found": True,
    }


def test_a_case_goes_its_way_and_every_step_stays(vault: Vault, policy: Policy) -> None:
    opened(vault)
    for hours, state in enumerate(("confirmed", "recovered", "closed"), start=1):
        moved(vault, policy, state, hours)
    assert cases.history(vault, "f1")["state"].to_list() == ["open", "confirmed", "recovered", "closed"]
    [case] = cases.cases(vault).to_dicts()
    assert (case["state"], case["told_by"], case["opened_at"]) == ("closed", "Wang", AT)


def test_a_case_is_handed_on_without_moving(vault: Vault, policy: Policy) -> None:
    opened(vault)
    moved(vault, policy, "open", 1, owner="human_resources")
    assert cases.history(vault)["owner"].to_list() == ["finance", "human_resources"]


def test_a_finding_that_is_gone_keeps_its_case(vault: Vault) -> None:
    opened(vault)
    opened(vault, UNPAID)
    standing = cases.cases(vault, found=["f2"])
    assert dict(standing.select("finding_id", "is_found").iter_rows()) == {"f1": False, "f2": True}


def test_what_is_not_allowed_changes_nothing(vault: Vault, policy: Policy) -> None:
    with pytest.raises(CaseUnknown):
        moved(vault, policy, "closed", 1)
    opened(vault)
    with pytest.raises(CaseExists):
        opened(vault)
    with pytest.raises(MoveRefused):
        moved(vault, policy, "recovered", 1)
    assert len(cases.history(vault)) == 1


@pytest.mark.parametrize("statement", ["update case_event set note = ''", "delete from case_event"])
def test_the_history_cannot_be_changed(vault: Vault, statement: str) -> None:
    opened(vault)
    with pytest.raises(sqlite3.IntegrityError), vault.connected() as connection:
        connection.execute(statement)
    assert cases.history(vault)["note"].to_list() == ["found in May"]


def test_every_state_can_be_reached_and_left(policy: Policy) -> None:
    moves = policy.integrity.moves
    assert {to for targets in moves.values() for to in targets} == set(moves) == {
        "open", "explained", "confirmed", "recovered", "closed",
    }  # fmt: skip
    assert all(moves.values())
