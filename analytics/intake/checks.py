"""Cross-column checks of accepted rows: what does not add up is said, never refused."""

from collections.abc import Callable, Mapping

import polars as pl

from analytics.identity.numbers import described_ids
from analytics.intake.layouts import Check
from analytics.intake.parties import column_of
from analytics.intake.reading import Notice, Reading
from analytics.intake.text import mapped
from analytics.policy import Policy

Test = Callable[[Reading, Check, Policy], tuple[str, pl.Series]]


def check_rows(reading: Reading, policy: Policy) -> list[Notice]:
    """Return a notice for every check of the ledger that accepted rows fail; a blank cell fails none."""
    notices: list[Notice] = []
    for check in reading.layout.check:
        column, failing = _TESTS[check.rule](reading, check, policy)
        rows = reading.rows.filter(failing.fill_null(value=False) & reading.is_accepted)
        if len(rows):
            notices.append(Notice(check.rule, column, tuple(rows.to_list())))
    return notices


def _months_times_rate(reading: Reading, check: Check, _: Policy) -> tuple[str, pl.Series]:
    months, rate, amount = (column_of(reading, name, pl.Int64) for name in (check.months, check.rate, check.amount))
    return check.amount or "", months * rate != amount


def _range_months(reading: Reading, check: Check, _: Policy) -> tuple[str, pl.Series]:
    covered = column_of(reading, f"{check.range}.months", pl.Int64)
    return check.months or "", covered != column_of(reading, check.months, pl.Int64)


def _rate_of_level(reading: Reading, check: Check, policy: Policy) -> tuple[str, pl.Series]:
    levels = column_of(reading, check.level)
    rates: dict[str, int | None] = {}
    for amount in policy.benefit(check.benefit or "").amounts_on():
        rates |= {str(level): amount.value_fen for level in amount.when.given().values()}
    expected = mapped(levels, rates, pl.Int64)
    return check.rate or "", column_of(reading, check.rate, pl.Int64) != expected


def _in_order(reading: Reading, check: Check, _: Policy) -> tuple[str, pl.Series]:
    earlier, later = (column_of(reading, name, pl.Date) for name in (check.earlier, check.later))
    is_month = check.later and reading.layout.col(check.later).type == "month"
    return check.earlier or "", (earlier.dt.month_start() if is_month else earlier) > later


def _sum_of(reading: Reading, check: Check, _: Policy) -> tuple[str, pl.Series]:
    parts = [column_of(reading, name, pl.Int64) for name in check.parts or ()]
    total = column_of(reading, check.total, pl.Int64)
    return check.total or "", pl.select(pl.sum_horizontal(parts, ignore_nulls=False)).to_series() != total


def _sex_of_id(reading: Reading, check: Check, _: Policy) -> tuple[str, pl.Series]:
    told = described_ids(column_of(reading, check.person))["sex"]
    return check.sex or "", told != column_of(reading, check.sex)


_TESTS: Mapping[str, Test] = {
    "months_times_rate": _months_times_rate,
    "range_months": _range_months,
    "rate_of_level": _rate_of_level,
    "in_order": _in_order,
    "sum_of": _sum_of,
    "sex_of_id": _sex_of_id,
}
