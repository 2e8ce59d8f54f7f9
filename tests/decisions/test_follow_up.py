"""What became of decisions: state by the day, and movement against the forecast of the day they were taken."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.decisions import follow_up
from analytics.decisions.measures import MEASURES, measures
from tests.decisions import known
from tests.decisions.known import AS_OF, FARMERS, policy


def followed(row: dict[str, Any], value: float | None = 300.0, *more: tuple[str, float, bool]) -> dict[str, Any]:
    now = pl.DataFrame([(FARMERS, value, False), *more], schema=MEASURES, orient="row")
    found = follow_up(known.decisions(row), known.history(), now, policy(), as_of=AS_OF)
    return found.row(0, named=True)


@pytest.mark.parametrize(
    ("state", "due", "told"),
    [
        ("decided", date(2026, 9, 29), "overdue"),
        ("decided", date(2026, 9, 30), "open"),
        ("decided", None, "open"),
        ("done", date(2026, 9, 1), "done"),
        ("dropped", date(2026, 9, 1), "dropped"),
    ],
)
def test_a_decision_is_overdue_only_after_its_day_and_only_while_it_is_open(state: str, due: Any, told: str) -> None:
    assert followed({"state": state, "due_date": due})["state"] == told


def test_half_way_the_forecast_has_gone_half_way() -> None:
    row = followed({"decided_as_of": date(2026, 6, 30), "due_date": date(2026, 12, 31)})
    assert row["path"] == pytest.approx(300.0)
    assert (row["moved"], row["is_reached"]) == ("as_expected", False)


def test_once_the_day_is_there_the_whole_forecast_counts_even_where_nothing_was_filed_then() -> None:
    row = followed({"due_date": AS_OF, "actual_then": None})
    assert (row["path"], row["moved"]) == (400.0, "worse")
    assert followed({"actual_then": None})["path"] is None


@pytest.mark.parametrize(
    ("value", "moved"), [(321.0, "better"), (320.0, "as_expected"), (279.0, "worse"), (None, "unknown")]
)
def test_it_moved_when_it_is_off_the_forecast_by_more_than_the_rule_says(value: float | None, moved: str) -> None:
    assert followed({}, value)["moved"] == moved


def test_of_what_should_be_less_less_is_better() -> None:
    row = {"subject": "arrears", "ref": "arrears:housing", "measure": "arrears:housing", "promised": 0.0,
           "expected": 100.0, "actual_then": 100.0}  # fmt: skip
    told = followed(row, 0.0, ("arrears:", 0.0, True), ("arrears:housing", 40.0, True))
    assert (told["moved"], told["is_reached"], told["actual"]) == ("better", False, 40.0)
    assert followed(row, 0.0, ("arrears:", 0.0, True))["is_reached"] is True
    assert followed(row, 0.0)["moved"] == "unknown"


def test_a_target_of_a_period_that_is_over_keeps_what_it_reached() -> None:
    past = known.history({
        "target_id": FARMERS, "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31), "actual": 480,
    })  # fmt: skip
    now = measures(known.progress({"id": FARMERS, "actual": 3}), past, silent(), as_of=AS_OF)
    row = {"decided_as_of": date(2025, 9, 30), "due_date": date(2025, 12, 31), "state": "done"}
    assert follow_up(known.decisions(row), past, now, policy(), as_of=AS_OF)["actual"].to_list() == [480]


def test_a_decision_of_december_for_the_next_year_is_held_against_that_year() -> None:
    past = known.history({
        "target_id": FARMERS, "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31), "actual": 480,
    })  # fmt: skip
    now = measures(known.progress({"id": FARMERS, "actual": 3}), past, silent(), as_of=AS_OF)
    rows = known.decisions(
        {"decided_as_of": date(2025, 12, 31), "due_date": date(2026, 12, 31)},
        {"decided_as_of": date(2025, 12, 31), "due_date": date(2026, 6, 30), "measure": f"{FARMERS}@2025-12-31"},
    )
    found = follow_up(rows, past, now, policy(), as_of=AS_OF)
    assert found.select("measure", "actual").rows() == [(FARMERS, 3), (FARMERS, 480)]


def test_decisions_taken_later_are_not_there_yet_and_references_are_told_alike() -> None:
    rows = known.decisions({"decided_as_of": date(2026, 12, 31)}, {"ref": FARMERS})
    found = follow_up(rows, known.history(), pl.DataFrame(schema=MEASURES), policy(), as_of=AS_OF)
    assert found.select("number", "ref").rows() == [(2, f"target:{FARMERS}")]


def silent() -> pl.DataFrame:
    return pl.DataFrame({"unit_id": ["health"], "filings": [3]})


def test_measures_are_told_of_every_kind_that_is_known() -> None:
    owed = pl.DataFrame({"line": ["housing"], "amount_fen": [5]})
    lines = pl.DataFrame({"budget_year": [2026, 2025], "line": ["housing", "housing"], "mean_fen": [7.4, 1.0]})
    cases = pl.DataFrame({"ref": ["case:7:x:health"], "amount_fen": [9]})
    told = measures(known.progress(), known.history(), silent(), owed=owed, lines=lines, cases=cases, as_of=AS_OF)
    assert dict(told.select("measure", "value").iter_rows()) == {
        "unit:": 0, "unit:health": 3, "arrears:": 0, "arrears:housing": 5, "line:housing": 7, "case:": 0,
        "case:7:x:health": 9,
    }  # fmt: skip
