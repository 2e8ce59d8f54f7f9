"""Early notice: targets whose light will be worse before the next quarterly meeting, if all goes as expected."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from analytics.policy.statuses import StatusId
from analytics.policy.targets import Target
from analytics.progress.forecasts import Told
from analytics.progress.lights import judge
from analytics.progress.months import MONTHS_A_QUARTER, add_months, month_after_last_whole, month_end, month_range
from analytics.progress.pace import stand
from analytics.progress.periods import current
from analytics.progress.rules import Rules
from analytics.progress.scoreboard import seasonal_gap, seasonal_share
from analytics.progress.tallies import Tallies
from analytics.series.remaining import chance_of

#: One row per target that turns, the earliest first. status: now; turns: into what, and on which month end. expected:
#: what will be counted by then; gap_then: in points, to the pace that the light is judged by; p_then: the probability
#: then. path: forecast, or unchanged where there is none: if nothing more comes.
NOTICES: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "target_id": pl.String,
    "status": pl.String,
    "turns": pl.String,
    "on": pl.Date,
    "expected": pl.Float64,
    "gap_then": pl.Float64,
    "p_then": pl.Float64,
    "path": pl.String,
}
_WARNED = ("behind", "slightly_behind")


@dataclass(frozen=True, slots=True)
class Step:
    """Where a target is expected to stand at a month end: counted by then, and the probability then, if any."""

    on: date
    counted: float
    probability: float | None


def notices(told: Told, fan: pl.DataFrame, progress: pl.DataFrame, tallies: Tallies, rules: Rules) -> pl.DataFrame:
    """Return the targets that turn amber or red by the next meeting, or red from amber, see NOTICES."""
    days = [month_end(month) for month in month_range(told.origin, next_meeting(told.as_of))]
    rows: list[dict[str, object]] = []
    for row in progress.filter(pl.col("actual").is_not_null()).iter_rows(named=True):
        inside = [day for day in days if day <= row["period_end"]]
        path = _forecast_path(row["id"], inside, told, fan)
        steps = path or [Step(day, row["actual"], None) for day in inside]
        lights = _lights(rules.policy.target(row["id"]), steps, told.as_of, tallies, rules)
        worse = next((light for light in lights if _is_worse(light["turns"], row["status"], rules)), None)
        if worse:
            rows.append(
                {"target_id": row["id"], "status": row["status"], "path": "forecast" if path else "unchanged", **worse}
            )
    return pl.DataFrame(rows, schema=dict(NOTICES)).sort("on", maintain_order=True)


def next_meeting(as_of: date) -> date:
    """Return the end of the quarter that comes next after `as_of`."""
    first = month_after_last_whole(as_of)
    return month_end(add_months(first, -first.month % MONTHS_A_QUARTER))


def _lights(
    target: Target, steps: Sequence[Step], as_of: date, tallies: Tallies, rules: Rules
) -> Iterator[dict[str, Any]]:
    """Yield the light at each step, with what it is judged by, as a row of NOTICES has it."""
    period = current(rules.periods(target), as_of)
    counts = tallies.months.get(target.id, {})
    for step in steps:
        standing = stand(target, period, math.floor(step.counted), step.on, rules)
        share = seasonal_share(target, period, counts, as_of, rules, at=step.on) if target.pace == "linear" else None
        gap = seasonal_gap(standing, share)
        even = None if standing.gap_points is None else float(standing.gap_points)
        yield {
            "turns": judge(standing, gap, step.probability, rules).status,
            "on": step.on,
            "expected": float(step.counted),
            "gap_then": even if gap is None else gap,
            "p_then": step.probability,
        }


def _is_worse(then: StatusId, now: StatusId, rules: Rules) -> bool:
    lights = rules.policy.statuses
    return then in _WARNED and lights[then].order < lights[now].order


def _forecast_path(target_id: str, days: Sequence[date], told: Told, fan: pl.DataFrame) -> list[Step]:
    """Return what is expected at the month ends; nothing where there is no forecast.

    As much as now goes on being unreported. Of what then is to come, the part that is chance shrinks with what is
    expected of it, the part that the method does not know with its square.
    """
    means = dict(fan.filter(pl.col("target_id") == target_id).select("month", "mean").iter_rows())
    if told.kernel is None or not means:
        return []
    place = told.asked["series"].index_of(target_id)
    [row] = told.frame.filter((pl.col("target_id") == target_id) & pl.col("is_current")).to_dicts()
    whole = row["mean"] - row["reported"]
    variance = float(told.kernel.variance[place or 0])
    unreported = max(means.get(add_months(told.origin, -1), row["reported"]) - row["reported"], 0.0)
    steps: list[Step] = []
    for day in days:
        counted = max(means[day.replace(day=1)] - unreported, row["reported"])
        left = max(row["mean"] - counted, 0.0)
        share = left / whole if whole > 0 else 0.0
        spread = share**2 * variance + (share - share**2) * whole
        need = math.ceil(row["reached_from"] - counted)
        chance = chance_of(np.array([left]), np.array([spread]), np.array([float(need)]))
        steps.append(Step(day, counted, float(chance[0])))
    return steps
