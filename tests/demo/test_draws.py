"""Chance by seed and subject."""

import numpy as np

from analytics.demo.draws import Draws, apportion, keys, weighted


def test_a_subject_has_its_own_stream_whatever_else_is_drawn() -> None:
    draws = Draws(1)
    alone = draws.stream("a").random(3).tolist()
    draws.stream("b").random(100)
    assert draws.stream("a").random(3).tolist() == alone
    assert draws.stream("b").random(3).tolist() != alone


def test_shares_add_up_and_the_largest_remainder_comes_first() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(7, [0.5, 0.3, 0.2]) == [4, 2, 1]


def test_what_weighs_nothing_is_never_drawn() -> None:
    drawn = weighted(np.random.default_rng(0), [0, 1, 0], 100)
    assert set(drawn.tolist()) == {1}
    assert set(keys(np.random.default_rng(0), {"a": 1, "b": 0}, 100).tolist()) == {"a"}
