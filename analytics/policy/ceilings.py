"""Benefits of "up to so much": what is assumed of the number of cases, of their shares and of those negotiated."""

from datetime import date
from typing import Self

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from analytics.policy.base import Part, Text, Words, repeated

Chance = dict[Words, float]


class Origin(Part):
    """Whence the numbers of the file come, who set them, and when."""

    source: Text
    set_by: Words
    set_on: date


class Cases(Part):
    """prior: cases that count as seen beside those on file. most: the quantile that is the plausible most."""

    prior: PositiveFloat
    most: float = Field(gt=0, lt=1)


class Share(Part):
    """What part of its ceiling a case takes: mean and mean square, with the weight of so many cases."""

    mean: float = Field(gt=0, lt=1)
    square: float = Field(gt=0, lt=1)
    weight: PositiveFloat

    @model_validator(mode="after")
    def _moments_fit(self) -> Self:
        if not self.mean**2 <= self.square <= self.mean:
            raise ValueError(f"square {self.square} is no mean square of shares with mean {self.mean}")
        return self


class Most(Part):
    """So many cases at most in so many months, where the policy names a number."""

    benefit: Words
    cases: PositiveInt
    months: PositiveInt


class Chances(Part):
    """How likely a case at a stage is granted; a stage that is not named is no case."""

    application: Chance
    project: Chance
    milestone: Chance

    @model_validator(mode="after")
    def _are_probabilities(self) -> Self:
        for name in type(self).model_fields:
            for stage, chance in getattr(self, name).items():
                if not 0 <= chance <= 1:
                    raise ValueError(f"{name}.{stage}: {chance} is no probability")
        return self


class MilestoneCase(Part):
    """Work without a number that may bring a benefit due."""

    milestone: Words
    benefit: Words


class Ceilings(Part):
    """ceilings.toml."""

    origin: Origin
    cases: Cases
    share: Share
    most: tuple[Most, ...] = ()
    chance: Chances
    milestones: tuple[MilestoneCase, ...] = Field(default=(), alias="milestone")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for name, ids in (
            ("most", [item.benefit for item in self.most]),
            ("milestone", [item.milestone for item in self.milestones]),
        ):
            if twice := repeated(ids):
                raise ValueError(f"{name}: {twice[0]} is named twice")
        return self
