"""The one place that reads the clock; everything else takes its dates as arguments."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the local wall time of the city, without a zone, as the store keeps it."""
    return datetime.now(ZONE).replace(tzinfo=None)


def today() -> date:
    """Return the local date of the city."""
    return now().date()


def last_quarter_end(day: date) -> date:
    """Return the last day of the latest quarter that ended on or before `day`."""
    nxt = date.fromordinal(day.toordinal() + 1)
    first = date(nxt.year, 3 * ((nxt.month - 1) // 3) + 1, 1)
    return date.fromordinal(first.toordinal() - 1)
