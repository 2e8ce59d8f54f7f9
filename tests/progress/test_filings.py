"""Filings: due, on time, late, missing; and why nothing filed is not zero."""

from datetime import date

import polars as pl
import pytest

from analytics.progress import evaluate
from tests.progress.frames import evaluated, facts, layouts, policy, row, sheet, sheets

LEDGER = "skill_certificates"  # quarterly, due fifteen days after the quarter, three days of grace
Q3 = date(2026, 7, 1)


def _state(filed: pl.DataFrame, on: date, as_of: date = date(2026, 9, 30)) -> dict[str, object]:
    found = evaluate(facts(), filed, policy(), layouts(), as_of=as_of, on=on).filings
    return row(found, ledger=LEDGER, period_start=Q3)


def _filed(day: int, month: int = 10) -> pl.DataFrame:
    return sheets(sheet(LEDGER, Q3, date(2026, 9, 1), date(2026, month, day), batch_id=7))


@pytest.mark.parametrize(
    ("on", "state"),
    [(date(2026, 9, 30), "not_due"), (date(2026, 10, 18), "not_due"), (date(2026, 10, 19), "missing")],
)
def test_nothing_filed_is_missing_once_the_grace_days_are_over(on: date, state: str) -> None:
    found = _state(sheets(), on)
    assert (found["due_date"], found["filed_on"], found["state"]) == (date(2026, 10, 15), None, state)


@pytest.mark.parametrize(("day", "state"), [(1, "on_time"), (18, "on_time"), (19, "late")])
def test_a_filing_is_late_after_the_grace_days(day: int, state: str) -> None:
    found = _state(_filed(day), date(2026, 10, 30))
    assert (found["filed_on"], found["state"], found["batch_id"]) == (date(2026, 10, day), state, 7)


def test_a_later_correction_does_not_make_the_first_filing_late() -> None:
    filed = pl.concat([_filed(20, month=11), _filed(10)])
    assert _state(filed, date(2026, 11, 30))["state"] == "on_time"


def test_a_sheet_fills_every_period_its_months_touch_and_no_other() -> None:
    filed = sheets(sheet(LEDGER, date(2026, 3, 1), date(2026, 4, 1), date(2026, 4, 10)))
    found = evaluated(filed=filed).filings.filter(pl.col("ledger") == LEDGER, pl.col("filed_on").is_not_null())
    assert found["period_start"].to_list() == [date(2026, 1, 1), date(2026, 4, 1)]


def test_a_sheet_without_a_period_fills_none() -> None:
    filed = sheets(sheet(LEDGER, None, None, date(2026, 4, 10)))
    assert evaluated(filed=filed).filings["filed_on"].is_null().all()


def test_ledgers_of_events_are_never_due_and_the_calendar_opens_with_the_window() -> None:
    found = evaluated().filings
    regular = {layout.id for layout in layouts().values() if layout.frequency != "event"}
    assert set(found["ledger"]) == regular
    assert found["period_start"].min() == date(2022, 10, 1)
    assert found["unit_id"].is_in([unit.id for unit in policy().units]).all()


def test_the_calendar_goes_on_after_the_window_because_benefits_do() -> None:
    found = evaluated(date(2028, 3, 31)).filings.filter(pl.col("ledger") == LEDGER)
    assert (found["period_start"].max(), found["period_end"].max()) == (date(2028, 1, 1), date(2028, 3, 31))


def test_completeness_counts_what_was_due_or_made_by_unit_and_month() -> None:
    only = {LEDGER: layouts()[LEDGER]}
    filed = sheets(sheet(LEDGER, date(2023, 1, 1), date(2023, 3, 1), date(2023, 4, 10)))
    day = date(2023, 6, 30)
    found = evaluate(facts(), filed, policy(), only, as_of=day, on=day).completeness
    assert found.rows() == [
        ("human_resources", date(2022, 10, 1), 1, 0, 0.0),
        ("human_resources", date(2022, 11, 1), 1, 0, 0.0),
        ("human_resources", date(2022, 12, 1), 1, 0, 0.0),
        ("human_resources", date(2023, 1, 1), 1, 1, 1.0),
        ("human_resources", date(2023, 2, 1), 1, 1, 1.0),
        ("human_resources", date(2023, 3, 1), 1, 1, 1.0),
    ]


def test_a_filed_sheet_without_a_countable_row_means_zero() -> None:
    silent = row(evaluated().progress, id="quota.order_classes")
    assert (silent["actual"], silent["status"], silent["recent_per_month"]) == (None, "no_data", None)
    filed = sheets(sheet("order_classes", date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 10)))
    told = row(evaluated(filed=filed).progress, id="quota.order_classes")
    assert (told["actual"], told["status"], told["gap_points"]) == (0, "behind", -75.0)


def test_a_sheet_of_last_year_says_nothing_about_this_one() -> None:
    filed = sheets(sheet("order_classes", date(2025, 10, 1), date(2025, 12, 1), date(2026, 1, 10)))
    found = evaluated(filed=filed)
    assert row(found.progress, id="quota.order_classes")["actual"] is None
    assert row(found.history, target_id="quota.order_classes", period_start=date(2025, 1, 1))["actual"] == 0
    assert row(found.history, target_id="quota.order_classes", period_start=date(2024, 1, 1))["status"] == "no_data"


def test_the_share_filed_is_that_of_the_months_of_the_period() -> None:
    filed = sheets(sheet("order_classes", date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 10)))
    found = evaluated(date(2026, 9, 30), filed=filed)
    frequency = layouts()["order_classes"].frequency
    assert frequency == "quarterly"
    assert row(found.progress, id="quota.order_classes")["filed"] == 0.5  # the first two quarters were due
    assert row(found.history, target_id="quota.order_classes", period_start=date(2025, 1, 1))["filed"] == 0.0
