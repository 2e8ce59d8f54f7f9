"""Routine work by the system's own records: each measure, each reason."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from analytics.assessment import Assessment, assemble
from analytics.policy import Policy
from analytics.policy.schemes import Scheme
from tests.assessment.known import known, line

END = date(2025, 12, 31)


def _assessed(policy: Policy, scheme: Scheme, as_of: date = END, **rows: Any) -> Assessment:
    return assemble(known(policy, as_of, **rows), policy, scheme, as_of=as_of)


def _mine(found: Assessment, item: str) -> list[tuple[str, bool, str | None]]:
    return found.evidence.filter(pl.col("item_id") == item).select("ref", "counts", "reason").rows()


def _filing(unit: str, month: int, state: str, ledger: str = "skill") -> dict[str, Any]:
    start = date(2025, month, 1)
    return {
        "ledger": ledger, "unit_id": unit, "period_start": start, "period_end": date(2025, month, 28),
        "due_date": date(2025, month, 28), "state": state,
    }  # fmt: skip


def test_late_filings_are_complete_and_not_in_time(policy: Policy, scheme: Scheme) -> None:
    rows = [_filing("health", m, s) for m, s in ((1, "on_time"), (2, "late"), (3, "missing"), (4, "not_due"))]
    found = _assessed(policy, scheme, filings=rows)
    in_time, at_all = (line(found.items, "health", item) for item in ("filing_on_time", "filing_complete"))
    assert (in_time["actual"], in_time["quota"], at_all["actual"]) == (1.0, 3.0, 2.0)
    assert _mine(found, "filing_on_time") == [
        ("skill:2025-01-01", True, None), ("skill:2025-02-01", False, "late"), ("skill:2025-03-01", False, "missing"),
    ]  # fmt: skip


def test_who_filed_nothing_of_what_was_due_submitted_nothing(policy: Policy, scheme: Scheme) -> None:
    found = _assessed(policy, scheme, filings=[_filing("health", 1, "missing"), _filing("commerce", 1, "late")])
    assert line(found.items, "health", "filing_on_time")["state"] == "not_submitted"
    assert line(found.items, "commerce", "filing_on_time")["state"] == "scored"
    assert line(found.items, "finance", "filing_on_time")["state"] == "not_applicable"


def _sheet(batch: int, refused: int, **said: Any) -> dict[str, Any]:
    return {
        "batch_id": batch, "sheet_no": 0, "ledger": "skill", "unit_id": "health", "period_to": date(2025, 3, 1),
        "rows_data": 10, "rows_accepted": 10 - refused, "rows_quarantined": refused,
        "received_at": datetime.fromisoformat("2025-04-05 10:00"), **said,
    }  # fmt: skip


def test_refused_rows_that_were_put_right_count(policy: Policy, scheme: Scheme) -> None:
    sheets = [_sheet(1, 5, settled_by=2), _sheet(2, 1), _sheet(3, 0)]
    found = _assessed(policy, scheme, sheets=sheets)
    item = line(found.items, "health", "corrections")
    assert (item["actual"], item["quota"]) == (4.0, 5.0)
    assert _mine(found, "corrections") == [("batch:1", True, None), ("batch:2", False, "refused")]


def test_nothing_refused_is_full_marks_and_nothing_filed_is_not_asked(policy: Policy, scheme: Scheme) -> None:
    found = _assessed(policy, scheme, sheets=[_sheet(3, 0)])
    assert line(found.items, "health", "corrections")["ratio"] == 1.0
    assert line(found.items, "finance", "corrections")["state"] == "not_applicable"
    traced = found.trace.filter(pl.col("item_id") == "corrections")
    assert traced["points"].sum() == pytest.approx(line(found.points, "health", "corrections")["points"])


def _stage(case: str, number: int, stage: str, day: date, benefit: str = "b01a") -> dict[str, Any]:
    named = {"record_id": number, "benefit_id": benefit, "application_no": case}
    return {**named, "stage": stage, "event_date": day}


def test_cases_are_judged_by_their_last_day(policy: Policy, scheme: Scheme) -> None:
    stages = [
        _stage("in time", 1, "received", date(2025, 3, 1)), _stage("in time", 2, "decided", date(2025, 5, 15)),
        _stage("late", 3, "received", date(2025, 3, 1)), _stage("late", 4, "decided", date(2025, 5, 16)),
        _stage("open", 5, "received", date(2025, 3, 1)),
        _stage("ended", 6, "received", date(2025, 3, 1)), _stage("ended", 7, "ended", date(2025, 3, 5)),
        _stage("next year's", 8, "received", date(2025, 12, 1)),
        _stage("last year's", 9, "received", date(2024, 12, 1)), _stage("last year's", 10, "decided", date(2025, 1, 5)),
    ]  # fmt: skip
    found = _assessed(policy, scheme, applications=stages)
    item = line(found.items, "organisation", "processing_time")
    assert (item["actual"], item["quota"]) == (2.0, 4.0)
    assert set(_mine(found, "processing_time")) == {
        ("application:2", True, None), ("application:4", False, "late"), ("application:5", False, "missing"),
        ("application:10", True, None),
    }  # fmt: skip


@pytest.mark.parametrize(("day", "is_asked"), [(date(2025, 5, 14), False), (date(2025, 5, 15), True)])
def test_an_open_case_is_asked_for_at_the_close_of_its_last_day(
    policy: Policy, scheme: Scheme, day: date, is_asked: bool
) -> None:
    found = _assessed(policy, scheme, day, applications=[_stage("open", 5, "received", date(2025, 3, 1))])
    assert bool(_mine(found, "processing_time")) is is_asked


def test_in_the_year_a_case_whose_time_is_not_up_is_not_asked(policy: Policy, scheme: Scheme) -> None:
    stages = [_stage("open", 5, "received", date(2025, 3, 1))]
    found = _assessed(policy, scheme, date(2025, 4, 30), applications=stages)
    assert line(found.items, "organisation", "processing_time")["state"] == "not_applicable"


def test_documents_answer_to_who_issued_them(policy: Policy, scheme: Scheme) -> None:
    name = policy.unit("health").name.zh
    rows = [
        {"record_id": 1, "organiser": name, "event_date": date(2025, 5, 1), "filed_on": date(2025, 5, 16)},
        {"record_id": 2, "organiser": name, "event_date": date(2025, 5, 1), "filed_on": date(2025, 5, 17)},
        {"record_id": 3, "organiser": name, "event_date": date(2025, 5, 1)},
        {"record_id": 4, "organiser": name, "filed_on": date(2025, 5, 17)},
        {"record_id": 5, "organiser": "nobody", "event_date": date(2025, 5, 1), "filed_on": date(2025, 5, 2)},
        {"record_id": 6, "organiser": name, "event_date": date(2024, 5, 1), "filed_on": date(2024, 5, 2)},
    ]
    found = _assessed(policy, scheme, documents=rows)
    assert line(found.items, "health", "filed_documents")["ratio"] == 0.25
    assert [reason for _, _, reason in _mine(found, "filed_documents")] == [None, "late", "missing", "no_date"]


def test_good_records_passed_and_came_in_time(policy: Policy, scheme: Scheme) -> None:
    due = {**_filing("health", 3, "on_time"), "due_date": date(2025, 4, 10)}
    late = _sheet(2, 0, received_at=datetime.fromisoformat("2025-04-14 09:00"))
    last_day = _sheet(3, 2, received_at=datetime.fromisoformat("2025-04-13 23:00"))
    row = _assessed(policy, scheme, filings=[due], sheets=[_sheet(1, 1), late, last_day]).quality.row(0, named=True)
    assert row == {
        "unit_id": "health", "dq": pytest.approx(17 / 30), "rows": 30, "passed": 27, "on_time": pytest.approx(2 / 3),
    }  # fmt: skip


def test_putting_rows_right_makes_no_record_late(policy: Policy, scheme: Scheme) -> None:
    due = {**_filing("health", 3, "on_time"), "due_date": date(2025, 4, 10)}
    sheets = [_sheet(1, 4, settled_by=2), _sheet(2, 0, received_at=datetime.fromisoformat("2025-09-01 09:00"))]
    before = _assessed(policy, scheme, filings=[due], sheets=[_sheet(1, 4)]).quality["dq"].item()
    after = _assessed(policy, scheme, filings=[due], sheets=sheets).quality["dq"].item()
    assert (before, after) == (0.6, 1.0)


def test_a_ledger_filed_on_events_is_never_late(policy: Policy, scheme: Scheme) -> None:
    sheets = [_sheet(1, 0, ledger="start_ups", received_at=datetime.fromisoformat("2025-12-30 09:00"))]
    assert _assessed(policy, scheme, sheets=sheets).quality["dq"].item() == 1.0


def test_a_missing_filing_costs_no_less_than_a_late_one(policy: Policy, scheme: Scheme) -> None:
    due = [
        {**_filing("health", 3, "on_time"), "due_date": date(2025, 4, 10)},
        {**_filing("health", 6, "missing"), "due_date": date(2025, 7, 10)},
    ]
    late = _sheet(2, 0, period_to=date(2025, 6, 1), received_at=datetime.fromisoformat("2025-08-01 10:00"))
    missing = _assessed(policy, scheme, filings=due, sheets=[_sheet(1, 0)]).quality.row(0, named=True)
    due[1]["state"] = "late"
    filed = _assessed(policy, scheme, filings=due, sheets=[_sheet(1, 0), late]).quality.row(0, named=True)
    assert (missing["dq"], missing["rows"], filed["dq"], filed["rows"]) == (0.5, 10, 0.5, 20)


def test_who_had_to_file_and_did_not_has_no_good_records(policy: Policy, scheme: Scheme) -> None:
    row = _assessed(policy, scheme, filings=[_filing("health", 1, "missing")]).quality.row(0, named=True)
    assert (row["unit_id"], row["dq"], row["rows"]) == ("health", 0.0, 0)
