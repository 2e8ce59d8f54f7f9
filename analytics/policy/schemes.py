"""The scheme of a year's assessment: who is scored by what, with which weights; one complete file per year.

An item is scored by one `measure` of a closed vocabulary:

``target``            what a goal or quota counts against what is asked of the year: by `target` and, in a group whose
                      shares are set by people, by the quota that was set for the unit
``filing_on_time``    filings of the year that came in time, of all that were due
``filing_complete``   filings of the year that came at all, of all that were due
``corrections``       refused rows that were put right, of all refused; nothing refused is full marks
``processing_time``   cases that went from the first of `stages` to the second within `days`, of all that were due to;
                      a case is that of the unit that leads its benefit
``payment_time``      approved cases whose first money arrived within `days` of the decision, of all that were due to;
                      a case is that of the unit that leads its benefit
``filed_documents``   documents and major events on file within `days` of their date, of all that are on file
``milestones``        reviewed fractions of `milestones` (none named: all that name the unit)
``reviewed``          a fraction that reviewers give
``innovation``        reviewed entries, see Reviews

Ratios of the measures end at 1; only a target may be exceeded, up to `cap`.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, NonNegativeInt, PositiveFloat, model_validator

from analytics.policy.base import Part, Text, Words, repeated
from analytics.policy.scheme_rules import (
    Adjustment,
    Appeals,
    Band,
    Correction,
    Expected,
    Gaming,
    Honours,
    Quality,
    Quotas,
    Reviews,
    Robustness,
)

Measured = Literal[
    "target", "filing_on_time", "filing_complete", "corrections", "processing_time", "payment_time", "filed_documents",
    "milestones", "reviewed", "innovation",
]  # fmt: skip
Direction = Literal["higher", "lower"]
_WHOLE = 100.0
_ROUNDING = 1e-9
#: What a measure needs beside its weight; every other field of these is refused.
_NEEDS = {
    "target": ("target",),
    "processing_time": ("stages", "days"),
    "payment_time": ("days",),
    "filed_documents": ("days",),
    "milestones": (),
}
_MAY = {"milestones": ("milestones",)}
_OF_A_MEASURE = ("target", "stages", "days", "milestones")


class ItemClass(Part):
    """Routine, key or innovation work, with its weight out of 100."""

    id: Words
    title: Text
    weight: PositiveFloat


class Group(Part):
    """Units that are compared with each other only."""

    id: Words
    title: Text
    units: tuple[Words, ...] = Field(min_length=1)


class SchemeItem(Part):
    """One scored line: `weight` within its class, for all units of `groups`, or only for `units` of them."""

    id: Words
    class_id: Words = Field(alias="class")
    title: Text
    explain: Text
    weight: PositiveFloat
    measure: Measured
    direction: Direction = "higher"
    groups: tuple[Words, ...] = Field(min_length=1)
    units: tuple[Words, ...] = ()
    target: Words | None = None
    milestones: tuple[Words, ...] = ()
    stages: tuple[Words, ...] = ()
    days: NonNegativeInt | None = None

    @model_validator(mode="after")
    def _has_what_its_measure_needs(self) -> Self:
        needs = _NEEDS.get(self.measure, ())
        given = [name for name in _OF_A_MEASURE if name in self.model_fields_set]
        if missing := [name for name in needs if name not in given]:
            raise ValueError(f"{missing[0]}: measure {self.measure} needs it")
        if extra := [name for name in given if name not in (*needs, *_MAY.get(self.measure, ()))]:
            raise ValueError(f"{extra[0]}: measure {self.measure} does not use it")
        if self.measure == "processing_time" and len(self.stages) != 2:
            raise ValueError("stages: must be two, the first and the last")
        return self


class Scheme(Part):
    """data/policy/assessment/<year>.toml; nothing in it comes from another year."""

    year: int
    title: Text
    source: Text
    adopted_on: date
    cap: float = Field(ge=1)
    classes: tuple[ItemClass, ...] = Field(alias="class", min_length=1)
    groups: tuple[Group, ...] = Field(alias="group", min_length=1)
    items: tuple[SchemeItem, ...] = Field(alias="item", min_length=1)
    quality: Quality
    bands: tuple[Band, ...] = Field(alias="band", min_length=1)
    adjustments: tuple[Adjustment, ...] = Field(alias="adjustment", default=())
    bonus_max: float = Field(ge=0)
    deduction_max: float = Field(ge=0)
    reviews: Reviews
    quotas: Quotas
    expected: Expected
    appeals: Appeals
    correction: Correction
    honours: Honours
    robustness: Robustness
    gaming: Gaming

    @model_validator(mode="after")
    def _weights_add_up(self) -> Self:
        total = sum(item.weight for item in self.classes)
        if abs(total - _WHOLE) > _ROUNDING:
            raise ValueError(f"class: weights add to {total:g}, not 100")
        return self

    @model_validator(mode="after")
    def _ids_are_used_once(self) -> Self:
        named = {"class": self.classes, "group": self.groups, "item": self.items}
        for what, parts in {**named, "band": self.bands, "adjustment": self.adjustments}.items():
            _once(what, (part.id for part in parts))
        _once("group: unit", (unit for group in self.groups for unit in group.units))
        return self

    @model_validator(mode="after")
    def _names_lead_somewhere(self) -> Self:
        bands = [band.id for band in self.bands]
        _known("correction.bands", "band", self.correction.bands, bands)
        _known("honours.bands", "band", self.honours.bands, bands)
        for item in self.items:
            _known(f"item[{item.id}].class", "class", [item.class_id], (part.id for part in self.classes))
            _known(f"item[{item.id}].groups", "group", item.groups, (group.id for group in self.groups))
            _known(f"item[{item.id}].units", "unit", item.units, self._units_of(item.groups))
        return self

    @model_validator(mode="after")
    def _bands_reach_down_to_nothing(self) -> Self:
        starts = [band.start for band in self.bands]
        if starts != sorted(set(starts), reverse=True) or starts[-1] != 0:
            raise ValueError("band: from must fall, down to 0")
        return self

    @model_validator(mode="after")
    def _everybody_has_items(self) -> Self:
        for group in self.groups:
            for unit in group.units:
                if not self.items_of(unit):
                    raise ValueError(f"group[{group.id}]: unit {unit} has no item")
        for part in self.classes:
            if all(item.class_id != part.id for item in self.items):
                raise ValueError(f"class[{part.id}]: has no item")
        return self

    def _units_of(self, groups: Iterable[str]) -> list[str]:
        named = set(groups)
        return [unit for group in self.groups if group.id in named for unit in group.units]

    @cached_property
    def group_of(self) -> dict[str, str]:
        """The group of each unit, in the order of the file."""
        return {unit: group.id for group in self.groups for unit in group.units}

    def item(self, item_id: str) -> SchemeItem:
        """Return an item; raises KeyError."""
        return {item.id: item for item in self.items}[item_id]

    def adjustment(self, adjustment_id: str) -> Adjustment:
        """Return an adjustment; raises KeyError."""
        return {item.id: item for item in self.adjustments}[adjustment_id]

    def units_of(self, item: SchemeItem) -> tuple[str, ...]:
        """Return the units an item is asked of."""
        return item.units or tuple(self._units_of(item.groups))

    def items_of(self, unit_id: str) -> tuple[SchemeItem, ...]:
        """Return what is asked of a unit, in the order of the file."""
        return tuple(item for item in self.items if unit_id in self.units_of(item))

    def cap_of(self, item: SchemeItem) -> float:
        """Return the highest ratio an item can have: only a target may be exceeded."""
        return self.cap if item.measure == "target" else 1.0

    @cached_property
    def digest(self) -> str:
        """What the scheme says, as one sha256: the same words and numbers give the same digest."""
        return hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()


def _once(what: str, names: Iterable[str]) -> None:
    if twice := repeated(names):
        raise ValueError(f"{what} {twice[0]} is named twice")


def _known(place: str, what: str, asked: Iterable[str], known: Iterable[str]) -> None:
    there = set(known)
    for name in asked:
        if name not in there:
            raise ValueError(f"{place}: unknown {what} {name}")
