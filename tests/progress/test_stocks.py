"""Partner colleges: what is running on the day, not what was once agreed."""

from datetime import date
from typing import Any

import pytest

from tests.progress.frames import evaluated, row


def _link(name: str, start: date | None, end: date | None = None, *, local: bool | None = True) -> dict[str, Any]:
    return {"college_name": name, "start_date": start, "end_date": end, "is_in_province": local}


@pytest.mark.parametrize(
    ("day", "there"),
    [(date(2023, 4, 30), 1), (date(2023, 5, 1), 2), (date(2024, 6, 30), 2), (date(2024, 7, 1), 1)],
)
def test_a_partnership_counts_from_its_first_to_its_last_day(day: date, there: int) -> None:
    links = [_link("a", date(2019, 9, 1)), _link("b", date(2023, 5, 1), date(2024, 6, 30))]
    assert row(evaluated(day, college_link=links).progress, id="goal.colleges")["actual"] == there


def test_a_college_counts_once_and_refused_links_say_why() -> None:
    links = [
        _link("a", date(2023, 1, 1)),
        _link("a", date(2024, 1, 1)),
        _link("b", date(2023, 1, 1), date(2023, 12, 31)),
        _link("b", date(2024, 1, 1)),
        _link("c", date(2023, 1, 1), local=False),
        _link("d", date(2023, 1, 1), local=None),
        _link("e", None),
    ]
    found = evaluated(college_link=links)
    rows = found.contributions.sort("record_id")
    assert rows["reason"].to_list() == [
        "counted", "duplicate_entry", "ended", "counted", "out_of_province", "counted", "no_date",
    ]  # fmt: skip
    assert row(found.progress, id="goal.colleges")["records"] == 3


def test_the_months_of_a_stock_show_its_level_and_its_change() -> None:
    gone = _link("b", date(2022, 11, 5), date(2023, 1, 31))
    links = [_link("a", date(2019, 9, 1)), gone, _link("c", date(2023, 2, 28))]
    monthly = evaluated(date(2023, 2, 28), college_link=links).monthly
    months = monthly.filter(monthly["target_id"] == "goal.colleges").select("month", "value", "total").rows()
    assert months == [
        (date(2022, 10, 1), 0, 1),
        (date(2022, 11, 1), 1, 2),
        (date(2022, 12, 1), 0, 2),
        (date(2023, 1, 1), 0, 2),
        (date(2023, 2, 1), 0, 2),
    ]


def test_recent_change_of_a_stock_is_net() -> None:
    gone = _link("a", date(2022, 11, 5), date(2023, 1, 31))
    links = [gone, _link("c", date(2023, 2, 28)), _link("d", date(2023, 2, 1))]
    found = row(evaluated(date(2023, 3, 31), college_link=links).progress, id="goal.colleges")
    assert found["recent_per_month"] == pytest.approx(1 / 3)
    assert found["seasonal_pace"] is None
