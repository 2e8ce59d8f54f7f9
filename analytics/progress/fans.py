"""How a target is expected to go on, month by month, to the end of its period."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from analytics.progress.forecasts import Told
from analytics.progress.months import add_months, month_range
from analytics.series.attain import Forecast, forecast
from analytics.series.remaining import quantile

#: One row per target with a forecast of its present period and month, from the last that is over to the end of the
#: period: the total of the period by the end of that month, with what is not yet reported; 80 % lie from p10 to p90,
#: half from p25 to p75.
FAN: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "target_id": pl.String,
    "month": pl.Date,
    "mean": pl.Float64,
    "p10": pl.Float64,
    "p25": pl.Float64,
    "p50": pl.Float64,
    "p75": pl.Float64,
    "p90": pl.Float64,
}
_INNER = {"p25": 0.25, "p75": 0.75}


def fan(told: Told) -> pl.DataFrame:
    """Return the fan of every forecast; its last month is the forecast itself."""
    last = add_months(told.origin, -1)
    present = told.frame.filter(pl.col("is_current") & pl.col("mean").is_not_null())["target_id"]
    asked = told.asked.unique("series", keep="first", maintain_order=True).filter(
        pl.col("series").is_in(present.implode())
    )
    rows = [
        {**row, "end_month": month}
        for row in asked.iter_rows(named=True)
        for month in month_range(max(row["start_month"], last), row["end_month"])
    ]
    if not rows:
        return pl.DataFrame(schema=dict(FAN))
    windows = pl.DataFrame(rows, schema=told.asked.schema)
    found = forecast(told.reports, windows, told.origin, unfiled=told.unfiled, until=told.until)
    table = found.table.with_columns(_inner(found)).rename({"series": "target_id", "end_month": "month"})
    return table.select(pl.col(name).cast(kind) for name, kind in FAN.items())


def _inner(found: Forecast) -> list[pl.Series]:
    """Return the quantiles between which half of the totals lie."""
    mean, variance = found.told.mean[:, None], found.variance[:, None]
    totals = found.windows.reported[:, None] + quantile(mean, variance, np.array([*_INNER.values()]))
    return [pl.Series(name, totals[:, place]) for place, name in enumerate(_INNER)]
