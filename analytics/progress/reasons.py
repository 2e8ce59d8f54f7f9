"""Why a record counts or not: one code per row, the first rule that refuses it.

Beside the reasons that the sources of the policy name, the counting itself knows these.
"""

import polars as pl

COUNTED = "counted"
NO_DATE = "no_date"
NO_PERSON = "no_person"
AGE = "age"
DEGREE = "degree"
LEFT = "left"
DUPLICATE_PERSON = "duplicate_person"
DUPLICATE_ENTRY = "duplicate_entry"
ENDED = "ended"
OTHER_GOAL = "other_goal"


def refuse(rows: pl.LazyFrame, condition: pl.Expr, reason: str) -> pl.LazyFrame:
    """Give `reason` to the rows that still count and meet the condition; an unknown (null) condition is not met."""
    hit = condition.fill_null(value=False) & (pl.col("reason") == COUNTED)
    return rows.with_columns(pl.when(hit).then(pl.lit(reason)).otherwise(pl.col("reason")).alias("reason"))
