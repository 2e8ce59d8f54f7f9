"""A scenario: what is changed against the policy as it stands. An empty one changes nothing."""

from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from analytics.policy.knobs import KnobId

#: What can be changed; bounds, titles and the benefits each applies to are data/policy/knobs.toml.
Knob = KnobId
KNOBS: tuple[Knob, ...] = get_args(Knob)
#: The version of the formulas; counted up when the same scenario on the same data would give another number.
MODEL = 1


@dataclass(frozen=True, slots=True)
class Change:
    """One knob set to a value, for some streams, from a month to a month.

    value: rate, intake, uptake, attrition: a factor (uptake is capped at 1). cap: fen per case. duration: months in
    all. eligibility: share of the levels that stays eligible, 0 excludes. season: months by which it shifts. delay:
    months more. indexation: yearly growth from `since`. extension: months by which intake goes on after the goal date.
    streams: benefit ids, none means all to which the knob applies. levels: none means all. since: first of the first
    month, none means the month after as_of. until: first of the last month, inclusive. existing: also for people who
    are in, else only for entrants from `since` on. backdated: of a delay alone, what is waited for is paid later, else
    it is lost.
    """

    knob: Knob
    value: float
    streams: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    existing: bool = False
    backdated: bool = True


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes that hold together, with the versions of the model and of the data that they were made with."""

    title: str = ""
    changes: tuple[Change, ...] = ()
    model: int = MODEL
    data_version: int | None = None

    def only(self, knobs: frozenset[Knob]) -> "Scenario":
        """Return the scenario with the changes of these knobs alone."""
        return replace(self, changes=tuple(change for change in self.changes if change.knob in knobs))

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """The knobs that are set, in the order of the catalogue."""
        turned = {change.knob for change in self.changes}
        return tuple(knob for knob in KNOBS if knob in turned)


def canonical(scenario: Scenario) -> Scenario:
    """Return the scenario with its rows, and the names within them, in the one order that means the same."""
    rows = (
        replace(change, streams=tuple(sorted(set(change.streams))), levels=tuple(sorted(set(change.levels))))
        for change in scenario.changes
    )
    ordered = sorted(rows, key=lambda row: (KNOBS.index(row.knob), row.streams, row.levels, str(row.since or "")))
    return replace(scenario, changes=tuple(ordered))
