"""What if: a scenario, or several side by side, put to what has been promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from analytics.budget.exposure.attribution import attribute, sensitivity
from analytics.budget.exposure.book import Book
from analytics.budget.exposure.choices import Choices
from analytics.budget.exposure.comparison import Drawing, compare
from analytics.budget.exposure.differ import differ
from analytics.budget.exposure.faults import Fault, ScenarioError
from analytics.budget.exposure.frames import BOUNDS
from analytics.budget.exposure.offering import offered
from analytics.budget.exposure.scenario import Scenario
from analytics.policy import Policy


@dataclass(frozen=True, eq=False)
class WhatIf:
    """One scenario against the policy as it stands; every part is reckoned when it is first asked for."""

    book: Book
    policy: Policy
    scenario: Scenario

    @cached_property
    def compared(self) -> pl.DataFrame:
        """Cost by line and year with the difference and its interval, see comparison.COMPARED."""
        return side_by_side(self.book, self.policy, [self.scenario])

    @cached_property
    def people(self) -> pl.DataFrame:
        """By benefit who gains and loses, and promises broken, see differ.differ."""
        return differ(self.book, self.scenario)

    @cached_property
    def parts(self) -> pl.DataFrame:
        """What each changed knob contributes, by year and in all, see attribution.PARTS."""
        return attribute(self.book, self.scenario)

    @cached_property
    def swings(self) -> pl.DataFrame:
        """How far each knob could move the figure from here, see attribution.SWINGS."""
        return sensitivity(self.book, self.policy, self.scenario)


def side_by_side(book: Book, policy: Policy, scenarios: Sequence[Scenario]) -> pl.DataFrame:
    """Return scenarios on the same shocks, see comparison.COMPARED; raises ScenarioError for too many."""
    comparable(scenarios, policy)
    assumed = policy.assumptions
    return compare(book, scenarios, Drawing(assumed.months("draws"), assumed.months("seed"), BOUNDS))


def comparable(scenarios: Sequence[object], policy: Policy) -> None:
    """Raise ScenarioError for more scenarios than may stand side by side."""
    if len(scenarios) > policy.knobs.compared_max:
        told = {"count": len(scenarios), "most": policy.knobs.compared_max}
        raise ScenarioError("", [Fault("", "too_many_compared", told)])


def choices(book: Book, policy: Policy, streams: tuple[str, ...] = ()) -> Choices:
    """Return what goal-seek may choose from, see offering.offered."""
    return offered(book, policy.knobs.grid, streams)
