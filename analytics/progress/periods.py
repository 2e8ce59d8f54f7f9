"""The periods a target is counted in: the window, rounds, quota years with their part years, quarters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.progress.months import add_months, month_after_last_whole, months_between

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a target, `start` and `end` inclusive; `full_months` is what an unshortened one has."""

    start: date
    end: date
    full_months: int

    @property
    def months(self) -> int:
        return months_between(self.start, self.end) + 1

    @property
    def is_stub(self) -> bool:
        return self.months < self.full_months

    def elapsed(self, as_of: date) -> int:
        """Return how many of its months had ended by the close of `as_of`."""
        return min(max(months_between(self.start, month_after_last_whole(as_of)), 0), self.months)


def whole(start: date, end: date) -> Period:
    """Return a period that is complete as it stands."""
    return Period(start, end, months_between(start, end) + 1)


def calendar(start: date, end: date, length: int, first_month: int = 1) -> tuple[Period, ...]:
    """Return the calendar periods of `length` months from `start` to `end`, cut at both ends.

    One of them begins in `first_month` of every year: quota years (r15), quarters.
    """
    head = add_months(start, -((start.month - first_month) % length))
    found = []
    while head <= end:
        following = add_months(head, length)
        found.append(Period(max(head, start), min(following - _DAY, end), length))
        head = following
    return tuple(found)


def rounds(start: date, end: date, length: int, first: date) -> tuple[Period, ...]:
    """Return the rounds of `length` months, counted from `first`, that touch the window; the last is not cut (r17)."""
    found = []
    head = first
    while head <= end:
        following = add_months(head, length)
        if following > start:
            found.append(whole(max(head, start), following - _DAY))
        head = following
    return tuple(found)


def current(periods: Sequence[Period], as_of: date) -> Period:
    """Return the latest period that has begun by `as_of`, else the first one."""
    begun = [period for period in periods if period.start <= as_of]
    return begun[-1] if begun else periods[0]


def of_year(periods: Sequence[Period], year: int) -> Period | None:
    """Return the period sharing the most days with a calendar year, the earlier of equals; None when none does."""
    shares = {p: (min(p.end, date(year, 12, 31)) - max(p.start, date(year, 1, 1))).days + 1 for p in periods}
    best = max(periods, key=lambda p: shares[p])
    return best if shares[best] > 0 else None
