"""Corrections: a later row speaks, but what it leaves blank was not stated and erases nothing."""

import polars as pl

KEY = "row_key"
AGE = "age"


def in_force(versions: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of age 1, their nulls filled from the latest earlier row of the same key that states a value.

    versions: one row per row and version; age is 1 for the latest, 2 for what it replaced, and so on.
    """
    if versions.is_empty():
        return versions.drop(AGE)
    live = versions.filter(pl.col(AGE) == 1).drop(AGE)
    superseded = versions.filter(pl.col(AGE) > 1).sort(AGE, "record_id")
    columns = [c for c in live.columns if live[c].null_count() and superseded[c].count()]
    if not columns:
        return live
    stated = superseded.group_by(KEY).agg(pl.col(c).drop_nulls().first() for c in columns)
    filled = live.join(stated, on=KEY, how="left", suffix=":stated", maintain_order="left")
    return filled.with_columns(pl.coalesce(c, f"{c}:stated") for c in columns).select(live.columns)
