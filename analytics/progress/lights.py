"""The light of a target from its gap and the probability that it is reached, by the rule in statuses.toml."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from analytics.policy.statuses import OutlookId, StatusId
from analytics.progress.pace import Standing, light_of
from analytics.progress.rules import Rules

#: What a light by gap rests on: gap and probability; the gap to the seasonal pace alone; that to the even pace alone.
Basis = Literal["forecast", "seasonal_pace", "pace"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A status and what it rests on; basis and outlook are None where the status says nothing of a gap."""

    status: StatusId
    basis: Basis | None = None
    outlook: OutlookId | None = None


def judge(standing: Standing, seasonal_gap: float | None, probability: float | None, rules: Rules) -> Judged:
    """Return the light: what the standing says where it is done, not due or unknown, else by gap and probability.

    seasonal_gap: in points, to the pace that earlier years tell; the gap to the even pace counts where there is none.
    """
    statuses = rules.policy.statuses
    outlook = None if probability is None else statuses.outlook(probability)
    if standing.gap_points is None or standing.status not in statuses.outlooks[0].light:
        return Judged(standing.status, outlook=outlook.id if outlook else None)
    gap = standing.gap_points if seasonal_gap is None else Fraction(seasonal_gap)
    by_gap = light_of(gap, statuses.thresholds)
    if outlook is None:
        return Judged(by_gap, "pace" if seasonal_gap is None else "seasonal_pace")
    return Judged(outlook.light[by_gap], "forecast", outlook.id)
