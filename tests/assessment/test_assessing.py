"""A year put together: everybody has items, nobody's points depend on others, and the frames fit together."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.assessment import Assessment, Known, assemble
from analytics.assessment.frames import ADJUSTMENTS, EVIDENCE, ITEMS, OUTLOOK, PENDING, POINTS, QUALITY, TRACE
from analytics.policy import Policy
from analytics.policy.schemes import Scheme
from tests.assessment.known import entry, known, record, review

END, JUNE = date(2025, 12, 31), date(2025, 6, 30)
YEAR = (date(2025, 1, 1), END)


def _some(policy: Policy, as_of: date = END, *, counted: int = 3, scores: tuple[float, float] = (4, 3)) -> Known:
    return known(
        policy,
        as_of,
        contributions=[
            record("quota.farmer_training", n, date(2025, 2, 1), YEAR, town="370283105", is_counted=n < counted)
            for n in range(5)
        ],
        entries=[entry(1, "innovation", "agriculture", "innovation")],
        reviews=[review("entry:1", score, who) for score, who in zip(scores, "ab", strict=True)],
    )


def _points(found: Assessment) -> dict[tuple[str, str], float]:
    rows = found.points.select("unit_id", "item_id", "points").iter_rows()
    return {(unit, item): points for unit, item, points in rows}


def _assembled(told: Known, policy: Policy, scheme: Scheme, as_of: date = END, **said: Any) -> Assessment:
    return assemble(told, policy, scheme, as_of=as_of, **said)


@pytest.fixture(scope="module")
def found(policy: Policy, scheme: Scheme) -> Assessment:
    return _assembled(_some(policy), policy, scheme)


def test_everybody_has_items_in_the_order_of_the_scheme(found: Assessment, scheme: Scheme) -> None:
    assert found.items["unit_id"].unique(maintain_order=True).to_list() == list(scheme.group_of)
    asked = [(unit, item.id) for unit in scheme.group_of for item in scheme.items_of(unit)]
    assert found.items.select("unit_id", "item_id").rows() == asked


def test_frames_are_as_described(found: Assessment) -> None:
    shapes = {
        "items": ITEMS, "evidence": EVIDENCE, "points": POINTS, "trace": TRACE, "quality": QUALITY,
        "adjustments": ADJUSTMENTS, "pending": PENDING, "outlook": OUTLOOK,
    }  # fmt: skip
    for name, schema in shapes.items():
        assert dict(getattr(found, name).schema) == dict(pl.Schema(schema)), name
    assert found.items["state"].null_count() == 0


def test_every_point_opens_to_what_gave_it(found: Assessment) -> None:
    sums = found.trace.group_by("unit_id", "item_id").agg(told=pl.col("points").sum())
    joined = found.points.join(sums, on=["unit_id", "item_id"], how="left")
    gap = (pl.col("points") - pl.col("told").fill_null(0.0)).abs().max()
    assert joined.select(gap).item() < 1e-9
    assert found.trace.filter(pl.col("points") > 0)["ref"].null_count() == 0


@pytest.mark.parametrize("gone", ["agriculture", "organisation", "370283105"])
def test_a_unit_that_leaves_changes_nobody_elses_points(
    found: Assessment, policy: Policy, scheme: Scheme, gone: str
) -> None:
    left = _points(_assembled(_some(policy), policy, _without(scheme, gone)))
    assert left == {key: points for key, points in _points(found).items() if key[0] != gone}


def test_items_are_known_by_their_ids_not_by_their_places(found: Assessment, policy: Policy, scheme: Scheme) -> None:
    table = scheme.model_dump(by_alias=True)
    turned = Scheme.model_validate(_given(table | {"item": table["item"][::-1], "class": table["class"][::-1]}))
    again = _points(_assembled(_some(policy), policy, turned))
    assert again == {key: pytest.approx(points) for key, points in _points(found).items()}


def _without(scheme: Scheme, gone: str) -> Scheme:
    """Return the scheme without one unit and without what was asked of it alone."""
    table = scheme.model_dump(by_alias=True)
    table["item"] = [item for item in table["item"] if item["units"] != (gone,)]
    for part in (*table["group"], *table["item"]):
        part["units"] = [unit for unit in part["units"] if unit != gone]
    return Scheme.model_validate(_given(table))


def _given(table: Any) -> Any:
    """Leave out what a file would not say."""
    if isinstance(table, dict):
        return {key: _given(value) for key, value in table.items() if value not in (None, (), [])}
    return [_given(value) for value in table] if isinstance(table, (list, tuple)) else table


@pytest.mark.parametrize("name", ["contributions", "entries", "reviews", "progress", "history"])
def test_the_order_of_rows_is_irrelevant(found: Assessment, policy: Policy, scheme: Scheme, name: str) -> None:
    told = _some(policy)
    turned = replace(told, **{name: getattr(told, name).reverse()})
    assert _points(_assembled(turned, policy, scheme)) == _points(found)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counted=st.integers(0, 4), first=st.floats(0, 4), as_of=st.sampled_from([JUNE, END]))
def test_better_records_never_lower_the_own_total(
    policy: Policy, scheme: Scheme, counted: int, first: float, as_of: date
) -> None:
    def total(**said: Any) -> float:
        made = _assembled(_some(policy, as_of, **said), policy, scheme, as_of)
        return made.totals.filter(pl.col("unit_id") == "agriculture")["total"].item()

    before = total(counted=counted, scores=(first, 3.0))
    assert total(counted=counted + 1, scores=(first, 3.0)) >= before
    assert total(counted=counted, scores=(first + 1, 3.0)) >= before


_STEPS = {"missing": "late", "late": "on_time"}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(st.sampled_from(["missing", "late", "on_time"]), min_size=1, max_size=9), data=st.data())
def test_filing_better_never_lowers_the_own_total(
    policy: Policy, scheme: Scheme, states: list[str], data: st.DataObject
) -> None:
    def total(filed: list[str]) -> float:
        sheets = [_sheet_of(month, state) for month, state in enumerate(filed, 1) if state != "missing"]
        filings = [_filing_of(month, state) for month, state in enumerate(filed, 1)]
        made = _assembled(known(policy, END, filings=filings, sheets=sheets), policy, scheme)
        return made.totals.filter(pl.col("unit_id") == "health")["total"].item()

    place = data.draw(st.integers(0, len(states) - 1))
    better = [*states]
    better[place] = _STEPS.get(states[place], states[place])
    assert total(better) >= total(states)


def _filing_of(month: int, state: str) -> dict[str, Any]:
    start, end = date(2025, month, 1), date(2025, month, 28)
    named = {"ledger": "skill", "unit_id": "health", "period_start": start, "period_end": end, "state": state}
    return {**named, "due_date": date(2025, month + 1, 10)}


def _sheet_of(month: int, state: str) -> dict[str, Any]:
    received = datetime.combine(date(2025, month + (1 if state == "on_time" else 3), 5), time(9))
    named = {"batch_id": month, "sheet_no": 0, "ledger": "skill", "unit_id": "health", "received_at": received}
    counts = {"rows_data": 10, "rows_accepted": 10, "rows_quarantined": 0}
    return {**named, **counts, "period_to": date(2025, month, 1)}


def test_a_year_that_is_cut_off_expects_nothing_more(policy: Policy, scheme: Scheme) -> None:
    told = _some(policy, JUNE)
    is_open = _assembled(told, policy, scheme, JUNE).points
    assert (is_open["projected"] > is_open["points"]).any()
    closed = _assembled(told, policy, scheme, JUNE, stage="cut_off")
    assert closed.points["projected"].to_list() == closed.points["points"].to_list()
    assert closed.outlook.is_empty()


def test_a_day_after_the_year_is_seen_from_its_end(policy: Policy, scheme: Scheme, found: Assessment) -> None:
    later = _assembled(_some(policy), policy, scheme, date(2026, 3, 31))
    assert _points(later) == _points(found)


def test_a_year_that_has_not_begun_asks_for_nothing_yet(policy: Policy) -> None:
    before = date(2026, 11, 30)
    made = _assembled(known(policy, before), policy, policy.scheme(2027), before)
    states = made.items.filter(pl.col("class_id") == "key")["state"].unique().to_list()
    assert set(states) <= {"not_applicable", "not_submitted"}
    assert made.totals["total"].max() == 0
    assert set(made.pending.filter(pl.col("item_id") == "key.colleges")["reason"]) == {"not_due"}
