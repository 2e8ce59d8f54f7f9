"""The rules of a scheme beside its items: quality, bands, adjustments, reviews, outcomes, trials of the ranks."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from analytics.policy.base import Part, Text, Words

AdjustmentKind = Literal["bonus", "deduction", "veto"]
Share = Annotated[float, Field(ge=0, le=1)]
MonthDay = Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")]


class Quality(Part):
    """The factor on a total: base + (share of good records - from), between `floor` and 1."""

    floor: Share
    start: Share = Field(alias="from")
    base: Share


class Band(Part):
    """From which total a band begins; `share_max`: of the units of a group, at most so many may be in it."""

    id: Words
    title: Text
    start: float = Field(alias="from", ge=0)
    share_max: Share | None = None


class Adjustment(Part):
    """Points beside the items, with what has to be shown; is_reviewed: only reviewed entries count, by their score."""

    id: Words
    kind: AdjustmentKind
    title: Text
    evidence: Text
    points: float = Field(ge=0)
    is_reviewed: bool


class Reviews(Part):
    """How many reviewers an entry needs, the highest score they may give, and the sum of medians that is full marks."""

    reviewers: PositiveInt
    top: PositiveFloat
    full: PositiveFloat


class Quotas(Part):
    """A quota changed after this day of the year (month-day) counts only if the leading group approved it."""

    change_by: MonthDay

    def last_day(self, year: int) -> date:
        return date.fromisoformat(f"{year}-{self.change_by}")


class Expected(Part):
    """What a projection takes for what nobody has reviewed yet: scores of entries and items, shares of milestones."""

    entry: float = Field(ge=0)
    reviewed: Share
    milestone: dict[Words, Share]


class Appeals(Part):
    """How many days after the cut-off a unit may object to its points."""

    days: PositiveInt


class Correction(Part):
    """Who is told to correct by when: units of these bands, and items below the ratio."""

    bands: tuple[Words, ...]
    item_ratio: Share
    days: PositiveInt


class Honours(Part):
    """Who may be honoured: units of these bands, at most this share of a group; so many persons of each."""

    bands: tuple[Words, ...] = Field(min_length=1)
    share_max: Share
    persons: NonNegativeInt


class Robustness(Part):
    """How ranks are tried: draws of weights, caps and counts; two units are told apart from this probability on.

    few: counts below it are small numbers.
    """

    draws: PositiveInt
    seed: NonNegativeInt
    concentration: PositiveFloat
    caps: tuple[PositiveFloat, ...] = Field(min_length=1)
    geometric: Share
    tell_apart: Share
    few: PositiveInt


class Gaming(Part):
    """When a pattern is worth a look.

    below, at: ranges of actual/quota just under and at a target; at_least: items there before they are told.
    december_times: of the usual share of December; december_least: records in the year before that is told.
    lowered: share by which a quota came down. relabelled: share of persons insured here before the programme began;
    relabelled_least: of so many; relabelled_targets: those whose people are said to be new here, or to a trade.
    top_least: reviews of one reviewer before it is told that all of them give the top.
    """

    below: tuple[float, float]
    at: tuple[float, float]
    at_least: PositiveInt
    december_times: PositiveFloat
    december_least: PositiveInt
    lowered: Share
    relabelled: Share
    relabelled_least: PositiveInt
    relabelled_targets: tuple[Words, ...]
    top_least: PositiveInt
