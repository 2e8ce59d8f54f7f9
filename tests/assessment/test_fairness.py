"""What must hold for any figures: better never scores less, others do not matter, order does not matter."""

from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.assessment import score
from analytics.assessment.frames import ADJUSTMENTS, EVIDENCE
from analytics.assessment.trace import trace
from analytics.policy.schemes import Scheme
from tests.assessment.known import frame
from tests.assessment.test_scoring import items_of, quality_of

_TOLERANCE = 1e-9
_few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_lines = st.lists(
    st.tuples(
        st.sampled_from(["routine", "key", "innovation"]),
        st.integers(1, 9),
        st.integers(0, 300),
        st.one_of(st.none(), st.integers(1, 200)),
    ),
    min_size=1,
    max_size=6,
)
_units = st.dictionaries(st.sampled_from("ABCDE"), _lines, min_size=1, max_size=5)
_shares = st.floats(0.5, 1.0)


def _totals(units: dict[str, Any], scheme: Scheme, share: float) -> dict[str, tuple[float, float]]:
    found = score(items_of(units), quality_of(dict.fromkeys(units, share)), frame([], ADJUSTMENTS), scheme)
    return {row["unit_id"]: (row["base"], row["total"]) for row in found.totals.to_dicts()}


@given(units=_units, share=_shares, more=st.integers(1, 100), data=st.data())
@_few
def test_a_better_record_never_lowers_the_own_score(
    units: dict[str, Any], share: float, more: int, data: st.DataObject, scheme: Scheme
) -> None:
    unit = data.draw(st.sampled_from(sorted(units)))
    place = data.draw(st.integers(0, len(units[unit]) - 1))
    part, weight, actual, quota = units[unit][place]
    better = {**units, unit: [*units[unit]]}
    better[unit][place] = (part, weight, actual + more, quota)
    before, after = _totals(units, scheme, share), _totals(better, scheme, share)
    assert after[unit][1] >= before[unit][1] - _TOLERANCE
    assert _totals(units, scheme, min(share + 0.05, 1.0))[unit][1] >= before[unit][1] - _TOLERANCE


@given(units=_units, share=_shares, data=st.data())
@_few
def test_a_unit_that_leaves_changes_nobody_elses_points(
    units: dict[str, Any], share: float, data: st.DataObject, scheme: Scheme
) -> None:
    gone = data.draw(st.sampled_from(sorted(units)))
    left = {unit: lines for unit, lines in units.items() if unit != gone}
    whole = _totals(units, scheme, share)
    if left:
        assert _totals(left, scheme, share) == {unit: whole[unit] for unit in left}


@given(units=_units, share=_shares)
@_few
def test_the_order_of_units_is_irrelevant(units: dict[str, Any], share: float, scheme: Scheme) -> None:
    backwards = dict(reversed(units.items()))
    assert _totals(backwards, scheme, share) == _totals(units, scheme, share)


@given(units=_units, values=st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40))
@_few
def test_the_points_of_the_sources_add_up_to_those_of_the_item(
    units: dict[str, Any], values: list[tuple[int, bool]], scheme: Scheme
) -> None:
    items = items_of(units)
    points = score(items, quality_of({}), frame([], ADJUSTMENTS), scheme).points
    told = [
        {"unit_id": unit, "item_id": item, "ref": f"event:{n}", "record_id": n, "value": value, "counts": counts}
        for unit, item in items.select("unit_id", "item_id").iter_rows()
        for n, (value, counts) in enumerate(values)
    ]
    traced = trace(frame(told, EVIDENCE), points, scheme)
    assert traced.filter(~pl.col("counts"))["points"].sum() == 0
    sums = traced.group_by("unit_id", "item_id").agg(pl.col("points").sum().alias("told"), has=pl.col("points").max())
    joined = points.join(sums, on=["unit_id", "item_id"])
    gap = joined.filter(pl.col("has") > 0).select((pl.col("points") - pl.col("told")).abs().max()).item()
    assert (gap or 0.0) < _TOLERANCE
