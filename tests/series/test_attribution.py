"""Exact Shapley parts and the tornado."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.series import shapley, tornado
from analytics.series.attribution import MOST_KNOBS

_SOME = settings(max_examples=60, deadline=None, derandomize=True)
_FIGURES = st.floats(-1e13, 1e13)


def _by_orders(value: dict[frozenset[str], float], knobs: tuple[str, ...]) -> dict[str, float]:
    """Return each knob's mean step over all orders of turning."""
    steps = dict.fromkeys(knobs, 0.0)
    orders = list(permutations(knobs))
    for order in orders:
        for place, knob in enumerate(order):
            steps[knob] += value[frozenset(order[: place + 1])] - value[frozenset(order[:place])]
    return {knob: step / len(orders) for knob, step in steps.items()}


@_SOME
@given(st.integers(0, 4), st.data())
def test_parts_are_the_mean_over_all_orders_and_add_up_exactly(count: int, data: st.DataObject):
    knobs = tuple("abcd"[:count])
    subsets = [frozenset(knob for place, knob in enumerate(knobs) if bits >> place & 1) for bits in range(2**count)]
    value = {chosen: data.draw(_FIGURES) for chosen in subsets}
    found = shapley(value.__getitem__, data.draw(st.permutations(knobs)))
    scale = max(map(abs, value.values()))
    assert found.total == pytest.approx(value[frozenset(knobs)] - value[frozenset()], abs=1e-12 * scale)
    assert found.parts == pytest.approx(_by_orders(value, knobs), abs=1e-11 * scale)
    for order in permutations(found.parts.values()):
        assert sum(order) == (found.total if knobs else 0)
    assert (found.rounded is None) == (not found.rounding)


def test_each_set_is_asked_for_once():
    asked: list[frozenset[str]] = []
    shapley(lambda chosen: float(len(asked.append(chosen) or chosen)), tuple("abcdef"))
    assert len(asked) == len(set(asked)) == 2**6


def test_what_two_knobs_do_together_is_shared():
    found = shapley(
        lambda chosen: 10.0 * ("rate" in chosen) * ("intake" in chosen) + 2.0 * ("rate" in chosen), ("rate", "intake")
    )
    assert found.parts == {"rate": 7.0, "intake": 5.0}
    assert found.total == 12.0


def test_a_knob_that_changes_nothing_has_no_part():
    found = shapley(lambda chosen: 1e9 / 3 * ("rate" in chosen), ("delay", "rate", "season"))
    assert found.parts["delay"] == found.parts["season"] == 0
    assert sum(found.parts.values()) == found.total


@pytest.mark.parametrize("knobs", [tuple("abcdefghi"), ("a", "a")])
def test_too_many_knobs_or_one_twice_are_refused(knobs: tuple[str, ...]):
    assert len(knobs) > MOST_KNOBS or len(set(knobs)) < len(knobs)
    with pytest.raises(ValueError, match="knobs"):
        shapley(lambda chosen: float(len(chosen)), knobs)


def test_the_tornado_begins_with_the_widest():
    found = tornado(
        lambda knob, value: {"a": 1, "b": 5, "c": 1}[knob] * value, {"a": (-1, 1), "b": (0, 1), "c": (2, 3)}, 0.0
    )
    assert [swing.knob for swing in found] == ["b", "c", "a"]
    assert [swing.reach for swing in found] == [5, 3, 2]
    assert (found[0].low, found[0].high) == (0, 5)
