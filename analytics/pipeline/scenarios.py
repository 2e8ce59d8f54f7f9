"""Saved scenarios of a home: kept in the vault as the text that a file would hold, read back with its checks."""

from dataclasses import replace
from datetime import datetime

import polars as pl

from analytics.budget.exposure import scenario_file
from analytics.budget.exposure.faults import Fault, ScenarioError
from analytics.budget.exposure.scenario import MODEL, Scenario
from analytics.identity import ScenarioUnknown, Vault
from analytics.identity import scenarios as kept
from analytics.identity.scenarios import SavedScenario, delete, history, saved
from analytics.policy import Policy

__all__ = ["delete", "history", "opened", "rename", "save", "saved"]


def save(vault: Vault, scenario: Scenario, data_version: int, *, by: str, at: datetime) -> int:
    """Keep a scenario under its title, as made with this model and data, and return its number.

    Raises ScenarioError for one without a title.
    """
    made = replace(scenario, title=_name(scenario.title), model=MODEL, data_version=data_version)
    state = SavedScenario(made.title, scenario_file.write(made), MODEL, data_version)
    return kept.save(vault, state, by=by, at=at)


def rename(vault: Vault, number: int, name: str, *, by: str, at: datetime) -> None:
    """Give a saved scenario another name; raises ScenarioUnknown, ScenarioExists, and ScenarioError for none."""
    kept.rename(vault, number, _name(name), by=by, at=at)


def opened(vault: Vault, number: int, policy: Policy) -> Scenario:
    """Return a saved scenario under the name it has now; raises ScenarioUnknown and ScenarioError."""
    found = saved(vault).filter(pl.col("number") == number)
    if found.is_empty():
        raise ScenarioUnknown(number=number)
    name, content = found.select("name", "content").row(0)
    return replace(scenario_file.read(content, policy, name), title=name)


def _name(title: str) -> str:
    name = " ".join(title.split())
    if not name:
        raise ScenarioError("", [Fault("title", "missing")])
    return name
