"""Goal-seek: which combination of level, months and intake fits under ceilings by year, or reaches a goal cheapest.

Each stream takes exactly one of its options; costs by year, entrants and losers add over streams, so that the choice
is a linear programme in 0 and 1 (a multiple-choice knapsack), solved to optimality by HiGHS. Money in fen, float64.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from analytics.budget.exposure.book import FloatArray, IntArray
from analytics.budget.exposure.choices import Aim, Choices

Ceilings = Mapping[int, float]
#: Fen are counted in ten thousands of yuan, so that the solver's tolerance of 1e-6 is one fen.
_SCALE = 1_000_000.0
#: By how much, relatively, an aim that comes first may give way to one that comes later.
_SLACK = 1e-9
_OPTIMAL, _INFEASIBLE = 0, 2
#: Every aim has its place in an order, or the plan that is best by the first could be beaten in the last.
_CHEAPEST: tuple[Aim, ...] = ("cost", "losers", "goal")
_CORNERS: tuple[tuple[Aim, ...], ...] = (("goal", "cost", "losers"), ("losers", "cost", "goal"), _CHEAPEST)


@dataclass(frozen=True)
class Rows:
    """Linear bounds: each row of the matrix, times the options that are taken, lies between low and high."""

    matrix: FloatArray
    low: FloatArray | float
    high: FloatArray | float

    def with_raises(self, count: int, sign: float = 0.0) -> "Rows":
        """Return the rows with one more column for each raise of a ceiling."""
        return replace(self, matrix=np.hstack([self.matrix, sign * np.eye(len(self.matrix), count)]))


@dataclass(frozen=True)
class Binding:
    """What keeps a plan from being better: the sentence is `goal_seek.<code>` with the values.

    year: the ceiling of `year` (`fen`). years: several ceilings together, none alone. goal: the goal that is asked for.
    grid: nothing but the options there are.
    """

    code: Literal["year", "years", "goal", "grid"]
    year: int | None = None
    fen: float | None = None


@dataclass(frozen=True)
class Plan:
    """One option for each stream (places in Choices), with what they come to; cost: [year] fen, `fixed` included."""

    options: IntArray
    cost: FloatArray
    goal: float
    losers: float
    binding: Binding = Binding("grid")

    @property
    def total(self) -> float:
        return float(self.cost.sum())


@dataclass(frozen=True)
class Shortfall:
    """Nothing fits: the ceilings raised by the least money in all with which something would (fen by year).

    most: the most entrants that any combination reaches; below the goal asked for, no ceiling helps.
    """

    ceilings: dict[int, float]
    most: float


def fitting(
    choices: Choices, ceilings: Ceilings, *, goal: float = 0.0, aims: Sequence[Aim] = ("losers", "goal", "cost")
) -> Plan | Shortfall:
    """Return the plan under ceilings by year (fen) with at least `goal` entrants that is best by the aims in order."""
    kept = choices.only(choices.standing)
    options = _ordered(kept, ceilings, goal, None, aims)
    if options is None:
        return _shortfall(kept, ceilings, goal)
    plan = _plan(kept, options)
    binding = _binding(kept, ceilings, goal, aims, plan)
    return replace(plan, options=choices.standing[options], binding=binding)


def cheapest(choices: Choices, goal: float, ceilings: Ceilings | None = None) -> Plan | Shortfall:
    """Return the plan that reaches a goal (entrants) at the least cost over all years, of equals with fewest losers."""
    return fitting(choices, ceilings or {}, goal=goal, aims=_CHEAPEST)


def front(choices: Choices, ceilings: Ceilings, steps: int) -> list[Plan]:
    """Return plans of which none beats another in cost, entrants and losers at once, the cheapest first.

    By the method of constraints: `steps` levels of entrants, and of losers, between what is there to be had.
    """
    kept = choices.only(choices.standing)
    ends = [_ordered(kept, ceilings, 0.0, None, aims) for aims in _CORNERS]
    found: dict[tuple[int, ...], Plan] = {}
    for options in ends:
        if options is None:
            return []
        found[tuple(options.tolist())] = _plan(kept, options)
    corners = list(found.values())
    goals = _levels([plan.goal for plan in corners], steps)
    for losers in _levels([plan.losers for plan in corners], steps):
        for goal in goals:
            options = _ordered(kept, ceilings, float(goal), float(losers), _CHEAPEST)
            if options is not None:
                found[tuple(options.tolist())] = _plan(kept, options)
    plans = sorted(found.values(), key=lambda plan: (plan.total, -plan.goal, plan.losers))
    unbeaten = [plan for plan in plans if not any(_beats(other, plan) for other in plans)]
    return [replace(plan, options=choices.standing[plan.options]) for plan in unbeaten]


def _levels(ends: Sequence[float], steps: int) -> FloatArray:
    return np.linspace(min(ends), max(ends), steps)


def _beats(other: Plan, plan: Plan) -> bool:
    ours, theirs = (np.array([p.total, -p.goal, p.losers]) for p in (plan, other))
    return bool((theirs <= ours).all() and (theirs < ours).any())


def _ordered(
    choices: Choices, ceilings: Ceilings, goal: float, losers: float | None, aims: Sequence[Aim]
) -> IntArray | None:
    """Return the option of each stream that is best by the aims, one after the other; none where nothing fits."""
    rows = [_one_each(choices), *_under(choices, ceilings), *_at_least(choices, goal)]
    if losers is not None:
        rows.append(Rows(choices.losers[None, :], -np.inf, losers + _SLACK * max(losers, 1.0)))
    options: IntArray | None = None
    for aim in aims:
        worth = choices.total(aim) / (_SCALE if aim == "cost" else 1.0)
        found = _solved(worth, rows, np.ones(len(worth)))
        if found is None:
            break
        options = np.flatnonzero(found > 0.5)
        reached = float(worth[options].sum())
        rows.append(Rows(worth[None, :], -np.inf, reached + _SLACK * max(abs(reached), 1.0)))
    return options


def _solved(worth: FloatArray, rows: Sequence[Rows], is_whole: FloatArray) -> FloatArray | None:
    """Return the columns of least worth, whole ones 0 or 1; none where the rows cannot hold together."""
    matrix = csr_array(np.vstack([row.matrix for row in rows]))
    low, high = (
        np.concatenate([np.broadcast_to(getattr(row, end), len(row.matrix)) for row in rows]) for end in ("low", "high")
    )
    found = milp(
        worth,
        integrality=is_whole,
        bounds=Bounds(0.0, np.where(is_whole > 0, 1.0, np.inf)),  # pyright: ignore[reportArgumentType]
        constraints=LinearConstraint(matrix, low, high),  # pyright: ignore[reportArgumentType]
        options={"mip_rel_gap": _SLACK, "presolve": False},  # presolving may write to stdout, and saves no time here
    )
    if found.status == _INFEASIBLE:
        return None
    if found.status != _OPTIMAL:
        raise ArithmeticError(found.message)
    return found.x


def _one_each(choices: Choices) -> Rows:
    return Rows((np.arange(len(choices.streams))[:, None] == choices.stream).astype(float), 1.0, 1.0)


def _limited(choices: Choices, ceilings: Ceilings) -> list[int]:
    """Return the places of the years that have a ceiling; a year that is not reckoned costs nothing."""
    return [place for place, year in enumerate(choices.years) if year in ceilings]


def _under(choices: Choices, ceilings: Ceilings) -> list[Rows]:
    places = _limited(choices, ceilings)
    room = np.array([ceilings[choices.years[place]] for place in places]) - choices.fixed[places]
    return [Rows(choices.cost[:, places].T / _SCALE, -np.inf, room / _SCALE)] if places else []


def _at_least(choices: Choices, goal: float) -> list[Rows]:
    return [Rows(choices.goal[None, :], goal - _SLACK * max(goal, 1.0), np.inf)] if goal > 0 else []


def _plan(choices: Choices, options: IntArray) -> Plan:
    cost = choices.fixed + choices.cost[options].sum(axis=0)
    return Plan(options, cost, float(choices.goal[options].sum()), float(choices.losers[options].sum()))


def _binding(choices: Choices, ceilings: Ceilings, goal: float, aims: Sequence[Aim], plan: Plan) -> Binding:
    """Return whose lifting would better the plan most, by the first aim that anything betters."""
    tight = {year: fen for year, fen in ceilings.items() if year in choices.years}
    for last in range(1, len(aims) + 1):
        aim = aims[last - 1]
        if aim == "cost" and last > 1:
            break  # cost stands last to break ties: a lifted ceiling is no way to it
        now = float(choices.total(aim)[plan.options].sum())

        def gain(kept: Ceilings, least: float, now: float = now, aim: Aim = aim, last: int = last) -> bool | float:
            options = _ordered(choices, kept, least, None, aims[:last])
            reached = float(choices.total(aim)[options].sum()) if options is not None else np.inf
            return max(now - reached - 10 * _SLACK * max(abs(now), 1.0), 0.0)

        gains = {year: gain({y: fen for y, fen in tight.items() if y != year}, goal) for year in tight}
        best = max(gains, key=lambda year: (gains[year], -year), default=None)
        if best is not None and gains[best]:
            return Binding("year", best, ceilings[best])
        if len(tight) > 1 and gain({}, goal):
            return Binding("years")
        if goal > 0 and gain(ceilings, 0.0):
            return Binding("goal")
    return Binding("grid")


def _shortfall(choices: Choices, ceilings: Ceilings, goal: float) -> Shortfall:
    """Return the least that would do: each year's ceiling with a raise, the raises in all as small as can be."""
    most = sum(float(choices.goal[choices.stream == place].max()) for place in range(len(choices.streams)))
    places = _limited(choices, ceilings)
    if not places or most < goal * (1 - _SLACK):
        return Shortfall({}, most)
    count, raises = len(choices.stream), len(places)
    rows = [row.with_raises(raises) for row in (_one_each(choices), *_at_least(choices, goal))]
    rows += [row.with_raises(raises, -1.0) for row in _under(choices, ceilings)]
    worth, is_whole = np.r_[np.zeros(count), np.ones(raises)], np.r_[np.ones(count), np.zeros(raises)]
    found = _solved(worth, rows, is_whole)
    if found is None:
        return Shortfall({}, most)
    taken = np.flatnonzero(found[:count] > 0.5)
    cost = choices.fixed[places] + choices.cost[taken][:, places].sum(axis=0)
    years = [choices.years[place] for place in places]
    return Shortfall({year: max(ceilings[year], fen) for year, fen in zip(years, cost.tolist(), strict=True)}, most)
