"""Pace, gap and status at their boundaries."""

from datetime import date
from fractions import Fraction

import pytest

from analytics.progress.pace import Standing, stand
from tests.progress.frames import AS_OF, policy, rules


def _stand(target: str, actual: int | None, as_of: date = AS_OF, **readings: str) -> Standing:
    known = rules(**readings)
    item = policy().target(target)
    period = next(p for p in reversed(known.periods(item)) if p.start <= as_of)
    return stand(item, period, actual, as_of, known)


@pytest.mark.parametrize(
    ("actual", "gap", "status"),
    [
        (750, 0, "on_pace"),
        (749, Fraction(-1, 10), "slightly_behind"),
        (650, -10, "slightly_behind"),
        (649, Fraction(-101, 10), "behind"),
        (0, -75, "behind"),
        (999, Fraction(249, 10), "on_pace"),
        (1000, 25, "done"),
    ],
)
def test_the_gap_in_points_decides_the_light(actual: int, gap: Fraction, status: str) -> None:
    standing = _stand("quota.internships", actual)
    assert (standing.pace, standing.expected) == (Fraction(3, 4), 750)
    assert (standing.gap_points, standing.status) == (gap, status)


@pytest.mark.parametrize(("day", "pace"), [(date(2026, 9, 29), Fraction(8, 12)), (AS_OF, Fraction(9, 12))])
def test_pace_moves_when_a_month_has_ended(day: date, pace: Fraction) -> None:
    assert _stand("quota.internships", 0, day).pace == pace


def test_the_window_is_paced_over_sixty_months() -> None:
    assert _stand("goal.youth", 24_000).pace == Fraction(48, 60)
    assert _stand("goal.youth", 24_000).status == "on_pace"


@pytest.mark.parametrize(
    ("day", "actual", "pace", "status"),
    [
        (date(2026, 5, 31), 0, 0, "not_due"),
        (date(2026, 6, 30), 0, Fraction(1, 2), "behind"),
        (date(2026, 6, 30), 1, Fraction(1, 2), "on_pace"),
        (date(2026, 11, 30), 1, Fraction(1, 2), "on_pace"),
        (date(2026, 12, 31), 1, 1, "behind"),
        (date(2026, 12, 31), 2, 1, "done"),
        (date(2026, 2, 28), 1, 0, "on_pace"),
    ],
)
def test_events_are_due_one_by_one(day: date, actual: int, pace: Fraction, status: str) -> None:
    standing = _stand("quota.hometown_events", actual, day)
    assert (standing.pace, standing.status) == (pace, status)


@pytest.mark.parametrize(
    ("day", "actual", "status"),
    [
        (date(2026, 9, 29), 0, "not_due"),
        (date(2026, 9, 30), 0, "behind"),
        (date(2026, 9, 30), 1, "done"),
        (date(2026, 7, 1), 1, "done"),
    ],
)
def test_a_meeting_is_due_at_the_end_of_its_quarter(day: date, actual: int, status: str) -> None:
    assert _stand("quota.joint_meetings", actual, day).status == status


@pytest.mark.parametrize(
    ("actual", "status", "is_over"),
    [(4, "behind", False), (5, "done", False), (10, "done", False), (11, "done", True)],
)
def test_a_range_is_reached_between_its_bounds_and_noted_above(actual: int, status: str, *, is_over: bool) -> None:
    standing = _stand("round.industry_leaders", actual)
    assert (standing.target, standing.status, standing.is_over_quota) == (5, status, is_over)


@pytest.mark.parametrize(
    ("actual", "status", "is_over"),
    [(35, "behind", False), (36, "done", False), (44, "done", False), (45, "done", True)],
)
def test_about_is_reached_from_nine_tenths_and_noted_above_eleven(actual: int, status: str, *, is_over: bool) -> None:
    standing = _stand("round.top_professionals", actual)
    assert (standing.status, standing.is_over_quota) == (status, is_over)


@pytest.mark.parametrize(("actual", "status"), [(7199, "on_pace"), (7200, "done")])
def test_about_in_thousands_has_the_same_boundary(actual: int, status: str) -> None:
    assert _stand("goal.apartments", actual).status == status


def test_about_may_be_read_more_strictly() -> None:
    assert _stand("round.top_professionals", 37, r19="from_95").status == "slightly_behind"
    assert _stand("round.top_professionals", 38, r19="from_95").status == "done"


def test_a_selection_held_once_is_not_due_before_its_round_is_over() -> None:
    before = _stand("round.top_professionals", 0, date(2026, 9, 29))
    assert (before.pace, before.status) == (0, "not_due")
    assert _stand("round.top_professionals", 0, date(2026, 9, 30)).status == "behind"
    assert _stand("round.top_professionals", 0, date(2026, 10, 1)).status == "not_due"


def test_nothing_filed_is_no_data_and_not_zero() -> None:
    standing = _stand("quota.internships", None)
    assert (standing.actual, standing.gap_points, standing.need_per_month) == (None, None, None)
    assert standing.status == "no_data"


def test_nothing_filed_in_the_first_month_is_not_due() -> None:
    assert _stand("quota.internships", None, date(2026, 1, 30)).status == "not_due"
    assert _stand("quota.internships", None, date(2026, 1, 31)).status == "no_data"


def test_the_part_year_of_the_opening_has_no_light() -> None:
    assert _stand("quota.internships", 0, date(2022, 12, 31)).status == "not_due"
    assert _stand("quota.internships", 400, date(2022, 12, 31)).status == "not_due"


def test_a_part_year_that_asks_for_nothing_has_no_gap() -> None:
    standing = _stand("quota.internships", 10, date(2027, 9, 30), r16="none")
    assert (standing.target, standing.expected, standing.gap_points, standing.status) == (None, None, None, "not_due")


def test_need_is_what_is_missing_over_the_months_that_are_left() -> None:
    assert _stand("quota.internships", 700).need_per_month == 100
    assert _stand("quota.internships", 1200).need_per_month == 0
    assert _stand("round.top_professionals", 36).need_per_month == 0  # reached, though under forty
    assert _stand("round.top_professionals", 30).need_per_month is None  # no month is left
