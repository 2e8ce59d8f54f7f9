"""Farmers who finish courses month after month, with the day on which each became known."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import polars as pl

from analytics.progress import Evaluation, evaluate
from analytics.progress.months import add_months
from tests.progress.frames import AS_OF, facts, layouts, policy, sheet, sheets

FARMERS = "quota.farmers_cultivated"
OPENING = date(2022, 10, 1)
Known = Callable[[date], date]


def same_month(day: date) -> date:
    return day


def finished(counts: Sequence[int], first: date = OPENING) -> list[dict[str, Any]]:
    """Return as many farmers as given for each month from the first one on, each finishing on the tenth."""
    months = [add_months(first, n) for n in range(len(counts))]
    return [
        {"person_key": f"{month}/{n}", "programme": "farmer_cultivation", "event_date": month.replace(day=10),
         "is_completed": True}
        for month, count in zip(months, counts, strict=True)
        for n in range(count)
    ]  # fmt: skip


def known_on(tables: dict[str, pl.DataFrame], known: Known) -> dict[str, pl.DataFrame]:
    """Return when each record of the tables was first stated, by the day on which it happened."""
    courses = tables["training_attendance"]
    days = [known(day) for day in courses["event_date"]]
    empty = {name: pl.DataFrame(schema=_RECORDED) for name in tables}
    told = pl.DataFrame({"record_id": courses["record_id"], "first_recorded_on": days}, schema=_RECORDED)
    return empty | {"training_attendance": told}


_RECORDED = {"record_id": pl.Int64, "first_recorded_on": pl.Date}


def coming(
    counts: Sequence[int], *, as_of: date = AS_OF, on: date | None = None, known: Known = same_month,
    first: date = OPENING, more: Sequence[dict[str, Any]] = (), filed: bool = True,
) -> Evaluation:  # fmt: skip
    """Evaluate a city in which nothing but these farmers happened; their ledger is filed, or not at all."""
    tables = facts(training_attendance=[*finished(counts, first), *more])
    told = sheets(sheet("farmer_training", first, as_of, on or as_of)) if filed else sheets()
    recorded = known_on(tables, known)
    return evaluate(tables, told, policy(), layouts(), as_of=as_of, on=on or as_of, recorded=recorded)


def farmers(found: Evaluation, name: str = "progress") -> dict[str, Any]:
    """Return the first row about the farmers, of progress or the forecasts."""
    frame: pl.DataFrame = getattr(found, name)
    key = "id" if name == "progress" else "target_id"
    return frame.filter(pl.col(key) == FARMERS).row(0, named=True)
