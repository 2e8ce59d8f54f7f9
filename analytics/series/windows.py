"""The windows of the targets: what of them is past and not yet known, and what is still to come."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analytics.series.fit import Fit
from analytics.series.panel import FloatArray, IntArray, Panel, month_number


@dataclass(frozen=True, slots=True)
class Windows:
    """Where the targets lie, arrays by target. place: of the series in the panel. start, end: months after month 0, the
    end not included. target, reported: events. past, ahead: [target, month] months' worth of events that are not yet
    known and that are still to come, by the seasonal factors of the series."""

    place: IntArray
    start: IntArray
    end: IntArray
    target: IntArray
    reported: IntArray
    past: FloatArray
    ahead: FloatArray


def windows_of(targets: pl.DataFrame, reported: IntArray, panel: Panel, found: Fit) -> Windows:
    """Return the windows of the targets as the fit at the origin sees them; reported: by target, see `reported_by`."""
    names = {name: n for n, name in enumerate(panel.series)}
    place = np.array([names[name] for name in targets["series"]], dtype=np.int64)
    start = targets.select(month_number("start_month")).to_series().to_numpy() - panel.first
    end = targets.select(month_number("end_month")).to_series().to_numpy() - panel.first + 1
    months = np.arange(panel.months)
    inside = (months >= start[:, None]) & (months < end[:, None])
    missing = found.missing(panel)[0][place]
    to_come = panel.months + np.arange(max(int(end.max(initial=0)) - panel.months, 0))
    wanted = (to_come >= start[:, None]) & (to_come < end[:, None])
    ahead = found.factor[0][place][:, (panel.first + to_come) % 12]
    return Windows(
        place,
        start,
        end,
        targets["target"].to_numpy(),
        reported,
        np.where(inside, missing, 0.0),
        np.where(wanted, ahead, 0.0),
    )


def reported_by(reports: pl.DataFrame, targets: pl.DataFrame, origin: date | None) -> IntArray:
    """Return by target the events of its window that were reported before the origin; of all reports if None."""
    known = reports if origin is None else reports.filter(pl.col("reported_month") < origin)
    asked = targets.select("series", "start_month", "end_month").with_row_index("row")
    counted = (
        asked.join(known, on="series")
        .filter(pl.col("event_month").is_between("start_month", "end_month"))
        .group_by("row")
        .agg(pl.col("count").sum())
    )
    full = asked.join(counted, on="row", how="left", maintain_order="left")
    return full["count"].fill_null(0).to_numpy().astype(np.int64)
