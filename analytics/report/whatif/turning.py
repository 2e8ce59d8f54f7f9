"""What the sliders of the what-if page show of a scenario, and the scenario that turning one of them makes.

A slider stands for one row: a knob for a group of benefits, from a month on, for new entrants alone or for everybody.
Rows that no slider of the chosen group can show stay as they are and are told beside the sliders.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from analytics.budget.exposure.scenario import Change, Scenario
from analytics.policy import Policy
from analytics.policy.benefits import Benefit
from analytics.policy.knobs import Knob, kinds_of

#: Codes of the address: the group, the first month, and who is reached.
GROUP, SINCE, WHO = "g", "since", "who"
ALL, EVERYBODY, ENTRANTS = "all", "all", "new"
#: How a knob's value is shown on its slider: in percent, in whole months, or as an amount of money.
_PERCENT = frozenset({"rate", "eligibility", "intake", "uptake", "attrition", "indexation"})
_MONEY = "cap"
#: Factors are offered up to so many times what stands.
_TWICE = 2


@dataclass(frozen=True)
class Scope:
    """Whom the sliders reach: ALL, a budget line or a benefit; from which month on; also people who are in."""

    group: str = ALL
    since: date | None = None
    existing: bool = False


@dataclass(frozen=True)
class Dial:
    """One slider: its knob, the benefits it is for as a scenario names them, its value, and the one that stands."""

    knob: Knob
    streams: tuple[str, ...]
    value: float
    neutral: float

    @property
    def kind(self) -> str:
        """How values are shown: percent, money or months."""
        return "money" if self.knob.id == _MONEY else "percent" if self.knob.id in _PERCENT else "months"

    @property
    def bounds(self) -> tuple[float, float]:
        """Least and most that the slider offers; a value beyond them, told by a link, is offered also."""
        is_factor = self.knob.max > _TWICE * self.neutral > 0
        most = _TWICE * self.neutral if is_factor else self.knob.max
        return min(self.knob.min, self.value), max(most, self.value)


@dataclass(frozen=True)
class Desk:
    """The sliders of a scope over a scenario."""

    policy: Policy
    scenario: Scenario
    scope: Scope

    @cached_property
    def dials(self) -> tuple[Dial, ...]:
        """One slider for each knob that the group has, in the order of the catalogue."""
        offered = (self._dial(knob) for knob in self.policy.knobs.knobs)
        return tuple(dial for dial in offered if dial is not None)

    @property
    def others(self) -> tuple[Change, ...]:
        """The rows that no slider shows."""
        return tuple(row for row in self.scenario.changes if not any(self._shows(dial, row) for dial in self.dials))

    def turned(self, knob_id: str, value: float) -> Scenario:
        """Return the scenario with one slider at a value; for the same benefits and months it takes others' place."""
        dial = next(dial for dial in self.dials if dial.knob.id == knob_id)
        rows = [row for row in self.scenario.changes if not self._shows(dial, row)]
        if value == dial.neutral:
            return replace(self.scenario, changes=tuple(rows))
        made = self._row(dial, value)
        kept = (part for row in rows for part in self._beside(row, made, dial.knob))
        return replace(self.scenario, changes=(*kept, made))

    def moved(self, scope: Scope) -> Scenario:
        """Return the scenario with the sliders' rows from another month on, or for others; the group is the same."""
        shown = {dial.knob.id: dial.value for dial in self.dials if dial.value != dial.neutral}
        made = Desk(self.policy, replace(self.scenario, changes=self.others), scope)
        for knob, value in shown.items():
            made = Desk(self.policy, made.turned(knob, value), scope)
        return made.scenario

    def _dial(self, knob: Knob) -> Dial | None:
        benefits = [benefit for benefit in members(self.scope.group, self.policy) if knob.applies_to(benefit)]
        own = _commonest(knob.own_value(benefit) for benefit in benefits)
        if own is None or (knob.id == _MONEY and len(benefits) > 1):
            return None
        alike = tuple(sorted(benefit.id for benefit in benefits if knob.own_value(benefit) == own))
        streams = () if {*alike} == _reached((), knob, self.policy) else alike
        dial = Dial(knob, streams, own, own)
        value = next((row.value for row in self.scenario.changes if self._shows(dial, row)), own)
        return replace(dial, value=value)

    def _row(self, dial: Dial, value: float) -> Change:
        knob, scope = dial.knob, self.scope
        existing = knob.reaches_existing and (scope.existing or knob.about == "world")
        return Change(
            knob.id, value, dial.streams, since=scope.since if knob.has_months else None, existing=existing
        )  # fmt: skip

    def _shows(self, dial: Dial, row: Change) -> bool:
        made = self._row(dial, row.value)
        same = _reached(made.streams, dial.knob, self.policy) == _reached(row.streams, dial.knob, self.policy)
        return same and replace(made, streams=()) == replace(row, streams=())

    def _beside(self, row: Change, made: Change, knob: Knob) -> Iterable[Change]:
        """Yield what is left of a row where another one of the same knob holds."""
        is_apart = row.until is not None and made.since is not None and row.until < made.since
        if row.knob != made.knob or is_apart:
            yield row
            return
        mine, taken = (_reached(change.streams, knob, self.policy) for change in (row, made))
        if left := mine - taken:
            yield row if left == mine else replace(row, streams=tuple(sorted(left)))


def scope(codes: Mapping[str, str], scenario: Scenario, policy: Policy) -> Scope:
    """Return the scope that an address names; what it leaves out is taken from the rows of the group."""
    named = codes.get(GROUP, "")
    group = named if named in {*groups(policy)} else _group_of(scenario, policy)
    rows = [row for row in scenario.changes if _is_of(row, group, policy)]
    told = _month(codes.get(SINCE))
    since = told or next((row.since for row in rows if row.since), None)
    by_rows = any(row.existing for row in rows if policy.knobs[row.knob].about == "rule")
    who = codes.get(WHO)
    return Scope(group, since, who == EVERYBODY if who in (EVERYBODY, ENTRANTS) else by_rows)


def groups(policy: Policy) -> tuple[str, ...]:
    """Return ALL, then each budget line with more than one benefit, followed by its benefits."""
    by_line: dict[str, list[str]] = {}
    for benefit in policy.benefits:
        if kinds_of(benefit):
            by_line.setdefault(benefit.budget_line, []).append(benefit.id)
    ordered = [line for line in policy.codes["budget_line"].ids if line in by_line]
    return (ALL, *(name for line in ordered for name in ([line] if len(by_line[line]) > 1 else []) + by_line[line]))


def members(group: str, policy: Policy) -> list[Benefit]:
    """Return the benefits of a group that have money."""
    return [
        benefit for benefit in policy.benefits if kinds_of(benefit) and group in (ALL, benefit.id, benefit.budget_line)
    ]


def without(scenario: Scenario, row: Change) -> Scenario:
    """Return the scenario without one of its rows."""
    return replace(scenario, changes=tuple(other for other in scenario.changes if other != row))


def _group_of(scenario: Scenario, policy: Policy) -> str:
    """Return the group that the first row is for, ALL where none fits."""
    return next(
        (name for row in scenario.changes[:1] for name in groups(policy) if _is_of(row, name, policy)),
        ALL,
    )


def _is_of(row: Change, group: str, policy: Policy) -> bool:
    own = {benefit.id for benefit in members(group, policy)}
    knob = policy.knobs[row.knob]
    return _reached(row.streams, knob, policy) == own & _reached((), knob, policy)


def _reached(streams: tuple[str, ...], knob: Knob, policy: Policy) -> set[str]:
    """Return the benefits that a row for these streams changes; none named are all that the knob applies to."""
    return {*streams} or {benefit.id for benefit in policy.benefits if knob.applies_to(benefit)}


def _commonest(values: Iterable[float | None]) -> float | None:
    """Return the value that most have, of equals the first; none where nothing is known."""
    counts: dict[float, int] = {}
    for value in values:
        if value is not None:
            counts[value] = counts.get(value, 0) + 1
    return max(counts, key=lambda value: counts[value], default=None)


def _month(text: str | None) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        return None
