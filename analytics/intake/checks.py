"""Cross-column checks of accepted rows: what does not add up is said, never refused."""

from collections.abc import Callable, Mapping

import polars as pl

from analytics.identity.numbers import described_ids
from analytics.intake.layouts import Check
from analytics.intake.parties import column_of
from analytics.intake.reading import Notice, Reading
from analytics.intake.text import mapped
from analytics.policy import Policy
from analytics.policy.benefits import Benefit

#: Bureaus round awards to whole yuan.
_ROUNDING_FEN = 100
_WHOLE_BP = 10_000

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


def _award_of_pay(reading: Reading, check: Check, policy: Policy) -> tuple[str, pl.Series]:
    pay, amount = (column_of(reading, name, pl.Int64) for name in (check.pay, check.amount))
    due = _due_of_pay(policy.benefit(check.benefit or ""), pay)
    return check.amount or "", (amount - due).abs() >= _ROUNDING_FEN


def _due_of_pay(benefit: Benefit, pay: pl.Series) -> pl.Series:
    """Return what the benefit gives for each yearly pay: an amount by grade or a share of it, up to the cap."""
    due = pl.lit(0, pl.Int64)
    for amount in sorted(benefit.amounts_on(), key=lambda a: a.when.pay_at_least_fen or 0):
        share = pay * (amount.share_bp or 0) // _WHOLE_BP
        given = share if amount.value_fen is None else pl.lit(amount.value_fen)
        due = pl.when(pay >= (amount.when.pay_at_least_fen or 0)).then(given).otherwise(due)
    capped = due if benefit.cap_fen is None else pl.min_horizontal(due, pl.lit(benefit.cap_fen))
    return pl.select(pl.when(pay.is_not_null()).then(capped)).to_series()


def _amount_of_benefit(reading: Reading, check: Check, policy: Policy) -> tuple[str, pl.Series]:
    given = [amount.value_fen for amount in policy.benefit(check.benefit or "").amounts_on()]
    return check.amount or "", ~column_of(reading, check.amount, pl.Int64).is_in(given)


def _not_below_floor(reading: Reading, check: Check, policy: Policy) -> tuple[str, pl.Series]:
    limit = policy.benefit(check.benefit or "").limit_on()
    floor = limit.floor_fen if limit else None
    return check.amount or "", column_of(reading, check.amount, pl.Int64) < (floor or 0)


def _times_of_base(reading: Reading, check: Check, policy: Policy) -> tuple[str, pl.Series]:
    pay, base = (column_of(reading, name, pl.Int64) for name in (check.pay, check.base))
    bounds = [(a.times_low, a.times_high) for a in policy.benefit(check.benefit or "").amounts_on()]
    low, high = min(low or 0 for low, _ in bounds), max(high or 0 for _, high in bounds)
    return check.pay or "", (pay < base * low) | (pay > base * high)


_TESTS: Mapping[str, Test] = {
    "months_times_rate": _months_times_rate,
    "range_months": _range_months,
    "rate_of_level": _rate_of_level,
    "in_order": _in_order,
    "sum_of": _sum_of,
    "sex_of_id": _sex_of_id,
    "award_of_pay": _award_of_pay,
    "amount_of_benefit": _amount_of_benefit,
    "not_below_floor": _not_below_floor,
    "times_of_base": _times_of_base,
}
