"""Statuses: the words, shapes and colours of a light, and what switches it: gap and probability together."""

from collections.abc import Iterator
from typing import Literal, Self, get_args

from pydantic import Field, PositiveInt, model_validator

from analytics.policy.base import Part, Text, Words, repeated

StatusId = Literal["done", "on_pace", "slightly_behind", "behind", "no_data", "not_due"]
#: What a gap says of itself.
GapId = Literal["on_pace", "slightly_behind", "behind"]
OutlookId = Literal["likely", "watch", "at_risk", "off_track"]
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


class Outlook(Part):
    """What a probability of attainment from `p_from` on is called, and which light it makes of each gap."""

    id: OutlookId
    p_from: float = Field(ge=0, lt=1)
    word: Text
    meaning: Text
    light: dict[GapId, GapId]

    @model_validator(mode="after")
    def _has_every_gap(self) -> Self:
        if missing := set(get_args(GapId)) - set(self.light):
            raise ValueError(f"light: {min(missing)} is missing")
        return self


class Statuses(Part):
    """statuses.toml."""

    thresholds: Thresholds
    lights: tuple[Light, ...] = Field(alias="light")
    outlooks: tuple[Outlook, ...] = Field(alias="outlook", min_length=1)

    @model_validator(mode="after")
    def _differ(self) -> Self:
        for key in ("id", "shape", "order"):
            if twice := repeated(getattr(light, key) for light in self.lights):
                raise ValueError(f"light: {key} {twice[0]} is used twice")
        if twice := repeated(outlook.id for outlook in self.outlooks):
            raise ValueError(f"outlook: id {twice[0]} is used twice")
        bounds = [outlook.p_from for outlook in self.outlooks]
        if bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
            raise ValueError("outlook: p_from must fall from one to the next, down to 0")
        return self

    def __getitem__(self, status_id: str) -> Light:
        """Return the light of a status; raises KeyError for an unknown one."""
        return {str(light.id): light for light in self.lights}[status_id]

    def outlook(self, probability: float) -> Outlook:
        """Return what a probability is called."""
        return next(outlook for outlook in self.outlooks if probability >= outlook.p_from)

    def outlook_named(self, outlook_id: str) -> Outlook:
        """Return an outlook by its id; raises KeyError for an unknown one."""
        return {str(outlook.id): outlook for outlook in self.outlooks}[outlook_id]

    def in_order(self) -> Iterator[Light]:
        """Yield the lights, worst first."""
        return iter(sorted(self.lights, key=lambda light: light.order))
