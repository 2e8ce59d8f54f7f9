"""The yearly quotas and rounds: persons once a period, attendances, events, sums, and what is refused."""

from datetime import date
from typing import Any

import pytest

from analytics.progress import Evaluation
from tests.progress.frames import evaluated, row


def _course(person: str | None, day: date, programme: str = "farmer_cultivation", **more: Any) -> dict[str, Any]:
    return {"person_key": person, "programme": programme, "event_date": day, "is_completed": True, **more}


def _reasons(found: Evaluation, target: str) -> list[tuple[int, str]]:
    rows = found.contributions.filter(found.contributions["target_id"] == target)
    return [(r["record_id"], r["reason"]) for r in rows.iter_rows(named=True)]


def _actual(found: Evaluation, target: str) -> int:
    return row(found.progress, id=target)["actual"]


def test_a_farmer_counts_once_a_year_by_the_first_course() -> None:
    days = [date(2026, 5, 1), date(2026, 3, 1), date(2025, 12, 31)]
    found = evaluated(training_attendance=[_course("p1", day) for day in days])
    assert _reasons(found, "quota.farmers_cultivated") == [(3, "counted"), (2, "counted"), (1, "duplicate_person")]
    assert _actual(found, "quota.farmers_cultivated") == 1
    assert row(found.history, target_id="quota.farmers_cultivated", period_start=date(2025, 1, 1))["actual"] == 1


def test_courses_of_the_same_day_are_told_apart_by_record() -> None:
    found = evaluated(training_attendance=[_course("p1", date(2026, 3, 1)), _course("p1", date(2026, 3, 1))])
    assert _reasons(found, "quota.farmers_cultivated") == [(1, "counted"), (2, "duplicate_person")]


def test_a_course_counts_on_the_day_it_ends() -> None:
    across = _course("p1", date(2025, 12, 30), end_date=date(2026, 1, 3))
    assert _actual(evaluated(training_attendance=[across]), "quota.farmers_cultivated") == 1


def test_an_unfinished_course_is_shown_and_does_not_use_up_the_person() -> None:
    dropped = _course("p1", date(2026, 2, 1), is_completed=False)
    unknown = _course("p1", date(2026, 3, 1), is_completed=None)
    found = evaluated(training_attendance=[dropped, unknown, _course("p1", date(2026, 4, 1))])
    assert _reasons(found, "quota.farmers_cultivated") == [(1, "not_completed"), (2, "not_completed"), (3, "counted")]


def test_a_row_of_nobody_cannot_count_as_a_person() -> None:
    found = evaluated(training_attendance=[_course(None, date(2026, 2, 1)), _course(None, date(2026, 2, 2))])
    assert _reasons(found, "quota.farmers_cultivated") == [(1, "no_person"), (2, "no_person")]


def test_a_row_without_a_date_is_shown_in_no_period() -> None:
    found = evaluated(training_attendance=[{"person_key": "p1", "programme": "ecommerce", "is_completed": True}])
    undated = row(found.contributions, target_id="quota.ecommerce")
    assert (undated["reason"], undated["period_start"], undated["month"]) == ("no_date", None, None)
    assert _actual(found, "quota.ecommerce") is None


def test_attendances_count_as_often_as_they_happen() -> None:
    days = [date(2026, 3, 1), date(2026, 3, 1), date(2026, 5, 1)]
    found = evaluated(training_attendance=[_course("p1", day, "farmer_skill") for day in days])
    assert _actual(found, "quota.farmer_training") == 3
    assert row(found.progress, id="goal.others")["actual"] == 1


def test_one_training_serves_one_quota_unless_read_otherwise() -> None:
    courses = [_course("p1", date(2026, 3, 1)), _course("p1", date(2026, 4, 1), "farmer_skill")]
    assert _actual(evaluated(training_attendance=courses), "quota.farmer_training") == 1
    assert _actual(evaluated(training_attendance=courses, readings={"r26": "twice"}), "quota.farmer_training") == 2


@pytest.mark.parametrize(
    ("day", "start"), [(date(2024, 9, 30), date(2022, 10, 1)), (date(2024, 10, 1), date(2024, 10, 1))]
)
def test_a_selection_belongs_to_the_round_of_its_day(day: date, start: date) -> None:
    chosen = {"person_key": "p1", "kind": "selection", "level": "top_professional", "obtained_date": day}
    found = evaluated(qualification=[chosen]).contributions
    assert row(found, target_id="round.top_professionals")["period_start"] == start


def test_a_person_may_be_selected_in_every_round() -> None:
    days = [date(2024, 9, 30), date(2024, 10, 1), date(2026, 9, 30)]
    chosen = [
        {"person_key": "p1", "kind": "selection", "level": "top_professional", "obtained_date": day} for day in days
    ]
    found = evaluated(qualification=chosen)
    assert [reason for _, reason in _reasons(found, "round.top_professionals")] == [
        "counted",
        "counted",
        "duplicate_person",
    ]


def test_events_of_a_kind_are_counted_by_their_day() -> None:
    events = [
        {"event_name": "a", "category": "joint_meeting", "event_date": date(2026, 6, 30)},
        {"event_name": "b", "category": "joint_meeting", "event_date": date(2026, 7, 1)},
        {"event_name": "c", "category": "hometown_event", "event_date": date(2026, 7, 1)},
    ]
    found = evaluated(event=events)
    assert [_actual(found, t) for t in ("quota.joint_meetings", "quota.hometown_events")] == [1, 1]
    assert row(found.history, target_id="quota.joint_meetings", period_start=date(2026, 4, 1))["status"] == "done"


def _loan(
    paid: date, due: date | None, amount: int, balance: int, *, is_renewal: bool | None = False
) -> dict[str, Any]:
    terms = {"disbursed_on": paid, "due_on": due, "is_renewal": is_renewal}
    return terms | {"amount_fen": amount, "balance_fen": balance}


LOANS = [
    _loan(date(2026, 2, 1), date(2026, 8, 31), 1_000_000_001, 5),
    _loan(date(2026, 9, 30), date(2027, 9, 29), 500_000_000, 7),
    _loan(date(2026, 3, 1), date(2027, 2, 28), 900, 11, is_renewal=True),
    _loan(date(2026, 10, 1), None, 900, 13),
    _loan(date(2025, 12, 31), date(2026, 9, 30), 300, 17),
]


def test_a_bank_that_never_says_renewal_loses_no_loan() -> None:
    found = evaluated(loan=[_loan(date(2026, 2, 1), None, 700, 700, is_renewal=None)])
    assert _actual(found, "quota.talent_loans") == 700


def test_loans_add_up_what_was_paid_out_in_the_year_without_renewals() -> None:
    found = evaluated(loan=LOANS)
    assert _actual(found, "quota.talent_loans") == 1_500_000_001
    assert row(found.progress, id="quota.talent_loans")["records"] == 2
    assert _reasons(found, "quota.talent_loans") == [(5, "counted"), (1, "counted"), (3, "renewal"), (2, "counted")]


def test_loans_may_be_read_as_the_balance_of_those_running() -> None:
    found = evaluated(loan=LOANS, readings={"r29": "balance"})
    assert _actual(found, "quota.talent_loans") == 7 + 11 + 17
    assert row(found.progress, id="quota.talent_loans")["seasonal_pace"] is None
    assert row(found.history, target_id="quota.talent_loans", period_start=date(2025, 1, 1))["actual"] == 17


def test_only_completed_dwellings_count_unless_delivery_is_read() -> None:
    stages = [
        {"project_name": "a", "stage": "completed", "event_date": date(2025, 3, 1), "dwellings": 300},
        {"project_name": "a", "stage": "delivered", "event_date": date(2025, 6, 1), "dwellings": 280},
        {"project_name": "b", "stage": "completed", "event_date": date(2025, 6, 1), "dwellings": None},
    ]
    assert _actual(evaluated(housing_stage=stages), "goal.apartments") == 300
    assert _actual(evaluated(housing_stage=stages, readings={"r28": "delivered"}), "goal.apartments") == 280


def test_the_teacher_fund_is_what_the_budget_of_the_year_sets() -> None:
    def line(year: int, kind: str, fen: int, day: date) -> dict[str, Any]:
        return {
            "budget_year": year,
            "line_code": "teacher_training",
            "kind": kind,
            "amount_fen": fen,
            "event_date": day,
        }

    lines = [
        line(2026, "set", 360_000_000, date(2025, 12, 20)),
        line(2026, "spent", 90_000_000, date(2026, 6, 30)),
        line(2025, "set", 340_000_000, date(2025, 1, 15)),
    ]
    found = evaluated(budget_line=lines)
    assert (_actual(found, "quota.teacher_fund"), row(found.progress, id="quota.teacher_fund")["status"]) == (
        360_000_000,
        "done",
    )
    assert row(found.history, target_id="quota.teacher_fund", period_start=date(2025, 1, 1))["actual"] == 340_000_000
    assert _actual(evaluated(budget_line=lines, readings={"r30": "spent"}), "quota.teacher_fund") == 90_000_000


def test_a_budget_set_after_the_day_is_not_known_yet() -> None:
    late = {
        "budget_year": 2026,
        "line_code": "teacher_training",
        "kind": "set",
        "amount_fen": 1,
        "event_date": date(2026, 10, 1),
    }
    assert _actual(evaluated(budget_line=[late]), "quota.teacher_fund") is None


def test_every_actual_is_the_sum_of_its_counted_records() -> None:
    found = evaluated(
        loan=LOANS, training_attendance=[_course("p1", date(2026, 2, 1)), _course("p2", date(2026, 2, 1))]
    )
    for item in found.progress.iter_rows(named=True):
        rows = found.contributions.filter(
            (found.contributions["target_id"] == item["id"])
            & (found.contributions["period_start"] == item["period_start"])
            & found.contributions["is_counted"]
        )
        assert rows["value"].sum() == (item["actual"] or 0)
        assert rows.height == item["records"]
