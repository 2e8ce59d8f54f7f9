"""What goal-seek found is told in both languages, with what binds."""

import numpy as np
import pytest

from analytics.budget.exposure.goal_seek import Binding, Plan, Shortfall
from analytics.report import goal_seek
from analytics.texts import catalogue

WAN = 1_000_000
OPTIONS = np.zeros(1, np.int64)


@pytest.mark.parametrize(
    ("binding", "zh", "en"),
    [
        (
            Binding("year", 2028, 9_000.0 * WAN),
            "卡在2028年的支出上限9,000万元",
            "ceiling of 2028, ¥90.0m, is what binds",
        ),
        (Binding("years"), "须几年一起放宽", "several years bind together"),
        (Binding("goal"), "卡在新进人数的目标", "The goal is what binds"),
        (Binding("grid"), "没有被任何上限卡住", "No ceiling binds"),
    ],
)
def test_a_plan_is_told_with_what_binds(binding: Binding, zh: str, en: str) -> None:
    plan = Plan(OPTIONS, np.array([1e8, 2e8]), 1234.4, 56.0, binding)
    told = {lang: goal_seek.sentence(plan, 0, catalogue(lang)) for lang in ("zh", "en")}
    assert zh in told["zh"]
    assert en in told["en"]
    assert "1,234" in told["en"]


def test_where_nothing_fits_the_smallest_ceilings_are_told() -> None:
    told = goal_seek.sentence(Shortfall({2027: 7e8, 2026: 5e8}, 900.0), 100, catalogue("zh"))
    assert told.startswith("没有任何组合能满足")
    assert told.index("2026年500") < told.index("2027年700")


def test_a_goal_out_of_reach_is_told_with_what_can_be_had() -> None:
    told = goal_seek.sentence(Shortfall({}, 900.0), 1000, catalogue("zh"))
    assert "目标1,000人次达不到" in told
    assert "最多新进900人次" in told
    nearly = goal_seek.sentence(Shortfall({}, 7.6), 8, catalogue("en"))
    assert "bring in 7 at most" in nearly
