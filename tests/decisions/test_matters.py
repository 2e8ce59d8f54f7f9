"""Supervision notes (blue before the day, yellow behind pace or of poor quality, red after it) and work lists."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from analytics.decisions import CORRECTED, corrected, matters, worklist
from tests.decisions import known
from tests.decisions.known import AS_OF, FARMERS, policy

WAITING = pl.DataFrame(schema={"unit_id": pl.String, "rows": pl.Int64})
RIGHT = CORRECTED.to_frame()
MILESTONES = {"milestone_id": pl.String, "status": pl.String, "event_date": pl.Date, "record_id": pl.Int64}


def colours(
    progress: Any = (), filings: Any = (), followed: Any = (), waiting: pl.DataFrame = WAITING,
    put_right: pl.DataFrame = RIGHT,
) -> list[Any]:  # fmt: skip
    found = matters(
        known.progress(*progress), known.filings(*filings), waiting, known.followed(*followed), policy(),
        corrected=put_right, as_of=AS_OF,
    )  # fmt: skip
    return found.select("unit_id", "colour", "why").rows()


@pytest.mark.parametrize(
    ("days", "status", "colour"),
    [
        (-1, "behind", "red"),
        (0, "behind", "red"),
        (15, "on_pace", "blue"),
        (16, "on_pace", None),
        (15, "behind", "yellow"),
    ],
)
def test_a_target_by_its_day_and_pace(days: int, status: str, colour: str | None) -> None:
    row = {"id": FARMERS, "actual": 10, "status": status, "period_end": AS_OF + timedelta(days=days)}
    assert [found[1] for found in colours([row])] == ([colour] if colour else [])


def test_a_target_that_is_met_is_not_told() -> None:
    assert colours([{"id": FARMERS, "actual": 600, "period_end": AS_OF}]) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"state": "overdue", "days": 3}, ["decision_overdue"]),
        ({"state": "overdue", "days": 3, "is_reached": True}, ["decision_kept"]),
        ({"state": "done"}, []),
        ({"due_date": AS_OF + timedelta(days=15), "actual": None}, ["decision_due"]),
        ({"due_date": AS_OF + timedelta(days=16), "actual": None}, []),
        ({"actual": 379.0, "decided_as_of": date(2026, 6, 30), "due_date": date(2026, 12, 31)}, ["decision_behind"]),
        ({"actual": 380.0, "decided_as_of": date(2026, 6, 30), "due_date": date(2026, 12, 31)}, []),
    ],
)
def test_a_decision_by_its_day_and_its_way_to_the_promise(row: dict[str, Any], told: list[str]) -> None:
    assert [found[2] for found in colours(followed=[row])] == told


def test_an_overdue_decision_that_keeps_its_promise_is_not_red() -> None:
    late, kept = {"state": "overdue"}, {"state": "overdue", "is_reached": True}
    assert [found[1] for found in colours(followed=[late, kept])] == ["red", "yellow"]
    found = worklist(
        known.progress(), pl.DataFrame(schema=MILESTONES), known.filings(), WAITING,
        followed=known.followed(late, kept), corrected=RIGHT, policy=policy(), as_of=AS_OF,
    )  # fmt: skip
    assert found.filter(kind="decision")["state"].to_list() == ["overdue", "kept"]


def test_filings_are_red_when_missing_and_blue_before_their_day() -> None:
    late = known.missing("farmer_training", "agriculture", date(2026, 8, 10))
    soon = known.missing("youth", "human_resources", AS_OF + timedelta(days=15)) | {"state": "not_due"}
    far = known.missing("title", "human_resources", AS_OF + timedelta(days=16)) | {"state": "not_due"}
    old = known.missing("title", "human_resources", date(2023, 1, 1))
    assert colours(filings=[late, soon, far, old]) == [
        ("agriculture", "red", "filing_missing"), ("human_resources", "blue", "filing_due"),
    ]  # fmt: skip


def test_rows_that_wait_are_yellow_from_a_number_on() -> None:
    waiting = pl.DataFrame({"unit_id": ["health", "industry"], "rows": [10, 9]})
    assert colours(waiting=waiting) == [("health", "yellow", "rows_wait")]


def test_a_work_list_says_what_who_by_when_and_how_far() -> None:
    name = "info.pay_defined_talents"
    rows = [(name, "planned", date(2025, 1, 1), 1), (name, "done", date(2026, 1, 1), 2)]
    reported = pl.DataFrame(rows, schema=MILESTONES, orient="row")
    found = worklist(
        known.progress({"id": FARMERS, "actual": 300, "status": "behind"}), reported,
        known.filings(known.missing("farmer_training", "agriculture", date(2026, 8, 10))),
        pl.DataFrame({"unit_id": ["agriculture"], "rows": [4]}),
        followed=known.followed({"state": "overdue"}), corrected=RIGHT, policy=policy(), as_of=AS_OF,
    )  # fmt: skip
    mine = found.filter(unit_id="agriculture", is_lead=True).to_dicts()
    told = [row["kind"] for row in mine if row["kind"] != "milestone"]
    assert told == ["decision", "target", "filing", "rows"]
    (target,) = (row for row in mine if row["kind"] == "target")
    assert (target["share"], target["state"], target["due"]) == (0.5, "behind", date(2026, 12, 31))
    assert target["others"] == [unit for unit in policy().target(FARMERS).units if unit != "agriculture"]
    states = {row["ref"]: row["state"] for row in found.to_dicts() if row["kind"] == "milestone"}
    assert states["milestone:info.pay_defined_talents"] == "done"
    assert "unreported" in states.values()


@pytest.mark.parametrize(
    ("late", "ratio", "state", "told"),
    [
        (0, 0.59, "open", [("health", "blue", "correction_due")]),
        (1, 0.59, "overdue", [("health", "red", "correction_overdue")]),
        (1, None, "overdue", [("health", "red", "correction_overdue")]),
        (1, 0.6, "done", []),
    ],
)
def test_what_an_assessment_wants_put_right_is_followed_to_its_day(
    late: int, ratio: float | None, state: str, told: list[tuple[str, ...]]
) -> None:
    due = AS_OF - timedelta(days=late)
    called = pl.DataFrame(
        [("health", None, None, due), ("health", "a", 0.2, due), ("health", "gone", 0.1, due)],
        schema={"unit_id": pl.String, "item_id": pl.String, "ratio": pl.Float64, "deadline": pl.Date}, orient="row",
    )  # fmt: skip
    points = pl.DataFrame(
        [("health", "a", "scored", ratio), ("health", "gone", "not_applicable", None), ("finance", "a", "scored", 1.0)],
        schema={"unit_id": pl.String, "item_id": pl.String, "state": pl.String, "ratio": pl.Float64}, orient="row",
    )  # fmt: skip
    found = corrected(called, points, 2025, 0.6, as_of=AS_OF)
    assert found.select("unit_id", "ref", "state").rows() == [("health", "correction:2025:a", state)]
    assert colours(put_right=found) == told
    work = worklist(
        known.progress(), pl.DataFrame(schema=MILESTONES), known.filings(), WAITING,
        followed=known.followed(), corrected=found, policy=policy(), as_of=AS_OF,
    )  # fmt: skip
    rows = work.filter(kind="correction").select("unit_id", "due", "asked", "state").rows()
    assert rows == [("health", due, 0.6, state)]
