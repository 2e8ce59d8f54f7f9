"""The scoreboard: how every target stands in the period that holds the day, and how it stood in the periods before."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from analytics.policy.targets import Target
from analytics.progress.lights import judge
from analytics.progress.months import add_months, month_after_last_whole, months_between
from analytics.progress.pace import Standing, stand
from analytics.progress.periods import Period, current
from analytics.progress.rules import Rules
from analytics.progress.season import Counts, seasonal_shares
from analytics.progress.tallies import Tallies

PROGRESS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String,
    "unit": pl.String,
    "lead": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "target": pl.Int64,
    "actual": pl.Int64,
    "elapsed": pl.Float64,
    "pace": pl.Float64,
    "expected": pl.Float64,
    "seasonal_pace": pl.Float64,
    "gap_points": pl.Float64,
    "status": pl.String,
    "p_attain": pl.Float64,
    "p10": pl.Float64,
    "p50": pl.Float64,
    "p90": pl.Float64,
    "need_per_month": pl.Float64,
    "recent_per_month": pl.Float64,
    "records": pl.Int64,
    "over_quota": pl.Boolean,
    "filed": pl.Float64,
    "still_here": pl.Int64,
    "seasonal_gap_points": pl.Float64,
    "outlook": pl.String,
    "basis": pl.String,
    "no_forecast": pl.String,
    "low_confidence": pl.Boolean,
    "doubt": pl.String,
    "is_break": pl.Boolean,
    "unreported_share": pl.Float64,
    "recoverable_until": pl.Date,
    "recoverable_quarter": pl.Date,
    "history_months": pl.Int64,
}
HISTORY: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "target_id": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "target": pl.Int64,
    "actual": pl.Int64,
    "status": pl.String,
    "is_stub": pl.Boolean,
    "records": pl.Int64,
    "over_quota": pl.Boolean,
    "filed": pl.Float64,
}
_FORECASTS = (
    "p_attain", "p10", "p50", "p90", "no_forecast", "low_confidence", "doubt", "is_break", "unreported_share",
    "recoverable_until", "recoverable_quarter", "history_months",
)  # fmt: skip


def progress(tallies: Tallies, forecasts: pl.DataFrame, rules: Rules, as_of: date) -> pl.DataFrame:
    """One row per target, in the order of the catalogue, for the period that holds `as_of`.

    Amounts are in the unit of the facts: fen where `unit` is yuan. target is null when nothing is asked, actual when
    nothing was filed; pace and elapsed are shares, gap_points percentage points to the even pace, seasonal_gap_points
    to the one of earlier years. From p_attain on as in forecasts.FORECASTS; outlook names the probability, and basis
    what the status rests on, see lights. recent_per_month is of what was counted, unreported_share says what it lacks.
    """
    told = {row["target_id"]: row for row in forecasts.filter("is_current").iter_rows(named=True)}
    rows = [_current(target, tallies, told[target.id], rules, as_of) for target in rules.policy.targets]
    return pl.DataFrame(rows, schema=PROGRESS)


def history(tallies: Tallies, rules: Rules, as_of: date) -> pl.DataFrame:
    """One row per target and period that was over before the current one began, as it stood at its end."""
    rows = [
        _past(target, period, tallies, rules)
        for target in rules.policy.targets
        for period in rules.periods(target)
        if period.end < current(rules.periods(target), as_of).start
    ]
    return pl.DataFrame(rows, schema=HISTORY)


def _current(
    target: Target, tallies: Tallies, forecast: Mapping[str, Any], rules: Rules, as_of: date
) -> dict[str, object]:
    period = current(rules.periods(target), as_of)
    standing, records = _stand(target, period, tallies, as_of, rules)
    months = tallies.months.get(target.id, {})
    seasonal = seasonal_share(target, period, months, as_of, rules)
    gap = seasonal_gap(standing, seasonal) if target.pace == "linear" else None
    judged = judge(standing, gap, forecast["p_attain"], rules)
    return {name: forecast[name] for name in _FORECASTS} | {
        "id": target.id,
        "unit": target.unit,
        "lead": target.lead,
        "period_start": period.start,
        "period_end": period.end,
        "target": standing.target,
        "actual": standing.actual,
        "elapsed": float(standing.elapsed),
        "pace": float(standing.pace),
        "expected": _float(standing.expected),
        "seasonal_pace": seasonal,
        "gap_points": _float(standing.gap_points),
        "status": judged.status,
        "seasonal_gap_points": gap,
        "outlook": judged.outlook,
        "basis": judged.basis,
        "need_per_month": _float(standing.need_per_month),
        "recent_per_month": None if standing.actual is None else _recent(months, rules, as_of),
        "records": records,
        "over_quota": standing.is_over_quota,
        "filed": _filed_share(period, tallies.filings.get(target.id, {})),
        "still_here": tallies.still_here.get(target.id),
    }


def seasonal_share(
    target: Target, period: Period, counts: Counts, as_of: date, rules: Rules, *, at: date | None = None
) -> float | None:
    """Return the share of the period due by the close of `at` (if not of `as_of`) by the years complete by `as_of`."""
    if rules.is_stock(target.id):
        return None
    shares = seasonal_shares(rules.periods(target), period, counts, as_of, rules)
    return shares[period.elapsed(at or as_of)] if shares else None


def seasonal_gap(standing: Standing, seasonal: float | None) -> float | None:
    """Return actual / target less the pace of earlier years, in points; None where one of them is unknown."""
    if seasonal is None or standing.actual is None or not standing.target:
        return None
    return (standing.actual / standing.target - seasonal) * 100


def _past(target: Target, period: Period, tallies: Tallies, rules: Rules) -> dict[str, object]:
    standing, records = _stand(target, period, tallies, period.end, rules)
    return {
        "target_id": target.id,
        "period_start": period.start,
        "period_end": period.end,
        "target": standing.target,
        "actual": standing.actual,
        "status": standing.status,
        "is_stub": period.is_stub,
        "records": records,
        "over_quota": standing.is_over_quota,
        "filed": _filed_share(period, tallies.filings.get(target.id, {})),
    }


def _stand(target: Target, period: Period, tallies: Tallies, as_of: date, rules: Rules) -> tuple[Standing, int]:
    """Return the standing and the number of records; without any record or filing the actual is unknown, not zero."""
    found = tallies.totals.get(target.id, {}).get(period.start)
    until = min(period.end, as_of)
    is_filed = any(first <= until and last >= period.start for first, last in tallies.covered.get(target.id, ()))
    actual, records = found or (0 if is_filed else None, 0)
    return stand(target, period, actual, as_of, rules), records


def _recent(months: Counts, rules: Rules, as_of: date) -> float | None:
    """Return the mean of the last whole months of the window, as many as the settings name; None before the first."""
    after_last = month_after_last_whole(as_of)
    count = min(rules.policy.pace.recent_months, months_between(rules.window[0], after_last))
    if count <= 0:
        return None
    first = add_months(after_last, -count)
    return sum(value for (_, month), value in months.items() if first <= month < after_last) / count


def _filed_share(period: Period, filings: Mapping[date, tuple[int, int]]) -> float | None:
    """The share of expected filings made for the months of the period; None while none is expected."""
    inside = [counts for month, counts in filings.items() if period.start <= month <= period.end]
    expected = sum(count for count, _ in inside)
    return sum(count for _, count in inside) / expected if expected else None


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
