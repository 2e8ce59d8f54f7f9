"""The streams of money: one for each benefit that is paid in money, in the order of the policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from analytics.budget.exposure.book import IntArray
from analytics.policy import Policy
from analytics.policy.benefits import Benefit
from analytics.policy.knobs import kinds_of, months_of

MONTHLY, YEARLY, LUMP = 1, 12, 0
#: Streams whose newcomers come with the graduates of the summer, with the new year, and all year.
GRADUATE, NEW_YEAR, FLAT = "graduate", "new_year", "flat"
_DEGREE = "degree"


@dataclass(frozen=True)
class Streams:
    """The money benefits; a stream is its place among them.

    every: months between instalments: 1, 12 where there is a most number of years, else 0, every sum for itself.
    length: months of the clock: 36, 12 for every year, 1 for a sum.
    """

    benefits: tuple[Benefit, ...]
    every: IntArray
    length: IntArray

    @classmethod
    def of(cls, policy: Policy) -> "Streams":
        benefits = tuple(benefit for benefit in policy.benefits if kinds_of(benefit))
        every = np.array([_every(benefit) for benefit in benefits], np.int64)
        months = [months_of(benefit) or _longest(policy, benefit) for benefit in benefits]
        return cls(benefits, every, np.where(every > 0, np.array(months, np.int64), 1))

    def __len__(self) -> int:
        return len(self.benefits)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(benefit.id for benefit in self.benefits)

    @cached_property
    def place(self) -> Mapping[str, int]:
        return {benefit: place for place, benefit in enumerate(self.ids)}

    def of_kind(self, every: int) -> list[str]:
        """Return the benefit ids of a kind of stream."""
        return [benefit for benefit, months in zip(self.ids, self.every, strict=True) if months == every]

    def known(self) -> pl.Expr:
        return pl.col("benefit_id").is_in(list(self.ids))

    def places(self) -> pl.Expr:
        """Return the stream of the benefit of every row; only for benefits paid in money."""
        return pl.col("benefit_id").replace_strict(dict(self.place), return_dtype=pl.Int64).alias("stream")

    def season(self, stream: int) -> str:
        """Return whose seasons the stream shares."""
        benefit = self.benefits[stream]
        if benefit.period == "year":
            return NEW_YEAR
        by_degree = any(_DEGREE in amount.when.given() for amount in benefit.amounts)
        return GRADUATE if by_degree and self.every[stream] == MONTHLY else FLAT


def _every(benefit: Benefit) -> int:
    if "limited" not in kinds_of(benefit):
        return MONTHLY if benefit.period == "month" else LUMP
    return MONTHLY if benefit.period == "month" else YEARLY


def _longest(policy: Policy, benefit: Benefit) -> int:
    """Return the months of the clock that a benefit shares with others, 1 where there is none."""
    shared = [group.months_max for group in policy.conflicts if benefit.id in group.benefits and group.months_max]
    return min(shared, default=1)
