"""What can be gained: what is told of a missing record is what scoring with that record really adds."""

import polars as pl
import pytest

from analytics.assessment import score
from analytics.assessment.frames import ADJUSTMENTS, OUTLOOK
from analytics.assessment.gains import corrected, gains
from tests.report.judged import CORRECTIONS, FARMERS, OTHER, SCHEME, TOWN, UNIT, assessment, items, quality

NONE = pl.DataFrame(schema=dict(ADJUSTMENTS))


def total(changed: pl.DataFrame, unit: str = UNIT, shares: pl.DataFrame | None = None) -> float:
    totals = score(changed, quality() if shares is None else shares, NONE, SCHEME).totals
    return totals.filter(pl.col("unit_id") == unit)["total"][0]


def with_actual(item: str, actual: float, unit: str = UNIT) -> pl.DataFrame:
    """Return the items with another actual, or the quota met, of one item."""
    is_it = (pl.col("item_id") == item) & (pl.col("unit_id") == unit)
    ratio = pl.lit(actual) / pl.col("quota")
    return items().with_columns(
        actual=pl.when(is_it).then(pl.lit(actual)).otherwise("actual"),
        ratio=pl.when(is_it).then(ratio).otherwise("ratio"),
        state=pl.when(is_it).then(pl.lit("scored")).otherwise("state"),
    )


def of_unit(unit: str = UNIT) -> dict[str, dict[str, float]]:
    found = assessment()
    rows = gains(found.points, found.totals, found.outlook, SCHEME).filter(pl.col("unit_id") == unit)
    return {row["item_id"]: row for row in rows.iter_rows(named=True)}


def test_one_more_record_adds_what_is_told() -> None:
    told = of_unit()[FARMERS]
    assert told["missing"] == 100
    assert total(with_actual(FARMERS, 301)) - total(items()) == pytest.approx(told["each"], abs=1e-9)


@pytest.mark.parametrize(
    ("item", "quota"), [(FARMERS, 400), ("filing_complete", 6), ("service", 1), ("innovation", 10)]
)
def test_all_that_is_missing_adds_what_is_told(item: str, quota: float) -> None:
    added = total(with_actual(item, quota)) - total(items())
    assert added == pytest.approx(of_unit()[item]["whole"], abs=1e-9)


def ends(expected: float) -> pl.DataFrame:
    """Return the outlook of one item, of which 500 are asked of the year."""
    year = {"unit_id": UNIT, "item_id": FARMERS, "quota": 500.0, "expected": expected, "ratio": expected / 500}
    return pl.DataFrame([{**year, "basis": "pace"}], schema=dict(OUTLOOK))


def projected(expected: float) -> float:
    totals = score(items(), quality(), NONE, SCHEME, ends(expected)).totals
    return totals.filter(pl.col("unit_id") == UNIT)["projected"][0]


def at_the_end(expected: float) -> dict[str, dict[str, float]]:
    scored = score(items(), quality(), NONE, SCHEME, ends(expected))
    return {row["item_id"]: row for row in gains(scored.points, scored.totals, ends(expected), SCHEME).to_dicts()}


def test_before_the_cut_off_a_record_is_worth_its_part_of_the_whole_year() -> None:
    told = at_the_end(420)
    assert told[FARMERS]["missing"] == 200
    assert told[FARMERS]["each"] == pytest.approx(projected(421) - projected(420), abs=1e-9)
    assert told[FARMERS]["by_end"]
    assert told["innovation"] == of_unit()["innovation"]


@pytest.mark.parametrize("expected", [300, 420, 480, 560])
def test_all_that_is_missing_adds_no_more_than_the_year_leaves_of_the_item(expected: float) -> None:
    added = max(projected(500) - projected(expected), 0)
    assert at_the_end(expected)[FARMERS]["whole"] == pytest.approx(added, abs=1e-9)


def test_nothing_is_told_of_an_item_above_its_quota() -> None:
    assert "key.farmer_training" not in of_unit()


def test_what_people_judge_is_not_counted_one_by_one() -> None:
    told = of_unit()["innovation"]
    assert told["missing"] is None
    assert told["each"] is None


def test_what_adds_most_stands_first() -> None:
    whole = [row["whole"] for row in of_unit().values()]
    assert whole == sorted(whole, reverse=True)


@pytest.mark.parametrize(("unit", "quota"), [(UNIT, 10), (OTHER, 1)])
def test_putting_all_rows_right_adds_what_is_told(unit: str, quota: float) -> None:
    found = assessment()
    told = corrected(found.points, found.totals, found.quality, found.evidence, SCHEME)
    [row] = told.filter(pl.col("unit_id") == unit).to_dicts()
    shares = quality().with_columns(dq="on_time")
    added = total(with_actual(CORRECTIONS, quota, unit), unit, shares) - total(items(), unit)
    assert row["gain"] == pytest.approx(added, abs=1e-9)
    assert row["rows"] == (8 if unit == UNIT else 1)


def test_the_part_of_the_factor_is_nothing_where_the_factor_is_one_already() -> None:
    found = assessment()
    told = corrected(found.points, found.totals, found.quality, found.evidence, SCHEME)
    parts = dict(told.select("unit_id", "of_factor").iter_rows())
    assert parts[OTHER] == pytest.approx(0)
    assert parts[UNIT] == 0.0 or parts[UNIT] > 0
    assert TOWN not in parts
