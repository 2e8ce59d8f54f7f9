"""Periods: part years, rounds, quarters, and the quota that each asks for."""

from datetime import date

import pytest

from analytics.progress.periods import Period, current, of_year
from tests.progress.frames import policy, rules


def _spans(target: str, **readings: str) -> list[tuple[date, date]]:
    return [(p.start, p.end) for p in rules(**readings).periods(policy().target(target))]


def test_calendar_years_are_cut_at_both_ends_of_the_window() -> None:
    spans = _spans("quota.internships")
    assert len(spans) == 6
    assert spans[0] == (date(2022, 10, 1), date(2022, 12, 31))
    assert spans[1] == (date(2023, 1, 1), date(2023, 12, 31))
    assert spans[-1] == (date(2027, 1, 1), date(2027, 9, 30))


def test_policy_years_fill_the_window_without_part_years() -> None:
    spans = _spans("quota.internships", r15="policy_year")
    assert len(spans) == 5
    assert spans[0] == (date(2022, 10, 1), date(2023, 9, 30))
    assert spans[-1] == (date(2026, 10, 1), date(2027, 9, 30))
    assert not any(p.is_stub for p in rules(r15="policy_year").periods(policy().target("quota.internships")))


def test_rounds_of_two_years_run_past_the_window() -> None:
    assert _spans("round.top_professionals") == [
        (date(2022, 10, 1), date(2024, 9, 30)),
        (date(2024, 10, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2028, 9, 30)),
    ]


def test_rounds_may_be_pairs_of_calendar_years_the_first_of_them_shortened() -> None:
    assert _spans("round.top_professionals", r17="calendar_pairs") == [
        (date(2022, 10, 1), date(2023, 12, 31)),
        (date(2024, 1, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2027, 12, 31)),
    ]


def test_twenty_quarters_fill_the_window() -> None:
    spans = _spans("quota.joint_meetings")
    assert len(spans) == 20
    assert spans[0] == (date(2022, 10, 1), date(2022, 12, 31))
    assert spans[-1] == (date(2027, 7, 1), date(2027, 9, 30))


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2022, 9, 30), date(2022, 10, 1)),
        (date(2022, 10, 1), date(2022, 10, 1)),
        (date(2024, 9, 30), date(2022, 10, 1)),
        (date(2024, 10, 1), date(2024, 10, 1)),
        (date(2031, 1, 1), date(2026, 10, 1)),
    ],
)
def test_the_current_round_changes_on_its_first_day(day: date, start: date) -> None:
    assert current(rules().periods(policy().target("round.top_professionals")), day).start == start


@pytest.mark.parametrize(
    ("target", "year", "asked"),
    [
        ("quota.internships", 2022, 250),
        ("quota.internships", 2023, 1000),
        ("quota.internships", 2027, 750),
        ("quota.medical_backbone", 2022, 3),  # 10 × 3/12 = 2.5, rounded up
        ("quota.medical_backbone", 2027, 8),  # 7.5, rounded up
        ("quota.advanced_selection", 2022, 1),
        ("quota.teacher_fund", 2022, 87_500_000),  # fen
    ],
)
def test_part_years_ask_for_their_months_rounded_up(target: str, year: int, asked: int) -> None:
    known = rules()
    period = next(p for p in known.periods(policy().target(target)) if p.start.year == year)
    assert known.quota(policy().target(target), period) == asked


def test_part_years_may_ask_for_all_or_for_nothing() -> None:
    target = policy().target("quota.internships")
    stub = rules().periods(target)[0]
    assert rules(r16="full").quota(target, stub) == 1000
    assert rules(r16="none").quota(target, stub) is None
    assert rules(r16="none").quota(target, rules().periods(target)[1]) == 1000


def test_the_opening_part_year_is_shown_but_not_scored() -> None:
    years = rules().periods(policy().target("quota.internships"))
    assert [rules().is_scored(p) for p in years] == [False, True, True, True, True, True]


def test_elapsed_months_stay_within_the_period() -> None:
    year = Period(date(2026, 1, 1), date(2026, 12, 31), 12)
    days = [date(2025, 6, 1), date(2026, 1, 30), date(2026, 1, 31), date(2026, 9, 30), date(2027, 5, 5)]
    assert [year.elapsed(day) for day in days] == [0, 0, 1, 9, 12]


def test_a_budget_year_belongs_to_the_period_that_shares_most_of_its_days() -> None:
    calendar = rules().periods(policy().target("quota.teacher_fund"))
    policy_years = rules(r15="policy_year").periods(policy().target("quota.teacher_fund"))
    assert of_year(calendar, 2022) == calendar[0]
    assert of_year(calendar, 2024) == calendar[2]
    assert of_year(policy_years, 2024) == policy_years[1]  # 2023-10 … 2024-09 holds nine months of it
    assert of_year(calendar, 2021) is None
    assert of_year(calendar, 2028) is None
