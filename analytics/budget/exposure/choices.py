"""What goal-seek may choose from: options of each stream with what they cost by year, bring in, and whom they hurt."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analytics.budget.exposure.book import FloatArray, IntArray

Aim = Literal["losers", "goal", "cost"]


@dataclass(frozen=True)
class Choices:
    """The options of all streams, one entry each, in the order of the streams.

    stream: place in `streams`. rate, intake: factors. months: in all, 0 where the stream has no months to set. cost:
    [option, year] fen. goal: entrants. losers: people who get less than by the policy as it stands. fixed: [year] fen
    that no option changes.
    """

    streams: tuple[str, ...]
    years: tuple[int, ...]
    fixed: FloatArray
    stream: IntArray
    rate: FloatArray
    months: FloatArray
    intake: FloatArray
    cost: FloatArray
    goal: FloatArray
    losers: FloatArray

    def total(self, aim: Aim) -> FloatArray:
        """Return what each option adds to an aim, so that less is better."""
        return {"losers": self.losers, "goal": -self.goal, "cost": self.cost.sum(axis=1)}[aim]

    @cached_property
    def standing(self) -> NDArray[np.intp]:
        """The options that none of the same stream beats in every year, in entrants and in losers at once."""
        marks = np.column_stack([self.cost, -self.goal, self.losers])
        return np.array([place for place in range(len(marks)) if not self._is_beaten(place, marks)], np.intp)

    def only(self, options: NDArray[np.intp]) -> "Choices":
        """Return the choices with these options alone."""
        names = ("stream", "rate", "months", "intake", "cost", "goal", "losers")
        return replace(self, **{name: getattr(self, name)[options] for name in names})

    def _is_beaten(self, place: int, marks: FloatArray) -> bool:
        others = np.flatnonzero(self.stream == self.stream[place])
        no_worse = (marks[others] <= marks[place]).all(axis=1)
        better = (marks[others] < marks[place]).any(axis=1)
        return bool((no_worse & (better | (others < place))).any())
