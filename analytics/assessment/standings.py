"""What a group of units is ranked by: ratios without a cap, counts, weights, and the totals they give."""

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.assessment.frames import Schema
from analytics.policy.schemes import Scheme
from analytics.policy.targets import Target
from analytics.series.ranks import FloatArray, Standings

# How many things were counted, by unit and item.
EVENTS: Schema = {"unit_id": pl.String, "item_id": pl.String, "events": pl.Float64}

_WHOLE = 100.0
#: Totals closer than this are equal: no more than rounding lies between them.
_SAME = 9


def events_of(evidence: pl.DataFrame, scheme: Scheme, targets: Iterable[Target]) -> pl.DataFrame:
    """Return frame EVENTS of frame EVIDENCE: what counts one by one and comes by chance.

    Sums of money or dwellings are no counts, and what is held on a schedule does not come by chance.
    """
    by_chance = {target.id for target in targets if target.pace == "linear"}
    items = [item.id for item in scheme.items if item.target in by_chance]
    counted = evidence.filter(pl.col("counts"), pl.col("item_id").is_in(items))
    found = counted.group_by("unit_id", "item_id").agg(events=pl.len(), is_count=(pl.col("value") == 1).all())
    return found.filter("is_count").select(pl.col(name).cast(kind) for name, kind in EVENTS.items())


def actuals(points: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """Return frame EVENTS with the actual of every target."""
    items = [item.id for item in scheme.items if item.measure == "target"]
    return points.filter(pl.col("item_id").is_in(items)).select("unit_id", "item_id", events="actual")


def standings_of(points: pl.DataFrame, totals: pl.DataFrame, events: pl.DataFrame, scheme: Scheme) -> Standings:
    """Return the standings of one group, units and items by id."""
    told = points.join(events, on=["unit_id", "item_id"], how="left").with_columns(
        raw=_uncapped(scheme), is_lower=pl.col("direction") == "lower"
    )
    units = points["unit_id"].unique().sort().to_list()
    items = told.unique("item_id").sort("item_id")
    classes = [part.id for part in scheme.classes]
    whole = pl.DataFrame({"unit_id": units}).join(totals, on="unit_id", how="left", maintain_order="left")
    names = items["item_id"].to_list()
    return Standings(
        units=tuple(units),
        items=tuple(names),
        classes=tuple(classes),
        ratios=_matrix(told, "raw", units, names),
        events=_matrix(told, "events", units, names),
        is_lower=items["is_lower"].to_numpy(),
        weights=np.nan_to_num(_matrix(told, "weight", units, names)),
        class_of=np.array([classes.index(kind) for kind in items["class_id"]]),
        class_weights=np.array([part.weight for part in scheme.classes]),
        factor=whole["factor"].to_numpy(),
        extra=(whole["bonus"] - whole["deduction"]).to_numpy(),
    )


def _uncapped(scheme: Scheme) -> pl.Expr:
    """Return the ratio as it were without the cap of the scheme, null where the item does not apply."""
    lower = pl.col("direction") == "lower"
    told = pl.when(lower).then(pl.col("quota") / pl.col("actual")).otherwise(pl.col("actual") / pl.col("quota"))
    is_capped = (pl.col("ratio") >= scheme.cap) & told.is_finite()
    known = pl.when(is_capped).then(pl.max_horizontal(told, "ratio")).otherwise(pl.col("ratio").fill_null(0.0))
    return pl.when(pl.col("state") != "not_applicable").then(known)


def _matrix(told: pl.DataFrame, column: str, units: Sequence[str], items: Sequence[str]) -> FloatArray:
    """Return a column as [units, items], nan where it is null."""
    found = np.full((len(units), len(items)), np.nan)
    at, of = ({name: place for place, name in enumerate(names)} for names in (units, items))
    for unit, item, value in told.select("unit_id", "item_id", column).drop_nulls().iter_rows():
        found[at[unit], of[item]] = value
    return found


def class_scores(standings: Standings, cap: float) -> FloatArray:
    """Return the score of every class: [units, classes], nan where none of its items applies."""
    ratios = np.minimum(standings.ratios, cap)
    applies = ~np.isnan(ratios)
    weights = np.where(applies, standings.weights, 0.0)
    of_class = (standings.class_of[:, None] == np.arange(len(standings.classes))).astype(float)
    sums = weights @ of_class
    reached = (weights * np.where(applies, ratios, 0.0)) @ of_class
    return np.divide(reached, sums, out=np.full_like(sums, np.nan), where=sums > 0)


def totals_of(scores: FloatArray, standings: Standings) -> FloatArray:
    """Return the totals of class scores [units, classes]: [units]."""
    applies = ~np.isnan(scores)
    weights = applies @ standings.class_weights
    base = np.where(applies, scores, 0) @ standings.class_weights / np.where(weights > 0, weights, 1)
    return np.maximum(standings.factor * base * _WHOLE + standings.extra, 0)


def places_of(totals: FloatArray) -> NDArray[np.int64]:
    """Return the places; who shares a total shares the better place."""
    told = totals.round(_SAME)
    return 1 + (told[None, :] > told[:, None]).sum(axis=1)


def order_of(totals: FloatArray) -> list[int]:
    """Return the units from the best; who shares a total stands in the order of the ids."""
    return np.argsort(-totals.round(_SAME), kind="stable").tolist()
