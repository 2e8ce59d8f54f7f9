"""Worksheets by the year they report about, and when their file was first brought."""

import polars as pl


def sheets_of_year(sheets: pl.DataFrame, year: int) -> pl.DataFrame:
    """Return the sheets whose last month lies in the year; one that covers no months by the day it came.

    With first_received: the day on which the file was first brought, for one that was brought again later.
    """
    of_year = pl.coalesce(pl.col("period_to"), pl.col("received_at").dt.date()).dt.year() == year
    return _first_received(sheets).filter(of_year, pl.col("unit_id").is_not_null())


def _first_received(sheets: pl.DataFrame) -> pl.DataFrame:
    """A file put right counts as brought when it was brought wrong: putting right must not make it late."""
    came = dict(sheets.select("batch_id", pl.col("received_at").dt.date()).unique("batch_id").iter_rows())
    settled = sheets.filter(pl.col("settled_by").is_not_null()).select("batch_id", "settled_by").unique()
    for earlier, later in settled.sort("batch_id").iter_rows():
        if later in came:
            came[later] = min(came[later], came[earlier])
    first = pl.col("batch_id").replace_strict(came, default=None, return_dtype=pl.Date)
    return sheets.with_columns(first_received=first)
