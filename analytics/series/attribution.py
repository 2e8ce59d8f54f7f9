"""Why two figures differ: what each changed knob contributes, exactly, and how far each knob reaches alone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Generic, TypeVar

import numpy as np

Knob = TypeVar("Knob", bound=str)

#: 2^8 evaluations are the most that a page may wait for.
MOST_KNOBS = 8
#: Room for adding the parts up in any order, in units of the last place of the largest figure: 10^-13 of it.
_SPARE = 2.0**9


@dataclass(frozen=True, slots=True)
class Attribution(Generic[Knob]):
    """The parts of `total` = value with all knobs - value with none; added in any order they are `total` exactly.

    rounding: what the arithmetic of the parts left over; it has been added to the part `rounded`, none if it is 0.
    """

    total: float
    parts: dict[Knob, float]
    rounding: float
    rounded: Knob | None


def shapley(value_of: Callable[[frozenset[Knob]], float], knobs: Sequence[Knob]) -> Attribution[Knob]:
    """Return the exact Shapley attribution, by 2^n evaluations of the set of knobs that are turned.

    Symmetric: the order of the knobs matters to no part. Raises ValueError for more than MOST_KNOBS or a knob twice.
    """
    names = tuple(sorted(set(knobs)))
    if len(names) != len(knobs) or len(names) > MOST_KNOBS:
        raise ValueError(f"{len(knobs)} knobs: at most {MOST_KNOBS}, each once")
    value = {chosen: value_of(chosen) for chosen in _subsets(names)}
    parts = {knob: _part(knob, names, value) for knob in names}
    total = value[frozenset(names)] - value[frozenset()]
    return _closed(total, parts, _grid(value.values()))


def _subsets(names: tuple[Knob, ...]) -> list[frozenset[Knob]]:
    return [frozenset(chosen) for size in range(len(names) + 1) for chosen in combinations(names, size)]


def _part(knob: Knob, names: tuple[Knob, ...], value: Mapping[frozenset[Knob], float]) -> float:
    """Return the mean, over all orders of turning, of what turning this knob adds."""
    others = tuple(name for name in names if name != knob)
    count = len(names)
    return sum(
        factorial(len(before)) * factorial(count - 1 - len(before)) * (value[before | {knob}] - value[before])
        for before in _subsets(others)
    ) / factorial(count)


def _closed(raw: float, parts: Mapping[Knob, float], grid: float) -> Attribution[Knob]:
    """Put all on the grid and give what is left over to the largest part, of equals the first by name, and say so."""
    total = round(raw / grid) * grid
    rounded = {knob: round(part / grid) * grid for knob, part in parts.items()}
    rounding = total - sum(rounded.values())
    if not parts or not rounding:
        return Attribution(total, rounded, rounding, None)
    largest = max(sorted(parts), key=lambda knob: abs(parts[knob]))
    return Attribution(total, {**rounded, largest: rounded[largest] + rounding}, rounding, largest)


def _grid(values: Iterable[float]) -> float:
    """Return a power of two so coarse that sums of multiples of it, of the size of the values, lose nothing."""
    return float(np.spacing(max(map(abs, values)))) * _SPARE


@dataclass(frozen=True, slots=True)
class Swing(Generic[Knob]):
    """What a knob at the ends of its plausible range does to the figure, all others left alone."""

    knob: Knob
    low: float
    high: float

    @property
    def reach(self) -> float:
        """How far apart the figure gets."""
        return max(self.low, self.high, 0.0) - min(self.low, self.high, 0.0)


def tornado(
    value_of: Callable[[Knob, float], float], ranges: Mapping[Knob, tuple[float, float]], base: float
) -> list[Swing[Knob]]:
    """Return the swings of `value_of(knob, value)` against `base` over (low, high), the widest first."""
    swings = [
        Swing(knob, value_of(knob, low) - base, value_of(knob, high) - base) for knob, (low, high) in ranges.items()
    ]
    return sorted(swings, key=lambda swing: (-swing.reach, swing.knob))
