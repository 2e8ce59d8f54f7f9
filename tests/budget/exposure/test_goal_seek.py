"""Goal-seek against every combination tried one by one, and what it says where nothing fits."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.budget.exposure.choices import Choices
from analytics.budget.exposure.goal_seek import Binding, Plan, Shortfall, cheapest, fitting, front

YEARS = (2026, 2027, 2028)
FEN = 1_000_000.0


def small(seed: int, streams: int = 3, options: int = 4) -> Choices:
    """Return a few streams with a few options each, in whole ten thousands of yuan and whole persons."""
    rng = np.random.default_rng(seed)
    count = streams * options
    return Choices(
        streams=tuple(f"s{place}" for place in range(streams)),
        years=YEARS,
        fixed=rng.integers(0, 5, len(YEARS)).astype(np.float64) * FEN,
        stream=np.repeat(np.arange(streams), options),
        rate=np.ones(count),
        months=np.zeros(count),
        intake=np.ones(count),
        cost=rng.integers(0, 20, (count, len(YEARS))).astype(np.float64) * FEN,
        goal=rng.integers(1, 10, count).astype(float),
        losers=rng.integers(0, 6, count).astype(float),
    )


def every(choices: Choices) -> list[tuple[np.ndarray, float, float]]:
    """Return (cost by year, entrants, losers) of every combination."""
    by_stream = [np.flatnonzero(choices.stream == place) for place in range(len(choices.streams))]
    found = []
    for picked in product(*by_stream):
        at = list(picked)
        cost = choices.fixed + choices.cost[at].sum(axis=0)
        found.append((cost, float(choices.goal[at].sum()), float(choices.losers[at].sum())))
    return found


def fits(cost: np.ndarray, ceilings: dict[int, float]) -> bool:
    return all(cost[YEARS.index(year)] <= fen for year, fen in ceilings.items())


seeds = st.integers(0, 10_000)
some_ceilings = st.dictionaries(st.sampled_from(YEARS), st.integers(5, 45).map(lambda wan: wan * FEN), max_size=3)


@settings(max_examples=60, deadline=None)
@given(seeds, some_ceilings, st.integers(0, 25))
def test_the_plan_is_the_best_of_all_combinations(seed: int, ceilings: dict[int, float], goal: int) -> None:
    choices = small(seed)
    there = [(lost, -won, cost.sum()) for cost, won, lost in every(choices) if fits(cost, ceilings) and won >= goal]
    plan = fitting(choices, ceilings, goal=goal)
    if there:
        assert isinstance(plan, Plan)
        assert (plan.losers, -plan.goal, plan.total) == pytest.approx(min(there))
        assert fits(plan.cost, ceilings)
        assert [choices.stream[place] for place in plan.options] == list(range(len(choices.streams)))
        assert plan.cost == pytest.approx(choices.fixed + choices.cost[plan.options].sum(axis=0))
    else:
        assert isinstance(plan, Shortfall)


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(3, 27))
def test_a_goal_is_reached_at_the_least_cost(seed: int, goal: int) -> None:
    choices = small(seed)
    there = [(cost.sum(), lost, -won) for cost, won, lost in every(choices) if won >= goal]
    plan = cheapest(choices, goal)
    if there:
        assert isinstance(plan, Plan)
        assert (plan.total, plan.losers, -plan.goal) == pytest.approx(min(there))
    else:
        assert plan == Shortfall({}, max(won for _, won, _ in every(choices)))


@settings(max_examples=40, deadline=None)
@given(seeds, some_ceilings)
def test_where_nothing_fits_the_smallest_raise_is_told(seed: int, ceilings: dict[int, float]) -> None:
    choices = small(seed)
    tight = {year: fen / 4 for year, fen in ceilings.items()}
    plan = fitting(choices, tight)
    if isinstance(plan, Plan):
        return
    raises = [
        sum(max(cost[YEARS.index(year)] - fen, 0) for year, fen in tight.items()) for cost, _, _ in every(choices)
    ]
    assert sum(plan.ceilings.values()) - sum(tight.values()) == pytest.approx(min(raises))
    assert isinstance(fitting(choices, plan.ceilings), Plan)


@settings(max_examples=25, deadline=None)
@given(seeds, some_ceilings)
def test_the_front_holds_no_beaten_plan_and_misses_no_corner(seed: int, ceilings: dict[int, float]) -> None:
    choices = small(seed)
    there = [(cost.sum(), -won, lost) for cost, won, lost in every(choices) if fits(cost, ceilings)]
    plans = front(choices, ceilings, 4)
    assert bool(plans) == bool(there)
    for plan in plans:
        marks = (plan.total, -plan.goal, plan.losers)
        assert fits(plan.cost, ceilings)
        assert not [
            m
            for m in there
            if all(a <= b + 1e-6 for a, b in zip(m, marks, strict=True))
            and min(a - b for a, b in zip(m, marks, strict=True)) < -1e-3
        ]
    if there:
        for place in range(3):
            ours = min((p.total, -p.goal, p.losers)[place] for p in plans)
            assert ours == pytest.approx(min(m[place] for m in there))


def two(cost: list[list[float]], goal: list[float], losers: list[float]) -> Choices:
    """Return one stream with these options."""
    count = len(goal)
    zeros = np.zeros(count)
    return Choices(
        ("s0",), YEARS[:2], np.zeros(2), zeros.astype(int), zeros + 1, zeros, zeros + 1,
        np.array(cost) * FEN, np.array(goal), np.array(losers),
    )  # fmt: skip


def test_the_binding_constraint_is_named() -> None:
    choices = two([[10, 10], [5, 10], [5, 5]], [10, 10, 10], [0, 4, 9])

    def binding(ceilings: dict[int, float], goal: float = 0) -> Binding:
        plan = fitting(choices, ceilings, goal=goal)
        assert isinstance(plan, Plan)
        return plan.binding

    assert binding({}) == Binding("grid")
    assert binding({2026: 20 * FEN, 2027: 20 * FEN}) == Binding("grid")
    assert binding({2026: 6 * FEN, 2027: 20 * FEN}) == Binding("year", 2026, 6 * FEN)
    assert binding({2026: 6 * FEN, 2027: 6 * FEN}) == Binding("year", 2027, 6 * FEN)
    together = two([[10, 10], [5, 5]], [10, 10], [0, 4])
    assert isinstance(plan := fitting(together, {2026: 6 * FEN, 2027: 6 * FEN}), Plan)
    assert plan.binding == Binding("years")
    dear = two([[10, 10], [5, 5]], [10, 5], [3, 0])
    assert isinstance(plan := fitting(dear, {}, goal=8), Plan)
    assert plan.binding == Binding("goal")


def test_an_aim_that_comes_second_may_be_what_binds() -> None:
    choices = two([[10, 10], [5, 5]], [10, 5], [0, 0])
    plan = fitting(choices, {2026: 6 * FEN})
    assert isinstance(plan, Plan)
    assert (plan.goal, plan.binding) == (5, Binding("year", 2026, 6 * FEN))


def test_beaten_options_are_never_taken() -> None:
    choices = small(7, options=12)
    assert {*fittable(choices)} <= {*choices.standing.tolist()}
    assert len(choices.standing) < len(choices.stream)


def fittable(choices: Choices) -> list[int]:
    return [int(place) for plan in front(choices, {}, 4) for place in plan.options]
