"""One point in time in every spelling that a cell may have."""

from datetime import date

import pytest

from analytics.intake.days import plain, read_day

MAY = date(2023, 5, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2023.5", "2023.05", "2023年5月", "2023年05月份", "2023-05", "2023/5", "202305", "23年5月",
        "２０２３．５", "二〇二三年五月", "May-23", "23-May",
    ],
)  # fmt: skip
def test_a_month_is_its_first_day_and_covers_the_rest(text: str) -> None:
    stated = read_day(text)
    assert stated is not None
    assert (stated.first, stated.has_day, stated.last) == (MAY, False, date(2023, 5, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2023年5月1日", "20230501", "2023/5/1", "2023-05-01", "2023.5.1", "2023.05.01", "2023-05-01 00:00:00",
        "2023-05-01T08:30:00", "45047", "45047.0", "45047.75", "23.5.1", "2023 年 5 月 1 日", "2023年5月1号",
        "2023年5月1日（星期一）", "2023年5月1日上午", "’2023-05-01", "二〇二三年五月一日",
    ],
)  # fmt: skip
def test_a_day(text: str) -> None:
    stated = read_day(text)
    assert stated is not None
    assert (stated.first, stated.has_day) == (MAY, True)


@pytest.mark.parametrize(
    "text",
    [
        "", "春节前", "五月初", "二〇二四", "2024", "2024年", "5.18", "10.12", "2024.13", "2024-02-30",
        "20241332", "202413", "1899-12-31", "1929.12", "2100年1月", "99999", "1234", "5/6/2024",
        "2024-05-18-19", "#REF!", "约2024年5月",
    ],
)  # fmt: skip
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5/18/2024", date(2024, 5, 18)), ("18/5/2024", date(2024, 5, 18)), ("6/6/2024", date(2024, 6, 6))],
)
def test_a_day_before_its_year_is_read_where_only_one_reading_is_possible(text: str, expected: date) -> None:
    stated = read_day(text)
    assert stated is not None
    assert stated.first == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("2024-02-29", True), ("2023-02-29", False), ("1930-01-01", True), ("2099-12-31", True)]
)
def test_the_calendar_and_the_plausible_years_are_kept(text: str, *, expected: bool) -> None:
    assert (read_day(text) is not None) is expected


def test_the_two_digit_years_turn_at_the_middle_of_the_century() -> None:
    assert [stated.first.year for text in ("49.5.1", "50.5.1") if (stated := read_day(text))] == [2049, 1950]


def test_han_numbers_become_digits_only_where_a_date_follows() -> None:
    assert plain("二〇二四年十二月二十三日") == "2024年12月23日"
    assert plain("三里庄五金店") == "三里庄五金店"
