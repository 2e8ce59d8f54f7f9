"""Corrections: a later row speaks, but what it leaves blank was not stated and erases nothing."""

import polars as pl

KEY = "row_key"
RANK = "seniority"
_ORDER = "record_id"


def in_force(versions: pl.DataFrame) -> pl.DataFrame:
    """Return the rows in force by record_id, their nulls filled from the latest earlier row of the key that states one.

    versions: one row per row and version, the highest seniority of a key in force; rows of one batch are so together.
    """
    rows = versions.drop(RANK)
    # Equal hashes are told apart below, among the few rows that have them.
    is_repeated = versions[KEY].hash().is_duplicated()
    if is_repeated.any():
        repeated = versions.filter(is_repeated)
        is_latest = pl.col(RANK) == pl.col(RANK).max().over(KEY)
        superseded = repeated.filter(~is_latest).sort(pl.col(RANK).neg(), _ORDER)
        latest = repeated.filter(is_latest).drop(RANK)
        rows = pl.concat([rows.filter(~is_repeated), _completed(latest, superseded)])
    return rows if rows[_ORDER].is_sorted() else rows.sort(_ORDER)


def _completed(live: pl.DataFrame, superseded: pl.DataFrame) -> pl.DataFrame:
    columns = [c for c in live.columns if live[c].null_count() and superseded[c].count()]
    if not columns:
        return live
    stated = superseded.group_by(KEY).agg(pl.col(c).drop_nulls().first() for c in columns)
    filled = live.join(stated, on=KEY, how="left", suffix=":stated", maintain_order="left")
    return filled.with_columns(pl.coalesce(c, f"{c}:stated") for c in columns).select(live.columns)
