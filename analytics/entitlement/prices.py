"""What another option of a reading is worth: who would be due more, and who less."""

from collections.abc import Mapping
from typing import Final

import polars as pl

#: One row per beneficiary and benefit whose sum would be another.
CHANGES: Final = pl.Schema(
    {
        "beneficiary": pl.String,
        "benefit_id": pl.String,
        "before_fen": pl.Int64,
        "after_fen": pl.Int64,
        "change_fen": pl.Int64,
    }
)
#: gaining, losing: beneficiaries; gained_fen, lost_fen: both positive.
PRICE: Final = pl.Schema(
    {
        "unit_id": pl.String,
        "gaining": pl.Int64,
        "losing": pl.Int64,
        "gained_fen": pl.Int64,
        "lost_fen": pl.Int64,
    }
)
_CELL = ["beneficiary", "benefit_id"]


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return whose sums differ between what is due now and what would be due, by CHANGES; both are `Dues.due`."""
    now, then = _sums(before, "before_fen"), _sums(after, "after_fen")
    both = now.join(then, on=_CELL, how="full", coalesce=True)
    told = both.with_columns(pl.col("before_fen", "after_fen").fill_null(0))
    told = told.with_columns(change_fen=pl.col("after_fen") - pl.col("before_fen"))
    return told.filter(pl.col("change_fen") != 0).select(CHANGES.names()).cast(CHANGES).sort(_CELL)


def by_person(changed: pl.DataFrame) -> pl.DataFrame:
    """Return one row per beneficiary whose sum over all benefits changes: change_fen, benefits."""
    benefits = pl.col("benefit_id").unique().sort()
    sums = changed.group_by("beneficiary").agg(pl.col("change_fen").sum(), benefits=benefits)
    net = sums.filter(pl.col("change_fen") != 0)
    return net.sort(pl.col("change_fen").abs(), "beneficiary", descending=[True, False])


def price(changed: pl.DataFrame, units: Mapping[str, str]) -> pl.DataFrame:
    """Return what the changes come to, by PRICE: a row without a unit for all, then one per unit.

    units: by benefit, the unit that leads it. Whoever gains in one unit what another loses is in both their rows, and
    in the row for all only with the balance.
    """
    led = changed.with_columns(unit_id=pl.col("benefit_id").replace_strict(units, return_dtype=pl.String))
    whole = _counted(by_person(changed).with_columns(unit_id=pl.lit(None, pl.String)))
    empty = pl.DataFrame([(None, 0, 0, 0, 0)], schema=PRICE, orient="row")
    by_unit = _counted(led.group_by("unit_id", "beneficiary").agg(pl.col("change_fen").sum()))
    return pl.concat([whole if whole.height else empty, by_unit])


def _counted(sums: pl.DataFrame) -> pl.DataFrame:
    more = pl.col("change_fen") > 0
    less = pl.col("change_fen") < 0
    return (
        sums.group_by("unit_id")
        .agg(
            gaining=more.sum(),
            losing=less.sum(),
            gained_fen=pl.col("change_fen").filter(more).sum(),
            lost_fen=-pl.col("change_fen").filter(less).sum(),
        )
        .select(PRICE.names())
        .cast(PRICE)
        .sort("unit_id")
    )


def _sums(due: pl.DataFrame, name: str) -> pl.DataFrame:
    total = (pl.col("amount_fen") * pl.col("months").fill_null(1)).sum()
    return due.group_by(_CELL).agg(total.alias(name))
