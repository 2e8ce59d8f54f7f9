"""Quantiles and tail probabilities of matched distributions."""

import numpy as np
import pytest

from analytics.series import Family, exceedance, quantiles

FAMILIES: tuple[Family, ...] = ("lognormal", "gamma")


@pytest.mark.parametrize("family", FAMILIES)
def test_the_matched_distribution_has_the_mean_and_the_variance(family: Family):
    grid = (np.arange(200_000) + 0.5) / 200_000
    drawn = quantiles(100.0, 400.0, grid, family)
    assert drawn.mean() == pytest.approx(100, rel=1e-4)
    assert drawn.var() == pytest.approx(400, rel=2e-3)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_tail_beyond_a_quantile_is_what_is_left(family: Family):
    p = np.array([0.1, 0.5, 0.9, 0.99])
    mean, variance = np.array([50.0, 3e11]), np.array([30.0, 4e20])
    limits = quantiles(mean, variance, p, family)
    assert limits.shape == (2, 4)
    assert exceedance(mean[:, None], variance[:, None], limits, family) == pytest.approx(np.tile(1 - p, (2, 1)))


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_certain_has_no_interval(family: Family):
    assert quantiles([7.0, 0.0], [0.0, 0.0], [0.1, 0.9], family).tolist() == [[7, 7], [0, 0]]
    assert exceedance(7.0, 0.0, [6.0, 7.0, 8.0], family).tolist() == [1, 0, 0]
    assert exceedance(7.0, 1.0, 0.0, family) == 1


def test_the_interval_of_the_methods_study():
    found = quantiles(1721.50, 54.71**2, [0.1, 0.5, 0.9, 0.95, 0.99])
    assert found.round(1).tolist() == pytest.approx([1652.0, 1720.6, 1792.1, 1813.0, 1852.6], abs=0.15)
