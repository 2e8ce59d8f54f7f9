"""Rate, season and dispersion from histories of which they are known; past errors; the public rates."""

import numpy as np
import polars as pl
import pytest

from analytics.series import Settings, rate
from tests.series import simulated
from tests.series.shapes import MONTHS, SHAPES

SEASON = np.array(simulated.PROFILES["graduate"])
CALENDAR = (simulated.FIRST.month - 1 + np.arange(60)) % 12


def members(count: int, group: str = "all") -> pl.DataFrame:
    return pl.DataFrame({"series": [f"s{n:02}" for n in range(count)], "group": group})


def seasonal(level: float, months: int = 60, series: int = 1) -> np.ndarray:
    mean = np.broadcast_to(level * SEASON[CALENDAR[:months]], (series, months))
    return np.random.default_rng(3).poisson(mean)[..., None]


def test_rates_are_sorted_by_name_and_of_mean_one_season() -> None:
    found = rate(simulated.frame(SHAPES["steady"]), members(4).reverse(), simulated.month(MONTHS))
    assert found.series == ("s00", "s01", "s02", "s03")
    assert found.factor.mean(axis=1) == pytest.approx(np.ones(4))
    assert found.rate == pytest.approx(np.full(4, 25.0), rel=0.15)
    assert (found.dispersion >= 1).all()
    assert found.completeness.shape == (4, Settings().longest_delay)
    assert found.completeness[:, 0] == pytest.approx(np.full(4, 0.42), abs=0.1)
    assert (found.completeness[:, 8:] == 1).all()
    assert found.history == MONTHS


def test_the_season_of_many_events_is_found() -> None:
    found = rate(simulated.frame(seasonal(500.0)), members(1), simulated.month(60))
    assert found.factor[0] == pytest.approx(SEASON / SEASON.mean(), rel=0.12)
    assert found.rate[0] == pytest.approx(500 * SEASON.mean(), rel=0.1)


def test_a_small_series_takes_the_season_of_its_group() -> None:
    events = np.concatenate([seasonal(300.0, series=6), seasonal(0.3)])
    reports = simulated.frame(events)
    grouped = rate(reports, members(7), simulated.month(60)).factor[6]
    alone = rate(reports.filter(pl.col("series") == "s06"), members(7).tail(1), simulated.month(60)).factor[0]
    true = SEASON / SEASON.mean()
    assert np.abs(grouped - true).mean() < np.abs(alone - true).mean()
    assert grouped[6] > 1.5


def test_a_known_group_starts_with_its_launch_profile() -> None:
    found = rate(simulated.frame(seasonal(2.0, 3)), members(1, "graduate"), simulated.month(3))
    assert found.factor[0][6] > 1.8


def test_chance_alone_has_a_dispersion_of_about_one_and_noise_more() -> None:
    calm = np.random.default_rng(1).poisson(100.0, (1, 60))
    wild = np.random.default_rng(1).poisson(np.random.default_rng(2).gamma(4, 25.0, (1, 60)))
    found = [rate(simulated.frame(n[..., None]), members(1), simulated.month(60)).dispersion[0] for n in (calm, wild)]
    assert found[0] < 2
    assert found[1] > 10


def test_few_events_are_remembered_longer_unless_told_otherwise() -> None:
    events = np.concatenate([seasonal(400.0), seasonal(0.5)])
    own = rate(simulated.frame(events), members(2), simulated.month(60)).information
    same = rate(simulated.frame(events), members(2), simulated.month(60), Settings(discount=(0.9, 0.9))).information
    assert own[1] > 1.5 * own[0]
    assert same[0] == pytest.approx(10, rel=0.2)


def test_months_before_the_start_are_not_months_without_events() -> None:
    reports = simulated.frame(SHAPES["reported at once"]).filter(
        (pl.col("series") != "s00") | (pl.col("event_month") >= simulated.month(30))
    )
    since = members(4).with_columns(start_month=pl.lit(simulated.month(30)))
    found = rate(reports, since, simulated.month(MONTHS))
    assert found.rate[0] == pytest.approx(20, rel=0.25)
    assert found.completeness[0, 6:].tolist() == [1.0] * (Settings().longest_delay - 6)
    assert rate(reports, members(4), simulated.month(MONTHS)).rate[0] < 15


def test_nothing_reported_is_a_rate_of_nothing() -> None:
    found = rate(simulated.frame(SHAPES["nothing at all"]), members(3), simulated.month(MONTHS))
    assert found.rate.tolist() == [0, 0, 0]
    assert (found.level_error, found.drift_error) == (0.15, 0.02)


def test_past_errors_are_those_of_launch_until_enough_is_filed() -> None:
    drawn = simulated.pool(1)
    early, late = (rate(drawn.reports, members(25), simulated.month(n)) for n in (17, 50))
    assert (early.level_error, early.drift_error) == (0.15, 0.02)
    assert (late.level_error, late.drift_error) != (0.15, 0.02)


def test_wild_levels_leave_larger_past_errors_than_calm_ones() -> None:
    rng = np.random.default_rng(5)
    walk = np.exp(np.cumsum(rng.normal(0, 0.12, (12, 60)), axis=1))
    calm, wild = (
        rate(simulated.frame(rng.poisson(mean)[..., None]), members(12), simulated.month(60))
        for mean in (np.full((12, 60), 200.0), 200 * walk)
    )
    year = [found.level_error**2 + 4 * found.drift_error**2 for found in (calm, wild)]
    assert year[0] < 0.15**2
    assert year[1] > 3 * year[0]
