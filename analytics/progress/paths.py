"""The path a target should take through its present period, to draw beside what was done."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import polars as pl

from analytics.policy.catalogue import Policy
from analytics.progress.pace import due_share
from analytics.progress.periods import current
from analytics.progress.rules import Rules
from analytics.progress.season import seasonal_shares

SCHEMA = {"months": pl.Int64, "pace": pl.Float64, "expected": pl.Float64, "seasonal": pl.Float64}


def path(
    target_id: str, monthly: pl.DataFrame, policy: Policy, *, as_of: date, readings: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """One row after each 0, 1, 2 … months of the period that holds `as_of`, to its end.

    pace: share of the target due; expected: the same in units (fen for yuan), null when nothing is asked; seasonal:
    what is due in units by earlier years, null when unknown. `monthly` is that of the evaluation with the same
    `as_of` and `readings`.
    """
    rules = Rules.settle(policy, readings)
    target = policy.target(target_id)
    periods = rules.periods(target)
    period = current(periods, as_of)
    asked = rules.quota(target, period)
    paces = [due_share(target, Fraction(n, period.months), asked) for n in range(period.months + 1)]
    seasons = None
    if not rules.is_stock(target_id):
        seasons = seasonal_shares(periods, period, _counts(target_id, monthly), as_of, rules)
    return pl.DataFrame(
        {
            "months": range(len(paces)),
            "pace": [float(pace) for pace in paces],
            "expected": [None if asked is None else float(pace * asked) for pace in paces],
            "seasonal": [None if asked is None or seasons is None else seasons[n] * asked for n in range(len(paces))],
        },
        schema=SCHEMA,
    )


def _counts(target_id: str, monthly: pl.DataFrame) -> dict[tuple[date, date], int]:
    rows = monthly.filter(pl.col("target_id") == target_id).select("period_start", "month", "value")
    return {(start, month): value for start, month, value in rows.iter_rows()}
