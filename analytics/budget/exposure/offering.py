"""The options of goal-seek put to the book of promises, and a plan made a scenario again.

Every option is for new entrants alone: what people who are in are owed is the same under all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from analytics.budget.exposure.book import Book, FloatArray, IntArray
from analytics.budget.exposure.choices import Choices
from analytics.budget.exposure.differ import differ
from analytics.budget.exposure.goal_seek import Plan
from analytics.budget.exposure.outlay import Class, project
from analytics.budget.exposure.prepared import BoolArray, prepare
from analytics.budget.exposure.scenario import Change, Knob, Scenario
from analytics.budget.exposure.terms import terms
from analytics.policy.knobs import Grid

#: The columns before the cost by year.
_MARKS = 6


def offered(book: Book, grid: Grid, streams: tuple[str, ...] = ()) -> Choices:
    """Return the grid of level x months x intake for these streams, all where none are named; the others stay.

    Options come in the order of the grid; the months of a stream are its own times a factor, in whole months.
    """
    asked = np.isin(np.array(book.streams), streams or book.streams)
    own = lasting_months(book)
    outlay = project(book, moments=False)
    cash = outlay.by_year[..., :-1]
    fixed = cash[: Class.INTAKE].sum(axis=(0, 1)) + cash[Class.INTAKE, ~asked].sum(axis=0)
    level: FloatArray = np.concatenate([_option(book, asked, own, setting) for setting in _nearest_first(grid)])
    level = level[np.argsort(level[:, 0], kind="stable")]
    stream, rate, length, intake, goal, losers = level[:, :_MARKS].T
    names = tuple(name for name, is_asked in zip(book.streams, asked, strict=True) if is_asked)
    place = np.cumsum(asked)[stream.astype(np.int64)] - 1
    return Choices(names, outlay.years, fixed, place, rate, length, intake, level[:, _MARKS:], goal, losers)


def _nearest_first(grid: Grid) -> list[tuple[float, float, float]]:
    """Return the settings of rate, months and intake: of options that come to the same, the least change stands."""
    return sorted(product(grid.rates, grid.months, grid.intakes), key=lambda setting: sum(abs(f - 1) for f in setting))


def lasting_months(book: Book) -> IntArray:
    """Return [stream] the months that an entrant is paid for in all, 0 where it is paid at once."""
    lasts = (book.entry.every > 0) & (book.entry.length > 1)
    own = np.zeros(len(book.streams), np.int64)
    np.maximum.at(own, book.entry.stream[lasts], book.entry.length[lasts])
    return own


def _option(book: Book, asked: BoolArray, own: IntArray, setting: tuple[float, float, float]) -> FloatArray:
    """Return one row for every stream that has this combination; months are told apart only where there are any.

    Columns: stream, rate, months, intake, entrants, losers, and the cost by year.
    """
    rate, months, intake = setting
    has = np.flatnonzero(asked & ((own > 0) | (months == 1)))
    length = np.round(own * months)
    changes = list(_changes(np.array(book.streams)[has].tolist(), {"rate": rate, "intake": intake}))
    if months != 1:
        changes += [Change("duration", float(length[place]), (book.streams[place],)) for place in has]
    scenario = Scenario("", tuple(changes))
    goal = terms(prepare(book), scenario).entrants[has].sum(axis=1)
    losers = differ(book, scenario)["entrants_losing"].to_numpy()[has]
    cost = project(book, scenario, moments=False).by_year[Class.INTAKE, has, :-1]
    marks = np.empty((has.size, _MARKS))
    marks.T[:] = has, np.full(has.size, rate), length[has], np.full(has.size, intake), goal, losers
    return np.hstack([marks, cost])


def _changes(streams: Sequence[str], values: Mapping[Knob, float]) -> Iterator[Change]:
    for knob, value in values.items():
        if value != 1:
            yield Change(knob, value, tuple(streams))


def scenario_of(book: Book, choices: Choices, plan: Plan, title: str = "") -> Scenario:
    """Return the plan as a scenario: a row for each value that differs from the policy as it stands."""
    own = dict(zip(book.streams, lasting_months(book).tolist(), strict=True))
    groups: dict[tuple[Knob, float], list[str]] = {}
    for place in plan.options.tolist():
        name = choices.streams[choices.stream[place]]
        stands: dict[Knob, tuple[float, float]] = {
            "rate": (float(choices.rate[place]), 1.0),
            "duration": (float(choices.months[place]), own[name]),
            "intake": (float(choices.intake[place]), 1.0),
        }
        for knob, (value, neutral) in stands.items():
            if value != neutral:
                groups.setdefault((knob, value), []).append(name)
    return Scenario(title, tuple(Change(knob, value, tuple(names)) for (knob, value), names in groups.items()))
