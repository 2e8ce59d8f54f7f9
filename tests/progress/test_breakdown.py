"""By month, unit and town: every cut adds up to the actual."""

from datetime import date
from typing import Any

import polars as pl

from tests.progress.frames import evaluated, row


def _course(person: str, day: date, town: str | None, unit: str = "agriculture") -> dict[str, Any]:
    course = {"person_key": person, "programme": "farmer_skill", "event_date": day, "is_completed": True}
    return course | {"town": town, "unit_id": unit}


COURSES = [
    _course("p1", date(2026, 1, 5), "370283105"),
    _course("p1", date(2026, 3, 5), "370283105"),
    _course("p2", date(2026, 3, 9), None, "towns"),
    _course("p3", date(2025, 12, 31), "370283120"),
]


def test_months_are_complete_and_their_total_starts_again_with_the_period() -> None:
    monthly = evaluated(date(2026, 4, 15), training_attendance=COURSES).monthly
    rows = monthly.filter(pl.col("target_id") == "quota.farmer_training", pl.col("month") >= date(2025, 11, 1))
    assert rows.select("period_start", "month", "value", "total").rows() == [
        (date(2025, 1, 1), date(2025, 11, 1), 0, 0),
        (date(2025, 1, 1), date(2025, 12, 1), 1, 1),
        (date(2026, 1, 1), date(2026, 1, 1), 1, 1),
        (date(2026, 1, 1), date(2026, 2, 1), 0, 1),
        (date(2026, 1, 1), date(2026, 3, 1), 2, 3),
        (date(2026, 1, 1), date(2026, 4, 1), 0, 3),
    ]


def test_units_and_towns_add_up_and_what_has_no_town_is_kept() -> None:
    found = evaluated(training_attendance=COURSES)
    year = (pl.col("target_id") == "quota.farmer_training") & (pl.col("period_start") == date(2026, 1, 1))
    units, towns = (cut.filter(year).select("key", "value", "records").rows() for cut in (found.by_unit, found.by_town))
    assert units == [("agriculture", 2, 2), ("towns", 1, 1)]
    assert towns == [("370283105", 2, 2), (None, 1, 1)]


def test_recent_months_reach_back_over_the_turn_of_the_year() -> None:
    found = evaluated(date(2026, 2, 27), training_attendance=COURSES).progress
    assert row(found, id="quota.farmer_training")["recent_per_month"] == 2 / 3  # November, December, January


def test_recent_months_are_those_the_window_has() -> None:
    course = [_course("p1", date(2022, 10, 5), None)]
    first = row(evaluated(date(2022, 10, 30), training_attendance=course).progress, id="quota.farmer_training")
    assert first["recent_per_month"] is None
    later = row(evaluated(date(2022, 11, 30), training_attendance=course).progress, id="quota.farmer_training")
    assert later["recent_per_month"] == 0.5


def test_every_cut_adds_up_to_the_actual() -> None:
    found = evaluated(training_attendance=COURSES)
    keys = ["target_id", "period_start"]
    told = found.progress.rename({"id": "target_id"}).select(*keys, "actual").drop_nulls("actual")
    for cut in (found.by_unit, found.by_town, found.monthly):
        sums = told.join(cut.group_by(keys).agg(pl.col("value").sum()), on=keys, how="left")
        assert (sums["value"].fill_null(0) == sums["actual"]).all()
