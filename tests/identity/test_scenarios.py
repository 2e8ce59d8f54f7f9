"""Saved scenarios: kept under a name, renamed, taken off the list; no text is ever lost."""

import sqlite3
from datetime import datetime, timedelta

import pytest

from analytics.identity import ScenarioExists, ScenarioUnknown, Vault, scenarios
from analytics.identity.scenarios import SavedScenario

AT = datetime.fromisoformat("2026-09-30 09:00")


def kept(vault: Vault, name: str, content: str = "a = 1", hours: int = 0, version: int | None = 3) -> int:
    scenario = SavedScenario(name, content, model=1, data_version=version)
    return scenarios.save(vault, scenario, by="Li", at=AT + timedelta(hours=hours))


def test_a_scenario_is_kept_with_its_versions(vault: Vault) -> None:
    number = kept(vault, "more youth")
    assert scenarios.saved(vault).to_dicts() == [
        {
            "number": number,
            "action": "saved",
            "name": "more youth",
            "content": "a = 1",
            "model": 1,
            "data_version": 3,
            "told_by": "Li",
            "told_at": AT,
        }
    ]


def test_saving_under_a_name_that_stands_replaces_and_keeps_the_earlier_text(vault: Vault) -> None:
    first, other = kept(vault, "x", "a = 1"), kept(vault, "y", hours=1)
    assert kept(vault, "x", "a = 2", hours=2, version=None) == first != other
    assert scenarios.saved(vault)["content"].to_list() == ["a = 2", "a = 1"]
    assert scenarios.history(vault, first)["content"].to_list() == ["a = 1", "a = 2"]
    assert scenarios.history(vault, first)["data_version"].to_list() == [3, None]


def test_a_scenario_is_renamed_unless_another_has_the_name(vault: Vault) -> None:
    first = kept(vault, "x")
    kept(vault, "y", hours=1)
    scenarios.rename(vault, first, "z", by="Wang", at=AT + timedelta(hours=2))
    assert scenarios.saved(vault).select("name", "content", "told_by").row(0) == ("z", "a = 1", "Wang")
    scenarios.rename(vault, first, "z", by="Wang", at=AT + timedelta(hours=3))
    with pytest.raises(ScenarioExists, match="called “y”"):
        scenarios.rename(vault, first, "y", by="Wang", at=AT)
    assert scenarios.history(vault, first)["action"].to_list() == ["saved", "renamed", "renamed"]


def test_a_deleted_scenario_leaves_its_history_and_its_name(vault: Vault) -> None:
    first = kept(vault, "x")
    scenarios.delete(vault, first, by="Wang", at=AT)
    assert scenarios.saved(vault).is_empty()
    assert kept(vault, "x", "a = 9", hours=1) != first
    assert scenarios.history(vault, first).select("action", "content").rows() == [
        ("saved", "a = 1"),
        ("deleted", "a = 1"),
    ]
    for number in (first, 99):
        with pytest.raises(ScenarioUnknown, match="no saved scenario"):
            scenarios.delete(vault, number, by="Wang", at=AT)
        with pytest.raises(ScenarioUnknown):
            scenarios.rename(vault, number, "w", by="Wang", at=AT)


def test_history_cannot_be_changed(vault: Vault) -> None:
    kept(vault, "x")
    for statement in ("update scenario_event set name = 'y'", "delete from scenario_event"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"), vault.connected() as connection:
            connection.execute(statement)


def test_the_vault_of_an_earlier_release_has_none_until_one_is_saved(vault: Vault) -> None:
    with vault.connected() as connection:
        connection.execute("drop table scenario_event")
    assert scenarios.saved(vault).is_empty()
    assert kept(vault, "x") == 1
