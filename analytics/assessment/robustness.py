"""How firmly the totals of a year put units apart: places over trials, bands of units, what would turn a pair round.

Units are compared within their group, in the order of their ids. Methods: analytics/series/ranks.py.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from analytics.assessment.frames import Schema
from analytics.assessment.standings import actuals, class_scores, order_of, places_of, standings_of, totals_of
from analytics.policy.schemes import Scheme
from analytics.series import ranks
from analytics.series.ranks import FloatArray, Ranks, Standings

# One row per unit. 90 % of its places lie between rank_low and rank_high; tie_group counts from 1 at the top; ties: the
# units it is not told apart from; small_items rest on small numbers and can give small_points of 100.
UNITS: Schema = {
    "group": pl.String,
    "unit_id": pl.String,
    "total": pl.Float64,
    "rank_low": pl.Int64,
    "rank_high": pl.Int64,
    "p_top3": pl.Float64,
    "tie_group": pl.Int64,
    "ties": pl.List(pl.String),
    "small_items": pl.List(pl.String),
    "small_points": pl.Float64,
}
# One row per two units, both ways: the probability that unit_id stands above other_id.
PAIRS: Schema = {"group": pl.String, "unit_id": pl.String, "other_id": pl.String, "p_above": pl.Float64}
# One row per two units, the better one first: the fewest points of weight that `giver` must hand to `taker` to make
# their totals equal, beyond which they swap places: 0 where they are equal, null if no shift between two classes does;
# is_next: no other total lies between.
FLIPS: Schema = {
    "group": pl.String,
    "above_id": pl.String,
    "below_id": pl.String,
    "giver": pl.String,
    "taker": pl.String,
    "points": pl.Float64,
    "is_next": pl.Boolean,
}
# One row per unit and CASES: the total and the place if it were so, and how far they are from those that hold.
TORNADO: Schema = {
    "group": pl.String,
    "unit_id": pl.String,
    "case": pl.String,
    "total": pl.Float64,
    "rank": pl.Int64,
    "change": pl.Float64,
    "places": pl.Int64,
}
# One row per unit and METHODS, over the scores of the classes; null for a unit that a class is not asked of.
COMPARED: Schema = {
    "group": pl.String,
    "unit_id": pl.String,
    "method": pl.String,
    "score": pl.Float64,
    "rank": pl.Int64,
}
# One row per class: its weight in the scheme and the one that entropy gives it, both of 100.
WEIGHTS: Schema = {"group": pl.String, "class_id": pl.String, "weight": pl.Float64, "entropy": pl.Float64}

CASES = ("no_cap", "equal_weights", "no_quality", "no_innovation")
METHODS = ("entropy_linear", "entropy_topsis")
_INNOVATION = "innovation"
_WHOLE = 100.0


class Robustness(NamedTuple):
    """Frames UNITS, PAIRS, FLIPS, TORNADO, COMPARED and WEIGHTS."""

    units: pl.DataFrame
    pairs: pl.DataFrame
    flips: pl.DataFrame
    tornado: pl.DataFrame
    compared: pl.DataFrame
    weights: pl.DataFrame


def robustness(
    points: pl.DataFrame, totals: pl.DataFrame, scheme: Scheme, events: pl.DataFrame | None = None
) -> Robustness:
    """Return how firmly frames POINTS and TOTALS put the units apart; the same for any order of their rows.

    events: frame EVENTS, what counting noise rests on; the actual of every target if it is not given.
    """
    counted = actuals(points, scheme) if events is None else events
    parts = [_of_group(group.id, points, totals, counted, scheme) for group in scheme.groups]
    return Robustness(*(pl.concat(frames) for frames in zip(*parts, strict=True)))


def _of_group(
    group: str, points: pl.DataFrame, totals: pl.DataFrame, events: pl.DataFrame, scheme: Scheme
) -> tuple[pl.DataFrame, ...]:
    own = points.filter(pl.col("group") == group)
    if own.is_empty():
        return tuple(pl.DataFrame(schema=schema) for schema in (UNITS, PAIRS, FLIPS, TORNADO, COMPARED, WEIGHTS))
    standings = standings_of(own, totals, events, scheme)
    rules = scheme.robustness
    tried = ranks.simulate(
        standings,
        draws=rules.draws,
        seed=rules.seed,
        concentration=rules.concentration,
        caps=rules.caps,
        geometric=rules.geometric,
    )
    scores = class_scores(standings, scheme.cap)
    reached = totals_of(scores, standings)
    return (
        _units(group, own, reached, tried, rules.tell_apart),
        _pairs(group, tried),
        _flips(group, scores, reached, standings),
        _tornado(group, reached, standings, scheme.cap),
        *_comparison(group, scores, standings),
    )


def _units(group: str, points: pl.DataFrame, totals: FloatArray, tried: Ranks, apart: float) -> pl.DataFrame:
    names = np.array(tried.units)
    above = tried.p_above >= apart
    is_told = above | above.T | np.eye(len(names), dtype=bool)
    small = points.filter(pl.col("is_small"), pl.col("state") != "not_applicable").sort("item_id")
    beside = small.group_by("unit_id").agg(small_items="item_id", small_points=pl.col("possible").sum())
    found = pl.DataFrame(
        {
            "group": [group] * len(names),
            "unit_id": tried.units,
            "total": totals,
            "rank_low": tried.rank_low,
            "rank_high": tried.rank_high,
            "p_top3": tried.p_top3,
            "tie_group": ranks.tie_groups(order_of(totals), tried.p_above, apart),
            "ties": [names[~told].tolist() for told in is_told],
        },
        schema_overrides={"ties": pl.List(pl.String)},
    ).join(beside, on="unit_id", how="left", maintain_order="left")
    known = found.with_columns(pl.col("small_items").fill_null([]), pl.col("small_points").fill_null(0.0))
    return _fitted(known, UNITS)


def _pairs(group: str, tried: Ranks) -> pl.DataFrame:
    rows = [
        (group, unit, other, float(tried.p_above[a, b]))
        for a, unit in enumerate(tried.units)
        for b, other in enumerate(tried.units)
        if a != b
    ]
    return pl.DataFrame(rows, schema=PAIRS, orient="row")


def _flips(group: str, scores: FloatArray, totals: FloatArray, standings: Standings) -> pl.DataFrame:
    found = ranks.swaps(scores, standings.class_weights, standings.factor, standings.extra)
    order, places = order_of(totals), places_of(totals)
    names, classes = standings.units, (*standings.classes, None)

    def turned(a: int, b: int) -> tuple[str | None, str | None, float]:
        if places[a] == places[b]:
            return None, None, 0.0
        return classes[found.giver[a, b]], classes[found.taker[a, b]], found.points[a, b]

    rows = [
        (group, names[a], names[b], *turned(a, b), after == place + 1)
        for place, a in enumerate(order)
        for after, b in enumerate(order)
        if after > place
    ]
    return pl.DataFrame(rows, schema=FLIPS, orient="row").with_columns(pl.col("points").fill_nan(None))


def _tornado(group: str, totals: FloatArray, standings: Standings, cap: float) -> pl.DataFrame:
    usual = places_of(totals)
    alike = replace(standings, weights=np.ones_like(standings.weights), class_weights=np.ones(len(standings.classes)))
    kept = np.array([kind != _INNOVATION for kind in standings.classes])
    scores = class_scores(standings, cap)
    trials = (
        totals_of(class_scores(standings, np.inf), standings),
        totals_of(class_scores(alike, cap), alike),
        totals_of(scores, replace(standings, factor=np.ones(len(standings.units)))),
        totals_of(np.where(kept, scores, np.nan), standings),
    )
    parts = [
        pl.DataFrame({"unit_id": standings.units, "total": then, "change": then - totals}).with_columns(
            group=pl.lit(group),
            case=pl.lit(case),
            rank=pl.Series(places_of(then)),
            places=pl.Series(places_of(then) - usual),
        )
        for case, then in zip(CASES, trials, strict=True)
    ]
    return _fitted(pl.concat(parts), TORNADO)


def _comparison(group: str, scores: FloatArray, standings: Standings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return frames COMPARED and WEIGHTS; of fewer than two whole units nothing can be told."""
    whole = ~np.isnan(scores).any(axis=1)
    told = [np.full(len(standings.units), np.nan) for _ in METHODS]
    entropy = np.full(len(standings.classes), np.nan)
    if whole.sum() > 1:
        matrix = scores[whole]
        entropy = ranks.entropy_weights(matrix)
        told[0][whole], told[1][whole] = matrix @ entropy * _WHOLE, ranks.topsis(matrix, entropy) * _WHOLE
    parts = [
        pl.DataFrame({"unit_id": standings.units, "score": score}).with_columns(
            pl.col("score").fill_nan(None), group=pl.lit(group), method=pl.lit(method), rank=pl.Series(places_of(score))
        )
        for method, score in zip(METHODS, told, strict=True)
    ]
    compared = pl.concat(parts).with_columns(rank=pl.when(pl.col("score").is_not_null()).then("rank"))
    weights = {"class_id": standings.classes, "weight": standings.class_weights, "entropy": entropy * _WHOLE}
    given = pl.DataFrame(weights).with_columns(pl.col("entropy").fill_nan(None), group=pl.lit(group))
    return _fitted(compared, COMPARED), _fitted(given, WEIGHTS)


def _fitted(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.items())
