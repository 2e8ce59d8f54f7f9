"""A small city, drawn once for all tests of the demonstration."""

from datetime import date

import pytest
from polars import DataFrame

from analytics.demo import calibration as calibrations
from analytics.demo import city
from analytics.demo.calibration import Calibration
from analytics.demo.draws import Draws
from analytics.demo.scene import Scene
from analytics.policy import Policy

AS_OF = date(2026, 9, 30)
PERSONS = 4000


@pytest.fixture(scope="session")
def calibration() -> Calibration:
    return calibrations.load()


@pytest.fixture(scope="session")
def scene(policy: Policy, calibration: Calibration) -> Scene:
    return Scene(calibration, policy, PERSONS, AS_OF, Draws(1))


@pytest.fixture(scope="session")
def ledgers(scene: Scene) -> dict[str, DataFrame]:
    return city.ledgers(scene)
