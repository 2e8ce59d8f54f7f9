"""What a benefit is meant to bring: whose persons are its result, and when the numbers cannot tell."""

from typing import Self

from pydantic import Field, PositiveInt, model_validator

from analytics.policy.base import Part, Words, repeated


class ResultLimits(Part):
    """persons_least: below, no cost per person is said. months: when a person counts as kept.

    entered_least: a cohort is young while a smaller share of it entered so long ago. confidence: of the intervals.
    """

    persons_least: PositiveInt
    months: tuple[PositiveInt, ...] = Field(min_length=1)
    entered_least: float = Field(gt=0, le=1)
    confidence: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _months_rise(self) -> Self:
        if list(self.months) != sorted(set(self.months)):
            raise ValueError("months: must rise")
        return self


class Result(Part):
    """The persons due a benefit whom one of the targets counts are its result."""

    benefit: Words
    targets: tuple[Words, ...] = Field(min_length=1)


class Results(Part):
    """results.toml."""

    limits: ResultLimits
    results: tuple[Result, ...] = Field(alias="result", min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if twice := repeated(item.benefit for item in self.results):
            raise ValueError(f"result: {twice[0]} is named twice")
        return self
