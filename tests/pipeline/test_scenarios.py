"""Scenarios saved in a home come back whole, under the name they have now."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from analytics.budget.exposure.faults import ScenarioError
from analytics.budget.exposure.scenario import MODEL, Change, Scenario
from analytics.identity import ScenarioExists, ScenarioUnknown
from analytics.pipeline import House
from analytics.records import Store

AT = datetime.fromisoformat("2026-09-30 09:00")
RATE = Change("rate", 1.1, ("b03a",), ("master",), date(2027, 1, 1))
MORE = Scenario("  more  youth ", (RATE,))


@pytest.fixture
def home(tmp_path: Path) -> House:
    Store.create(tmp_path / "home")
    return House(tmp_path / "home")


def test_a_scenario_comes_back_whole_with_the_versions_in_force(home: House) -> None:
    number = home.save_scenario(MORE, by="Li", at=AT)
    assert home.scenario(number) == Scenario("more youth", (RATE,), MODEL, home.open().version)
    assert home.scenarios()["name"].to_list() == ["more youth"]


def test_a_new_name_is_the_title_and_the_text_stays(home: House) -> None:
    number = home.save_scenario(MORE, by="Li", at=AT)
    home.save_scenario(replace(MORE, title="other"), by="Li", at=AT)
    home.rename_scenario(number, "most youth", by="Li", at=AT)
    assert home.scenario(number).title == "most youth"
    with pytest.raises(ScenarioExists):
        home.rename_scenario(number, "other", by="Li", at=AT)
    assert home.scenario_history(number)["action"].to_list() == ["saved", "renamed"]


def test_what_is_deleted_is_opened_no_more(home: House) -> None:
    number = home.save_scenario(MORE, by="Li", at=AT)
    home.delete_scenario(number, by="Li", at=AT)
    assert home.scenarios().is_empty()
    with pytest.raises(ScenarioUnknown):
        home.scenario(number)
    assert len(home.scenario_history()) == 2


def test_a_scenario_needs_a_name(home: House) -> None:
    with pytest.raises(ScenarioError, match="scenario: title: this key is missing"):
        home.save_scenario(Scenario(" "), by="Li", at=AT)
