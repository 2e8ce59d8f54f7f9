"""How good expected spending was: what would have been told at the ends of earlier quarters, against what came."""

import calendar
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

import polars as pl

from analytics.budget.exposure.backtest import BACKTEST, backtest, scores
from analytics.budget.exposure.book import Book
from analytics.identity import Vault, backtests
from analytics.identity.backtests import KeptBacktest
from analytics.pipeline.accounts import account
from analytics.pipeline.evaluation import Opened
from analytics.pipeline.exposure import exposure

_YEAR, _QUARTER = 12, 3
_CLOSE = time(23, 59, 59)


@dataclass(frozen=True, eq=False)
class Backtest:
    """One row per origin and line, see exposure.backtest.BACKTEST; made of which version, up to which day, and when."""

    version: int
    as_of: date
    made_at: datetime
    frame: pl.DataFrame

    @property
    def scores(self) -> pl.DataFrame:
        """Coverage, bias and errors by line, and of all, see exposure.backtest.SCORES."""
        return scores(self.frame)


def make_backtest(opened: Opened, *, as_of: date, at: datetime) -> Backtest:
    """Return the back-test of quarterly origins, each by what was known on its day.

    Origins lie a year and more before `as_of`, and a year after the first payment; there may be none.
    """
    batches = opened.snapshot.batches()
    latest = exposure(account(opened, as_of=as_of), batches).book
    books = [_book(opened, origin, batches) for origin in origins(latest)]
    return Backtest(opened.version, as_of, at, backtest(books, latest.paid))


def origins(latest: Book) -> Iterator[date]:
    """Yield month ends, a quarter apart, at which a year had been paid and after which another one has."""
    paid = latest.paid.filter(pl.col("fen") > 0)["month"]
    if paid.is_empty():
        return
    first, last = (month.year * _YEAR + month.month - 1 for month in (min(paid), latest.months[0]))
    found = list(range(last - 1 - _YEAR, first + _YEAR - 1, -_QUARTER))
    for number in reversed(found):
        year, month = divmod(number, _YEAR)
        yield date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _book(opened: Opened, origin: date, batches: pl.DataFrame) -> Book:
    known_at = datetime.combine(origin, _CLOSE)
    return exposure(account(opened, as_of=origin, known_at=known_at), batches).book


def keep_backtest(vault: Vault, made: Backtest) -> None:
    """Keep a back-test, so that pages can show it with its age."""
    backtests.keep(vault, KeptBacktest("spending", made.version, made.as_of, made.made_at, made.frame.write_json()))


def latest_backtest(vault: Vault) -> Backtest | None:
    """Return the back-test made last, none where there is none."""
    kept = backtests.latest(vault, "spending")
    if kept is None:
        return None
    frame = pl.read_json(io.BytesIO(kept.rows.encode()), schema=BACKTEST)
    return Backtest(kept.version, kept.as_of, kept.made_at, frame)
