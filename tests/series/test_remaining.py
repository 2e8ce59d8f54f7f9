"""The golden case of the method to the digits, and the orders that its distribution keeps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.series.fit import level
from analytics.series.remaining import Remaining, chance_of, quantile, remaining

REPORTED = np.array([10.0] * 21 + [9, 7, 4])
KNOWN = np.array([1.0] * 21 + [0.85, 0.70, 0.45])


def golden() -> tuple[float, Remaining]:
    """Return the rate of 24 months without season or discount, and what is to come of them and of twelve more."""
    rate, information = level(REPORTED, KNOWN, np.ones(24))
    unreported = np.array((1 - KNOWN).sum())
    assert unreported == pytest.approx(1.0)
    return float(rate), remaining(rate, information, np.array(1.0), unreported=unreported, ahead=np.ones(12))


def test_the_rate_is_that_of_what_is_known() -> None:
    assert golden()[0] == pytest.approx(10.0)


@pytest.mark.parametrize(("past_error", "variance"), [(0.0, 203.478261), (0.10, 348.478261)])
def test_mean_and_variance_of_what_is_to_come(past_error: float, variance: float) -> None:
    _, told = golden()
    assert told.mean == pytest.approx(130.0)
    assert told.total_variance(past_error, 0.0) == pytest.approx(variance, abs=5e-7)


@pytest.mark.parametrize(("past_error", "band"), [(0.0, (342, 378)), (0.10, (337, 384))])
def test_four_of_five_totals_lie_in_the_band(past_error: float, band: tuple[int, int]) -> None:
    _, told = golden()
    variance = told.total_variance(past_error, 0.0)
    assert tuple(230 + quantile(told.mean, variance, share) for share in (0.1, 0.9)) == band


@pytest.mark.parametrize(
    ("target", "past_error", "chance"), [(350, 0.0, 0.7658), (350, 0.1, 0.7040), (370, 0.0, 0.2482), (370, 0.1, 0.2953)]
)
def test_the_chance_of_a_target(target: int, past_error: float, chance: float) -> None:
    _, told = golden()
    need = np.array(target - 230.0)
    assert chance_of(told.mean, told.total_variance(past_error, 0.0), need) == pytest.approx(chance, abs=5e-5)


def test_drift_weighs_the_months_that_come_after_each_month() -> None:
    told = remaining(np.array(2.0), np.array(5.0), np.array(1.0), unreported=np.array(0.0), ahead=np.array([1.0, 3.0]))
    assert told.drift == pytest.approx(2.0**2 * (4.0**2 + 3.0**2))
    assert told.level == pytest.approx(2.0**2 * 4.0**2)


def test_nothing_expected_is_nothing_to_come_and_no_chance() -> None:
    zero = np.zeros(1)
    assert quantile(zero, zero, 0.9) == 0
    assert chance_of(zero, zero, np.array([1.0])) == 0
    assert chance_of(zero, zero, np.array([0.0])) == 1


expected = st.floats(0.01, 5_000)
shares = st.floats(0.0, 1.0)


@given(expected, st.floats(1.0, 50.0), shares, st.integers(-5, 6_000), st.integers(0, 50))
def test_more_reported_of_the_same_never_lowers_the_chance(
    mean: float, dispersion: float, error: float, need: int, more: int
) -> None:
    spread = np.array([dispersion * mean + (error * mean) ** 2])
    before, after = (chance_of(np.array([mean]), spread, np.array([float(n)])) for n in (need, need - more))
    assert after >= before


@given(expected, st.floats(1.0, 3.0), st.floats(1.0, 50.0), shares, st.integers(1, 6_000))
def test_a_higher_rate_never_lowers_the_chance(
    mean: float, factor: float, dispersion: float, error: float, need: int
) -> None:
    means = np.array([mean, mean * factor])
    low, high = chance_of(means, dispersion * means + (error * means) ** 2, np.array([need, need], dtype=np.float64))
    assert high >= low - 1e-9


@given(expected, st.floats(1.0, 50.0), st.integers(0, 6_000))
def test_quantile_and_chance_are_of_one_distribution(mean: float, dispersion: float, need: int) -> None:
    at, spread = np.array([mean]), np.array([dispersion * mean])
    median = quantile(at, spread, 0.5)
    assert chance_of(at, spread, median) >= 0.5 - 1e-9
    assert chance_of(at, spread, median + 1) <= 0.5 + 1e-9
    assert 0 <= chance_of(at, spread, np.array([float(need)])) <= 1
