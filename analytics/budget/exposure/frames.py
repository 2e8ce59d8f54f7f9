"""The exposure as frames for pages and papers: by class, by year, and by stream, line or unit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import polars as pl

from analytics.budget.exposure.book import OPEN_CAUSES, Book, FloatArray, Stage
from analytics.budget.exposure.outlay import Class, Outlay, interval, project, totals

By = Literal["all", "stream", "line", "unit"]
PAID, TO_COME = "paid", "to_come"
#: 80 % of what may happen lie between.
BOUNDS = (0.1, 0.9)
#: name: "" for all, a benefit id, a budget line or a unit. class: paid, those of `Class`, and to_come, which is their
#: sum. year: of the cash, null for all years. nominal: as if everybody came, stayed and claimed. expected, sd, low,
#: high: fen, 80 % between low and high. tail: expected fen paid after the goal date, for all years alone.
SUMMARY = pl.Schema(
    {
        "name": pl.String,
        "class": pl.String,
        "year": pl.Int32,
        "nominal_fen": pl.Float64,
        "expected_fen": pl.Float64,
        "sd_fen": pl.Float64,
        "low_fen": pl.Float64,
        "high_fen": pl.Float64,
        "tail_fen": pl.Float64,
    }
)


def nominal(book: Book) -> Outlay:
    """Return the outlay if nobody left and everybody claimed: what the rules would come to."""
    everybody = {"hazard": np.zeros_like(book.hazard), "chance": np.ones_like(book.chance)}
    return project(replace(book, **everybody, uptake=np.ones_like(book.uptake)), moments=False)


def summary(outlay: Outlay, gross: Outlay, by: By) -> pl.DataFrame:
    """Return the exposure with the columns of SUMMARY; gross: see `nominal`. Sums over streams keep errors together."""
    book = outlay.book
    groups = {"all": [""] * len(book.streams), "stream": book.streams, "line": book.lines, "unit": book.units}[by]
    parts = [_paid(book, groups)]
    for name, classes in (*((one.name.lower(), (one,)) for one in Class), (TO_COME, tuple(Class))):
        parts.append(_expected(outlay, gross, groups, name, classes))
    return pl.concat(parts).sort("name", pl.col("year").is_null(), "year", "class", maintain_order=True)


def _expected(
    outlay: Outlay, gross: Outlay, groups: Sequence[str], name: str, classes: Sequence[Class]
) -> pl.DataFrame:
    found = totals(outlay, groups, classes)
    whole = totals(gross, groups, classes).mean
    member = (np.array(found.names)[:, None] == np.array(groups)).astype(np.float64)
    tail = np.full(found.mean.shape, np.nan)
    tail[:, -1] = member @ outlay.tail[list(classes)].sum(axis=0)
    bounds = interval(found.mean, found.variance, BOUNDS)
    years = [*outlay.years, None]
    rows = {
        "name": np.repeat(found.names, len(years)).tolist(),
        "class": [name] * found.mean.size,
        "year": years * len(found.names),
        "nominal_fen": whole.ravel(),
        "expected_fen": found.mean.ravel(),
        "sd_fen": np.sqrt(found.variance).ravel(),
        "low_fen": bounds[..., 0].ravel(),
        "high_fen": bounds[..., 1].ravel(),
        "tail_fen": tail.ravel(),
    }
    return pl.DataFrame(rows, schema=SUMMARY).with_columns(pl.col("tail_fen").fill_nan(None))


def _paid(book: Book, groups: Sequence[str]) -> pl.DataFrame:
    """Return what was paid; benefits that are no stream have no group but that of all."""
    group = dict(zip(book.streams, groups, strict=True))
    every = not any(groups)
    named = pl.col("benefit_id").replace_strict(group, default="" if every else None, return_dtype=pl.String)
    rows = book.paid.with_columns(named.alias("name"), year=pl.col("month").dt.year()).drop_nulls("name")
    by_year = rows.group_by("name", "year").agg(pl.col("fen").sum())
    ever = rows.group_by("name").agg(pl.col("fen").sum()).with_columns(year=pl.lit(None, pl.Int32))
    told = pl.concat([by_year, ever.select(by_year.columns)]).with_columns(pl.col("fen").cast(pl.Float64))
    money = {f"{column}_fen": pl.col("fen") for column in ("nominal", "expected", "low", "high")}
    zero = pl.lit(0.0)
    return told.with_columns(pl.lit(PAID).alias("class"), sd_fen=zero, tail_fen=zero, **money).select(SUMMARY.names())


def run_off(outlay: Outlay) -> pl.DataFrame:
    """Return class, month and expected_fen of cash, month by month to the end of the last tail."""
    by_month: FloatArray = outlay.mean.sum(axis=1)
    months = len(outlay.book.months)
    rows = {
        "class": np.repeat([one.name.lower() for one in Class], months).tolist(),
        "month": list(outlay.book.months) * len(Class),
        "expected_fen": by_month.ravel(),
    }
    return pl.DataFrame(rows, schema={"class": pl.String, "month": pl.Date, "expected_fen": pl.Float64})


def reconciled(book: Book, paid: pl.DataFrame, opened: pl.DataFrame) -> pl.DataFrame:
    """Return what, book_fen, ledger_fen and difference_fen: paid, arrears, undecided, unclaimed, all to the fen.

    paid: `statements.paid`. opened: the `open` of the ledger.
    """
    causes = dict(opened.group_by("cause").agg(pl.col("amount_fen").sum()).iter_rows())
    told = {PAID: (int(book.paid["fen"].sum()), int(paid["amount_fen"].sum()))}
    told |= {
        cause: (int(book.open_fen[stage].sum()), causes.get(cause, 0))
        for stage, cause in zip(Stage, OPEN_CAUSES, strict=True)
    }
    rows = [(what, ours, theirs, ours - theirs) for what, (ours, theirs) in told.items()]
    columns = {"what": pl.String, "book_fen": pl.Int64, "ledger_fen": pl.Int64, "difference_fen": pl.Int64}
    return pl.DataFrame(rows, schema=columns, orient="row")
