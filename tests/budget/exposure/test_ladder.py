"""Shares by delay: what has not had time to come is not taken for never, and what never comes is not forgotten."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.budget.exposure.ladder import life_shares, poisson, reverse_ladder, shares

TRUTH = np.array([0.2, 0.5, 0.3])
FLAT = np.full(3, 1 / 3)


def test_months_that_are_too_young_do_not_shorten_the_delays() -> None:
    starts = np.arange(1, 25) * 10.0
    seen = np.where(np.arange(24)[:, None] + np.arange(3) < 24, starts[:, None] * TRUTH, 0.0)
    came, by = reverse_ladder(np.array([seen.tolist()]))
    assert shares(came, by, FLAT, 1e-9)[0] == pytest.approx(TRUTH)
    naive = seen.sum(axis=0) / seen.sum()
    assert naive @ np.arange(3) < TRUTH @ np.arange(3) - 0.02


def test_few_events_stay_near_the_prior_and_many_leave_it() -> None:
    came, by = np.array([[0.0, 2.0, 0.0]]), np.array([[0.0, 2.0, 2.0]])
    assert shares(came, by, FLAT, 1e6)[0] == pytest.approx(FLAT, abs=1e-4)
    assert shares(came * 1e6, by * 1e6, FLAT, 10)[0] == pytest.approx([0, 1, 0], abs=1e-4)


def test_debts_that_nobody_pays_wait_until_the_last_month() -> None:
    came, at_risk = np.array([[50.0, 0.0, 0.0]]), np.array([[100.0, 50.0, 50.0]])
    assert life_shares(came, at_risk, FLAT, 1e-9)[0] == pytest.approx([0.5, 0, 0.5], abs=1e-9)


@given(
    counts=st.lists(st.lists(st.floats(0, 1e6), min_size=4, max_size=4), min_size=4, max_size=6),
    weight=st.floats(0.1, 100),
    mean=st.floats(0.5, 12),
)
def test_shares_add_to_one(counts: list[list[float]], weight: float, mean: float) -> None:
    prior = poisson(mean, 4)
    assert prior.sum() == pytest.approx(1)
    came, by = reverse_ladder(np.array([counts]))
    found = shares(came, by, prior, weight)
    assert (found >= -1e-12).all()
    assert found.sum() == pytest.approx(1)
    lived = life_shares(came, np.cumsum(came[:, ::-1], axis=1)[:, ::-1], prior, weight)
    assert (lived >= 0).all()
    assert lived.sum() == pytest.approx(1)
