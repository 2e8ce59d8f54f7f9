"""What was estimated, from how many events, and how far off it may be: one frame for pages and papers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.budget.exposure.book import FloatArray
from analytics.policy.assumptions import AssumptionId, Assumptions

#: assumption: id of the register, or intake: entrants a month. benefit_id, level: "" where it holds for all. source:
#: estimated from the history of this benefit, else the value of the register, or one that a person set. low, high: 80 %
#: of what it may be.
ESTIMATES = pl.Schema(
    {
        "assumption": pl.String,
        "benefit_id": pl.String,
        "level": pl.String,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "events": pl.Float64,
        "source": pl.String,
    }
)
#: 90 % of a normal distribution lie below so many standard deviations.
TENTH = 1.2816
_LEAST_EVENTS = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for groups (benefit_id and level): value, standard deviation of it, and events behind it."""

    groups: Sequence[tuple[str, str]]
    values: FloatArray
    spread: FloatArray
    events: FloatArray


def estimate(assumptions: Assumptions, assumption: AssumptionId, found: Found) -> pl.DataFrame:
    """Return the rows of one assumption."""
    source = np.where(found.events >= _LEAST_EVENTS, "estimated", "register").tolist()
    return pl.DataFrame(
        {
            "assumption": [assumption] * len(found.groups),
            "benefit_id": [benefit for benefit, _ in found.groups],
            "level": [level for _, level in found.groups],
            "value": found.values,
            "low": np.maximum(found.values - TENTH * found.spread, 0.0),
            "high": found.values + TENTH * found.spread,
            "events": found.events,
            "source": ["set"] * len(found.groups) if assumptions[assumption].is_set else source,
        },
        schema=ESTIMATES,
    )


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=ESTIMATES), *parts])
