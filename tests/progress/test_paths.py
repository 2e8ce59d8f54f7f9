"""The path through a period: due after each month, evenly, step by step, and by season."""

from datetime import date
from typing import Any

import polars as pl

from analytics.progress import path
from tests.progress.frames import evaluated, policy


def _path(
    target: str, as_of: date, readings: dict[str, str] | None = None, **tables: list[dict[str, Any]]
) -> pl.DataFrame:
    found = evaluated(as_of, readings=readings, tables=tables)
    return path(target, found.monthly, policy(), as_of=as_of, readings=readings)


def test_an_even_path_reaches_the_target_at_the_end_of_the_period() -> None:
    drawn = _path("quota.internships", date(2026, 9, 30))
    assert drawn["months"].to_list() == list(range(13))
    assert drawn["expected"].to_list()[:2] == [0.0, 1000 / 12]
    assert drawn["expected"][-1] == 1000
    assert drawn["seasonal"].is_null().all()


def test_a_step_path_rises_when_an_event_is_due() -> None:
    assert _path("quota.hometown_events", date(2026, 9, 30))["expected"].to_list() == [0.0] * 6 + [1.0] * 6 + [2.0]


def test_a_selection_is_due_at_the_end_alone() -> None:
    drawn = _path("round.top_professionals", date(2026, 9, 30))
    assert drawn["pace"].to_list() == [0.0] * 24 + [1.0]


def test_the_seasonal_path_runs_to_the_end_and_agrees_with_the_scoreboard() -> None:
    days = [date(2025, 2, 1), date(2025, 7, 1), date(2025, 7, 2), date(2025, 12, 1)]
    visits = [{"person_key": f"p{n}", "programme": "internship_placement", "event_date": d} for n, d in enumerate(days)]
    drawn = _path("quota.internships", date(2026, 9, 30), training_attendance=visits)
    assert drawn["seasonal"].to_list() == [0, 0, 250, 250, 250, 250, 250, 750, 750, 750, 750, 750, 1000]
    board = evaluated(date(2026, 9, 30), training_attendance=visits).progress
    assert board.filter(pl.col("id") == "quota.internships")["seasonal_pace"][0] * 1000 == drawn["seasonal"][9]


def test_a_stock_has_an_even_path_and_no_season() -> None:
    links = [{"college_name": "a", "start_date": date(2023, 1, 1), "is_in_province": True}]
    drawn = _path("goal.colleges", date(2026, 9, 30), college_link=links)
    assert (drawn.height, drawn["expected"][48], drawn["seasonal"].is_null().all()) == (61, 12.0, True)


def test_a_part_year_that_asks_for_nothing_has_no_path_in_units() -> None:
    drawn = _path("quota.internships", date(2027, 2, 28), readings={"r16": "none"})
    assert (drawn.height, drawn["expected"].is_null().all(), drawn["pace"][-1]) == (10, True, 1.0)
