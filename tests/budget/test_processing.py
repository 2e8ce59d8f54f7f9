"""How long every stage takes."""

from datetime import date

import polars as pl

from analytics.budget.processing import payment_times, stage_times, standing
from analytics.policy import Policy
from tests.budget.frames import YOUTH, approved, paid

AS_OF = date(2024, 12, 31)


def applications() -> pl.DataFrame:
    stages = [
        ("a1", "received", 1),
        ("a1", "reviewed", 11),
        ("a1", "decided", 31),
        ("a2", "reviewed", 21),
        ("a2", "received", 1),
        ("a3", "received", 5),
        ("a3", "reviewed", 5),
    ]
    rows = [
        {
            "application_no": case,
            "person_key": case,
            "benefit_id": YOUTH,
            "stage": stage,
            "event_date": date(2024, 1, day),
            "unit_id": "human_resources",
        }
        for case, stage, day in stages
    ]
    late = {**rows[0], "stage": "paid_out", "event_date": date(2025, 6, 1)}
    return pl.DataFrame([*rows, late]).with_columns(employer_id=pl.lit(None, pl.String))


def test_a_stage_takes_the_days_since_the_one_before(policy: Policy) -> None:
    found = stage_times(applications(), policy, as_of=AS_OF).with_columns(pl.col("stage").cast(pl.String))
    assert found.rows() == [
        (YOUTH, "reviewed", 3, 10.0, 18.0, 10.0, 18.0),
        (YOUTH, "decided", 1, 20.0, 20.0, 30.0, 30.0),
    ]


def test_cases_stand_at_their_last_stage(policy: Policy) -> None:
    found = standing(applications(), policy, as_of=AS_OF).with_columns(pl.col("stage").cast(pl.String))
    assert found.select("stage", "count", "most_days").rows() == [("reviewed", 2, 361), ("decided", 1, 335)]


def test_money_comes_so_many_days_after_its_batch_was_decided() -> None:
    lots = approved(("ann", YOUTH, 1, 2, 200, date(2024, 3, 1), "Q1"), ("bo", YOUTH, 1, 2, 200, date(2024, 3, 1), "Q1"))
    money = paid(
        ("ann", YOUTH, 1, 1, 0, date(2024, 3, 2), "Q1"),
        ("ann", YOUTH, 1, 1, 100, date(2024, 3, 11), "Q1"),
        ("ann", YOUTH, 2, 2, 100, date(2024, 3, 31), "Q1"),
        ("bo", YOUTH, 1, 1, 100, date(2024, 3, 21), "Q2"),
    )
    assert payment_times(lots, money).rows() == [(YOUTH, 1, 10.0, 10.0)]
