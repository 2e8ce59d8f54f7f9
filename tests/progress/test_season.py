"""Seasonal pace: what earlier complete periods had reached by the same month."""

from datetime import date
from typing import Any

import pytest

from tests.progress.frames import evaluated, row


def _visits(*days: date) -> list[dict[str, Any]]:
    return [{"person_key": f"p{n}", "programme": "internship_placement", "event_date": d} for n, d in enumerate(days)]


def _seasonal(as_of: date, *days: date) -> float | None:
    return row(evaluated(as_of, training_attendance=_visits(*days)).progress, id="quota.internships")["seasonal_pace"]


def test_there_is_none_before_a_full_year_is_over() -> None:
    assert _seasonal(date(2023, 12, 31), date(2022, 11, 1), date(2023, 1, 1)) is None


def test_it_is_the_share_of_last_year_by_the_same_month() -> None:
    days = (date(2023, 2, 1), date(2023, 7, 31), date(2023, 8, 1), date(2023, 12, 31))
    assert _seasonal(date(2024, 1, 31), *days) == 0
    assert _seasonal(date(2024, 7, 31), *days) == 0.5
    assert _seasonal(date(2024, 8, 31), *days) == 0.75
    assert _seasonal(date(2024, 12, 31), *days) == 1


def test_it_is_the_mean_of_the_earlier_years_each_weighing_the_same() -> None:
    days = (date(2023, 2, 1), date(2024, 2, 1), date(2024, 3, 1), date(2024, 9, 1), date(2024, 10, 1))
    assert _seasonal(date(2025, 6, 30), *days) == pytest.approx((1 + 0.5) / 2)


def test_the_part_year_and_years_without_anything_are_left_out() -> None:
    days = (date(2022, 12, 1), date(2023, 2, 1))
    assert _seasonal(date(2025, 1, 31), *days) == 0


def test_the_window_follows_the_profile_of_its_calendar_months() -> None:
    certificates = [
        {"person_key": f"p{n}", "kind": "skill_grade", "level": "technician", "obtained_date": day}
        for n, day in enumerate([date(2022, 10, 5), date(2023, 7, 1), date(2023, 7, 2), date(2023, 9, 30)])
    ]

    def seasonal(as_of: date) -> float | None:
        return row(evaluated(as_of, qualification=certificates).progress, id="goal.others")["seasonal_pace"]

    assert seasonal(date(2023, 9, 29)) is None
    assert seasonal(date(2023, 9, 30)) == pytest.approx(1 / 5)
    assert seasonal(date(2023, 10, 31)) == pytest.approx((1 + 0.25) / 5)
    assert seasonal(date(2024, 6, 30)) == pytest.approx((1 + 0.25) / 5)


def test_a_part_year_is_compared_with_the_same_months_of_full_years() -> None:
    days = (date(2026, 3, 1), date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 1))
    assert _seasonal(date(2027, 3, 31), *days) == 0.5
    assert _seasonal(date(2027, 9, 30), *days) == 1


def test_a_budget_set_before_its_year_belongs_to_the_first_month() -> None:
    line = {"budget_year": 2025, "line_code": "teacher_training", "kind": "set", "amount_fen": 5}
    lines = [line | {"event_date": date(2024, 12, 20)}]
    found = row(evaluated(date(2026, 1, 31), budget_line=lines).progress, id="quota.teacher_fund")
    assert found["seasonal_pace"] == 1
