"""Statuses: the words, shapes and colours of a light, and the thresholds that switch it."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from analytics.policy.base import Part, Text, Words, repeated

StatusId = Literal["done", "on_pace", "slightly_behind", "behind", "no_data", "not_due"]
Colour = str
_HEX = r"^#[0-9A-F]{6}$"


class Light(Part):
    """How a status is shown: never by colour alone. `order` sorts the worst first."""

    id: StatusId
    word: Text
    meaning: Text
    shape: Words = Field(max_length=1)
    fill: Colour = Field(pattern=_HEX)
    text: Colour = Field(pattern=_HEX)
    tint: Colour = Field(pattern=_HEX)
    order: PositiveInt


class Thresholds(Part):
    """Gaps in percentage points between actual / target and pace, each inclusive.

    on_pace_from: this gap or better is on pace. slightly_behind_from: this gap or better is slightly behind, anything
    less is behind. "About" values are reached by the shares of reading r19.
    """

    on_pace_from: float
    slightly_behind_from: float

    @model_validator(mode="after")
    def _are_in_order(self) -> Self:
        if self.slightly_behind_from >= self.on_pace_from:
            raise ValueError("slightly_behind_from must be below on_pace_from")
        return self


class Statuses(Part):
    """statuses.toml."""

    thresholds: Thresholds
    lights: tuple[Light, ...] = Field(alias="light")

    @model_validator(mode="after")
    def _differ(self) -> Self:
        for key in ("id", "shape", "order"):
            if twice := repeated(getattr(light, key) for light in self.lights):
                raise ValueError(f"light: {key} {twice[0]} is used twice")
        return self

    def __getitem__(self, status_id: str) -> Light:
        """Return the light of a status; raises KeyError for an unknown one."""
        return {str(light.id): light for light in self.lights}[status_id]

    def in_order(self) -> Iterator[Light]:
        """Yield the lights, worst first."""
        return iter(sorted(self.lights, key=lambda light: light.order))
