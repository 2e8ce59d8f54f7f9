"""Seasonal pace: the share of a period's total that earlier complete periods had reached by the same month."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

from analytics.progress.months import MONTHS_A_YEAR, add_months, months_between
from analytics.progress.periods import Period
from analytics.progress.rules import Rules

#: What was counted: (start of the period, month) -> value.
Counts = Mapping[tuple[date, date], int]


def seasonal_shares(
    periods: Sequence[Period], period: Period, counts: Counts, as_of: date, rules: Rules
) -> list[float] | None:
    """Return the share (0..1) of `period` due after 0, 1, 2 … of its months, as the complete years by `as_of` tell.

    Earlier periods weigh the same, those without anything and part years are left out; a part year is compared with
    the same months of full ones. The only period of its kind, the window, follows the mean profile of its own complete
    years by calendar month. None while fewer years than the settings ask for are complete.
    """
    if len(periods) == 1:
        known = period.elapsed(as_of) // MONTHS_A_YEAR
        heads = [add_months(period.start, MONTHS_A_YEAR * n) for n in range(known)]
        length = MONTHS_A_YEAR
    else:
        earlier = [p for p in periods if p.end < period.start and not p.is_stub]
        known = sum(p.months for p in earlier) // MONTHS_A_YEAR
        heads, length = [p.start for p in earlier], period.months
    profiles = [found for head in heads if (found := _profile(head, length, counts, is_window=len(periods) == 1))]
    if known < rules.policy.pace.seasonal_years_min or not profiles:
        return None
    weights = [math.fsum(profile[n % length] for profile in profiles) for n in range(period.months)]
    total = math.fsum(weights)
    return [reached / total for reached in accumulate(weights, initial=0.0)]


def _profile(head: date, length: int, counts: Counts, *, is_window: bool) -> list[float]:
    """Return how the first `length` months from `head` share what was counted in them; nothing if nothing was.

    What a period counts before its first month belongs to that month.
    """
    values = [0] * length
    for (start, month), value in counts.items():
        place = months_between(head, month)
        if (is_window or start == head) and place < length and (place >= 0 or not is_window):
            values[max(place, 0)] += value
    total = sum(values)
    return [value / total for value in values] if total else []
