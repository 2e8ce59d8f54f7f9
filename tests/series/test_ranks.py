"""Places over draws of weights, caps, aggregation and counts: golden C, and what must hold whatever is drawn."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from analytics.series import ranks
from analytics.series.ranks import Ranks, Standings

NONE = np.nan
CAPS = (1.0, 1.1, 1.2, 1.5)
#: Golden C: units A to D, each with key items of its own; of an item, actual and quota, or the ratio alone.
KEY = {
    "A": {"a1": (52, 50), "a2": (900, 1000), "a3": (5, 4)},
    "B": {"b1": (30, 20), "b2": (400, 500)},
    "C": {"c1": (1150, 1000)},
}
ITEMS = ("filing", "meetings", "a1", "a2", "a3", "b1", "b2", "c1", "innovation")
UNITS = ("A", "B", "C", "D")
ROUTINE = np.array([[0.95, 1.0], [1.0, 0.9], [0.8, 0.85], [1.0, 1.0]])
INNOVATION = np.array([[0.7], [0.5], [0.0], [0.6]])


def _key(part: Callable[[int, int], float]) -> np.ndarray:
    return np.array(
        [
            [part(*KEY.get(unit, {})[item]) if item in KEY.get(unit, {}) else NONE for item in ITEMS[2:8]]
            for unit in UNITS
        ]
    )


GOLDEN = Standings(
    units=UNITS,
    items=ITEMS,
    classes=("routine", "key", "innovation"),
    ratios=np.hstack([ROUTINE, _key(lambda actual, quota: actual / quota), INNOVATION]),
    events=np.hstack([np.full((4, 2), NONE), _key(lambda actual, _: actual), np.full((4, 1), NONE)]),
    is_lower=np.zeros(9, bool),
    weights=np.tile([1, 1, 2, 3, 1, 1, 1, 1, 1.0], (4, 1)),
    class_of=np.array([0, 0, 1, 1, 1, 1, 1, 1, 2]),
    class_weights=np.array([30.0, 50.0, 20.0]),
    factor=np.array([1, 0.93, 1, 0.98]),
    extra=np.zeros(4),
)
CERTAIN = np.full((4, 9), NONE)
TOTALS = (93.0833, 82.305, 82.25, 82.32)
A, B, C, D = range(4)


def counts_alone(standings: Standings = GOLDEN, draws: int = 40_000) -> Ranks:
    return ranks.simulate(standings, draws=draws, seed=7, concentration=None, caps=(1.2,), geometric=0)


def tried(standings: Standings = GOLDEN, seed: int = 7, **changed: object) -> Ranks:
    rules = {"draws": 2000, "concentration": 50.0, "caps": CAPS, "geometric": 0.3, **changed}
    return ranks.simulate(standings, seed=seed, **rules)  # pyright: ignore[reportArgumentType]


def of_units(standings: Standings, order: list[int]) -> Standings:
    """Return the standings of some units, in another order."""
    return replace(
        standings,
        units=tuple(standings.units[at] for at in order),
        ratios=standings.ratios[order],
        weights=standings.weights[order],
        events=standings.events[order],
        factor=standings.factor[order],
        extra=standings.extra[order],
    )


def test_golden_c_when_only_the_counts_vary():
    found = counts_alone()
    assert found.totals.std(axis=0)[[B, C, D]] == pytest.approx([1.45, 1.6, 0], abs=0.05)
    assert found.p_above[B, [C, D]] == pytest.approx([0.47, 0.44], abs=0.01)
    assert found.p_above[A, [B, C, D]].min() > 0.98


def test_golden_c_is_a_and_then_three_that_are_not_told_apart():
    groups = ranks.tie_groups([A, D, B, C], counts_alone().p_above, 0.9)
    assert groups.tolist() == [1, 2, 2, 2]


def test_without_any_noise_the_totals_are_those_of_the_scheme():
    totals = counts_alone(replace(GOLDEN, events=CERTAIN), draws=10).totals
    assert totals == pytest.approx(np.tile(TOTALS, (10, 1)), abs=1e-4)


def test_the_same_seed_gives_the_same_places_and_another_seed_others():
    first, again, other = tried(), tried(), tried(seed=8)
    assert (first.totals == again.totals).all()
    assert (first.p_above == again.p_above).all()
    assert (first.totals != other.totals).any()


def test_the_order_of_the_units_changes_nothing():
    order = [C, A, D, B]
    as_told, turned = tried(), tried(of_units(GOLDEN, order))
    assert (turned.totals == as_told.totals[:, order]).all()
    assert (turned.rank_low == as_told.rank_low[order]).all()
    assert (turned.p_above == as_told.p_above[np.ix_(order, order)]).all()


def test_removing_a_unit_changes_no_draw_of_another():
    kept = [A, B, D]
    assert (tried(of_units(GOLDEN, kept)).totals == tried().totals[:, kept]).all()


def test_units_with_the_same_record_have_the_same_total_in_every_draw():
    # No counts, so only the rules vary, and these are the same for both.
    twins = replace(of_units(GOLDEN, [D, D]), units=("one", "two"))
    found = tried(twins)
    assert (found.totals[:, 0] == found.totals[:, 1]).all()
    assert found.p_above == pytest.approx(np.full((2, 2), 0.5))
    assert found.rank_high.tolist() == [1, 1]


def test_a_better_record_stands_no_lower_in_any_draw():
    better = replace(GOLDEN, ratios=GOLDEN.ratios + np.array([[0, 0.1, 0.1, 0, 0.2, 0, 0.3, 0.1, 0.1]]))
    assert (tried(better).totals >= tried().totals).all()


def test_weights_of_classes_have_the_mean_and_the_spread_of_a_dirichlet():
    only_key = np.where(GOLDEN.class_of == 1, 1.0, 0.0)
    one = replace(of_units(GOLDEN, [A]), ratios=only_key[None], events=CERTAIN[:1])
    totals = tried(one, draws=40_000, caps=(1.2,), geometric=0).totals
    assert totals.mean() == pytest.approx(50, abs=0.2)
    assert totals.std() == pytest.approx(100 * np.sqrt(0.5 * 0.5 / 51), rel=0.02)


def test_fewer_is_better_where_the_item_says_so():
    few = np.full((2, 9), NONE)
    few[:, 2] = 100 / np.array([80, 120])
    late = replace(
        of_units(GOLDEN, [A, C]),
        ratios=few,
        events=np.where(np.isnan(few), NONE, np.array([[80.0], [120.0]])),
        is_lower=np.array(ITEMS) == "a1",
    )
    assert counts_alone(late).p_above[0, 1] > 0.95


def test_a_nought_multiplied_in_is_not_the_end_of_it():
    found = tried(draws=100, geometric=1)
    assert (found.totals[:, C] > 0).all()
    assert found.totals[:, C].mean() < tried(draws=100, geometric=0).totals[:, C].mean()


def test_a_unit_opens_a_group_when_it_is_told_apart_from_anybody_in_the_one_before():
    p_above = np.array([[0.5, 0.7, 0.95, 0.99], [0.3, 0.5, 0.7, 0.8], [0.05, 0.3, 0.5, 0.6], [0.01, 0.2, 0.4, 0.5]])
    assert ranks.tie_groups([0, 1, 2, 3], p_above, 0.9).tolist() == [1, 1, 2, 2]
    assert ranks.tie_groups([0, 1, 2, 3], p_above, 1.0).tolist() == [1, 1, 1, 1]


class TestSwaps:
    weights = np.array([30.0, 50.0, 20.0])

    def test_the_totals_are_equal_after_the_shift_and_the_weights_still_add_up(self):
        scores = np.array([[0.975, 0.996667, 0.7], [0.95, 1.0, 0.5], [0.825, 1.15, 0.0], [1.0, NONE, 0.6]])
        factor = GOLDEN.factor
        found = ranks.swaps(scores, self.weights, factor, np.zeros(4))
        turned = np.argwhere(~np.isnan(found.points))
        assert len(turned) >= 6
        for a, b in turned:
            weights = self.weights.copy()
            weights[found.giver[a, b]] -= found.points[a, b]
            weights[found.taker[a, b]] += found.points[a, b]
            assert weights.sum() == pytest.approx(100)
            assert weights.min() >= 0
            assert total(scores[a], weights, float(factor[a])) == pytest.approx(
                total(scores[b], weights, float(factor[b]))
            )

    def test_no_shift_between_two_classes_is_smaller(self):
        rng = np.random.default_rng(3)
        scores = rng.uniform(0.5, 1.2, (5, 3))
        scores[rng.random((5, 3)) < 0.15] = NONE
        extra = rng.uniform(0, 2, 5)
        found = ranks.swaps(scores, self.weights, np.ones(5), extra)
        for a in range(5):
            for b in range(a):
                least = by_steps(scores[[a, b]], self.weights, extra[[a, b]])
                assert (np.nan_to_num(found.points[a, b], nan=50)) == pytest.approx(least, abs=0.11)

    def test_a_unit_that_is_better_throughout_cannot_be_overtaken(self):
        found = ranks.swaps(np.array([[1, 1, 1], [0.9, 0.9, 0.9]]), self.weights, np.ones(2), np.zeros(2))
        assert np.isnan(found.points[0, 1])
        assert (found.giver[0, 1], found.taker[0, 1]) == (-1, -1)


def total(scores: np.ndarray, weights: np.ndarray, factor: float = 1.0, extra: float = 0.0) -> float:
    applies = ~np.isnan(scores)
    return float(factor * 100 * (weights[applies] @ scores[applies]) / weights[applies].sum() + extra)


def by_steps(scores: np.ndarray, weights: np.ndarray, extra: np.ndarray) -> float:
    """Return the first shift in steps of a tenth of a point at which the sign of the lead turns; 50 where none does."""
    lead = total(scores[0], weights, extra=extra[0]) - total(scores[1], weights, extra=extra[1])
    for step in np.arange(0.1, 50, 0.1):
        for giver, taker in ((g, t) for g in range(3) for t in range(3) if g != t and weights[g] > step):
            moved = weights.copy()
            moved[giver], moved[taker] = moved[giver] - step, moved[taker] + step
            then = total(scores[0], moved, extra=extra[0]) - total(scores[1], moved, extra=extra[1])
            if then * lead <= 0:
                return float(step)
    return 50.0


class TestComparison:
    """Worked by hand: three units, two criteria, the first one with the same score for all."""

    matrix = np.array([[0.5, 0.0], [0.5, 0.3], [0.5, 0.4]])

    def test_entropy_gives_nothing_to_what_is_the_same_for_all(self):
        assert ranks.entropy_weights(self.matrix) == pytest.approx([0, 1], abs=1e-12)

    def test_entropy_weights_of_a_worked_matrix(self):
        # Columns (1, 3) and (1, 1, ...): shares 1/4, 3/4 have the entropy .811278, shares 1/5, 4/5 have .721928.
        found = ranks.entropy_weights(np.array([[1.0, 1.0], [3.0, 4.0]]))
        assert found == pytest.approx(np.array([0.188722, 0.278072]) / 0.466794, abs=1e-5)

    def test_a_matrix_without_any_difference_has_equal_weights(self):
        assert ranks.entropy_weights(np.zeros((3, 2))) == pytest.approx([0.5, 0.5])

    def test_topsis_of_a_worked_matrix(self):
        # Second column: length .5, normalised 0, .6, .8; the ends are 0 and .8 (first column alike: no distance).
        assert ranks.topsis(self.matrix, np.array([0.4, 0.6])) == pytest.approx([0, 0.75, 1])
        # Lengths 5 and 5: (.6, .8) and (.8, .6), equal weights: each has the worst of one and the best of the other.
        assert ranks.topsis(np.array([[3.0, 4.0], [4.0, 3.0]]), np.array([0.5, 0.5])) == pytest.approx([0.5, 0.5])
        # Weights .75 and .25: first (.45, .2), second (.6, .15): distances .15 to the best and .05 to the worst.
        found = ranks.topsis(np.array([[3.0, 4.0], [4.0, 3.0]]), np.array([0.75, 0.25]))
        assert found == pytest.approx([0.25, 0.75])

    def test_units_without_any_difference_are_half_way(self):
        assert ranks.topsis(np.ones((2, 2)), np.array([0.5, 0.5])) == pytest.approx([0.5, 0.5])
