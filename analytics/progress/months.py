"""Month arithmetic: everything here speaks of calendar months, named by their first day."""

from datetime import date, timedelta

MONTHS_A_YEAR = 12
MONTHS_A_QUARTER = 3
_DAY = timedelta(days=1)


def month_of(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    """Return the first day of the month `count` months after the month of `month` (before it, when negative)."""
    years, zero_based = divmod(month.month - 1 + count, MONTHS_A_YEAR)
    return date(month.year + years, zero_based + 1, 1)


def months_between(first: date, last: date) -> int:
    """Return how many months lie from the month of `first` to that of `last`: 0 in the same month."""
    return (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month


def month_end(month: date) -> date:
    """Return the last day of the month of `month`."""
    return add_months(month, 1) - _DAY


def month_after_last_whole(day: date) -> date:
    """Return the first month that has not ended by the close of `day`."""
    return month_of(day + _DAY)


def month_range(first: date, last: date) -> list[date]:
    """Return the months from that of `first` to that of `last`, both included; empty when they are out of order."""
    start = month_of(first)
    return [add_months(start, n) for n in range(months_between(first, last) + 1)]
