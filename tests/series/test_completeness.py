"""Completeness by age and phase of the quarter: hazards by hand, pooling, and what was there at the beginning."""

import numpy as np
import polars as pl
import pytest

from analytics.series import Settings
from analytics.series.completeness import completeness
from analytics.series.panel import Panel
from tests.series import simulated

EXACT = Settings(lag_weight=1e-9, launch_weight=1e-9)


def known(events: np.ndarray, origin: int, settings: Settings) -> np.ndarray:
    """Return [series, month] the completeness at the origin."""
    names = [f"s{n:02}" for n in range(len(events))]
    members = pl.DataFrame({"series": names, "group": "all", "start_month": [simulated.FIRST] * len(names)})
    panel = Panel.of(simulated.frame(events), members, simulated.month(origin), settings)
    return completeness(panel, np.array([origin]), settings)[0]


def halves(months: int, people: int = 100) -> np.ndarray:
    """Half of each month is reported at once, a quarter after one month and after two."""
    return np.tile(np.array([2, 1, 1]) * people // 4, (1, months, 1))


def test_ages_are_known_by_the_shares_of_the_months_before() -> None:
    found = known(halves(12), 12, EXACT)[0]
    assert found[-1] == pytest.approx(0.5)
    assert found[-2] == pytest.approx(0.75)
    assert found[:-2] == pytest.approx(np.ones(10))


def test_without_any_history_the_launch_values_hold() -> None:
    found = known(np.zeros((1, 8, 1), dtype=np.int64), 8, Settings())[0]
    assert found[::-1] == pytest.approx([0.42, 0.67, 0.80, 0.88, 0.93, 0.96, 0.98, 1.0])


def test_few_reports_are_drawn_towards_all_series_and_these_towards_the_launch() -> None:
    few, many = halves(12, 4), halves(12, 40_000)
    alone = known(few, 12, Settings())[0, -1]
    beside = known(np.concatenate([few, many]), 12, Settings())
    assert 0.42 < alone < 0.5
    assert beside[0, -1] == pytest.approx(0.5, abs=0.01)
    assert beside[1, -1] == pytest.approx(0.5, abs=0.01)


def test_the_months_of_a_quarter_wait_differently() -> None:
    """October is filed in December, November too, December at once: in February January is not known at all."""
    events = np.zeros((1, 17, 3), dtype=np.int64)
    for month in range(17):
        events[0, month, 2 - month % 3] = 1_000
    found = known(events, 17, EXACT)[0]
    assert found[-2:] == pytest.approx([0.0, 0.0], abs=1e-6)
    assert found[:-2] == pytest.approx(np.ones(15))


def test_what_was_there_when_reporting_began_has_no_delay() -> None:
    """Twelve months arrive with the first import; since then half is known at once."""
    events = np.zeros((1, 24, 13), dtype=np.int64)
    for month in range(12):
        events[0, month, 12 - month] = 400
    events[0, 12:, :3] = halves(12, 400)[0]
    assert known(events, 24, EXACT)[0, -2:] == pytest.approx([0.75, 0.5])


def test_old_months_are_forgotten() -> None:
    slow = np.zeros((1, 48, 3), dtype=np.int64)
    slow[0, :12, 2] = 400
    slow[0, 12:] = halves(36, 400)[0]
    assert known(slow, 48, EXACT)[0, -1] == pytest.approx(0.5)
