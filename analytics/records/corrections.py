"""Corrections: a later row speaks, but what it leaves blank was not stated and erases nothing."""

import numpy as np
import polars as pl

KEY = "row_key"
RANK = "seniority"
_ORDER = "record_id"
_PLACE = ":place"
#: Below every seniority.
_BEFORE = 0


def in_force(versions: pl.DataFrame) -> pl.DataFrame:
    """Return the rows in force by record_id, their nulls filled from the latest earlier row of the key that states one.

    versions: one row per row and version, the highest seniority of a key in force; rows of one batch are so together.
    """
    rows = versions.clone()
    seniority = rows.drop_in_place(RANK)
    # Equal hashes are told apart below, among the few rows that have them.
    is_repeated = _repeated(rows[KEY].hash())
    if is_repeated.any():
        named = (seniority.filter(is_repeated), is_repeated.arg_true().alias(_PLACE))
        repeated = rows.filter(is_repeated).with_columns(*named)
        is_latest = pl.col(RANK) == pl.col(RANK).max().over(KEY)
        superseded = repeated.filter(~is_latest).sort(pl.col(RANK).neg(), _ORDER)
        is_over = np.zeros(len(rows), np.bool_)
        is_over[superseded[_PLACE].to_numpy()] = True
        left = pl.lit(pl.Series(np.cumsum(~is_over) - 1))
        latest = repeated.filter(is_latest).with_columns(left.gather(_PLACE).alias(_PLACE))
        rows = _completed(rows.filter(pl.Series(~is_over)), latest, superseded)
    return rows if rows[_ORDER].is_sorted() else rows.sort(_ORDER)


def grown(kept: pl.DataFrame, added: pl.DataFrame) -> pl.DataFrame | None:
    """Return the rows in force once later versions came to those in force before, of which they restate some.

    None where that cannot be told: a restated key has several rows, each of which may have completed what it states.
    """
    if added.is_empty():
        return kept
    is_restated = kept[KEY].is_in(added[KEY].implode())
    restated = kept.filter(is_restated).with_columns(pl.lit(_BEFORE, added.schema[RANK]).alias(RANK))
    if restated[KEY].is_duplicated().any():
        return None
    left = kept.filter(~is_restated) if len(restated) else kept
    return pl.concat([left, in_force(pl.concat([restated, added]))], rechunk=False)


def ranked(stored: pl.DataFrame, live: pl.DataFrame) -> pl.DataFrame:
    """Return those of the rows, in their order, that are of a live batch (batch_id, seniority), with its seniority."""
    rows = stored.with_columns(
        stored["batch_id"].replace_strict(live["batch_id"], live[RANK], default=None, return_dtype=pl.Int64).alias(RANK)
    )
    return rows.drop_nulls(RANK) if rows[RANK].null_count() else rows


def _repeated(hashes: pl.Series) -> pl.Series:
    """Return which of the numbers occur more than once; in order the equal ones stand together."""
    ordered = np.sort(hashes.to_numpy())
    again = pl.Series(ordered[1:][ordered[1:] == ordered[:-1]], dtype=hashes.dtype)
    return hashes.is_in(again.unique().implode())


def _completed(rows: pl.DataFrame, live: pl.DataFrame, superseded: pl.DataFrame) -> pl.DataFrame:
    """Return all rows, those that are live with what earlier ones of their key state."""
    columns = [c for c in rows.columns if live[c].null_count() and superseded[c].count()]
    if not columns:
        return rows
    stated = superseded.group_by(KEY).agg(pl.col(c).drop_nulls().first() for c in columns)
    lacking = live.select(_PLACE, KEY, *(pl.col(c).is_null().alias(f"{c}:blank") for c in columns))
    found = lacking.join(stated, on=KEY)
    return rows.with_columns(
        rows[c].scatter(filled[_PLACE], filled[c])
        for c in columns
        for filled in [found.filter(pl.col(f"{c}:blank") & pl.col(c).is_not_null())]
    )
