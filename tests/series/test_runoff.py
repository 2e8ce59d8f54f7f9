"""Windows on a path against every way in which a person may leave, one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.series import path, running, staying, window


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data(), st.sampled_from([1, 2, 3]), st.integers(0, 7), st.integers(-1, 9))
def test_a_window_is_the_sum_over_all_months_of_leaving(data: st.DataObject, every: int, first: int, last: int):
    months = 10
    hazard = np.array(data.draw(st.lists(st.floats(0, 0.9), min_size=months, max_size=months)))
    amount = np.array(data.draw(st.lists(st.floats(0, 5), min_size=months, max_size=months)))
    alive = staying(hazard)
    out = alive - np.append(alive[1:], 0)
    falls = np.array([first <= month <= last and (month - first) % every == 0 for month in range(months)])
    sums = np.array([(amount * falls)[: month + 1].sum() for month in range(months)])
    mean, square = window(
        path(alive[None], amount[None], np.ones((1, months, 1)), every),
        np.zeros(1, np.int64),
        np.array([first]),
        np.array([last]),
    )
    assert mean[0, 0] == pytest.approx((out * sums).sum(), abs=1e-9)
    assert square[0, 0] == pytest.approx((out * sums**2).sum(), abs=1e-9)


def test_weights_are_the_chance_of_each_instalment_to_count():
    weight = np.array([[[0.25], [0.5]]])
    mean, square = window(
        path(np.ones((1, 2)), np.full((1, 2), 4.0), weight, 1),
        np.zeros(1, np.int64),
        np.zeros(1, np.int64),
        np.ones(1, np.int64),
    )
    assert mean[0, 0] == 4 * 0.75
    assert square[0, 0] == pytest.approx(16 * (0.25 + 0.5) + 2 * 16 * 0.25 * 0.5)


@pytest.mark.parametrize("every", [1, 3, 12, 20])
def test_running_sums_go_back_in_steps(every: int):
    values = np.arange(1.0, 15.0)[None]
    expected = [sum(values[0, month::-every]) for month in range(14)]
    assert running(values, every)[0].tolist() == expected


def test_an_instalment_that_is_alone_runs_up_nothing():
    values = np.arange(5.0)
    assert running(values, 0) is values
