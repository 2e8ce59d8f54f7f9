"""A number and its records: whatever is asked, the rows add up to what was shown."""

from datetime import date

import pytest

from analytics.report import listing
from analytics.report.listing import Question
from tests.report.frames import FARMERS, YEAR, Outcome, contribution, contributions, item, progress

TOWN = "370283105"
OUTCOME = Outcome(
    progress=progress(item(FARMERS, actual=3, records=3)),
    contributions=contributions(
        contribution(FARMERS, 1, town=TOWN),
        contribution(FARMERS, 2, month=date(2026, 4, 1)),
        contribution(FARMERS, 3, unit_id="towns"),
        contribution(FARMERS, 4, is_counted=False, reason="not_completed"),
        contribution(FARMERS, 5, is_counted=False, reason="duplicate_person", town=TOWN),
        contribution(FARMERS, 6, is_counted=False, reason="no_date", period_start=None, period_end=None, month=None),
        contribution(FARMERS, 7, period_start=date(2025, 1, 1), period_end=date(2025, 12, 31)),
        contribution("quota.ecommerce", 8),
    ),
    waiting=contributions(
        contribution(FARMERS, 4, is_counted=False, reason="not_completed"),
        contribution(FARMERS, 6, is_counted=False, reason="no_date", unit_id="towns"),
        contribution("quota.ecommerce", 9, is_counted=False, reason="not_completed"),
    ),
)


def found(**asked) -> list[int]:
    return listing.records(OUTCOME, Question(FARMERS, **asked))["record_id"].to_list()


def test_the_counted_records_are_those_of_the_present_period() -> None:
    assert found() == [1, 2, 3]


def test_an_earlier_period_is_asked_by_its_first_day() -> None:
    assert found(period=date(2025, 1, 1)) == [7]


def test_records_without_a_date_are_shown_among_those_not_counted() -> None:
    assert found(state="not_counted") == [4, 5, 6]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"month": date(2026, 4, 1)}, [2]),
        ({"unit": "towns"}, [3]),
        ({"town": TOWN}, [1]),
        ({"town": "none"}, [2, 3]),
        ({"state": "not_counted", "reason": "duplicate_person"}, [5]),
        ({"state": "quarantined"}, []),
        ({"state": "pipeline"}, [4, 6]),
        ({"state": "pipeline", "unit": "towns"}, [6]),
        ({"state": "pipeline", "period": YEAR[0]}, [4, 6]),
        ({"state": "pipeline", "period": date(2025, 1, 1)}, []),
    ],
)
def test_each_filter_narrows_the_rows(asked: dict, expected: list[int]) -> None:
    assert found(**asked) == expected


def test_the_tally_counts_every_state_under_the_same_filters() -> None:
    assert listing.tally(OUTCOME, Question(FARMERS, town=TOWN)) == {"counted": 1, "not_counted": 1, "pipeline": 0}
    assert listing.tally(OUTCOME, Question(FARMERS, state="not_counted", reason="no_date")) == {
        "counted": 3,
        "not_counted": 3,
        "pipeline": 2,
    }


def test_reasons_are_counted_the_most_frequent_first() -> None:
    assert listing.by_reason(OUTCOME, Question(FARMERS))["rows"].to_list() == [1, 1, 1]
    assert set(listing.by_reason(OUTCOME, Question(FARMERS))["reason"]) == {
        "not_completed",
        "duplicate_person",
        "no_date",
    }


@pytest.mark.parametrize(
    ("code", "month"),
    [("2026-09", date(2026, 9, 1)), ("2026-13", None), ("2026-9", None), ("0000-01", None), ("", None), (None, None)],
)
def test_a_month_has_one_code(code: str | None, month: date | None) -> None:
    assert listing.month_of_code(code) == month
    if month:
        assert listing.month_code(month) == code


def test_the_period_of_a_question_is_that_of_the_progress() -> None:
    assert listing.period_start(OUTCOME, Question(FARMERS)) == YEAR[0]
