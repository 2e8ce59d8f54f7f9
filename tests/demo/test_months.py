"""Months as numbers, and the periods that filings cover."""

from datetime import date

from analytics.demo import months


def test_a_month_and_its_first_day_belong_together() -> None:
    assert months.first_day(months.number(date(2024, 2, 29))) == date(2024, 2, 1)


def test_a_month_counts_once_its_last_day_has_come() -> None:
    assert months.first_day(months.last_whole_month(date(2024, 2, 28))) == date(2024, 1, 1)
    assert months.first_day(months.last_whole_month(date(2024, 2, 29))) == date(2024, 2, 1)


def test_only_whole_quarters_are_filed() -> None:
    found = months.periods(months.number(date(2022, 10, 1)), months.last_whole_month(date(2023, 8, 31)), "quarterly")
    assert [period.code for period in found] == ["2022Q4", "2023Q1", "2023Q2"]
    assert (found[0].start, found[0].end) == (date(2022, 10, 1), date(2022, 12, 31))


def test_a_year_begins_in_january_even_if_the_first_one_is_short() -> None:
    found = months.periods(months.number(date(2022, 10, 1)), months.number(date(2024, 9, 1)), "yearly")
    assert [period.code for period in found] == ["2022", "2023"]


def test_months_are_named_by_year_and_month() -> None:
    found = months.periods(months.number(date(2022, 12, 1)), months.number(date(2023, 1, 1)), "monthly")
    assert [period.code for period in found] == ["2022-12", "2023-01"]
