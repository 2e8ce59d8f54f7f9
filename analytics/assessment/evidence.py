"""What one measure finds of its items, in the shape in which all measures tell it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import polars as pl

from analytics.assessment.frames import EVIDENCE, ITEMS, OUTLOOK, PENDING, Schema
from analytics.policy import Policy
from analytics.policy.schemes import Measured, Scheme, SchemeItem

#: The columns of ITEMS that a measure finds; the others are the scheme's.
FOUND: Schema = {name: ITEMS[name] for name in ("unit_id", "item_id", "state", "actual", "quota", "basis")}
MEASURE = "measure"
LATE, MISSING, REFUSED, NOT_REVIEWED, SELF_REVIEW = "late", "missing", "refused", "not_reviewed", "self_review"
NO_QUOTA, NOT_DUE, NO_DATE, OVER_QUOTA, NO_EVIDENCE = "no_quota", "not_due", "no_date", "over_quota", "no_evidence"
UNPAID, DUPLICATE = "unpaid", "duplicate"


class Found(NamedTuple):
    """items by FOUND, evidence by EVIDENCE, outlook by OUTLOOK, pending by PENDING."""

    items: pl.DataFrame
    evidence: pl.DataFrame
    outlook: pl.DataFrame
    pending: pl.DataFrame


def found(
    items: pl.DataFrame,
    evidence: pl.DataFrame,
    outlook: pl.DataFrame | None = None,
    pending: pl.DataFrame | None = None,
) -> Found:
    """Return the parts with every column of their frames; a column that a part does not have is null."""
    return Found(shaped(items, FOUND), shaped(evidence, EVIDENCE), shaped(outlook, OUTLOOK), shaped(pending, PENDING))


def together(parts: Iterable[Found]) -> Found:
    """Return what several measures found as one."""
    return Found(*(pl.concat(frames) for frames in zip(*parts, strict=True)))


def shaped(frame: pl.DataFrame | None, schema: Schema) -> pl.DataFrame:
    """Return a frame with exactly the columns of a schema; what it lacks is null."""
    if frame is None:
        return pl.DataFrame(schema=schema)
    known = set(frame.columns)
    return frame.select(
        (pl.col(name) if name in known else pl.lit(None).alias(name)).cast(kind) for name, kind in schema.items()
    )


def rows(told: Iterable[Mapping[str, Any]], schema: Schema) -> pl.DataFrame:
    """Return rows told one by one; what a row does not say is null."""
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in told], schema=schema)


def asked(scheme: Scheme, measure: Measured) -> Iterator[tuple[SchemeItem, str]]:
    """Yield every item of a measure with each unit it is asked of."""
    for item in scheme.items:
        if item.measure == measure:
            for unit in scheme.units_of(item):
                yield item, unit


def asked_frame(scheme: Scheme, measure: Measured) -> pl.DataFrame:
    """Return unit_id and item_id of every item of a measure."""
    names = [(unit, item.id) for item, unit in asked(scheme, measure)]
    return pl.DataFrame(names, schema={"unit_id": pl.String, "item_id": pl.String}, orient="row")


def lead(policy: Policy) -> pl.Expr:
    """Return the unit that leads the benefit of a row, which answers for it."""
    units = {benefit.id: benefit.units[0] for benefit in policy.benefits}
    return pl.col("benefit_id").replace_strict(units, default=None, return_dtype=pl.String).alias("unit_id")


def counted(of: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """Return FOUND of items that are a share: what counts of all that was told; nothing told, nothing is asked."""
    sums = evidence.group_by("unit_id", "item_id").agg(
        quota=pl.len().cast(pl.Float64), actual=pl.col("value").filter("counts").sum()
    )
    none = pl.col("quota").is_null()
    state = pl.when(none).then(pl.lit("not_applicable")).otherwise(pl.lit("scored"))
    joined = of.join(sums, on=["unit_id", "item_id"], how="left", maintain_order="left")
    return shaped(joined.with_columns(state=state, basis=pl.lit(MEASURE)), FOUND)
