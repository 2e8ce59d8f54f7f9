"""The address of a page: what makes no sense counts as absent, and every link carries language and quarter on."""

from datetime import date

import pytest

from analytics.report.table import Drill
from pages.ui import address
from pages.ui.address import Calendar

DEMO = Calendar(date(2022, 10, 1), date(2026, 9, 30), date(2026, 9, 30))
LIVE = Calendar(date(2022, 10, 1), date(2026, 9, 30), date(2026, 11, 22))


def read(calendar: Calendar = DEMO, /, **codes: str) -> address.Address:
    return address.read(codes, calendar)


def test_without_codes_the_latest_quarter_is_shown_in_chinese() -> None:
    here = read()
    assert (here.lang, here.year, here.quarter, here.as_of) == ("zh", 2026, 3, date(2026, 9, 30))


@pytest.mark.parametrize(
    ("codes", "as_of"),
    [
        ({"y": "2026", "q": "1"}, date(2026, 3, 31)),
        ({"y": "2024", "q": "4"}, date(2024, 12, 31)),
        ({"y": "2024"}, date(2024, 12, 31)),
        ({"y": "2022", "q": "1"}, date(2022, 12, 31)),
        ({"y": "1999", "q": "1"}, date(2026, 3, 31)),
        ({"y": "2026", "q": "4"}, date(2026, 9, 30)),
        ({"y": "x", "q": "９"}, date(2026, 9, 30)),
        ({"y": "9" * 5000}, date(2026, 9, 30)),
        ({"asof": "2026-05-10"}, date(2026, 5, 10)),
        ({"asof": "2026-13-10"}, date(2026, 9, 30)),
        ({"asof": "2029-01-01"}, date(2026, 9, 30)),
        ({"asof": "2022-09-30"}, date(2026, 9, 30)),
    ],
)
def test_the_codes_cut_the_numbers_at_a_day(codes: dict[str, str], as_of: date) -> None:
    assert read(**codes).as_of == as_of


def test_a_quarter_that_is_not_over_is_cut_at_the_latest_day() -> None:
    assert read(LIVE, y="2026", q="4").as_of == date(2026, 11, 22)
    assert read(LIVE).as_of == date(2026, 9, 30)


def test_only_quarters_with_something_to_show_are_offered() -> None:
    assert address.quarters(DEMO, 2022) == [4]
    assert address.quarters(DEMO, 2025) == [1, 2, 3, 4]
    assert address.quarters(DEMO, 2026) == [1, 2, 3]
    assert address.quarters(LIVE, 2026) == [1, 2, 3, 4]
    assert address.years(DEMO) == [2022, 2023, 2024, 2025, 2026]


@pytest.mark.parametrize("lang", ["fr", "ZH", "", "zh;drop"])
def test_an_unknown_language_is_chinese(lang: str) -> None:
    assert read(lang=lang).lang == "zh"


def test_a_link_carries_language_and_quarter_and_the_pages_own_codes() -> None:
    here = read(lang="en", y="2026", q="2")
    assert address.link(here, "indicator", {"ind": "goal.youth"}) == "indicator?ind=goal.youth&lang=en&y=2026&q=2"
    assert address.link(here, "meeting") == "./?lang=en&y=2026&q=2"
    assert address.follow(here, Drill("records", {"ind": "a b&c"})) == "records?ind=a+b%26c&lang=en&y=2026&q=2"


def test_a_link_keeps_an_exact_day_and_can_change_the_language() -> None:
    here = read(asof="2026-05-10", ind="goal.youth")
    assert address.link(here, "indicator", here.own, lang="en") == (
        "indicator?ind=goal.youth&lang=en&y=2026&q=2&asof=2026-05-10"
    )


def test_the_pages_own_codes_are_those_that_are_not_global() -> None:
    assert dict(read(lang="en", y="2026", q="2", v="3", ind="x", page="2").own) == {"ind": "x", "page": "2"}


@pytest.mark.parametrize(
    ("year", "quarter", "last"), [(2026, 1, (3, 31)), (2024, 2, (6, 30)), (2026, 3, (9, 30)), (2026, 4, (12, 31))]
)
def test_a_quarter_ends_on_its_last_day(year: int, quarter: int, last: tuple[int, int]) -> None:
    assert address.quarter_end(year, quarter) == date(year, *last)
