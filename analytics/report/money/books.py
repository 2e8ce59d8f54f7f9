"""What the money pages read: the accounts of one snapshot, taken as they are, and their sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import polars as pl

from analytics import budget
from analytics.budget import Ledger
from analytics.policy import Policy

#: The cause of what was approved and not paid.
OWED = "arrears"


class Books(Protocol):
    """The money as of a day; the grain of each frame is stated where it is made, see budget and entitlement."""

    @property
    def as_of(self) -> date: ...
    @property
    def known_at(self) -> datetime | None: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def facts(self) -> Mapping[str, pl.DataFrame]: ...
    @property
    def approved(self) -> pl.DataFrame: ...
    @property
    def paid(self) -> pl.DataFrame: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def waiting(self) -> pl.DataFrame: ...


def owed(books: Books) -> pl.DataFrame:
    """Return what was approved and not paid: the arrears with their ages, see budget.aged."""
    return budget.owed(books.waiting)


@dataclass(frozen=True)
class Sums:
    """Money in fen; payees who wait for what was approved, since when the oldest waits and for how many months."""

    due: int
    approved: int
    paid: int
    owed: int
    people: int
    oldest: date | None
    months: int


def sums(books: Books, benefit: str | None = None, year: int | None = None) -> Sums:
    """Return the sums of all benefits or of one; of a year: of the months of that year that are over or begun."""
    asked = of(benefit, year)
    due, approved, paid = (
        books.ledger.cells.filter(asked).select(pl.col("due_fen", "approved_fen", "paid_fen").sum()).row(0)
    )
    open_cells = owed(books).filter(asked)
    oldest = open_cells.select(pl.col("since").min()).item()
    months = open_cells.select(pl.col("months_owed").max()).item() or 0
    people = open_cells["beneficiary"].n_unique()
    return Sums(due, approved, paid, int(open_cells["amount_fen"].sum()), people, oldest, months)


def of(benefit: str | None, year: int | None = None) -> pl.Expr:
    """Return the condition of a cell of a benefit and of a year; both may be left open."""
    asked = pl.lit(value=True) if benefit is None else pl.col("benefit_id") == benefit
    return asked if year is None else asked & (pl.col("month").dt.year() == year)
