"""The golden figures for what is promised (methods, part B), to the digits given."""

import numpy as np
import pytest

from analytics.series import (
    by_month,
    capped_lognormal,
    compound_moments,
    stream_moments,
    survival,
    up_to,
)

AMOUNT, HAZARD, LENGTH = 1_000.0, 0.01, 36


def test_an_approved_person_with_twelve_months_behind():
    mean, variance = stream_moments(AMOUNT, HAZARD, LENGTH, used=12)
    assert round(mean, 4) == 21_432.1859
    assert round(variance**0.5, 4) == 5_866.1170
    assert round(500 * mean, 2) == 10_716_092.96
    assert round((500 * variance) ** 0.5, 2) == 131_170.36


def test_entrants_poisson_and_negative_binomial():
    mean, variance = stream_moments(AMOUNT, HAZARD, LENGTH)
    assert round(mean, 4) == 30_358.6782
    total, poisson = compound_moments(100, mean, variance)
    _, clumped = compound_moments(100, mean, variance, dispersion=3)
    assert round(total, 2) == 3_035_867.82
    assert round(poisson**0.5, 2) == 320_499.89
    assert round(clumped**0.5, 2) == 535_770.52
    assert round(total / (100 * AMOUNT * LENGTH), 4) == 0.8433


def test_ten_entrants_in_each_of_ten_months_up_to_the_goal():
    cash = by_month(np.full(10, 10.0), AMOUNT * survival(HAZARD, LENGTH), 60)
    assert round(cash.sum(), 2) == 3_035_867.82
    assert round(cash[:10].sum(), 2) == 533_825.43
    assert round(cash[10:].sum(), 2) == 2_502_042.39
    assert round(cash[10:].sum() / cash.sum(), 3) == 0.824
    assert np.flatnonzero(cash)[-1] + 1 == 45


def test_a_capped_share_of_a_lognormal_pay():
    mean, square = capped_lognormal(0.30, 3_000, np.log(9_000), 0.5)
    assert round(mean, 4) == 2_431.1876
    assert mean**2 < square < 3_000 * mean
    assert round(capped_lognormal(0.30, 1e12, np.log(9_000), 0.5)[0], 4) == 3_059.5008


def test_an_item_of_up_to_a_hundred_million():
    item = up_to(0.4, 100e6, 2, 6)
    assert item.mean == pytest.approx(10e6, rel=1e-15)
    assert round(item.sd / 1e6, 2) == 18.26
    assert round(item.none, 3) == 0.670


def test_an_error_in_the_level_widens_the_variance_alone():
    mean, variance = stream_moments(AMOUNT, HAZARD, LENGTH)
    total, sure = compound_moments([60, 40], [mean, mean], [variance, variance])
    same, unsure = compound_moments([60, 40], [mean, mean], [variance, variance], error=0.165)
    assert same == total
    assert unsure == pytest.approx(sure + (0.165 * total) ** 2)


@pytest.mark.parametrize("used", [0, 12, 36, 40])
def test_without_leavers_a_promise_is_what_it_says(used: int):
    assert stream_moments(AMOUNT, 0.0, LENGTH, used=used) == (AMOUNT * max(LENGTH - used, 0), 0.0)
