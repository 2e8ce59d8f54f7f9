"""What a year asks of each target, up to a day and in all, and what it is expected to end with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import polars as pl

from analytics.policy import Policy
from analytics.policy.targets import Target

_MONTHS = 12
_QUARTER = 3
_REPORTED_LATE = 3  # months of which progress.unreported_share speaks
_FEN_PER_YUAN = 100.0
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Board:
    """Frames of the evaluation of the targets: contributions, PROGRESS, HISTORY and FORECASTS of progress."""

    contributions: pl.DataFrame
    progress: pl.DataFrame
    history: pl.DataFrame
    forecasts: pl.DataFrame


@dataclass(frozen=True)
class Ask:
    """One target in one year, amounts in the unit of the target (yuan, not fen).

    starts: the periods whose records count; none for a goal of the window, where it is the day of the record. quota: of
    the year, null when nothing is asked of it. share: of the quota, what is due by the day. is_over: the year is, or
    its periods. is_filed: something was filed, so that no record means none. scale: what one of the unit is in the
    facts. each: the quota of each period, where a surplus of one does not count for another. expected: the count of the
    whole city at the year's end by the forecast, null without one. is_scheduled: it is held so often, not more.
    """

    target: str
    starts: tuple[date, ...]
    quota: float | None
    share: float
    is_over: bool
    is_filed: bool
    scale: float
    is_stock: bool = False
    is_scheduled: bool = False
    each: float | None = None
    expected: float | None = None


@dataclass(frozen=True)
class _Year:
    """A year of the window, from its `first` to its `last` day, as seen on the day `as_of`."""

    number: int
    as_of: date
    begin: date
    end: date

    @property
    def first(self) -> date:
        return max(self.begin, date(self.number, 1, 1))

    @property
    def last(self) -> date:
        return min(self.end, date(self.number, _MONTHS, 31))

    @property
    def is_over(self) -> bool:
        return self.as_of >= self.last

    @property
    def until(self) -> date:
        return min(self.as_of, self.last)

    @property
    def elapsed(self) -> int:
        return _whole_months(self.first, self.until)


def asks(board: Board, targets: Iterable[Target], policy: Policy, number: int, as_of: date) -> Iterator[Ask]:
    """Yield what a year asks of each target, as seen on the day `as_of`, which may lie after the year."""
    year = _Year(number, as_of, policy.document.window_start, policy.document.window_end)
    now = {row["id"]: row for row in board.progress.iter_rows(named=True)}
    told = board.forecasts.filter("is_current", pl.col("mean").is_not_null())
    means = dict(told.select("target_id", "mean").iter_rows())
    periods = _periods(board, number)
    goals = [target for target in targets if target.period == "window"]
    counts = {} if year.is_over else _counts(board.contributions, [goal.id for goal in goals], year)
    for target in targets:
        mean = means.get(target.id)
        if target.period == "window":
            yield _of_window(target, now[target.id], mean, counts.get(target.id, {}), year)
        elif target.period == "quarter":
            yield _of_quarters(target, periods.get(target.id, ()), year)
        else:
            yield _of_periods(target, now[target.id], mean, periods.get(target.id, ()), year)


def _periods(board: Board, number: int) -> Mapping[str, Sequence[Row]]:
    """Return by target the periods that end in the year, have begun and ask for something, as they stand."""
    names = ["period_start", "period_end", "target", "actual"]
    past = board.history.select("target_id", *names)
    present = board.progress.select(pl.col("id").alias("target_id"), *names)
    asked = pl.concat([past, present]).filter(pl.col("period_end").dt.year() == number, pl.col("target").is_not_null())
    rows = asked.sort("target_id", "period_start").iter_rows(named=True)
    return {target: tuple(found) for target, found in groupby(rows, key=lambda row: row["target_id"])}


def _of_periods(target: Target, now: Row, mean: float | None, periods: Sequence[Row], year: _Year) -> Ask:
    scale = _scale(target)
    is_over = all(row["period_end"] <= year.as_of for row in periods)
    return Ask(
        target.id,
        tuple(row["period_start"] for row in periods),
        sum(row["target"] for row in periods) / scale if periods else None,
        1.0 if is_over else _due(target, now, year.as_of),
        is_over,
        is_filed=any(row["actual"] is not None for row in periods),
        scale=scale,
        is_scheduled=target.pace != "linear",
        expected=None if is_over or mean is None else mean / scale,
    )


def _of_quarters(target: Target, periods: Sequence[Row], year: _Year) -> Ask:
    """Quarters are asked for once they are over."""
    over = [row for row in periods if row["period_end"] <= year.as_of]
    to_come = (year.last.month - periods[-1]["period_end"].month) // _QUARTER if periods else 0
    whole = len(periods) + to_come
    each = periods[0]["target"] / _scale(target) if periods else None
    return Ask(
        target.id,
        tuple(row["period_start"] for row in over),
        None if each is None else whole * each,
        len(over) / whole if whole else 0.0,
        is_over=len(over) == whole,
        is_filed=any(row["actual"] is not None for row in over),
        scale=_scale(target),
        is_scheduled=True,
        each=each,
    )


def _due(target: Target, now: Row, as_of: date) -> float:
    """Return which share of its current period is due by the day, less what is not yet reported of it."""
    if target.pace != "linear":
        return float(now["pace"])
    share = now["pace"] if now["seasonal_pace"] is None else now["seasonal_pace"]
    return float(share) * _reported(now, _months(now["period_start"], as_of))


def _reported(now: Row, months: int) -> float:
    """Return which share of the last so many months is reported, if that of the last three is as estimated."""
    unreported = now["unreported_share"] or 0.0
    return 1.0 - unreported * min(_REPORTED_LATE, months) / max(months, 1)


def _of_window(target: Target, now: Row, mean: float | None, counts: Mapping[date, int], year: _Year) -> Ask:
    scale, is_stock = _scale(target), target.kind == "about_stock"
    length = _months(year.begin, year.end)
    since = year.begin if is_stock else year.first
    passed, coming = _whole_months(year.begin, year.until), _months(year.first, year.last) - year.elapsed
    even = passed / _months(since, year.last) if year.elapsed else 0.0
    share = even if is_stock else _seasonal(counts, year) * _reported(now, year.elapsed)
    expected = None
    if not year.is_over and mean is not None:
        rest = max(mean - (now["actual"] or 0), 0.0) * coming / max(length - passed, 1)
        expected = (sum(count for month, count in counts.items() if month >= year.first) + rest) / scale
    return Ask(
        target.id,
        (),
        now["target"] / scale * _months(since, year.last) / length,
        1.0 if year.is_over else share,
        year.is_over,
        is_filed=now["actual"] is not None,
        scale=scale,
        is_stock=is_stock,
        expected=expected,
    )


def _counts(rows: pl.DataFrame, goals: Sequence[str], year: _Year) -> dict[str, dict[date, int]]:
    """Return by goal and month what counts from the first whole year on."""
    mine = rows.filter(
        "is_counted", pl.col("target_id").is_in(goals), pl.col("month").is_between(_next_year(year.begin), year.until)
    )
    found: dict[str, dict[date, int]] = {}
    for goal, month, count in mine.group_by("target_id", "month").agg(pl.col("value").sum()).iter_rows():
        found.setdefault(goal, {})[month] = count
    return found


def _seasonal(counts: Mapping[date, int], year: _Year) -> float:
    """Return the share of a year that earlier full years had by so many months; the even one where there is none."""
    earlier = {month: n for month, n in counts.items() if month < year.first and month.month <= year.last.month}
    total = sum(earlier.values())
    if not total:
        return year.elapsed / _months(year.first, year.last)
    return sum(count for month, count in earlier.items() if month.month < year.first.month + year.elapsed) / total


def _next_year(begin: date) -> date:
    """Return the first day of the first whole year."""
    return begin if (begin.month, begin.day) == (1, 1) else date(begin.year + 1, 1, 1)


def _scale(target: Target) -> float:
    return _FEN_PER_YUAN if target.unit == "yuan" else 1.0


def _months(first: date, last: date) -> int:
    """Return how many months two days touch."""
    return (last.year - first.year) * _MONTHS + last.month - first.month + 1


def _whole_months(first: date, day: date) -> int:
    """Return how many whole months of those from `first` on are over by the close of a day."""
    return max(_months(first, day + timedelta(days=1)) - 1, 0)
