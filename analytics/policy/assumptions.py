"""What spending to come is reckoned with: values with their range and origin, and how sure each benefit's are."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from analytics.policy.base import Part, PolicyError, Text, Words, repeated

AssumptionId = Literal[
    "hazard", "uptake", "claim_months", "approval", "pay_months", "clear_months", "intake_error", "correlation",
    "shrink_weight", "history_months", "lump_months", "settle_months", "late_months", "delay_limit", "extension_max",
    "draws", "seed",
]  # fmt: skip
Topic = Literal["leaving", "claiming", "paying", "intake", "method"]
#: month_share: a share of those who are in, each month. events: so many observations of the pool.
Unit = Literal["month_share", "share", "months", "events", "number"]
Grade = Literal["low", "medium", "high"]
#: What a person set: id, value (none: withdrawn), by whom, when and why.
Setting = tuple[str, float | None, str, date, str]


class Assumption(Part):
    """One value, where it comes from, and the range held plausible.

    is_whole: counted, so that no fraction stands.
    estimated: how the home's own history tells it; none where it is not taken from there, and `value` always holds.
    set_by: the unit that answers for it. because: why a person set it; such a value stands in for the estimate.
    """

    id: AssumptionId
    topic: Topic
    title: Text
    value: float
    low: float
    high: float
    unit: Unit
    is_whole: bool = False
    estimated: Text | None = None
    source: Text
    set_by: Words
    set_on: date
    because: Words | None = None

    @model_validator(mode="after")
    def _value_is_in_range(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.id}: value {self.value:g} is not between low {self.low:g} and high {self.high:g}")
        if not self.counts(self.value):
            raise ValueError(f"{self.id}: value {self.value:g} is no whole number")
        return self

    def counts(self, value: float) -> bool:
        """Tell whether a value is whole, where it must be."""
        return not self.is_whole or float(value).is_integer()

    @property
    def is_set(self) -> bool:
        return self.because is not None


class Rating(Part):
    """How uncertain the reckoning of a benefit is: by its data, by the formula, by what people will do."""

    benefit: Words
    data: Grade
    modelling: Grade
    behaviour: Grade


class Assumptions(Part):
    """assumptions.toml."""

    assumptions: tuple[Assumption, ...] = Field(alias="assumption")
    ratings: tuple[Rating, ...] = Field(alias="rating")

    @model_validator(mode="after")
    def _are_all(self) -> Self:
        if twice := repeated(item.id for item in self.assumptions):
            raise ValueError(f"assumption: id {twice[0]} is used twice")
        if missing := sorted({*get_args(AssumptionId)} - {item.id for item in self.assumptions}):
            raise ValueError(f"assumption: {missing[0]} is missing")
        if twice := repeated(rating.benefit for rating in self.ratings):
            raise ValueError(f"rating: benefit {twice[0]} is rated twice")
        return self

    def __getitem__(self, assumption_id: str) -> Assumption:
        """Return the assumption of an id; raises PolicyError for an unknown one."""
        known = {str(item.id): item for item in self.assumptions}
        if assumption_id not in known:
            raise PolicyError(f"assumptions: unknown id {assumption_id}")
        return known[assumption_id]

    def value(self, assumption_id: AssumptionId) -> float:
        return self[assumption_id].value

    def months(self, assumption_id: AssumptionId) -> int:
        return round(self[assumption_id].value)

    def with_set(self, settings: Iterable[Setting]) -> Self:
        """Return the register with the values that people set, in the order in which they were set; the last holds.

        A value that was withdrawn, or that this register does not know or allow, leaves the register's own.
        """
        items = {str(item.id): item for item in self.assumptions}
        for name, value, by, on, because in settings:
            if name in items and (value is None or self.allows(name, value)):
                told = {"value": value, "set_by": by, "set_on": on, "because": because}
                items[name] = self[name] if value is None else self[name].model_copy(update=told)
        return self.model_copy(update={"assumptions": tuple(items.values())})

    def allows(self, assumption_id: str, value: float) -> bool:
        item = self[assumption_id]
        return item.low <= value <= item.high and item.counts(value)

    def check(self, assumption_id: str, value: float) -> None:
        """Raise PolicyError for an unknown id, a fraction of what is counted, and a value out of its range."""
        item = self[assumption_id]
        if not item.counts(value):
            raise PolicyError(f"assumptions: {assumption_id}: {value:g} is no whole number")
        if not self.allows(assumption_id, value):
            raise PolicyError(
                f"assumptions: {assumption_id}: {value:g} is not between low {item.low:g} and high {item.high:g}"
            )
