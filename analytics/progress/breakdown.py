"""The counted records of each target and period added up by month, by unit and by town."""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl

from analytics.progress.months import month_end, month_range
from analytics.progress.people import Facts
from analytics.progress.rules import Rules
from analytics.progress.stocks import levels

_OF_PERIOD = ("target_id", "period_start")
_OF_MONTH = (*_OF_PERIOD, "month")
_OF_CELL = (*_OF_MONTH, "unit_id", "town")


def cells(rows: pl.DataFrame) -> pl.LazyFrame:
    """One row per target, period, month, filing unit and town of the contributions: value and records counted.

    A cell whose records all do not count is there with 0: something was filed. Undated records are in no cell.
    """
    placed = rows.lazy().filter(pl.col("period_start").is_not_null())
    records = pl.col("is_counted").cast(pl.Int64)
    counted = placed.select(*_OF_CELL, pl.col("value") * records, records.alias("records"))
    return counted.group_by(_OF_CELL).agg(pl.col("value", "records").sum())


def totals(found: pl.DataFrame) -> pl.DataFrame:
    """One row per target and period with a cell: actual (the value counted) and records (how many)."""
    sums = found.group_by(_OF_PERIOD).agg(pl.col("value").sum().alias("actual"), pl.col("records").sum())
    return sums.sort(_OF_PERIOD)


def by_unit(found: pl.DataFrame) -> pl.DataFrame:
    """One row per target, period and filing unit: value and records counted; key is the unit id."""
    return _by(found, "unit_id")


def by_town(found: pl.DataFrame) -> pl.DataFrame:
    """One row per target, period and town: value and records counted; key is the town code, null if none is stated."""
    return _by(found, "town")


def _by(found: pl.DataFrame, column: str) -> pl.DataFrame:
    grouped = found.filter(pl.col("records") > 0).group_by(*_OF_PERIOD, pl.col(column).alias("key"))
    return grouped.agg(pl.col("value", "records").sum()).sort(*_OF_PERIOD, "key", nulls_last=True)


def monthly(found: pl.DataFrame, facts: Facts, rules: Rules, as_of: date) -> pl.DataFrame:
    """One row per target, period and month up to that of `as_of`: value of the month, total of the period so far.

    Months in which nothing counted have 0. For a stock, total is what there is at the end of the month (or on
    `as_of`), and value its change.
    """
    grid = _grid(rules, as_of)
    stocks = [target.id for target in rules.policy.targets if rules.is_stock(target.id)]
    flows = _flow_months(found, grid).filter(~pl.col("target_id").is_in(stocks))
    return pl.concat([flows, *(_stock_months(target, grid, facts, rules, as_of) for target in stocks)])


def _grid(rules: Rules, as_of: date) -> pl.DataFrame:
    """One row per target, period and month that has begun by `as_of`."""
    rows = [
        (target.id, period.start, month)
        for target in rules.policy.targets
        for period in rules.periods(target)
        for month in month_range(period.start, min(period.end, as_of))
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_OF_MONTH, pl.Date) | {"target_id": pl.String}, orient="row")


def _flow_months(found: pl.DataFrame, grid: pl.DataFrame) -> pl.DataFrame:
    every = pl.concat([grid.with_columns(pl.lit(0, pl.Int64).alias("value")), found.select(*_OF_MONTH, "value")])
    sums = every.group_by(_OF_MONTH).agg(pl.col("value").sum()).sort(_OF_MONTH)
    return sums.with_columns(pl.col("value").cum_sum().over(_OF_PERIOD).alias("total"))


def _stock_months(target_id: str, grid: pl.DataFrame, facts: Facts, rules: Rules, as_of: date) -> pl.DataFrame:
    months = grid.filter(pl.col("target_id") == target_id)
    starts = months["month"].to_list()
    ends = [min(month_end(month), as_of) for month in starts]
    before = [rules.window[0] - timedelta(days=1)]
    found = levels(rules.sources[target_id], facts, before + ends)
    changes = [after - earlier for earlier, after in pairwise(found)]
    return months.with_columns(pl.Series("value", changes, pl.Int64), pl.Series("total", found[1:], pl.Int64))
