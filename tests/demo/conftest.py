"""A small city, drawn once for all tests of the demonstration."""

from dataclasses import replace
from datetime import date

import pytest
from polars import DataFrame

from analytics.demo import calibration as calibrations
from analytics.demo import city
from analytics.demo.calibration import Calibration
from analytics.demo.city import City
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
def drawn(scene: Scene) -> City:
    return city.draw(scene)


@pytest.fixture(scope="session")
def full(scene: Scene) -> City:
    """Return the smallest city in which quotas and faults have their full size."""
    return city.draw(replace(scene, persons=scene.calibration.population.full_size))


@pytest.fixture(scope="session")
def ledgers(drawn: City) -> dict[str, DataFrame]:
    return drawn.ledgers
