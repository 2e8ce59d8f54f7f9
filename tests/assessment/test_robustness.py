"""Bands of units, what would turn a pair round, what one rule does: on the worked example of the method."""

from typing import Any

import polars as pl
import pytest

from analytics.assessment import robustness, score, standings
from analytics.assessment.frames import ADJUSTMENTS, EVIDENCE, QUALITY
from analytics.assessment.robustness import COMPARED, FLIPS, PAIRS, TORNADO, UNITS, WEIGHTS, Robustness
from analytics.assessment.scoring import Scored
from analytics.policy import Policy
from analytics.policy.schemes import Scheme
from tests.assessment.known import frame
from tests.assessment.test_scoring import GOLDEN, items_of, quality_of

NOTHING = pl.DataFrame(schema=standings.EVENTS)


@pytest.fixture(scope="module")
def golden(scheme: Scheme) -> Scored:
    units = {unit: lines for unit, (lines, _) in GOLDEN.items()}
    shares = {unit: share for unit, (_, share) in GOLDEN.items()}
    return score(items_of(units), quality_of(shares), frame([], ADJUSTMENTS), scheme)


@pytest.fixture(scope="module")
def found(golden: Scored, scheme: Scheme) -> Robustness:
    return robustness.robustness(golden.points, golden.totals, scheme, counts(golden))


def counts(of: Scored) -> pl.DataFrame:
    """Return what was counted: the actuals of key work."""
    is_count = (pl.col("class_id") == "key") & (pl.col("state") == "scored")
    return of.points.filter(is_count).select("unit_id", "item_id", events="actual")


def by_counts_alone(scheme: Scheme) -> Scheme:
    """Return the scheme with weights that hardly move, its own cap and no products."""
    rules = scheme.robustness.model_copy(update={"concentration": 1e7, "caps": (scheme.cap,), "geometric": 0.0})
    return scheme.model_copy(update={"robustness": rules})


def of_unit(rows: pl.DataFrame, unit: str, column: str) -> Any:
    return rows.filter(pl.col("unit_id") == unit)[column].item()


def case(rows: pl.DataFrame, unit: str, name: str, column: str = "total") -> Any:
    return of_unit(rows.filter(pl.col("case") == name), unit, column)


def test_frames_have_the_columns_they_promise(found: Robustness) -> None:
    for got, schema in zip(found, (UNITS, PAIRS, FLIPS, TORNADO, COMPARED, WEIGHTS), strict=True):
        assert dict(got.schema) == dict(pl.Schema(schema))


def test_by_its_counts_the_worked_example_is_a_and_then_three_that_are_not_told_apart(
    golden: Scored, scheme: Scheme
) -> None:
    got = robustness.robustness(golden.points, golden.totals, by_counts_alone(scheme), counts(golden))
    assert dict(got.units.select("unit_id", "tie_group").iter_rows()) == {"A": 1, "B": 2, "C": 2, "D": 2}
    assert of_unit(got.units, "B", "ties").to_list() == ["C", "D"]
    pairs = {(a, b): p for _, a, b, p in got.pairs.iter_rows()}
    assert (pairs["B", "C"], pairs["B", "D"]) == (pytest.approx(0.47, abs=0.02), pytest.approx(0.44, abs=0.02))
    assert of_unit(got.units, "A", "rank_high") == 1
    assert (of_unit(got.units, "D", "rank_low"), of_unit(got.units, "D", "rank_high")) == (2, 4)


def test_totals_are_those_of_the_score(golden: Scored, found: Robustness) -> None:
    both = golden.totals.join(found.units, on="unit_id", suffix="_again")
    assert (both["total"] - both["total_again"]).abs().max() == pytest.approx(0, abs=1e-9)


def test_the_order_of_the_rows_changes_nothing(golden: Scored, found: Robustness, scheme: Scheme) -> None:
    turned = golden.points.sample(fraction=1, shuffle=True, seed=1), golden.totals.reverse(), counts(golden).reverse()
    again = robustness.robustness(turned[0], turned[1], scheme, turned[2])
    assert all(one.equals(other) for one, other in zip(found, again, strict=True))


def test_without_what_was_counted_the_actuals_of_targets_are_taken(golden: Scored, scheme: Scheme) -> None:
    # The items of the example are none of the scheme, so nothing is a target and only the rules are tried.
    still = robustness.robustness(golden.points, golden.totals, scheme)
    assert still.pairs.equals(robustness.robustness(golden.points, golden.totals, scheme, NOTHING).pairs)


def test_the_smallest_shift_that_turns_a_pair_round(found: Robustness) -> None:
    # D leads B by .015. The difference of B and C in hundredths: routine .93*.95 - .825, key .93 - 1.15, innovation
    # .465 - 0; the widest step is from key to innovation, .055 / (.465 + .22) points for a lead of .055.
    flip = found.flips.row(by_predicate=(pl.col("above_id") == "B") & (pl.col("below_id") == "C"), named=True)
    assert flip["points"] == pytest.approx(0.055 / 0.685, abs=1e-3)
    assert (flip["giver"], flip["taker"], flip["is_next"]) == ("innovation", "key", True)


def test_units_with_the_same_total_are_turned_round_by_nothing(scheme: Scheme) -> None:
    twins = score(
        items_of({"A": GOLDEN["A"][0], "B": GOLDEN["A"][0]}), frame([], QUALITY), frame([], ADJUSTMENTS), scheme
    )
    got = robustness.robustness(twins.points, twins.totals, scheme, NOTHING)
    assert got.flips.select("giver", "taker", "points").rows() == [(None, None, 0.0)]
    assert got.units["tie_group"].to_list() == [1, 1]


def test_the_tornado_tells_what_one_rule_does(found: Robustness) -> None:
    # Without the cap 30 of 20 is 1.5: key (1.5 + .8) / 2 = 1.15, so base 28.5 + 57.5 + 10 = 96.
    assert case(found.tornado, "B", "no_cap") == pytest.approx(96 * 0.93)
    assert case(found.tornado, "B", "no_quality") == pytest.approx(88.5)
    assert case(found.tornado, "B", "no_innovation") == pytest.approx((28.5 + 50) / 0.8 * 0.93)
    # C would lead with (24.75 + 57.5) / .8, before A with 98.85 and D with 98.
    assert case(found.tornado, "C", "no_innovation", "rank") == 1
    # All classes alike, all items alike: A has (.975 + (1.04 + .9 + 1.2) / 3 + .7) / 3.
    assert case(found.tornado, "A", "equal_weights") == pytest.approx((0.975 + 3.14 / 3 + 0.7) / 3 * 100)
    assert case(found.tornado, "B", "no_quality", "places") == -1


def test_the_comparison_leaves_out_who_is_not_asked_everything_and_names_its_weights(found: Robustness) -> None:
    assert found.compared.filter(pl.col("unit_id") == "D")["score"].to_list() == [None, None]
    weights = found.weights.select("class_id", "weight", "entropy")
    assert weights["weight"].sum() == pytest.approx(100)
    assert weights["entropy"].sum() == pytest.approx(100)
    # Innovation is .7, .5 and nothing, all else nearly alike: entropy gives it nearly everything.
    assert weights.row(by_predicate=pl.col("class_id") == "innovation")[2] > 95


def test_a_single_whole_unit_has_nothing_to_be_compared_with(scheme: Scheme) -> None:
    one = score(items_of({"A": GOLDEN["A"][0]}), frame([], QUALITY), frame([], ADJUSTMENTS), scheme)
    got = robustness.robustness(one.points, one.totals, scheme, NOTHING)
    assert got.weights["entropy"].null_count() == 3
    assert got.compared["score"].null_count() == 2
    assert got.units.select("rank_low", "rank_high", "tie_group").rows() == [(1, 1, 1)]


def test_what_rests_on_small_numbers_is_named(golden: Scored, scheme: Scheme) -> None:
    few = golden.points.with_columns(is_small=(pl.col("quota") < 20) & (pl.col("class_id") == "key"))
    got = robustness.robustness(few, golden.totals, scheme, NOTHING).units
    assert of_unit(got, "A", "small_items").to_list() == ["key.4"]
    assert of_unit(got, "A", "small_points") == pytest.approx(50 / 6)
    assert of_unit(got, "C", "small_items").to_list() == []


def test_only_what_comes_one_by_one_and_by_chance_counts(policy: Policy, scheme: Scheme) -> None:
    rows = [
        {"unit_id": "commerce", "item_id": "key.ecommerce", "value": 1.0, "counts": True},
        {"unit_id": "commerce", "item_id": "key.ecommerce", "value": 1.0, "counts": True},
        {"unit_id": "commerce", "item_id": "key.ecommerce", "value": 0.0, "counts": False},
        {"unit_id": "organisation", "item_id": "joint_meetings", "value": 1.0, "counts": True},
        {"unit_id": "financial_regulation", "item_id": "key.talent_loans", "value": 5e8, "counts": True},
    ]
    got = standings.events_of(frame(rows, EVIDENCE), scheme, policy.targets)
    assert got.rows() == [("commerce", "key.ecommerce", 2.0)]
