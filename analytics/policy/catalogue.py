"""The catalogue as one object: what there is, and how to look it up."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from analytics.policy.agenda import Agenda
from analytics.policy.arrears import Arrears
from analytics.policy.assumptions import Assumptions, Setting
from analytics.policy.base import Part, PolicyError
from analytics.policy.benefits import Benefit, ConflictGroup
from analytics.policy.ceilings import Ceilings
from analytics.policy.codes import CodeList
from analytics.policy.document import Article, Backtest, Document, Filing, Forecast, Pace
from analytics.policy.export import catalogue_json
from analytics.policy.integrity import Integrity
from analytics.policy.knobs import Knobs
from analytics.policy.lines import Lines
from analytics.policy.readings import Option, Reading, Ruling, settle
from analytics.policy.results import Results
from analytics.policy.schemes import Scheme
from analytics.policy.statuses import Statuses
from analytics.policy.targets import Measure, Milestone, Source, Target
from analytics.policy.units import Affixes, Town, Unit, by_stem

Item = TypeVar("Item")


def find(what: str, known: Mapping[str, Item], key: str) -> Item:
    """Return the item; raises PolicyError that names the kind and the unknown id."""
    if key not in known:
        raise PolicyError(f"{what}: unknown id {key}")
    return known[key]


class Policy(Part):
    """The policy as data; every id below is the id of the inventory. Lookups raise PolicyError for an unknown id."""

    document: Document
    pace: Pace
    forecast: Forecast
    backtest: Backtest
    filing: Filing
    units: tuple[Unit, ...]
    office: str
    unit_affixes: Affixes
    towns: tuple[Town, ...]
    town_affixes: Affixes
    town_unit: str
    measures: tuple[Measure, ...]
    benefits: tuple[Benefit, ...]
    conflicts: tuple[ConflictGroup, ...]
    targets: tuple[Target, ...]
    milestones: tuple[Milestone, ...]
    milestone_ledger: str
    readings: tuple[Reading, ...]
    statuses: Statuses
    agenda: Agenda
    arrears: Arrears
    integrity: Integrity
    lines: Lines
    ceilings: Ceilings
    results: Results
    knobs: Knobs
    assumptions: Assumptions
    schemes: tuple[Scheme, ...]
    codes: dict[str, CodeList]

    def article(self, article_id: str) -> Article:
        return find("articles", self._articles, article_id)

    def measure(self, measure_id: str) -> Measure:
        return find("measures", self._measures, measure_id)

    def benefit(self, benefit_id: str) -> Benefit:
        return find("benefits", self._benefits, benefit_id)

    def conflict(self, group_id: str) -> ConflictGroup:
        return find("conflicts", self._conflicts, group_id)

    def target(self, target_id: str) -> Target:
        return find("targets", self._targets, target_id)

    def milestone(self, milestone_id: str) -> Milestone:
        return find("milestones", self._milestones, milestone_id)

    def reading(self, reading_id: str) -> Reading:
        return find("readings", self._readings, reading_id)

    def unit(self, unit_id: str) -> Unit:
        return find("units", self._units, unit_id)

    def town(self, town_id: str) -> Town:
        return find("towns", self._towns, town_id)

    def scheme(self, year: int) -> Scheme:
        """Return the assessment scheme of a year; one without a file has none, whatever other years have."""
        found = next((scheme for scheme in self.schemes if scheme.year == year), None)
        if found is None:
            raise PolicyError(f"assessment: no scheme for {year} (assessment/{year}.toml is missing)")
        return found

    def unit_by_name(self, text: str | None, day: date | None = None) -> Unit | None:
        """Return the unit known by this name on `day` (any day when none is given); a town's name gives the towns."""
        stem = self.unit_affixes.stem(text or "")
        found = (self._units_by_stem if day is None else self._stems_on(day)).get(stem)
        if found is None and self.town_by_name(text) is not None:
            found = self.town_unit
        return self._units[found] if found else None

    def town_by_name(self, text: str | None) -> Town | None:
        """Return the town, street or park of this name, with or without the words around it; None if unknown."""
        found = self._towns_by_stem.get(self.town_affixes.stem(text or ""))
        return self._towns[found] if found else None

    def settled(self, readings: Mapping[str, str] | None = None, day: date | None = None) -> dict[str, str]:
        """Return the option of every reading: what is in force on `day`, or latest, where none is chosen."""
        return settle(self._readings, readings, day)

    def ruled(self, rulings: Iterable[tuple[str, Ruling]]) -> "Policy":
        """Return the policy with further rulings on its readings, given in the order in which they were made.

        Raises PolicyError for an unknown reading or option.
        """
        readings = dict(self._readings)
        for reading_id, ruling in rulings:
            readings[reading_id] = find("readings", readings, reading_id).ruled(ruling)
        parts: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        return Policy.model_construct(None, **parts | {"readings": tuple(readings.values())})

    def assuming(self, settings: Iterable[Setting]) -> "Policy":
        """Return the policy with assumptions that people set, in the order in which they were set."""
        told = list(settings)
        if not told:
            return self
        parts: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        return Policy.model_construct(None, **parts | {"assumptions": self.assumptions.with_set(told)})

    def reading_option(self, reading_id: str, readings: Mapping[str, str] | None = None) -> str:
        """Return the code of the option that holds for one reading."""
        self.reading(reading_id)
        return self.settled(readings)[reading_id]

    def option(self, reading_id: str, readings: Mapping[str, str] | None = None) -> Option:
        """Return the option that holds for one reading, with its values."""
        return self.reading(reading_id).option(self.reading_option(reading_id, readings))

    def sources(self, target_id: str, readings: Mapping[str, str] | None = None) -> tuple[Source, ...]:
        """Return the sources of a target as the chosen options read them."""
        settled = self.settled(readings)
        return tuple(source.under(settled) for source in self.target(target_id).count)

    def to_json(self, as_of: date | None = None) -> dict[str, Any]:
        """Return the catalogue as plain values; status and limits are those of `as_of`, else the latest."""
        return catalogue_json(self, as_of)

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {item.id: item for item in self.document.articles}

    @cached_property
    def _measures(self) -> dict[str, Measure]:
        return {item.id: item for item in self.measures}

    @cached_property
    def _benefits(self) -> dict[str, Benefit]:
        return {item.id: item for item in self.benefits}

    @cached_property
    def _conflicts(self) -> dict[str, ConflictGroup]:
        return {item.id: item for item in self.conflicts}

    @cached_property
    def _targets(self) -> dict[str, Target]:
        return {item.id: item for item in self.targets}

    @cached_property
    def _milestones(self) -> dict[str, Milestone]:
        return {item.id: item for item in self.milestones}

    @cached_property
    def _readings(self) -> dict[str, Reading]:
        return {item.id: item for item in self.readings}

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {item.id: item for item in self.units}

    @cached_property
    def _towns(self) -> dict[str, Town]:
        return {item.id: item for item in self.towns}

    @cached_property
    def _units_by_stem(self) -> dict[str, str]:
        return self._stems_on(None)

    def _stems_on(self, day: date | None) -> dict[str, str]:
        return by_stem({unit.id: unit.names(day) for unit in self.units}, self.unit_affixes, "unit")

    @cached_property
    def _towns_by_stem(self) -> dict[str, str]:
        return by_stem({town.id: town.names() for town in self.towns}, self.town_affixes, "town")
