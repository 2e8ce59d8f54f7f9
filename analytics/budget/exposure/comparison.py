"""Scenarios side by side on the same shocks: cost by year and line, and how sure the difference is.

Means are those of the closed form, so that an empty scenario differs by exactly 0; intervals of a difference come from
draws that are the same for every scenario, so that only what differs is uncertain. Fen, float64 expectations.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from analytics.budget.exposure.book import Book, FloatArray
from analytics.budget.exposure.draws import shocks, spread
from analytics.budget.exposure.outlay import Outlay, Totals, interval, project, totals
from analytics.budget.exposure.scenario import Scenario

#: One row per scenario (0: as the policy stands), line ("": all) and year (null: all); low and high: the interval.
COMPARED = pl.Schema(
    {
        "scenario": pl.Int32,
        "line": pl.String,
        "year": pl.Int32,
        **dict.fromkeys(("mean_fen", "low_fen", "high_fen"), pl.Float64),
        **dict.fromkeys(("difference_fen", "difference_low_fen", "difference_high_fen"), pl.Float64),
    }
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """How intervals are drawn: number of draws, seed, and the probabilities of the two ends, by the register."""

    draws: int
    seed: int
    ends: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Sums:
    """[line, the last all lines; year, the last all years; ...] of a [draw, line, year] or [line, year] array."""

    mean: FloatArray
    low: FloatArray
    high: FloatArray


def compare(book: Book, scenarios: Sequence[Scenario], drawing: Drawing) -> pl.DataFrame:
    """Return the policy as it stands and each scenario with its difference, by COMPARED."""
    stands, drawn = _as_it_stands(book, drawing)
    base, none = _reckoned(stands, drawing), np.zeros(drawn.shape[1:])
    lines, years = (*shocks(book, drawing.draws, drawing.seed).lines, ""), (*stands.years, None)
    rows = list(_rows(0, lines, years, base, _Sums(none, none, none)))
    for number, scenario in enumerate(scenarios, start=1):
        outlay = project(book, scenario)
        found = _reckoned(outlay, drawing)
        apart = _margins(spread(outlay, drawing.draws, drawing.seed)) - drawn
        low, high = np.quantile(apart, drawing.ends, axis=0)
        rows += _rows(number, lines, years, found, _Sums(found.mean - base.mean, low, high))
    return pl.DataFrame(rows, schema=COMPARED, orient="row")


@lru_cache(maxsize=4)
def _as_it_stands(book: Book, drawing: Drawing) -> tuple[Outlay, FloatArray]:
    """Return the outlay without a change and its draws: what every scenario of a book is held against."""
    outlay = project(book)
    return outlay, _margins(spread(outlay, drawing.draws, drawing.seed))


def _reckoned(outlay: Outlay, drawing: Drawing) -> _Sums:
    by_line, of_all = totals(outlay, outlay.book.lines), totals(outlay)
    both = Totals((), np.vstack([by_line.mean, of_all.mean]), np.vstack([by_line.variance, of_all.variance]))
    ends = interval(both.mean, both.variance, drawing.ends)
    return _Sums(both.mean, ends[..., 0], ends[..., 1])


def _margins(drawn: FloatArray) -> FloatArray:
    """Return the draws with the sum over lines as a last line, and over years as a last year."""
    with_all = np.concatenate([drawn, drawn.sum(axis=1, keepdims=True)], axis=1)
    return np.concatenate([with_all, with_all.sum(axis=2, keepdims=True)], axis=2)


def _rows(
    number: int, lines: Sequence[str], years: Sequence[int | None], found: _Sums, difference: _Sums
) -> Iterator[tuple[object, ...]]:
    for place, line in enumerate(lines):
        for column, year in enumerate(years):
            sums = (part[place, column] for sums in (found, difference) for part in (sums.mean, sums.low, sums.high))
            yield number, line, year, *(float(value) for value in sums)
