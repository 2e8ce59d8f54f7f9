"""Caps on amounts on file, late payment, and items of "up to"."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.series import Amounts, capped_lognormal, delayed


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.floats(0, 1e9), st.floats(0, 3))
def test_a_cap_on_single_amounts_is_that_of_each(amounts: list[int], cap: float, factor: float):
    on_file = Amounts.of(np.array(amounts, float))
    after = np.minimum(np.array(amounts) * factor, cap)
    mean, square = on_file.capped(cap, factor)
    assert mean == pytest.approx(after.mean(), rel=1e-9, abs=1e-3)
    assert square == pytest.approx((after**2).mean(), rel=1e-9, abs=1e-3)
    more, less = on_file.moved(cap, factor)
    assert more == (after > np.array(amounts)).mean()
    assert less == (after < np.array(amounts)).mean()


def test_nothing_on_file_says_nothing():
    assert Amounts.of(np.zeros(0)).capped(5.0) == Amounts.of(np.zeros(0)).moved(5.0) == (0, 0)


def test_pays_drawn_from_the_lognormal_agree_with_its_formula():
    pays = np.random.default_rng(5).lognormal(np.log(9_000), 0.5, 400_000)
    mean, square = capped_lognormal(0.3, 3_000, np.log(9_000), 0.5)
    found = Amounts.of(0.3 * pays).capped(3_000)
    assert found == pytest.approx((mean, square), rel=0.003)


def test_late_payment_loses_nothing():
    due = np.array([[10.0, 20.0, 0.0], [1.0, 0.0, 0.0]])
    paid = delayed(due, np.array([[0.5, 0.5], [0.0, 1.0]]))
    assert paid.tolist() == [[5, 15, 10, 0], [0, 1, 0, 0]]
