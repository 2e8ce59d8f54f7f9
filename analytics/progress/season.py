"""Seasonal pace: the share of a period's total that earlier complete periods had reached by the same month."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from analytics.progress.months import MONTHS_A_YEAR, add_months, month_range
from analytics.progress.periods import Period
from analytics.progress.rules import Rules

#: What was counted: (start of the period, month) -> value.
Counts = Mapping[tuple[date, date], int]


def seasonal_pace(
    periods: tuple[Period, ...], period: Period, elapsed: int, counts: Counts, as_of: date, rules: Rules
) -> float | None:
    """Return the seasonal share (0..1) of `period` due after `elapsed` months, by what was complete on `as_of`.

    None while too few earlier years are complete.
    """
    if len(periods) == 1:
        return _by_profile(period, elapsed, counts, as_of, rules)
    earlier = [p for p in periods if p.end < period.start and not p.is_stub]
    shares = [share for p in earlier if (share := _share_reached(p, elapsed, counts)) is not None]
    enough = sum(p.months for p in earlier) >= rules.policy.pace.seasonal_years_min * MONTHS_A_YEAR
    return float(sum(shares) / len(shares)) if enough and shares else None


def _share_reached(period: Period, elapsed: int, counts: Counts) -> Fraction | None:
    """The share of a complete period's total that was counted in its first `elapsed` months; None if it had nothing."""
    upto = add_months(period.start, elapsed)
    of_period = {month: value for (start, month), value in counts.items() if start == period.start}
    total = sum(of_period.values())
    return Fraction(sum(value for month, value in of_period.items() if month < upto), total) if total else None


def _by_profile(period: Period, elapsed: int, counts: Counts, as_of: date, rules: Rules) -> float | None:
    """Weigh the months of the window by the mean share of each calendar month in the complete years so far."""
    by_month = {month: value for (_, month), value in counts.items()}
    heads = [add_months(period.start, MONTHS_A_YEAR * n) for n in range(period.elapsed(as_of) // MONTHS_A_YEAR)]
    years = [month_range(head, add_months(head, MONTHS_A_YEAR - 1)) for head in heads]
    totals = [sum(by_month.get(month, 0) for month in year) for year in years]
    full = [(year, total) for year, total in zip(years, totals, strict=True) if total]
    if not full or len(years) < rules.policy.pace.seasonal_years_min:
        return None
    profile = dict.fromkeys(range(1, MONTHS_A_YEAR + 1), Fraction(0))
    for year, total in full:
        for month in year:
            profile[month.month] += Fraction(by_month.get(month, 0), total)
    weights = [profile[month.month] for month in month_range(period.start, period.end)]
    return float(sum(weights[:elapsed]) / sum(weights))
