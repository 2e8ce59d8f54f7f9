"""Counts by series, month of the event and delay of the report: the triangle that all estimates are taken from."""

from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.series.settings import Settings

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

#: One row per series, month of the event and month of the report; both are the first day of the month.
REPORTS = pl.Schema({"series": pl.String, "event_month": pl.Date, "reported_month": pl.Date, "count": pl.Int64})


def month_number(of: pl.Expr | str) -> pl.Expr:
    """Return an expression of the months since the year 0, so that months can be subtracted."""
    day = pl.col(of) if isinstance(of, str) else of
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - 1


def number_of(month: date) -> int:
    return month.year * 12 + month.month - 1


def month_of(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Panel:
    """What was reported of each series, by month of the event and delay.

    series, groups: names. group: [series] place in `groups`. first: number of month 0. months: how many months precede
    the origin. start: [series] month from which a missing report means none happened. known_from: first month of
    which every delay can be seen (what was there when reporting began has no delay). late: months after an origin of
    which the reports are known too. by_delay: [series, month, delay] events reported at most so many months later.
    """

    series: tuple[str, ...]
    groups: tuple[str, ...]
    group: IntArray
    first: int
    months: int
    start: IntArray
    known_from: int
    late: int
    by_delay: FloatArray

    @property
    def calendar(self) -> IntArray:
        """Calendar month of every month, January is 0."""
        return (self.first + np.arange(self.months)) % 12

    @property
    def by_calendar(self) -> FloatArray:
        """[month, 12] the matrix that adds months up by calendar month."""
        return (self.calendar[:, None] == np.arange(12)).astype(np.float64)

    @classmethod
    def of(
        cls, reports: pl.DataFrame, members: pl.DataFrame, origin: date, settings: Settings, until: date | None = None
    ) -> Self:
        """Return the panel of the months before the origin, by what was reported before `until`, if not before it.

        members: one row per series: series, group, start_month (nullable: from the first event of all).
        Reports of other series are passed over.
        """
        end = number_of(origin)
        late = max(number_of(until) - end, 0) if until else 0
        members = members.sort("series").with_columns(pl.col("group").fill_null(""))
        rows = reports.select(
            "series", event=month_number("event_month"), reported=month_number("reported_month"), count="count"
        ).filter(
            (pl.col("reported") < end + late) & (pl.col("event") < end) & (pl.col("event") >= end - settings.history),
            pl.col("series").is_in(members["series"].implode()),
        )
        own = rows.group_by("series").agg(event=pl.col("event").min())
        starts = members.select("series", start=month_number("start_month")).join(
            own, on="series", how="left", maintain_order="left"
        )
        earliest = rows["event"].min()
        shared = end if earliest is None else int(earliest)  # type: ignore[arg-type]
        start = starts.select(pl.min_horizontal("start", "event").fill_null(shared)).to_series()
        start = np.where(starts["start"].is_null(), shared, start.to_numpy())
        start = np.clip(start.astype(np.int64), end - settings.history, end)
        first = int(min(start.min(initial=end), shared))
        groups = tuple(members["group"].unique().sort())
        place = {name: n for n, name in enumerate(groups)}
        began = rows["reported"].min()
        return cls(
            series=tuple(members["series"]),
            groups=groups,
            group=np.array([place[name] for name in members["group"]], dtype=np.int64),
            first=first,
            months=end - first,
            start=start - first,
            known_from=max(0, (end if began is None else int(began)) - first),  # type: ignore[arg-type]
            late=late,
            by_delay=_by_delay(rows, members["series"], first, end - first, settings),
        )

    def seen(self, origins: IntArray) -> FloatArray:
        """Return [origin, series, month] what was reported before each origin (a number of months after month 0)."""
        age = origins[:, None] - 1 - np.arange(self.months)
        known = self.by_delay[:, np.arange(self.months), np.clip(age + self.late, 0, self.by_delay.shape[2] - 1)]
        return np.where(age >= 0, known, 0.0).transpose(1, 0, 2)

    def marks(self, cells: pl.DataFrame) -> np.ndarray:
        """Return [series, month] whether a cell is named in `cells` (series, event_month)."""
        place = pl.DataFrame({"series": self.series, "place": np.arange(len(self.series))})
        named = cells.select("series", month=month_number("event_month") - self.first).join(place, on="series")
        named = named.filter(pl.col("month").is_between(0, self.months - 1))
        marked = np.zeros((len(self.series), self.months), dtype=np.bool_)
        marked[named["place"].to_numpy(), named["month"].to_numpy()] = True
        return marked


def _by_delay(rows: pl.DataFrame, series: pl.Series, first: int, months: int, settings: Settings) -> FloatArray:
    place = pl.DataFrame({"series": series, "place": np.arange(len(series))})
    rows = rows.join(place, on="series", how="inner", maintain_order="left")
    delay = np.clip((rows["reported"] - rows["event"]).to_numpy(), 0, settings.longest_delay - 1)
    delays = max(len(settings.launch_completeness), int(delay.max(initial=0)) + 1)
    shape = (len(series), months, delays)
    cell = np.ravel_multi_index((rows["place"].to_numpy(), rows["event"].to_numpy() - first, delay), shape)
    counts = np.bincount(cell, rows["count"].to_numpy().astype(np.float64), int(np.prod(shape)))
    return np.cumsum(counts.reshape(shape).astype(np.float64), axis=2)
