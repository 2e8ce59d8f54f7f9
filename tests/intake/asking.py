"""Cells of one column, as the readers of columns get them."""

from collections.abc import Sequence

import polars as pl

from analytics.intake.text import tidy


def ask(texts: Sequence[str | None]) -> pl.Series:
    """Return tidied cells."""
    return tidy(pl.Series("cells", texts, dtype=pl.String))


def flags(values: Sequence[bool]) -> pl.Series:
    return pl.Series("flags", values, dtype=pl.Boolean)


def tidied(cells: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with all its cells tidied."""
    return pl.DataFrame([tidy(column) for column in cells.get_columns()])
