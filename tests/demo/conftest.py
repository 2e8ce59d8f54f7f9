"""A small city, drawn once for all tests of the demonstration."""

from datetime import date

import pytest
from analytics import policy as policies
from analytics.demo import calibration as calibrations
from analytics.demo import city
from analytics.demo.calibration import Calibration
from analytics.demo.draws import Draws
from analytics.intake.layouts import Layout, load_layouts
from analytics.policy import Policy
from polars import DataFrame

AS_OF = date(2026, 9, 30)
PERSONS = 1500


@pytest.fixture(scope="session")
def policy() -> Policy:
    return policies.load()


@pytest.fixture(scope="session")
def layouts() -> dict[str, Layout]:
    return load_layouts()


@pytest.fixture(scope="session")
def calibration() -> Calibration:
    return calibrations.load()


@pytest.fixture(scope="session")
def ledgers(policy: Policy, calibration: Calibration) -> dict[str, DataFrame]:
    return city.ledgers(calibration, policy, PERSONS, AS_OF, Draws(1))
