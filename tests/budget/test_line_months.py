"""The year month by month: it adds up to the year, and its pace is that of earlier whole years."""

from datetime import date

import polars as pl
import pytest

from analytics import budget
from analytics.policy import Policy
from tests.budget.test_lines import AS_OF, LINE, OTHER, WAN, expected, money, one, rows, waiting

TOLD = rows((2026, LINE, "set", 120 * WAN, None), (2026, OTHER, "set", 60 * WAN, None))
SPENT = money(
    (LINE, date(2022, 11, 1), 500 * WAN),
    (LINE, date(2024, 3, 1), 30 * WAN),
    (LINE, date(2024, 9, 1), 10 * WAN),
    (LINE, date(2025, 3, 1), 10 * WAN),
    (LINE, date(2025, 12, 1), 30 * WAN),
    (LINE, date(2026, 3, 1), 40 * WAN),
    (OTHER, date(2026, 9, 1), 20 * WAN),
)
TO_COME = expected(
    *((LINE, date(2026, month, 1), 10.0 * WAN, (2.0 * WAN) ** 2, 0.0) for month in (10, 11, 12)),
    (OTHER, date(2026, 12, 1), 20.0 * WAN, (3.0 * WAN) ** 2, 0.0),
    (OTHER, date(2027, 1, 1), 99.0 * WAN, 1.0, 0.0),
)


@pytest.fixture(scope="module")
def found(policy: Policy) -> pl.DataFrame:
    return budget.line_months(TOLD, SPENT, TO_COME, policy, as_of=AS_OF)


def test_the_months_add_up_to_the_year(found: pl.DataFrame, policy: Policy) -> None:
    year = budget.lines(TOLD, SPENT, waiting(), TO_COME, policy, as_of=AS_OF)
    for line in (LINE, OTHER):
        mine, told = found.filter(line=line), one(year, budget_year=2026, line=line)
        assert mine["paid_fen"].sum() == told["paid_fen"]
        spent, to_come = mine.select(pl.col("paid_fen").sum().cast(pl.Float64), pl.col("mean_fen").sum()).row(0)
        assert spent + to_come == pytest.approx(told["mean_fen"])
        last = mine.row(-1, named=True)
        assert [last[name] for name in ("total_fen", "low_fen", "high_fen")] == pytest.approx(
            [told[name] for name in ("mean_fen", "low_fen", "high_fen")]
        )
    whole, total = (
        found.filter(pl.col("line").is_null()),
        one(budget.in_total(year, {2026: 0.5}, policy), budget_year=2026),
    )
    last = whole.row(-1, named=True)
    assert [last[name] for name in ("total_fen", "low_fen", "high_fen")] == pytest.approx(
        [total[name] for name in ("mean_fen", "low_fen", "high_fen")]
    )


def test_what_is_past_is_paid_and_what_is_ahead_is_expected(found: pl.DataFrame) -> None:
    mine = found.filter(line=LINE)
    assert mine["paid_fen"].is_null().to_list() == [False] * 9 + [True] * 3
    assert mine["mean_fen"].is_null().to_list() == [True] * 9 + [False] * 3
    widths = (mine["high_fen"] - mine["low_fen"]).drop_nulls().to_list()
    assert widths == sorted(widths)
    assert widths[0] > 0


def test_the_even_pace_spends_the_same_part_every_month(found: pl.DataFrame) -> None:
    assert found.filter(line=LINE)["linear_fen"].to_list() == pytest.approx([10 * WAN * n for n in range(1, 13)])


def test_the_season_is_that_of_whole_earlier_years(found: pl.DataFrame) -> None:
    season = found.filter(line=LINE)["seasonal_fen"].to_list()
    assert [season[month - 1] for month in (2, 3, 9, 12)] == pytest.approx([0, 60 * WAN, 75 * WAN, 120 * WAN])
    assert found.filter(line=OTHER)["seasonal_fen"].null_count() == 12


def test_before_the_policy_began_nothing_was_paid_and_there_is_no_season(policy: Policy) -> None:
    early = budget.line_months(TOLD, SPENT, TO_COME, policy, as_of=date(2020, 1, 31))
    assert early["paid_fen"].drop_nulls().to_list() == [0] * early["paid_fen"].count()
    assert early["seasonal_fen"].null_count() == len(early)
