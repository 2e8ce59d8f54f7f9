"""A demonstration home is told what its people say: the same every time, and checked like anything told."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from analytics.demo import calibration
from analytics.demo.draws import Draws
from analytics.demo.scene import Scene
from analytics.identity import Vault, assessments, closing, decisions
from analytics.pipeline import House
from analytics.pipeline.enacting import enact

AS_OF = date(2026, 9, 30)


def _told(home: Path) -> House:
    house = House(home)
    house.store.create(home, is_demo=True, default_as_of=AS_OF)
    opened = house.open()
    enact(opened, Scene(calibration.load(), opened.rulebook, 300, AS_OF, Draws(1)))
    return house


def _frames(vault: Vault) -> dict[str, pl.DataFrame]:
    return {
        "entries": assessments.entry_history(vault),
        "names": assessments.entries(vault, with_names=True),
        "reviews": assessments.review_history(vault),
        "quotas": assessments.quotas(vault),
        "cutoffs": assessments.cutoffs(vault),
        "appeals": closing.appeal_history(vault),
        "decisions": decisions.decision_history(vault),
        "notes": decisions.notes(vault),
    }


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return _told(tmp_path_factory.mktemp("told") / "home")


def test_the_same_seed_tells_two_homes_the_same(house: House, tmp_path: Path) -> None:
    one, other = _frames(house.vault), _frames(_told(tmp_path / "home").vault)
    assert all(len(frame) for frame in one.values())
    assert [name for name, frame in one.items() if not frame.equals(other[name])] == []


def test_what_was_told_is_whole_and_the_years_are_final(house: House) -> None:
    assert house.verify() == []
    opened = house.open()
    stages = {year: assessments.stage(assessments.cutoffs(house.vault, year)) for year in range(2022, 2027)}
    assert stages == {2022: "open", 2023: "final", 2024: "final", 2025: "final", 2026: "open"}
    assert opened.snapshot.is_demo


def test_decisions_expect_what_was_forecast_on_their_day(house: House) -> None:
    told = decisions.decisions(house.vault)
    measured = told.filter(pl.col("subject") == "target")
    assert measured["decided_as_of"].n_unique() == 3
    assert told.filter(pl.col("subject") != "target")["expected"].null_count() == len(told) - len(measured)
