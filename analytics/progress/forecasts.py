"""Whether each target will be reached in its period: forecasts by `analytics.series`, and why there is none."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from analytics.policy.targets import Target
from analytics.progress.months import MONTHS_A_YEAR, add_months, month_after_last_whole, month_of, months_between
from analytics.progress.pace import bounds
from analytics.progress.periods import current
from analytics.progress.reports import is_counted_singly
from analytics.progress.rules import Rules
from analytics.progress.tallies import Tallies
from analytics.series import Settings
from analytics.series.attain import Forecast, forecast

#: One row per target and period that is not over before `as_of`, in the order of the catalogue; amounts in the unit of
#: the facts. reached_from: the count from which it is reached. mean, p10, p50, p90: of the count of the whole period;
#: 80 % lie between p10 and p90. no_forecast: why there is none, one of NO_FORECAST. doubt: why confidence is low, one
#: of DOUBTS. unreported_share: of the last three months, what is estimated as not yet reported. recoverable_until: the
#: last month from which the best pace so far still reaches it as likely as not, null if none.
FORECASTS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "target_id": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "is_current": pl.Boolean,
    "target": pl.Int64,
    "reached_from": pl.Int64,
    "reported": pl.Int64,
    "mean": pl.Float64,
    "p10": pl.Float64,
    "p50": pl.Float64,
    "p90": pl.Float64,
    "p_attain": pl.Float64,
    "no_forecast": pl.String,
    "low_confidence": pl.Boolean,
    "doubt": pl.String,
    "is_break": pl.Boolean,
    "unreported_share": pl.Float64,
    "recoverable_until": pl.Date,
    "recoverable_quarter": pl.Date,
    "history_months": pl.Int64,
}
#: Nothing is asked of the period; what there is on a day, not what comes in; sums of amounts; held on a schedule; no
#: record yet; too few months of filings.
NO_FORECAST = ("nothing_asked", "stock", "amounts", "scheduled", "no_rows", "short_history")
#: Few months of filings; few events in the last twelve months; the last months are off what was forecast of them.
DOUBTS = ("short_history", "break", "few_events")
_SETTINGS = Settings()


class Moment(NamedTuple):
    """as_of: the day; until: the month before which reports are known."""

    as_of: date
    until: date


@dataclass(frozen=True, eq=False)
class Told:
    """Forecasts with what they were made from.

    frame: FORECASTS. as_of: the day they are of. reports, unfiled, origin, until: as for series.attain. asked:
    series.TARGETS of all rows that have a forecast, in their order. kernel: what series found, None where nothing can
    be forecast.
    """

    frame: pl.DataFrame
    as_of: date
    reports: pl.DataFrame
    unfiled: pl.DataFrame
    origin: date
    until: date
    asked: pl.DataFrame
    kernel: Forecast | None


def forecasts(reports: pl.DataFrame, unfiled: pl.DataFrame, tallies: Tallies, rules: Rules, moment: Moment) -> Told:
    """Return the forecasts as of the last month end by the day, by what is known before the month `until`."""
    as_of, until = moment
    origin = month_after_last_whole(as_of)
    named = frozenset(reports["series"].unique())
    rows = [row for target in rules.policy.targets for row in _open_periods(target, named, tallies, rules, as_of)]
    schema = {name: FORECASTS[name] for name in rows[0]}
    periods = pl.DataFrame(rows, schema=schema)
    asked = _asked(periods.filter(pl.col("no_forecast").is_null()), rules)
    known = reports.filter(pl.col("event_month") < origin)
    kernel = forecast(known, asked, origin, unfiled=unfiled, until=until) if len(asked) else None
    frame = periods if kernel is None else _with(periods, kernel.table, reports, origin)
    empty = [pl.lit(None, FORECASTS[name]).alias(name) for name in FORECASTS if name not in frame.columns]
    frame = frame.with_columns(empty).select(pl.col(c).cast(t) for c, t in FORECASTS.items())
    return Told(_at_least_counted(frame, tallies), as_of, known, unfiled, origin, until, asked, kernel)


def _asked(periods: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return series.TARGETS of the periods, which may still run for years."""
    season = {target.id: target.season for target in rules.policy.targets}
    return periods.select(
        pl.col("target_id").alias("series"),
        pl.col("target_id").replace_strict(season, return_dtype=pl.String).alias("group"),
        pl.col("period_start").dt.month_start().alias("start_month"),
        pl.col("period_end").dt.month_start().alias("end_month"),
        pl.col("reached_from").alias("target"),
    )


def _open_periods(
    target: Target, named: Collection[str], tallies: Tallies, rules: Rules, as_of: date
) -> Iterator[dict[str, Any]]:
    """Yield the present period of a target and those after it; named: the targets with any report."""
    months = history_months(target, tallies, rules, as_of)
    periods = rules.periods(target)
    present = current(periods, as_of)
    for period in periods[periods.index(present) :]:
        asked = rules.quota(target, period)
        reached, _ = bounds(target, asked, rules)
        yield {
            "target_id": target.id,
            "period_start": period.start,
            "period_end": period.end,
            "is_current": period == present,
            "target": asked,
            "reached_from": None if reached is None else math.ceil(reached),
            "no_forecast": _why_none(target, asked, months, rules, has_rows=target.id in named),
            "history_months": months,
        }


def _why_none(target: Target, asked: int | None, months: int, rules: Rules, *, has_rows: bool) -> str | None:
    if asked is None:
        return "nothing_asked"
    if rules.is_stock(target.id):
        return "stock"
    if not all(is_counted_singly(source) for source in rules.sources[target.id]):
        return "amounts"
    if target.pace != "linear":
        return "scheduled"
    if not has_rows:
        return "no_rows"
    return "short_history" if months < rules.policy.forecast.history_min else None


def history_months(target: Target, tallies: Tallies, rules: Rules, as_of: date) -> int:
    """Return the whole months since the first one of which something was filed or counted."""
    filed = [first for first, _ in tallies.covered.get(target.id, ())]
    counted = [month for (_, month), value in tallies.months.get(target.id, {}).items() if value]
    begun = min((*filed, *counted), default=None)
    if begun is None:
        return 0
    return max(months_between(max(begun, month_of(rules.window[0])), month_after_last_whole(as_of)), 0)


def _with(periods: pl.DataFrame, found: pl.DataFrame, reports: pl.DataFrame, origin: date) -> pl.DataFrame:
    """Return the periods with what was found of those that have a forecast."""
    keys = {"series": "target_id", "start_month": "period_start"}
    names = ("reported", "mean", "p10", "p50", "p90", "p_attain", "is_break", "unreported_share", "recoverable_until")
    told = found.select(*keys, *names).rename(keys)
    first = pl.col("period_start").dt.month_start()
    joined = periods.with_columns(first.alias("first")).join(
        told, left_on=["target_id", "first"], right_on=["target_id", "period_start"], how="left", maintain_order="left"
    )
    lately = _lately(reports, origin)
    events = pl.col("target_id").replace_strict(lately, default=0, return_dtype=pl.Int64)
    doubt = (
        pl.when(pl.col("mean").is_null())
        .then(None)
        .when(pl.col("history_months") < _SETTINGS.enough_history)
        .then(pl.lit("short_history"))
        .when("is_break")
        .then(pl.lit("break"))
        .when(events < _SETTINGS.enough_events)
        .then(pl.lit("few_events"))
    )
    return joined.with_columns(doubt=doubt).with_columns(
        low_confidence=pl.when(pl.col("mean").is_not_null()).then(pl.col("doubt").is_not_null()),
        recoverable_quarter=pl.col("recoverable_until").dt.truncate("1q"),
    )


def _lately(reports: pl.DataFrame, origin: date) -> dict[str, int]:
    """Return by series the events of the last twelve months."""
    year = pl.col("event_month").is_between(add_months(origin, -MONTHS_A_YEAR), origin, closed="left")
    sums = reports.filter(year).group_by("series").agg(pl.col("count").sum())
    return dict(sums.iter_rows())


def _at_least_counted(frame: pl.DataFrame, tallies: Tallies) -> pl.DataFrame:
    """Return the forecasts, none below what is counted in the month that has only begun."""
    periods = frame.select("target_id", "period_start").iter_rows()
    counted = [tallies.totals.get(target, {}).get(start, (0, 0))[0] for target, start in periods]
    least = pl.lit(pl.Series("counted", counted, pl.Int64))
    is_reached = least >= pl.col("reached_from")
    bands = [
        pl.when(pl.col(name).is_not_null()).then(pl.max_horizontal(name, least)).alias(name)
        for name in ("mean", "p10", "p50", "p90")
    ]
    sure = pl.when(pl.col("p_attain").is_not_null() & is_reached).then(1.0).otherwise("p_attain")
    return frame.with_columns(*bands, sure.alias("p_attain"))
