"""The public rate of many small series: how many a month, in which months, and how sure that is."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analytics.series.estimates import estimated
from analytics.series.panel import FloatArray, Panel
from analytics.series.settings import DEFAULT, Settings


@dataclass(frozen=True, slots=True)
class Rates:
    """Events a month of each series as known before the origin: arrays by series, in the order of `series`.

    rate: events a month, season aside (lambda). factor: [series, 12] January first, mean 1; rate × factor is what a
    calendar month is expected to bring. dispersion: variance over mean of a month's events (phi), at least 1.
    information: discounted months that the rate rests on (B): its variance is phi × rate / B.
    completeness: [series, age] share known of the month that ended 0, 1, 2 … months before the origin.
    level_error, drift_error: relative sd of the level, and of its change a month, by past errors of all series (c, q).
    history: months since the first event of all series.
    """

    series: tuple[str, ...]
    rate: FloatArray
    factor: FloatArray
    dispersion: FloatArray
    information: FloatArray
    completeness: FloatArray
    level_error: float
    drift_error: float
    history: int


def rate(reports: pl.DataFrame, groups: pl.DataFrame, origin: date, settings: Settings = DEFAULT) -> Rates:
    """Return the rates of the series of `groups`, sorted by name.

    reports: series, event_month, reported_month (first of month), count Int64; nothing reported in or after the month
    of the origin is used. groups: one row per series: series, group (of alike seasons), and if wanted start_month,
    from which on a month without a report is a month without an event (else the first event of all series).
    Raises polars ColumnNotFoundError if a column is missing. A series of which nothing is reported has rate 0.
    """
    start = pl.col("start_month") if "start_month" in groups.columns else pl.lit(None, pl.Date)
    members = groups.select("series", "group", start_month=start).unique("series", keep="first", maintain_order=True)
    panel = Panel.of(reports, members, origin, settings)
    found, error, _ = estimated(panel, settings)
    ages = np.arange(settings.longest_delay)
    seen = np.pad(found.known[0], ((0, 0), (len(ages), 0)), constant_values=1.0)[:, ::-1][:, : len(ages)]
    recent = np.where(ages < (panel.months - panel.start)[:, None], seen, 1.0)
    return Rates(
        panel.series,
        found.rate[0],
        found.factor[0],
        found.dispersion[0],
        found.information[0],
        recent,
        *error,
        panel.months,
    )
