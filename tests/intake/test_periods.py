"""Stretches of time in every spelling that a cell or a title may have."""

from datetime import date

import pytest

from analytics.intake.periods import months_between, read_stretch, title_stretch

QUARTER = (date(2024, 7, 1), date(2024, 9, 30))
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
QUARTERS = """
2024.07-09 2024.7-9 2024年7-9月 2024年7月-9月 2024年7月至9月 2024-07-2024-09 2024/7-2024/9 2024/7—2024/9
202407-202409 202407—202409 202407至202409 202407~202409 202407-09 2024.07~2024.09 2024.07～2024.09
2024.07－2024.09 2024.07——2024.09 2024.07–2024.09 2024年7月—2024年9月 2024年7月1日至2024年9月30日
2024.07.01-2024.09.30 20240701-20240930 2024年三季度 2024年第三季度 2024年3季度 2024Q3 2024年Q3 2024-Q3
2024年7、8、9月 24年7-9月 ２０２４年７月－９月 二〇二四年七月至九月
"""
VAGUE = """
2024.9-2024.7 2024.13-2024.15 二〇二四 2024 2024年 2024年9月-7月 2024.1.29-28 2024Q5 2024年五季度 7-9月 春节前
2024年7、9月 202407- -202409 2024.07.09.10
"""


@pytest.mark.parametrize("text", [*QUARTERS.split(), " 2024年7月 至 2024年9月 "])
def test_a_quarter(text: str) -> None:
    assert read_stretch(text) == QUARTER


@pytest.mark.parametrize("text", ["2024.07", "202407", "2024年7月", "2024/7", "2024-07"])
def test_a_single_month_covers_all_its_days(text: str) -> None:
    assert read_stretch(text) == (date(2024, 7, 1), date(2024, 7, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024.1.28-29", date(2024, 1, 28), date(2024, 1, 29)),
        ("2024.1.28-2.3", date(2024, 1, 28), date(2024, 2, 3)),
        ("2024年9月2日-9月8日", date(2024, 9, 2), date(2024, 9, 8)),
        ("2024年9月2日-8日", date(2024, 9, 2), date(2024, 9, 8)),
        ("2024.7.8-2024.8.16", date(2024, 7, 8), date(2024, 8, 16)),
        ("2024-07-08至2024-08-16", date(2024, 7, 8), date(2024, 8, 16)),
        ("20240708-0816", date(2024, 7, 8), date(2024, 8, 16)),
        ("2024.1.28、29", date(2024, 1, 28), date(2024, 1, 29)),
        ("2023.12.30-2024.1.2", date(2023, 12, 30), date(2024, 1, 2)),
        ("2024.7-18", date(2024, 7, 18), date(2024, 7, 18)),
        ("2024上半年", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024年度", *YEAR),
    ],
)
def test_days_halves_and_years(text: str, first: date, last: date) -> None:
    assert read_stretch(text) == (first, last)


@pytest.mark.parametrize("text", VAGUE.split())
def test_what_is_reversed_impossible_or_vague_is_not_guessed(text: str) -> None:
    assert read_stretch(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7-9月", QUARTER),
        ("七月至九月", QUARTER),
        ("7、8、9月", QUARTER),
        ("三季度", QUARTER),
        ("第三季度", QUARTER),
        ("8月", (date(2024, 8, 1), date(2024, 8, 31))),
        ("5月18日", (date(2024, 5, 18), date(2024, 5, 18))),
        ("1月28日-2月3日", (date(2024, 1, 28), date(2024, 2, 3))),
        ("7、9月", None),
        ("9-7月", None),
    ],
)
def test_the_year_may_come_from_the_title(text: str, expected: tuple[date, date] | None) -> None:
    assert read_stretch(text, QUARTER) == expected
    assert read_stretch(text) is None


def test_a_title_over_two_years_lends_none() -> None:
    assert read_stretch("7-9月", (date(2023, 10, 1), date(2024, 9, 30))) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("平度市青年人才生活补贴发放花名册（2024年第三季度）", QUARTER),
        ("2024年三季度", QUARTER),
        ("青年人才生活补贴发放花名册2024Q3", QUARTER),
        ("2024年7-9月技能补贴", QUARTER),
        ("2024年7月—2024年9月发放表", QUARTER),
        ("发放表2024.07-09", QUARTER),
        ("2024年 第三季度", QUARTER),
        ("2024年9月贷款台账", (date(2024, 9, 1), date(2024, 9, 30))),
        ("社保202409", (date(2024, 9, 1), date(2024, 9, 30))),
        ("8-2025.9.2-2025年9月低收入人口花名册", (date(2025, 9, 1), date(2025, 9, 30))),
        ("“人才贷”发放台账（2024年）", YEAR),
        ("2024年平度市高素质农民培育（经营管理型 第3期）", YEAR),
        ("人才活动台账", None),
        ("文号〔2024〕3号", None),
    ],
)
def test_the_period_of_a_title(title: str, expected: tuple[date, date] | None) -> None:
    assert title_stretch(title) == expected


def test_months_are_counted_by_the_calendar() -> None:
    assert months_between(QUARTER) == 3
    assert months_between((date(2023, 12, 31), date(2024, 1, 1))) == 2
