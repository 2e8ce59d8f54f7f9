"""Saved scenarios: a text under a name, with the versions it was made with; every earlier state stays."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

import polars as pl

from analytics import house
from analytics.identity.errors import ScenarioExists, ScenarioUnknown
from analytics.identity.vault import Vault, has_table

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
    with _writing(vault) as connection:
        events = _events(connection, None)
        number = _named(events, scenario.name) or events["number"].n_unique() + 1
        _add(connection, {"number": number, **asdict(scenario)}, "saved", by, at)
        return number


def rename(vault: Vault, number: int, name: str, *, by: str, at: datetime) -> None:
    """Give a scenario another name. Raises ScenarioUnknown and ScenarioExists."""
    with _writing(vault) as connection:
        now = _standing(connection, number)
        if _named(_events(connection, None), name) not in (None, number):
            raise ScenarioExists(name=name)
        _add(connection, {**now, "name": name}, "renamed", by, at)


def delete(vault: Vault, number: int, *, by: str, at: datetime) -> None:
    """Take a scenario off the list; its history stays. Raises ScenarioUnknown."""
    with _writing(vault) as connection:
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
    rows = connection.execute(house.sql("vault/scenario_events"), {"number": number}).fetchall()
    told = pl.DataFrame(rows, schema={**EVENTS, "told_at": pl.String}, orient="row")
    return told.with_columns(pl.col("told_at").str.to_datetime(time_unit="us"))


@contextmanager
def _writing(vault: Vault) -> Iterator[sqlite3.Connection]:
    """Give the vault to one writer: no name is taken between what is read and what is written."""
    with vault.connected() as connection:
        connection.executescript(house.sql("vault/scenarios"))  # an earlier release's vault has no such table
        connection.execute("begin immediate")
        yield connection


def _add(connection: sqlite3.Connection, state: Mapping[str, Any], action: Action, by: str, at: datetime) -> None:
    values = {**state, "action": action, "told_by": by, "told_at": at.isoformat(sep=" ")}
    connection.execute(house.sql("vault/add_scenario_event"), values)
