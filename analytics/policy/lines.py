"""How budget lines are read: when payments and bookings agree, the pace, the band, and when an overrun is likely."""

from typing import Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from analytics.policy.base import Part


class Agreement(Part):
    """What payments and bookings may differ by: the larger of a share of what is booked and a sum."""

    share_bp: NonNegativeInt = Field(le=10_000)
    least_fen: NonNegativeInt


class Pace(Part):
    """How many whole earlier years the season of a line is taken from."""

    years_least: PositiveInt
    years_most: PositiveInt

    @model_validator(mode="after")
    def _years_are_in_order(self) -> Self:
        if self.years_most < self.years_least:
            raise ValueError(f"years_most {self.years_most} is below years_least {self.years_least}")
        return self


class Band(Part):
    """The quantiles between which an expectation is shown."""

    low: float = Field(gt=0, lt=1)
    high: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _quantiles_are_in_order(self) -> Self:
        if self.high <= self.low:
            raise ValueError(f"high {self.high} is not above low {self.low}")
        return self


class Overrun(Part):
    """Probabilities from which an overrun is called possible, and likely."""

    possible: float = Field(gt=0, lt=1)
    likely: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _probabilities_are_in_order(self) -> Self:
        if self.likely <= self.possible:
            raise ValueError(f"likely {self.likely} is not above possible {self.possible}")
        return self


class Tested(Part):
    """How often a reckoning must have been tried, and how often its band must have held, for a band to be shown."""

    origins_least: PositiveInt
    coverage_least: float = Field(gt=0, lt=1)


class Lines(Part):
    """lines.toml."""

    agreement: Agreement
    pace: Pace
    band: Band
    tested: Tested
    overrun: Overrun
