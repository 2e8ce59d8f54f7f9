"""Whether all goals are reached together: bounds, for nobody knows how they hang together."""

from collections.abc import Mapping, Sequence

import polars as pl

from analytics.policy import Policy

#: One row. goals: of the whole window; told: of them those with a probability. low, high: bounds of the probability
#: that all that are told are reached, null when none is; none of them may be reached without the others, or all.
JOINT: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "goals": pl.Int64,
    "told": pl.Int64,
    "low": pl.Float64,
    "high": pl.Float64,
}


def joint(progress: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return the bounds for the goals of the window, see JOINT."""
    goals = [target.id for target in policy.targets if target.period == "window"]
    told = progress.filter(pl.col("id").is_in(goals))["p_attain"].drop_nulls().to_list()
    low, high = bounds(told) if told else (None, None)
    row = {"goals": len(goals), "told": len(told), "low": low, "high": high}
    return pl.DataFrame([row], schema=dict(JOINT))


def bounds(probabilities: Sequence[float]) -> tuple[float, float]:
    """Return the least and the greatest probability that all of it happens, whatever the dependence (Fréchet)."""
    return max(0.0, sum(probabilities) - (len(probabilities) - 1)), min(probabilities)
