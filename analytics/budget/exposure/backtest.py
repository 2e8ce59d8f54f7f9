"""How good the reckoning was: spending a year ahead, as it would have been told at earlier days, against what came."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from analytics.budget.exposure.book import Book
from analytics.budget.exposure.frames import BOUNDS
from analytics.budget.exposure.outlay import interval, project, totals

_YEAR = 12
#: name: "" for all, else a budget line. came: what was paid by a year later, beyond what was on file as paid at the
#: time: payments made and not yet reported were still to come to whoever reckoned. pace: the twelve months before, as
#: on file then.
BACKTEST = pl.Schema(
    {
        "as_of": pl.Date,
        "name": pl.String,
        "expected_fen": pl.Float64,
        "sd_fen": pl.Float64,
        "low_fen": pl.Float64,
        "high_fen": pl.Float64,
        "pace_fen": pl.Int64,
        "came_fen": pl.Int64,
    }
)
#: coverage: share of origins at which what came lay between low and high. bias: of the sum expected, against what came.
#: error, pace_error: the mean distance, against what came.
SCORES = pl.Schema(
    {
        "name": pl.String,
        "origins": pl.UInt32,
        "coverage": pl.Float64,
        "bias": pl.Float64,
        "error": pl.Float64,
        "pace_bias": pl.Float64,
        "pace_error": pl.Float64,
    }
)


def year_ahead(book: Book) -> pl.DataFrame:
    """Return name, expected_fen, sd_fen, low_fen, high_fen of the first twelve months of the book."""
    first = book.months[0].month - 1
    shifted = tuple(date(2000 + number // _YEAR, number % _YEAR + 1, 1) for number in range(len(book.months)))
    outlay = project(replace(book, months=shifted, intake=np.roll(book.intake, -first, axis=1)))
    parts = []
    for groups in (None, book.lines):
        found = totals(outlay, groups)
        mean, variance = found.mean[:, 0], found.variance[:, 0]
        bounds = interval(mean, variance, BOUNDS)
        columns = {"expected_fen": mean, "sd_fen": np.sqrt(variance), "low_fen": bounds[:, 0], "high_fen": bounds[:, 1]}
        parts.append(pl.DataFrame({"name": list(found.names), **columns}))
    return pl.concat(parts)


def backtest(books: Sequence[Book], paid: pl.DataFrame) -> pl.DataFrame:
    """Return one row per book and line, and for all lines, with the columns of BACKTEST.

    books: as of the ends of months at least a year before the last payments. paid: `Book.paid` of the latest book.
    """
    parts = [_one(book, paid) for book in books]
    return pl.concat([pl.DataFrame(schema=BACKTEST), *parts])


def _one(book: Book, paid: pl.DataFrame) -> pl.DataFrame:
    line, end = dict(zip(book.streams, book.lines, strict=True)), pl.lit(book.as_of.replace(day=1))

    def by_line(payments: pl.DataFrame, kept: pl.Expr) -> pl.DataFrame:
        named = pl.col("benefit_id").replace_strict(line, default=None, return_dtype=pl.String)
        told = payments.filter(kept).with_columns(named.alias("name")).drop_nulls("name")
        sums = told.group_by("name").agg(pl.col("fen").sum())
        return pl.concat([sums, sums.select(pl.lit("").alias("name"), pl.col("fen").sum())])

    month = pl.col("month")
    on_file = by_line(book.paid, pl.lit(value=True)).rename({"fen": "on_file"})
    pace = by_line(book.paid, month > end.dt.offset_by("-1y")).rename({"fen": "pace_fen"})
    later = by_line(paid, month <= end.dt.offset_by("1y"))
    found = year_ahead(book)
    for told in (on_file, pace, later):
        found = found.join(told, on="name", how="left", maintain_order="left")
    found = found.with_columns(pl.col("on_file", "pace_fen", "fen").fill_null(0), as_of=pl.lit(book.as_of))
    return found.with_columns(came_fen=pl.col("fen") - pl.col("on_file")).select(BACKTEST.names()).cast(BACKTEST)


def scores(found: pl.DataFrame) -> pl.DataFrame:
    """Return one row per name, with the columns of SCORES; lines on which nothing came have no relative errors."""
    came, expected, pace = (pl.col(name).cast(pl.Float64) for name in ("came_fen", "expected_fen", "pace_fen"))
    whole = pl.when(came.sum() > 0).then(came.sum())
    told = found.group_by("name", maintain_order=True).agg(
        pl.len().alias("origins"),
        came.is_between("low_fen", "high_fen").mean().alias("coverage"),
        ((expected.sum() - came.sum()) / whole).alias("bias"),
        ((expected - came).abs().sum() / whole).alias("error"),
        ((pace.sum() - came.sum()) / whole).alias("pace_bias"),
        ((pace - came).abs().sum() / whole).alias("pace_error"),
    )
    return told.cast(SCORES)
