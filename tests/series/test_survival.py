"""Hazards of small groups, and who is still in."""

import numpy as np
import pytest

from analytics.series import pooled_hazard, shrunk_hazards, staying, survival


def test_survival_by_constant_hazard():
    assert survival([0.0, 0.1], 3) == pytest.approx(np.array([[1, 1, 1], [1, 0.9, 0.81]]))


def test_survival_by_hazards_that_change():
    assert staying(np.array([[0.1, 0.2, 0.3]])) == pytest.approx(np.array([[1, 0.9, 0.72]]))
    assert staying(np.full((1, 4), 0.1)) == pytest.approx(survival([0.1], 4))


def test_a_hazard_of_one_leaves_something_to_divide_by():
    assert (survival(1.0, 120) > 0).all()


def test_small_groups_are_drawn_to_the_pool_and_large_ones_speak():
    exposure = np.array([0.0, 50.0, 1e7])
    events = 0.03 * exposure
    found = shrunk_hazards(events, exposure, pooled=0.01)
    assert found[0] == 0.01
    assert found[1] == pytest.approx(0.01 * (1.5 + 10) / (0.5 + 10))
    assert found[2] == pytest.approx(0.03, rel=1e-3)


def test_shrinking_gives_back_the_ratio_of_the_methods():
    assert shrunk_hazards([14.0], [1000.0], pooled=0.01)[0] == pytest.approx(0.01 * (14 + 10) / (10 + 10))


def test_without_history_the_pool_is_the_prior():
    assert pooled_hazard([], [], prior=0.012, weight=5) == pytest.approx(0.012)
    assert pooled_hazard([100.0], [10_000.0], prior=0.02, weight=0.0) == pytest.approx(0.01)
