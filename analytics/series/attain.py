"""Will a target be reached: forecast of its total, interval, probability, and what would still have to come.

Source: methods 2.2; every number of the method is a field of `Settings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analytics.series.estimates import estimated, with_floor
from analytics.series.fit import Fit
from analytics.series.panel import FloatArray, Panel
from analytics.series.recovery import last_recoverable
from analytics.series.remaining import Remaining, chance_of, quantile, remaining
from analytics.series.settings import DEFAULT, Settings
from analytics.series.windows import Windows, reported_by, windows_of

#: One row per series and window; both months are included, the first day of each.
TARGETS = pl.Schema(
    {"series": pl.String, "group": pl.String, "start_month": pl.Date, "end_month": pl.Date, "target": pl.Int64}
)
_BAND = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast with what it rests on. variance: [target] of what is to come. table: the result of `attain`."""

    panel: Panel
    windows: Windows
    told: Remaining
    variance: FloatArray
    table: pl.DataFrame


def attain(
    reports: pl.DataFrame,
    targets: pl.DataFrame,
    origin: date,
    *,
    lift: Mapping[str, float] | None = None,
    unfiled: pl.DataFrame | None = None,
    until: date | None = None,
    settings: Settings = DEFAULT,
) -> pl.DataFrame:
    """Return one row per row of `targets`, in its order: what its window will have brought, as known at `origin`.

    reports: series, event_month, reported_month (first of month), count Int64; nothing reported in or after the month
    of the origin is used, of no series. targets: series, group (of alike seasons), start_month, end_month (inclusive),
    target Int64. lift: factor on the events to come, by series. unfiled: series, event_month of which nothing was
    filed at all, so that no report is not taken for no event. until: month before which reports are known, where this
    is after the origin: of the months from the origin on there must be no reports then.
    Result: series, reported, mean, p10, p50, p90 (of the total of the window; 80 % lie between p10 and p90), p_attain,
    low_confidence (short history, few events, or a break); then is_break, need_per_month (of new events; null when no
    month is left), recent_per_month (of the last three months, with what is not yet reported), unreported_share (of
    these three), recoverable_until (last month from which the best pace so far still reaches the target as likely as
    not; null if none), level_error and drift_error (c and q, the same in all rows), and the keys of the target.
    Raises polars ColumnNotFoundError if a column is missing.
    """
    return forecast(reports, targets, origin, lift=lift, unfiled=unfiled, until=until, settings=settings).table


def forecast(
    reports: pl.DataFrame,
    targets: pl.DataFrame,
    origin: date,
    *,
    lift: Mapping[str, float] | None = None,
    unfiled: pl.DataFrame | None = None,
    until: date | None = None,
    settings: Settings = DEFAULT,
) -> Forecast:
    """Return what `attain` returns, and what it rests on."""
    members = targets.group_by("series").agg(pl.col("group").min(), pl.col("start_month").min())
    panel = Panel.of(reports, members, origin, settings, until)
    filled = None if unfiled is None else panel.marks(unfiled)
    found, error, is_break = estimated(panel, settings, filled)
    found = with_floor(found, settings)
    windows = windows_of(targets, reported_by(reports, targets, max(until or origin, origin)), panel, found)
    factor = np.array([(lift or {}).get(name, 1.0) for name in targets["series"]], dtype=np.float64)
    told = _told(windows, panel, found, factor, settings)
    variance = told.total_variance(*error)
    low = _is_thin(panel, found, settings) | is_break
    bands = quantile(told.mean[:, None], variance[:, None], np.array(_BAND)).astype(np.int64)
    columns = {
        "series": targets["series"],
        "reported": windows.reported,
        "mean": windows.reported + told.mean,
        **{f"p{round(p * 100)}": windows.reported + bands[:, n] for n, p in enumerate(_BAND)},
        "p_attain": chance_of(told.mean, variance, (windows.target - windows.reported).astype(np.float64)),
        "low_confidence": low[windows.place],
        "is_break": is_break[windows.place],
        **_pace(windows, panel, found),
        "recoverable_until": last_recoverable(windows, panel, found, factor, settings),
        "level_error": np.full(len(targets), error[0]),
        "drift_error": np.full(len(targets), error[1]),
    }
    table = pl.DataFrame(columns).with_columns(pl.col("need_per_month").fill_nan(None))
    keys = targets.select("group", "start_month", "end_month", "target")
    return Forecast(panel, windows, told, variance, table.hstack(keys))


def _told(windows: Windows, panel: Panel, found: Fit, lift: FloatArray, settings: Settings) -> Remaining:
    ahead = windows.ahead * lift[:, None]
    to_come = (panel.first + panel.months + np.arange(ahead.shape[1])) % 12
    mass = windows.past @ panel.by_calendar + ahead @ (to_come[:, None] == np.arange(12))
    return remaining(
        found.rate[0][windows.place],
        found.information[0][windows.place],
        found.dispersion[0][windows.place],
        unreported=windows.past.sum(axis=1),
        ahead=ahead,
        season=(mass**2 / found.factor_info[0][windows.place]).sum(axis=1),
        lag_error=settings.lag_error,
    )


def _is_thin(panel: Panel, found: Fit, settings: Settings) -> np.ndarray:
    """Return [series] whether its history is short or has few events."""
    lately = found.reported[0][:, -12:].sum(axis=1)
    return (panel.months - panel.start < settings.enough_history) | (lately < settings.enough_events)


def _pace(windows: Windows, panel: Panel, found: Fit) -> dict[str, FloatArray]:
    """Return what each month still has to bring, what the last three brought, and their share not yet reported."""
    first = np.maximum(windows.start, panel.months)
    left = np.maximum(windows.end - first, 0)
    rate = found.rate[0][windows.place]
    need = np.maximum(windows.target - windows.reported - rate * windows.past.sum(axis=1), 0.0)
    per_month = np.divide(need, left, out=np.full(len(need), np.nan), where=left > 0)
    hidden = (found.missing(panel)[0][:, -3:].sum(axis=1) * found.rate[0])[windows.place]
    lately = found.reported[0][:, -3:].sum(axis=1)[windows.place] + hidden
    months = min(max(panel.months, 1), 3)
    share = np.divide(hidden, lately, out=np.zeros_like(hidden), where=lately > 0)
    return {"need_per_month": per_month, "recent_per_month": lately / months, "unreported_share": share}
