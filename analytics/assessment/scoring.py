"""Items in, points out: the arithmetic of an assessment and nothing else.

Per unit: class score = sum of weight x ratio over the weights that apply; a class without any item that applies is left
out and the others take its weight; base = sum of class weight x class score; total = factor x base + bonus - deduction.
No number of a unit depends on another unit; only how many may be in the highest band does.
"""

from typing import NamedTuple

import polars as pl

from analytics.assessment.frames import CLASSES, POINTS, TOTALS
from analytics.assessment.quality import factor_of
from analytics.policy.schemes import Scheme

SCORED, NOT_SUBMITTED, NOT_APPLICABLE, PENDING = "scored", "not_submitted", "not_applicable", "pending"
_UNIT, _CLASS, _ITEM = ("group", "unit_id"), ("group", "unit_id", "class_id"), ("unit_id", "item_id")
_WHOLE = 100.0


class Scored(NamedTuple):
    """Frames POINTS, CLASSES and TOTALS."""

    points: pl.DataFrame
    classes: pl.DataFrame
    totals: pl.DataFrame


class Expected(NamedTuple):
    """Frames POINTS and TOTALS of a year that ended as expected."""

    points: pl.DataFrame
    totals: pl.DataFrame


def score(
    items: pl.DataFrame,
    quality: pl.DataFrame,
    adjustments: pl.DataFrame,
    scheme: Scheme,
    outlook: pl.DataFrame | None = None,
) -> Scored:
    """Return points, classes and totals of frames ITEMS, QUALITY (unit_id, dq) and ADJUSTMENTS.

    What is pending or was not submitted has no points. outlook: unit_id, item_id and the ratio expected at the year's
    end; an item that is not in it is expected as it stands.
    """
    weighed = _weighed(items, scheme, outlook)
    classes = _classes(weighed)
    points = weighed.select(pl.col(name).cast(kind) for name, kind in POINTS.items())
    return Scored(points, classes, _totals(weighed, quality, adjustments, scheme))


def ratio(actual: pl.Expr, quota: pl.Expr, direction: pl.Expr, cap: pl.Expr) -> pl.Expr:
    """Return actual/quota (quota/actual where lower is better), at most `cap`; where nothing is asked it is met."""
    higher = pl.when(quota > 0).then(actual / quota).otherwise(1.0)
    lower = pl.when(actual > 0).then(quota / actual).otherwise(cap)
    return pl.min_horizontal(pl.when(direction == "lower").then(lower).otherwise(higher), cap)


def _weighed(items: pl.DataFrame, scheme: Scheme, outlook: pl.DataFrame | None) -> pl.DataFrame:
    """Return the items with their share of their class, its weight as reweighted and the points."""
    weights = {part.id: part.weight for part in scheme.classes}
    applies = pl.col("state") != NOT_APPLICABLE
    applied = pl.when(applies).then("weight").otherwise(0.0)
    of_class = pl.col("class_id").replace_strict(weights, return_dtype=pl.Float64)
    shared = items.with_columns(in_class=applied.sum().over(_CLASS), own=of_class).with_columns(
        share=pl.when(applies).then(pl.col("weight") / pl.col("in_class")).otherwise(0.0),
        is_first=pl.int_range(pl.len()).over(_CLASS) == 0,
    )
    counted = pl.when("is_first", pl.col("in_class") > 0).then("own").otherwise(0.0).sum().over(_UNIT)
    class_weight = pl.when(pl.col("in_class") > 0).then(pl.col("own") * _WHOLE / pl.col("applicable_weight"))
    possible = pl.col("share") * pl.col("class_weight").fill_null(0.0)
    weighed = shared.with_columns(applicable_weight=counted).with_columns(class_weight=class_weight)
    weighed = _expecting(weighed.with_columns(possible=possible), outlook)
    points, then = pl.col("possible") * pl.col("ratio").fill_null(0.0), pl.coalesce("expected", "ratio").fill_null(0.0)
    return weighed.with_columns(points=points, projected=pl.col("possible") * then).with_columns(
        lost=(pl.col("possible") - pl.col("points")).clip(lower_bound=0.0)
    )


def _expecting(weighed: pl.DataFrame, outlook: pl.DataFrame | None) -> pl.DataFrame:
    if outlook is None:
        return weighed.with_columns(expected=pl.lit(None, pl.Float64))
    told = outlook.select(*_ITEM, expected="ratio")
    return weighed.join(told, on=list(_ITEM), how="left", maintain_order="left")


def _classes(weighed: pl.DataFrame) -> pl.DataFrame:
    applies = pl.col("in_class").first() > 0
    found = weighed.group_by(_CLASS, maintain_order=True).agg(
        weight=pl.col("class_weight").first(),
        score=pl.when(applies).then((pl.col("share") * pl.col("ratio").fill_null(0.0)).sum()),
        points=pl.col("points").sum(),
        state=pl.when(applies).then(pl.lit(SCORED)).otherwise(pl.lit(NOT_APPLICABLE)),
    )
    return found.select(pl.col(name).cast(kind) for name, kind in CLASSES.items())


def _totals(weighed: pl.DataFrame, quality: pl.DataFrame, adjustments: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    units = weighed.group_by(_UNIT, maintain_order=True).agg(
        base=pl.col("points").sum(),
        expected=pl.col("projected").sum(),
        applicable_weight=pl.col("applicable_weight").first(),
        has_pending=(pl.col("state") == PENDING).any(),
    )
    factor = factor_of(pl.col("dq"), scheme).fill_null(1.0)
    beside = pl.col("bonus") - pl.col("deduction")
    totals = (
        units.join(quality.select("unit_id", "dq"), on="unit_id", how="left", maintain_order="left")
        .join(_adjusted(adjustments, scheme), on="unit_id", how="left", maintain_order="left")
        .with_columns(pl.col("bonus", "deduction").fill_null(0.0), pl.col("is_vetoed").fill_null(value=False))
        .with_columns(factor=factor, is_partial=pl.col("applicable_weight") < _WHOLE)
        .with_columns(
            total=(pl.col("factor") * pl.col("base") + beside).clip(lower_bound=0.0),
            projected=(pl.col("factor") * pl.col("expected") + beside).clip(lower_bound=0.0),
        )
    )
    return banded(totals, scheme).select(pl.col(name).cast(kind) for name, kind in TOTALS.items())


def _adjusted(adjustments: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    def of(kind: str) -> pl.Expr:
        return pl.col("points").filter(pl.col("kind") == kind).sum()

    return (
        adjustments.filter(pl.col("reason").is_null())
        .group_by("unit_id")
        .agg(
            bonus=of("bonus").clip(upper_bound=scheme.bonus_max),
            deduction=of("deduction").clip(upper_bound=scheme.deduction_max),
            is_vetoed=(pl.col("kind") == "veto").any(),
        )
    )


def expected(points: pl.DataFrame, totals: pl.DataFrame, outlook: pl.DataFrame, scheme: Scheme) -> Expected:
    """Return POINTS and TOTALS as they are if the year ends as expected: every number is that of its end."""
    told = outlook.select(*_ITEM, "expected", of_year="quota", then="ratio")
    joined = points.join(told, on=list(_ITEM), how="left", maintain_order="left")
    is_told = pl.col("then").is_not_null()
    ended = joined.with_columns(
        state=pl.when(is_told).then(pl.lit(SCORED)).otherwise("state"),
        actual=pl.when(is_told).then("expected").otherwise("actual"),
        quota=pl.when(is_told).then("of_year").otherwise("quota"),
        ratio=pl.when(is_told).then("then").otherwise("ratio"),
        points=pl.col("projected"),
        lost=(pl.col("possible") - pl.col("projected")).clip(lower_bound=0.0),
    ).select(points.columns)
    return Expected(ended, banded(totals.with_columns(total="projected"), scheme))


def banded(totals: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """Return the totals with their band: the highest whose bound is reached and that has room; a veto gives the last.

    Who shares a total shares the band: where there is room for only some of them, none of them has it.
    """
    placed = totals.with_columns(band=pl.when("is_vetoed").then(pl.lit(scheme.bands[-1].id)))
    for band in scheme.bands:
        asks = pl.col("band").is_null() & (pl.col("total") >= band.start)
        room = (pl.len().over("group") * (band.share_max or 1.0)).floor()
        place = pl.when(asks).then("total").rank("max", descending=True).over("group")
        fits = asks & ((place <= room) if band.share_max is not None else pl.lit(value=True))
        placed = placed.with_columns(band=pl.when(fits).then(pl.lit(band.id)).otherwise("band"))
    return placed
