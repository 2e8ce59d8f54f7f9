"""What a scenario may change: the knobs with their bounds, what each means, and the benefits each applies to."""

from datetime import date
from itertools import pairwise
from typing import Literal, Self, get_args

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from analytics.policy.base import Part, Text, Words, repeated
from analytics.policy.benefits import Benefit

KnobId = Literal[
    "rate", "cap", "duration", "eligibility", "intake", "season", "uptake", "attrition", "delay", "indexation",
    "extension",
]  # fmt: skip
#: What a benefit is to the reckoning: paid by month, by year or at once; decided case by case; ended by a limit.
StreamKind = Literal["monthly", "yearly", "lump", "capped", "limited"]
_PERIODS: dict[str, StreamKind] = {"month": "monthly", "year": "yearly"}
_MONTHS_A_YEAR = 12


class Knob(Part):
    """One thing that a scenario may set.

    about: a rule that can be decided, or the world as it may turn out. neutral: the value that changes nothing, none
    where that is each benefit's own (`own_value`). low, high: the range held plausible; factors of the benefit's own
    value where `is_relative`. kinds: it applies to benefits of any of these. is_whole: whole numbers alone. has_levels:
    it may be set for some levels. has_months: it may begin and end. reaches_existing: it may be set for people who are
    in. set_by: the unit that answers for the numbers.
    """

    id: KnobId
    title: Text
    help: Text
    unit: Text
    about: Literal["rule", "world"]
    neutral: float | None = None
    min: float
    max: float
    step: PositiveFloat
    low: float
    high: float
    is_relative: bool = False
    is_whole: bool = False
    has_levels: bool = False
    has_months: bool = True
    reaches_existing: bool = True
    kinds: tuple[StreamKind, ...] = Field(min_length=1)
    source: Text
    set_by: Words
    set_on: date

    @model_validator(mode="after")
    def _range_is_in_order(self) -> Self:
        ordered = (self.low, self.high) if self.is_relative else (self.min, self.low, self.high, self.max)
        if any(after < before for before, after in pairwise(ordered)) or self.min > self.max:
            raise ValueError(f"{self.id}: min, low, high, max must rise")
        if self.neutral is not None and not self.min <= self.neutral <= self.max:
            raise ValueError(f"{self.id}: neutral {self.neutral} is outside of min and max")
        return self

    def applies_to(self, benefit: Benefit) -> bool:
        """Tell whether the knob changes anything about a benefit; in-kind benefits have no money to change."""
        return bool(kinds_of(benefit).intersection(self.kinds))

    def own_value(self, benefit: Benefit) -> float | None:
        """Return the value that the benefit has by the policy: `neutral`, else its own cap in fen or its months."""
        if self.neutral is not None:
            return self.neutral
        return benefit.cap_fen if self.id == "cap" else months_of(benefit)

    def scaled(self, benefit: Benefit, factor: float) -> float | None:
        """Return the benefit's own value times a factor, within the bounds; none where it has none to be changed."""
        own = self.own_value(benefit)
        if own is None or not self.applies_to(benefit):
            return None
        value = min(max(own * factor, self.min), self.max)
        return float(round(value)) if self.is_whole else value


class Grid(Part):
    """What goal-seek may choose from, for each benefit: factors on the rate and on intake, factors on its months."""

    rates: tuple[PositiveFloat, ...] = Field(min_length=1)
    months: tuple[PositiveFloat, ...] = Field(min_length=1)
    intakes: tuple[PositiveFloat, ...] = Field(min_length=1)
    front_steps: PositiveInt

    @model_validator(mode="after")
    def _offers_what_is(self) -> Self:
        for name in ("rates", "months", "intakes"):
            if 1 not in getattr(self, name):
                raise ValueError(f"grid.{name}: 1, the policy as it stands, is missing")
        return self


class Knobs(Part):
    """knobs.toml; compared_max: how many scenarios may stand side by side. changes_max: the rows of one scenario."""

    knobs: tuple[Knob, ...] = Field(alias="knob")
    grid: Grid
    compared_max: PositiveInt
    changes_max: PositiveInt

    @model_validator(mode="after")
    def _are_all(self) -> Self:
        if twice := repeated(knob.id for knob in self.knobs):
            raise ValueError(f"knob: id {twice[0]} is used twice")
        if missing := sorted({*get_args(KnobId)} - {knob.id for knob in self.knobs}):
            raise ValueError(f"knob: {missing[0]} is missing")
        return self

    def __getitem__(self, knob_id: str) -> Knob:
        """Return the knob of an id; raises KeyError for an unknown one."""
        return {str(knob.id): knob for knob in self.knobs}[knob_id]


def kinds_of(benefit: Benefit) -> frozenset[StreamKind]:
    """Return what a benefit is to the reckoning; nothing for one given in kind."""
    if benefit.kind == "kind":
        return frozenset()
    found: set[StreamKind] = {_PERIODS.get(benefit.period, "lump")}
    if benefit.period != "month" and _is_decided_by_case(benefit):
        found.add("capped")
    if benefit.period in _PERIODS and months_of(benefit) is not None:
        found.add("limited")
    return frozenset(found)


def months_of(benefit: Benefit) -> int | None:
    """Return for how many months, or years of twelve months, a benefit is paid at most."""
    limit = benefit.limit_on()
    if limit is None:
        return None
    return limit.months_max or (limit.years_max * _MONTHS_A_YEAR if limit.years_max else None)


def levels_of(benefit: Benefit) -> tuple[str, ...]:
    """Return the level codes that the benefit's amounts tell apart, in their order."""
    held = (
        (amount.when.degree, amount.when.skill_grade, amount.when.title, amount.when.talent_class)
        for amount in benefit.amounts_on()
    )
    return tuple(dict.fromkeys(code for codes in held for code in codes if code))


def _is_decided_by_case(benefit: Benefit) -> bool:
    varies = any(amount.value_fen is None or amount.is_maximum for amount in benefit.amounts)
    return varies or benefit.kind in ("cap", "case", "floor") or benefit.cap_fen is not None
