"""Months: whole ones only, across ends of months and years."""

from datetime import date

import pytest

from analytics.progress.months import add_months, month_after_last_whole, month_end, month_range, months_between


@pytest.mark.parametrize(
    ("day", "first_open"),
    [
        (date(2026, 9, 29), date(2026, 9, 1)),
        (date(2026, 9, 30), date(2026, 10, 1)),
        (date(2026, 10, 1), date(2026, 10, 1)),
        (date(2024, 2, 28), date(2024, 2, 1)),
        (date(2024, 2, 29), date(2024, 3, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_month_is_whole_only_at_the_close_of_its_last_day(day: date, first_open: date) -> None:
    assert month_after_last_whole(day) == first_open


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2022, 10, 1), 3, date(2023, 1, 1)),
        (date(2023, 1, 1), -1, date(2022, 12, 1)),
        (date(2022, 10, 31), 60, date(2027, 10, 1)),
        (date(2022, 12, 1), 0, date(2022, 12, 1)),
    ],
)
def test_adding_months_crosses_years_both_ways(start: date, count: int, expected: date) -> None:
    assert add_months(start, count) == expected


def test_months_between_ignores_the_day() -> None:
    assert months_between(date(2022, 10, 31), date(2022, 11, 1)) == 1
    assert months_between(date(2022, 10, 1), date(2022, 10, 31)) == 0
    assert months_between(date(2023, 1, 1), date(2022, 10, 1)) == -3


def test_the_end_of_february_knows_leap_years() -> None:
    assert month_end(date(2024, 2, 10)) == date(2024, 2, 29)
    assert month_end(date(2025, 2, 10)) == date(2025, 2, 28)


def test_a_range_holds_both_ends_and_is_empty_when_out_of_order() -> None:
    assert month_range(date(2022, 11, 15), date(2023, 1, 1)) == [date(2022, 11, 1), date(2022, 12, 1), date(2023, 1, 1)]
    assert month_range(date(2023, 1, 1), date(2022, 12, 31)) == []
