"""Spending a year ahead against what came: exact where nothing is uncertain, and a score that can be wrong."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from analytics.budget.exposure.backtest import BACKTEST, SCORES, backtest, scores, year_ahead
from analytics.budget.exposure.outlay import project
from tests.budget.exposure.books import SMALL, plausible

BOOK = plausible(3, SMALL)


def test_a_year_ahead_is_the_first_twelve_months_of_the_run_off() -> None:
    found = year_ahead(BOOK)
    whole = project(BOOK).mean[..., :12].sum()
    (told,) = found.filter(name="")["expected_fen"]
    assert told == pytest.approx(whole)
    assert found.filter(pl.col("name") != "")["expected_fen"].sum() == pytest.approx(whole)
    assert (found["low_fen"] <= found["expected_fen"]).all()


def test_the_year_begins_with_the_book_whatever_the_month() -> None:
    later = replace(BOOK, months=BOOK.months[3:], intake=BOOK.intake)
    (told,) = year_ahead(later).filter(name="")["expected_fen"]
    assert told == pytest.approx(project(later).mean[..., :12].sum())


def payments(*rows: tuple[str, date, int]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), {"benefit_id": pl.String, "month": pl.Date, "fen": pl.Int64}, orient="row")


def test_what_came_is_what_was_paid_since_beyond_what_was_on_file() -> None:
    stream = BOOK.streams[0]
    on_file = payments((stream, date(2025, 6, 1), 5), (stream, date(2026, 8, 1), 100))
    late = payments((stream, date(2026, 9, 1), 10), (stream, date(2027, 9, 1), 1_000), (stream, date(2027, 10, 1), 7))
    found = backtest([replace(BOOK, paid=on_file)], pl.concat([on_file, late]))
    assert found.schema == BACKTEST
    (row,) = found.filter(name="").rows(named=True)
    assert (row["pace_fen"], row["came_fen"]) == (100, 1_010)
    assert row == found.filter(name=BOOK.lines[0]).rows(named=True)[0] | {
        key: row[key] for key in ("name", "expected_fen", "sd_fen", "low_fen", "high_fen")
    }


def test_scores_tell_coverage_bias_and_errors() -> None:
    rows = [(100.0, 80, 90), (100.0, 80, 150)]
    frame = pl.DataFrame(
        [
            {"as_of": date(2025, 3, 31), "name": "", "expected_fen": mean, "sd_fen": 10.0, "low_fen": 85.0}
            | {"high_fen": 115.0, "pace_fen": pace, "came_fen": came}
            for mean, pace, came in rows
        ],
        schema=BACKTEST,
    )
    found = scores(frame)
    assert found.schema == SCORES
    (row,) = found.rows(named=True)
    assert (row["origins"], row["coverage"]) == (2, 0.5)
    assert row["bias"] == pytest.approx(-40 / 240)
    assert row["error"] == pytest.approx(60 / 240)
    assert row["pace_error"] == pytest.approx(80 / 240)


def test_a_line_on_which_nothing_came_has_no_relative_errors() -> None:
    found = scores(backtest([BOOK], payments()))
    assert found["bias"].null_count() == len(found)
    assert np.isfinite(found["coverage"].to_numpy()).all()
