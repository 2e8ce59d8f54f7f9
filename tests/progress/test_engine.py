"""One number orders like day, fact and record."""

from datetime import date
from itertools import product

import polars as pl

from analytics.progress.engine import ORDER, in_order, month_start

_DAYS = (date(1, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2026, 9, 30), date(9999, 12, 31), None)
_RECORDS = (1, 2, 2**36)


def test_one_number_orders_like_day_fact_and_record_with_the_undated_last() -> None:
    rows = list(product(_DAYS, (0, 1, 15), _RECORDS))
    frame = pl.DataFrame(rows, schema={"day": pl.Date, "fact": pl.Int64, "record_id": pl.Int64}, orient="row")
    frame = frame.sample(fraction=1, shuffle=True, seed=1)
    parts = [part.with_columns(in_order("day", int(fact))) for (fact,), part in frame.group_by("fact")]
    together = pl.concat(parts)
    assert together[ORDER].is_unique().all()
    assert together.sort(ORDER).select("day", "fact", "record_id").rows() == rows


def test_a_month_starts_on_its_first_day() -> None:
    days = pl.DataFrame({"day": _DAYS}, schema={"day": pl.Date})
    starts = days.select(month_start(pl.col("day")))["day"].to_list()
    assert starts == [day and day.replace(day=1) for day in _DAYS]
