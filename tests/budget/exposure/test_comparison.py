"""Scenarios side by side: an empty one differs by exactly nothing, parts sum, shocks are shared."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from analytics.budget.exposure.book import Book
from analytics.budget.exposure.comparison import COMPARED, Drawing, compare
from analytics.budget.exposure.outlay import project
from analytics.budget.exposure.scenario import Change, Scenario
from tests.budget.exposure.books import SMALL, plausible

DRAWING = Drawing(draws=500, seed=7, ends=(0.1, 0.9))
MORE = Scenario("more", (Change("intake", 1.2), Change("rate", 1.1)))
DIFFERENCES = [name for name in COMPARED.names() if name.startswith("difference")]


@pytest.fixture(scope="module")
def book() -> Book:
    return plausible(3, SMALL)


@pytest.fixture(scope="module")
def compared(book: Book) -> pl.DataFrame:
    return compare(book, [Scenario("empty"), MORE], DRAWING)


def test_one_row_stands_for_each_scenario_line_and_year(book: Book, compared: pl.DataFrame) -> None:
    assert compared.schema == COMPARED
    assert not compared.select("scenario", "line", "year").is_duplicated().any()
    assert len(compared) == 3 * (len(set(book.lines)) + 1) * (len(project(book).years) + 1)


def test_an_empty_scenario_differs_by_exactly_nothing(compared: pl.DataFrame) -> None:
    empty = compared.filter(pl.col("scenario") == 1)
    assert (empty.select(DIFFERENCES).to_numpy() == 0).all()
    stands = compared.filter(pl.col("scenario") == 0)
    assert empty.drop("scenario").equals(stands.drop("scenario"))


def test_lines_and_years_add_up(compared: pl.DataFrame) -> None:
    for amount in ("mean_fen", "difference_fen"):
        sums = compared.filter(pl.col("line") != "").group_by("scenario", "year").agg(pl.col(amount).sum().alias("sum"))
        whole = compared.filter(pl.col("line") == "").join(sums, on=["scenario", "year"], nulls_equal=True)
        assert whole["sum"].to_numpy() == pytest.approx(whole[amount].to_numpy(), rel=1e-9, abs=1)
        years = compared.filter(pl.col("year").is_not_null()).group_by("scenario", "line").agg(pl.col(amount).sum())
        ends = compared.filter(pl.col("year").is_null()).join(years, on=["scenario", "line"])
        assert ends[f"{amount}_right"].to_numpy() == pytest.approx(ends[amount].to_numpy(), rel=1e-9, abs=1)


def test_the_figures_are_those_of_the_kernel(book: Book, compared: pl.DataFrame) -> None:
    total = compared.filter(pl.col("line") == "", pl.col("year").is_null())["mean_fen"].to_list()
    assert total == pytest.approx([project(book).total, project(book).total, project(book, MORE).total])


def test_a_difference_lies_within_its_interval_which_is_tighter_than_that_of_the_levels(
    compared: pl.DataFrame,
) -> None:
    (row,) = compared.filter(
        pl.col("scenario") == 2, pl.col("line") == "", pl.col("year").is_null()
    ).to_dicts()  # fmt: skip
    assert 0 < row["difference_low_fen"] < row["difference_fen"] < row["difference_high_fen"]
    assert row["difference_high_fen"] - row["difference_low_fen"] < row["high_fen"] - row["low_fen"]


def test_the_same_scenario_twice_is_the_same_twice(book: Book) -> None:
    found = compare(book, [MORE, replace(MORE, changes=MORE.changes[::-1])], DRAWING)
    one, other = (found.filter(pl.col("scenario") == number).drop("scenario") for number in (1, 2))
    assert one.equals(other)
    assert np.isfinite(one.select(DIFFERENCES).to_numpy()).all()
