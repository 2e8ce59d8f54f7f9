"""agenda.toml: every class named once, in an order that makes sense."""

import tomllib
from typing import Any

import pytest

from analytics import house
from analytics.policy.agenda import Agenda
from analytics.policy.base import PolicyError
from analytics.policy.toml import fit


@pytest.fixture
def table() -> dict[str, Any]:
    return tomllib.loads((house.DATA / "policy" / "agenda.toml").read_text(encoding="utf-8"))


def refused(table: dict[str, Any]) -> str:
    with pytest.raises(PolicyError) as found:
        fit(Agenda, table, "agenda.toml")
    return str(found.value)


def test_what_is_shipped_is_accepted(table: dict[str, Any]) -> None:
    made = fit(Agenda, table, "agenda.toml")
    assert made.kind("arrears").owner == "finance"
    assert made.colour("red").shape == "◆"
    assert made.reversal("closed").factor > made.reversal("open").factor


@pytest.mark.parametrize("name", ["urgency", "reversal", "kind", "colour"])
def test_a_class_that_is_missing_or_named_twice_is_refused(table: dict[str, Any], name: str) -> None:
    whole = table[name]
    assert "needed once" in refused(table | {name: whole[1:]})
    assert "needed once" in refused(table | {name: [*whole, whole[0]]})


def test_less_time_is_never_less_urgent(table: dict[str, Any]) -> None:
    first, *rest = table["urgency"]
    assert "less urgent" in refused(table | {"urgency": [first | {"factor": 1.1}, *rest]})


def test_days_rise_and_only_the_last_class_is_open(table: dict[str, Any]) -> None:
    first, second, *rest = table["urgency"]
    assert "must rise" in refused(table | {"urgency": [first | {"days_to": 40}, second, *rest]})
    assert "must rise" in refused(table | {"urgency": [first, second, rest[0], rest[1] | {"days_to": 400}]})


def test_lifts_rise_and_unknown_keys_are_refused(table: dict[str, Any]) -> None:
    assert "lifts" in refused(table | {"targets": table["targets"] | {"lifts": [2.0, 1.5]}})
    assert "unknown key" in refused(table | {"x": 1})
