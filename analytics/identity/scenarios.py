"""Saved scenarios: a text under a name, with the versions it was made with; every earlier state stays."""

import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

import polars as pl

from analytics.identity import chronicle
from analytics.identity.errors import ScenarioExists, ScenarioUnknown
from analytics.identity.vault import Vault, has_table

_TABLES = "vault/scenarios"
Action = Literal["saved", "renamed", "deleted"]
_DELETED: Action = "deleted"
#: One row per thing that happened to a scenario: how it stands after that.
EVENTS = pl.Schema(
    {
        "number": pl.Int64,
        "action": pl.String,
        "name": pl.String,
        "content": pl.String,
        "model": pl.Int64,
        "data_version": pl.Int64,
        "told_by": pl.String,
        "told_at": pl.Datetime("us"),
    }
)


@dataclass(frozen=True)
class SavedScenario:
    """A scenario as it is kept: its name, its TOML text, the versions of model and data it was made with."""

    name: str
    content: str
    model: int
    data_version: int | None


def save(vault: Vault, scenario: SavedScenario, *, by: str, at: datetime) -> int:
    """Keep a scenario and return its number; one that stands under the name is replaced and its text stays."""
    with chronicle.writing(vault, _TABLES) as connection:
        events = _events(connection, None)
        number = _named(events, scenario.name) or events["number"].n_unique() + 1
        _add(connection, {"number": number, **asdict(scenario)}, "saved", by, at)
        return number


def rename(vault: Vault, number: int, name: str, *, by: str, at: datetime) -> None:
    """Give a scenario another name. Raises ScenarioUnknown and ScenarioExists."""
    with chronicle.writing(vault, _TABLES) as connection:
        now = _standing(connection, number)
        if _named(_events(connection, None), name) not in (None, number):
            raise ScenarioExists(name=name)
        _add(connection, {**now, "name": name}, "renamed", by, at)


def delete(vault: Vault, number: int, *, by: str, at: datetime) -> None:
    """Take a scenario off the list; its history stays. Raises ScenarioUnknown."""
    with chronicle.writing(vault, _TABLES) as connection:
        _add(connection, _standing(connection, number), _DELETED, by, at)


def saved(vault: Vault) -> pl.DataFrame:
    """Return the scenarios that stand, the last touched first, by EVENTS."""
    return _latest(history(vault)).sort("told_at", "number", descending=True)


def history(vault: Vault, number: int | None = None) -> pl.DataFrame:
    """Return what happened to a scenario, or to all of them, oldest first, by EVENTS."""
    with vault.readable() as connection:
        known = has_table(connection, "scenario_event")  # an earlier release's vault has none before anybody writes
        return _events(connection, number) if known else EVENTS.to_frame()


def _latest(events: pl.DataFrame) -> pl.DataFrame:
    latest = events.unique("number", keep="last", maintain_order=True)
    return latest.filter(pl.col("action") != _DELETED)


def _named(events: pl.DataFrame, name: str) -> int | None:
    """Return the number of the scenario that stands under a name."""
    found = _latest(events).filter(pl.col("name") == name)["number"]
    return int(found[0]) if len(found) else None


def _standing(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    found = _latest(_events(connection, number))
    if found.is_empty():
        raise ScenarioUnknown(number=number)
    return found.row(0, named=True)


def _events(connection: sqlite3.Connection, number: int | None) -> pl.DataFrame:
    return chronicle.events(connection, "vault/scenario_events", {"number": number}, EVENTS)


def _add(connection: sqlite3.Connection, state: Mapping[str, Any], action: Action, by: str, at: datetime) -> None:
    chronicle.add(connection, "vault/add_scenario_event", {**state, "action": action}, by, at)
