"""Cells looked at once per spelling: what a cell says does not depend on the row it stands in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

#: Below this, telling the spellings apart costs more than it saves; so it does where most rows have one of their own.
_FEWEST_ROWS = 20_000
_ROWS_PER_SPELLING = 4


@dataclass(frozen=True)
class Spellings:
    """The cells of a column once each, and which of them every row holds; without `codes`, a row holds its own."""

    distinct: pl.Series
    codes: pl.Series | None = None

    @staticmethod
    def of(cells: pl.Series) -> "Spellings":
        """Take the cells of a column apart where that pays."""
        return Spellings.of_all(cells.to_frame())[cells.name]

    @staticmethod
    def of_all(cells: pl.DataFrame) -> "dict[str, Spellings]":
        """Take the columns apart where that pays, all of them at once."""
        found = {name: Spellings(cells[name]) for name in cells.columns}
        if cells.height < _FEWEST_ROWS:
            return found
        counts = cells.select(pl.all().approx_n_unique()).row(0, named=True)
        few = [name for name, count in counts.items() if count * _ROWS_PER_SPELLING <= cells.height]
        coded = cells.select(pl.col(name).cast(pl.Categorical(pl.Categories.random())) for name in few)
        return found | {name: _coded(coded[name]) for name in few}

    def spread(self, values: pl.Series) -> pl.Series:
        """Return for every row what was found out about its spelling."""
        if self.codes is None:
            return values
        if values.dtype == pl.Boolean and values.n_unique() == 1:
            return values.new_from_index(0, len(self.codes))
        return values.gather(self.codes)

    def cells(self) -> pl.Series:
        """Return the cells of every row."""
        return self.spread(self.distinct)

    def filter(self, rows: pl.Series) -> "Spellings":
        """Return the column with some of its rows."""
        if self.codes is None:
            return Spellings(self.distinct.filter(rows))
        return Spellings(self.distinct, self.codes.filter(rows))


def _coded(cells: pl.Series) -> Spellings:
    """Return a column whose categories nobody else has: their numbers run from 0."""
    codes = cells.to_physical()
    last = codes.to_frame().select(pl.all().max()).item()
    numbers = pl.int_range(0 if last is None else last + 1, eager=True)
    distinct = numbers.cast(codes.dtype).cat.to(cells.dtype).cast(pl.String).alias(cells.name)
    if not codes.null_count():
        return Spellings(distinct, codes)
    return Spellings(distinct.extend_constant(None, 1), codes.fill_null(len(numbers)))


def by_cell(columns: Mapping[str, Spellings], ask: Callable[[list[str]], Iterable[pl.Expr]]) -> pl.DataFrame:
    """Answer questions about single cells for every row; `ask` names the questions about some of the columns."""
    together = [name for name, spellings in columns.items() if spellings.codes is None]
    plain = pl.DataFrame([columns[name].distinct.alias(name) for name in together])
    answers = plain.select(*ask(together)).get_columns() if together else []
    for name, spellings in columns.items():
        if spellings.codes is not None:
            found = spellings.distinct.alias(name).to_frame().select(*ask([name]))
            answers += map(spellings.spread, found.get_columns())
    return pl.DataFrame(answers)


def by_day(days: pl.Series, read: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Return what `read` makes of each day, asked once per day in a long column."""
    if len(days) < _FEWEST_ROWS:
        return read(days)
    distinct = days.unique()
    return days.replace_strict(distinct, read(distinct))
