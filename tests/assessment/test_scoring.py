"""The arithmetic: the worked example of the method to its digits, and what each state of an item does."""

from typing import Any

import polars as pl
import pytest

from analytics.assessment import score
from analytics.assessment.frames import ADJUSTMENTS, CLASSES, ITEMS, OUTLOOK, POINTS, QUALITY, TOTALS
from analytics.assessment.scoring import Scored, expected, ratio
from analytics.policy.schemes import Scheme
from tests.assessment.known import frame, line

#: By unit: (class, weight, actual, quota); quota None: not applicable. Shares of good records. No records in innovation
#: is a sum of 0 of 10.
GOLDEN = {
    "A": ([("routine", 1, 0.95, 1), ("routine", 1, 1, 1), ("key", 2, 52, 50), ("key", 3, 900, 1000), ("key", 1, 5, 4),
           ("innovation", 1, 7, 10)], 0.98),
    "B": ([("routine", 1, 1, 1), ("routine", 1, 0.9, 1), ("key", 1, 30, 20), ("key", 1, 400, 500),
           ("innovation", 1, 5, 10)], 0.9),
    "C": ([("routine", 1, 0.8, 1), ("routine", 1, 0.85, 1), ("key", 1, 1150, 1000), ("innovation", 1, 0, 10)], 1.0),
    "D": ([("routine", 1, 1, 1), ("routine", 1, 1, 1), ("key", 1, None, None), ("innovation", 1, 6, 10)], 0.95),
}  # fmt: skip


def items_of(units: dict[str, Any]) -> pl.DataFrame:
    """Return frame ITEMS of (class, weight, actual, quota) by unit, with the ratios of the kernel."""
    rows = [
        {
            "group": "bureaus", "unit_id": unit, "class_id": part, "item_id": f"{part}.{number}", "weight": weight,
            "state": "scored" if quota else "not_applicable", "direction": "higher", "actual": actual, "quota": quota,
        }
        for unit, lines in units.items()
        for number, (part, weight, actual, quota) in enumerate(lines)
    ]  # fmt: skip
    cap = pl.when(pl.col("class_id") == "key").then(1.2).otherwise(1.0)
    reached = ratio(pl.col("actual"), pl.col("quota"), pl.col("direction"), cap)
    return frame(rows, ITEMS).with_columns(ratio=pl.when(pl.col("state") == "scored").then(reached))


def quality_of(shares: dict[str, float]) -> pl.DataFrame:
    return frame([{"unit_id": unit, "dq": share} for unit, share in shares.items()], QUALITY)


def scored(units: dict[str, Any], scheme: Scheme, *beside: dict[str, Any]) -> Scored:
    return score(items_of(units), quality_of(dict.fromkeys(units, 1.0)), frame(beside, ADJUSTMENTS), scheme)


def total(found: Scored, unit: str) -> dict[str, Any]:
    return found.totals.row(by_predicate=pl.col("unit_id") == unit, named=True)


@pytest.fixture(scope="module")
def golden(scheme: Scheme) -> Scored:
    units = {unit: lines for unit, (lines, _) in GOLDEN.items()}
    shares = {unit: share for unit, (_, share) in GOLDEN.items()}
    return score(items_of(units), quality_of(shares), frame([], ADJUSTMENTS), scheme)


@pytest.mark.parametrize(
    ("unit", "parts", "sums"),
    [
        ("A", [29.25, 49.8333, 14.0], [93.0833, 1.0, 93.0833]),
        ("B", [28.5, 50.0, 10.0], [88.5, 0.93, 82.305]),
        ("C", [24.75, 57.5, 0.0], [82.25, 1.0, 82.25]),
        ("D", [60.0, 0.0, 24.0], [84.0, 0.98, 82.32]),
    ],
)
def test_the_worked_example_comes_out_to_its_digits(
    golden: Scored, unit: str, parts: list[float], sums: list[float]
) -> None:
    """parts: points of the three classes; sums: base, factor and total."""
    mine = golden.classes.filter(pl.col("unit_id") == unit)
    row = total(golden, unit)
    assert mine["class_id"].to_list() == ["routine", "key", "innovation"]
    assert mine["points"].to_list() == pytest.approx(parts, abs=5e-5)
    assert [row["base"], row["factor"], row["total"]] == pytest.approx(sums, abs=5e-5)


def test_a_score_on_half_of_the_classes_is_flagged(golden: Scored) -> None:
    flags = {row["unit_id"]: (row["is_partial"], row["applicable_weight"]) for row in golden.totals.to_dicts()}
    assert flags == {"A": (False, 100.0), "B": (False, 100.0), "C": (False, 100.0), "D": (True, 50.0)}
    left_out = golden.classes.filter(pl.col("state") == "not_applicable")
    assert left_out.select("unit_id", "class_id", "weight", "score").rows() == [("D", "key", None, None)]


def test_frames_have_the_columns_they_promise(golden: Scored) -> None:
    for found, schema in ((golden.points, POINTS), (golden.classes, CLASSES), (golden.totals, TOTALS)):
        assert dict(found.schema) == dict(pl.Schema(schema))


def test_what_was_not_submitted_is_nothing_and_keeps_its_weight(scheme: Scheme) -> None:
    items = items_of({"A": [("routine", 1, 1, 1), ("routine", 3, 0, 1)]}).with_columns(
        state=pl.when(pl.col("actual") == 0).then(pl.lit("not_submitted")).otherwise("state"),
    )
    found = score(items, quality_of({"A": 1.0}), frame([], ADJUSTMENTS), scheme)
    assert line(found.points, "A", "routine.1")["points"] == 0
    assert total(found, "A")["base"] == pytest.approx(25)


def test_what_is_pending_has_no_points_yet_and_is_flagged(scheme: Scheme) -> None:
    items = items_of({"A": [("routine", 1, 1, 1), ("routine", 1, 1, 1)]}).with_columns(
        state=pl.when(pl.col("item_id") == "routine.1").then(pl.lit("pending")).otherwise("state"),
        ratio=pl.when(pl.col("item_id") == "routine.1").then(None).otherwise("ratio"),
    )
    outlook = pl.DataFrame({"unit_id": ["A"], "item_id": ["routine.1"], "ratio": [0.8]})
    found = score(items, quality_of({"A": 1.0}), frame([], ADJUSTMENTS), scheme, outlook)
    row = total(found, "A")
    assert (row["base"], row["projected"], row["has_pending"]) == (pytest.approx(50), pytest.approx(90), True)
    assert line(found.points, "A", "routine.1")["lost"] == pytest.approx(50)


def test_an_item_that_does_not_apply_leaves_its_weight_to_its_class(scheme: Scheme) -> None:
    found = scored({"A": [("routine", 1, 0.5, 1), ("routine", 9, None, None), ("key", 1, 1, 1)]}, scheme)
    assert line(found.points, "A", "routine.0")["share"] == 1
    assert line(found.points, "A", "routine.1")["possible"] == 0
    assert total(found, "A")["base"] == pytest.approx(0.5 * 37.5 + 62.5)


@pytest.mark.parametrize(("share", "factor"), [(1.0, 1.0), (0.97, 1.0), (0.92, 0.95), (0.87, 0.9), (0.2, 0.9)])
def test_the_factor_falls_in_a_line_between_its_bounds(scheme: Scheme, share: float, factor: float) -> None:
    found = score(items_of({"A": [("routine", 1, 1, 1)]}), quality_of({"A": share}), frame([], ADJUSTMENTS), scheme)
    assert total(found, "A")["factor"] == pytest.approx(factor)


def test_a_unit_that_filed_no_rows_has_no_factor(scheme: Scheme) -> None:
    found = score(items_of({"A": [("routine", 1, 1, 1)]}), quality_of({}), frame([], ADJUSTMENTS), scheme)
    assert (total(found, "A")["dq"], total(found, "A")["factor"]) == (None, 1.0)


def test_bonus_and_deductions_end_at_their_limits(scheme: Scheme) -> None:
    beside = [{"unit_id": "A", "kind": "bonus", "points": 4.0}] * 2 + [
        {"unit_id": "A", "kind": "deduction", "points": 8.0}
    ] * 2
    row = total(scored({"A": [("routine", 1, 1, 1)]}, scheme, *beside), "A")
    assert (row["bonus"], row["deduction"], row["total"]) == (5.0, 10.0, pytest.approx(95.0))


def test_a_veto_gives_the_last_band_and_leaves_the_points(scheme: Scheme) -> None:
    row = total(scored({"A": [("routine", 1, 1, 1)]}, scheme, {"unit_id": "A", "kind": "veto", "points": 0.0}), "A")
    assert (row["is_vetoed"], row["band"], row["total"]) == (True, "poor", pytest.approx(100.0))


def test_no_more_units_are_excellent_than_there_is_room_for(scheme: Scheme) -> None:
    units = {f"u{n}": [("routine", 1, 1 - n / 100, 1)] for n in range(10)}
    bands = {row["unit_id"]: row["band"] for row in scored(units, scheme).totals.to_dicts()}
    assert [unit for unit, band in bands.items() if band == "excellent"] == ["u0", "u1", "u2"]
    assert bands["u3"] == "good"


def test_equals_share_a_band(scheme: Scheme) -> None:
    units: dict[str, Any] = {f"u{n}": [("routine", 1, 0.95, 1)] for n in range(6)}
    units["u6"] = [("routine", 1, 1, 1)]
    bands = {row["unit_id"]: row["band"] for row in scored(units, scheme).totals.to_dicts()}
    assert bands["u6"] == "excellent"
    assert {bands[f"u{n}"] for n in range(6)} == {"good"}


@pytest.mark.parametrize(
    ("actual", "quota", "direction", "reached"),
    [(5, 4, "higher", 1.2), (3, 4, "higher", 0.75), (4, 5, "lower", 1.2), (5, 4, "lower", 0.8), (0, 4, "lower", 1.2),
     (0, 0, "higher", 1.0), (6, 5, "higher", 1.2)],
)  # fmt: skip
def test_ratios(actual: float, quota: float, direction: str, reached: float) -> None:
    row = pl.DataFrame({"actual": [float(actual)], "quota": [float(quota)], "direction": [direction]})
    found = row.select(ratio(pl.col("actual"), pl.col("quota"), pl.col("direction"), pl.lit(1.2))).item()
    assert found == pytest.approx(reached)


def test_a_year_that_ends_as_expected_has_the_numbers_of_its_end_and_room_for_few_at_the_top(scheme: Scheme) -> None:
    units = {unit: [("key", 1, 50 + n, 100)] for n, unit in enumerate("abcdefghij")}
    rows = [
        {"unit_id": unit, "item_id": "key.0", "quota": 200.0, "expected": 198.0 - n, "ratio": (198 - n) / 200}
        for n, unit in enumerate("abcdefghij")
    ]
    outlook = frame(rows, OUTLOOK)
    shares = quality_of(dict.fromkeys(units, 1.0))
    found = score(items_of(units), shares, frame([], ADJUSTMENTS), scheme, outlook)
    ends = expected(found.points, found.totals, outlook, scheme)
    item = line(ends.points, "a", "key.0")
    assert (item["actual"], item["quota"], item["ratio"]) == (198.0, 200.0, 0.99)
    assert (item["points"], item["lost"]) == (pytest.approx(99), pytest.approx(1))
    assert ends.totals["total"].to_list() == found.totals["projected"].to_list()
    bands = dict(ends.totals.select("unit_id", "band").iter_rows())
    assert [unit for unit, band in bands.items() if band == "excellent"] == ["a", "b", "c"]
    assert {bands[unit] for unit in "defghij"} == {"good"}
