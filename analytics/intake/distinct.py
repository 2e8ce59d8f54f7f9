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
        height = len(cells)
        if height < _FEWEST_ROWS or _about_distinct(cells) * _ROWS_PER_SPELLING > height:
            return Spellings(cells)
        coded = cells.cast(pl.Categorical(pl.Categories.random()))
        spelled = coded.unique().drop_nulls()
        distinct = spelled.cast(pl.String).gather(spelled.to_physical().arg_sort())
        blank = pl.Series(cells.name, [None], dtype=pl.String)
        return Spellings(pl.concat([distinct, blank]), coded.to_physical().fill_null(len(distinct)))

    def spread(self, values: pl.Series) -> pl.Series:
        """Return for every row what was found out about its spelling."""
        return values if self.codes is None else values.gather(self.codes)

    def cells(self) -> pl.Series:
        """Return the cells of every row."""
        return self.spread(self.distinct)

    def filter(self, rows: pl.Series) -> "Spellings":
        """Return the column with some of its rows."""
        if self.codes is None:
            return Spellings(self.distinct.filter(rows))
        return Spellings(self.distinct, self.codes.filter(rows))


def _about_distinct(cells: pl.Series) -> int:
    return int(cells.to_frame().select(pl.all().approx_n_unique()).item())


def by_cell(columns: Mapping[str, Spellings], ask: Callable[[list[str]], Iterable[pl.Expr]]) -> pl.DataFrame:
    """Answer questions about single cells for every row; `ask` names the questions about some of the columns."""
    together = [name for name, spellings in columns.items() if spellings.codes is None]
    plain = pl.DataFrame([columns[name].distinct.alias(name) for name in together])
    answers = plain.select(*ask(together)).get_columns() if together else []
    for name, spellings in columns.items():
        if spellings.codes is not None:
            found = spellings.distinct.alias(name).to_frame().select(*ask([name]))
            answers += found.select(pl.all().gather(spellings.codes)).get_columns()
    return pl.DataFrame(answers)
