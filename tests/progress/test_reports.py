"""When each counted record became known: by month of event and of recording, once, and never later than is known."""

from datetime import date, timedelta

import polars as pl
import pytest

from analytics.progress.reports import known_until, reports
from tests.progress.coming import FARMERS, Known, coming, farmers
from tests.progress.frames import AS_OF, facts, rules, sheet, sheets

UNTIL = date(2026, 10, 1)


def _later(days: int) -> Known:
    return lambda day: day + timedelta(days=days)


def _days(*known: date) -> pl.DataFrame:
    columns = {"record_id": pl.Int64, "first_recorded_on": pl.Date}
    return pl.DataFrame({"record_id": range(1, len(known) + 1), "first_recorded_on": known}, schema=columns)


def test_a_record_is_told_by_the_month_it_happened_and_the_month_it_became_known() -> None:
    found = coming([0] * 46 + [2, 1], known=_later(30))
    told = found.ahead.told.reports.filter(series=FARMERS)
    assert told.rows() == [
        (FARMERS, date(2026, 8, 1), date(2026, 9, 1), 2),
        (FARMERS, date(2026, 9, 1), date(2026, 9, 1), 1),  # known in October, which is not over
    ]


def test_every_counted_record_is_reported_once_and_no_other() -> None:
    dropped = {"person_key": "x", "programme": "farmer_cultivation", "event_date": AS_OF, "is_completed": False}
    found = coming([3] * 48, more=[dropped], known=_later(70))
    told = found.ahead.told.reports
    assert told.filter(series=FARMERS)["count"].sum() == 48 * 3
    assert farmers(found)["actual"] == farmers(found, "forecasts")["reported"] == 27


def test_who_must_hold_a_degree_is_known_once_that_is() -> None:
    degree = {"person_key": "p", "kind": "degree", "level": "master", "obtained_date": date(2025, 6, 30)}
    tables = facts(qualification=[degree])
    days = {name: _days() for name in tables}
    days |= {"insurance_spell": _days(date(2025, 8, 5)), "qualification": _days(date(2025, 11, 20))}
    counted = pl.DataFrame(
        {
            "target_id": ["goal.youth"],
            "fact": ["insurance_spell"],
            "record_id": [1],
            "person_key": ["p"],
            "month": [date(2025, 7, 1)],
            "is_counted": [True],
        }
    )
    told = reports(counted, tables, days, rules(), UNTIL).collect()
    assert told.rows() == [("goal.youth", date(2025, 7, 1), date(2025, 11, 1), 1)]


def test_a_record_is_found_among_ids_that_leave_some_out() -> None:
    ids, months = [3, 4, 9, 20, 21], range(1, 6)
    known = pl.DataFrame({"record_id": ids, "first_recorded_on": [date(2026, month, 20) for month in months]})
    tables = facts()
    days = {name: _days() for name in tables} | {"training_attendance": known}
    counted = pl.DataFrame(
        {
            "target_id": FARMERS,
            "fact": "training_attendance",
            "record_id": list(reversed(ids)),
            "person_key": "p",
            "month": date(2026, 1, 1),
            "is_counted": True,
        }
    )
    told = reports(counted, tables, days, rules(), UNTIL).collect()
    assert told["reported_month"].to_list() == [date(2026, month, 1) for month in months]
    assert told["count"].to_list() == [1] * 5


@pytest.mark.parametrize(
    ("last", "until"),
    [
        (date(2026, 9, 30), date(2026, 10, 1)),
        (date(2026, 10, 5), date(2026, 11, 1)),
        (date(2026, 12, 23), date(2027, 1, 1)),
        (date(2026, 3, 1), date(2026, 10, 1)),
        (None, date(2026, 10, 1)),
    ],
)
def test_all_is_known_up_to_the_month_of_the_last_recording(last: date | None, until: date) -> None:
    told = sheets() if last is None else sheets(sheet("farmer_training", AS_OF, AS_OF, last))
    assert known_until(AS_OF, told) == until


def test_not_filed_is_no_month_without_events() -> None:
    found = coming([1] * 48, filed=False)
    assert found.ahead.told.unfiled.filter(series=FARMERS).height == 48
    filed = coming([1] * 48)
    assert filed.ahead.told.unfiled.filter(series=FARMERS).is_empty()
