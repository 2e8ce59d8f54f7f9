"""The money on one snapshot, as one thing, with the audit that may still be on its way."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from threading import Lock

import polars as pl

from analytics import budget
from analytics.audit import Audit
from analytics.budget import Ledger
from analytics.entitlement import Dues
from analytics.policy import Policy
from analytics.records import Standing

Facts = Mapping[str, pl.DataFrame]


class Coming(Mapping[str, pl.DataFrame]):
    """Tables that are being read: who asks for one waits for it, and not for the others."""

    def __init__(self, tables: Mapping[str, Future[pl.DataFrame]]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self._tables[name].result()

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


class Deferred:
    """An audit that is made once, in a worker: when it is started, or else when it is first asked for."""

    def __init__(self, make: Callable[[], Audit]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: Future[Audit] | None = None

    def start(self) -> Future[Audit]:
        with self._lock:
            if self._made is None:
                pool = ThreadPoolExecutor(max_workers=1)
                self._made = pool.submit(self._make)
                pool.shutdown(wait=False)
            return self._made

    def result(self) -> Audit:
        """Return the audit; raises, every time, what was raised as it was made."""
        return self.start().result()


@dataclass(frozen=True)
class Accounts:
    """The money as of a day, by what was known by a time, under one choice of readings; the same give the same.

    facts: the tables everything was made from. due: entitlement.dues. approved, paid: entitlement.statements.
    ledger: budget.ledger. standing: of the snapshot. waiting: everything that waits for money with its age, see
    budget.aged. audit: what the twelve rules find in the payments, see audit.audit; it is made when first asked for.
    """

    as_of: date
    known_at: datetime | None
    version: int
    is_demo: bool
    readings: Mapping[str, str]
    policy: Policy
    facts: Facts
    dues: Dues
    approved: pl.DataFrame
    paid: pl.DataFrame
    ledger: Ledger
    waiting: pl.DataFrame
    pairs: pl.DataFrame
    standing: Standing
    audited: Deferred = field(repr=False, compare=False)

    @cached_property
    def owed(self) -> pl.DataFrame:
        """What was approved and not paid: the arrears."""
        return budget.owed(self.waiting)

    @property
    def audit(self) -> Audit:
        return self.audited.result()

    def is_of(self, as_of: date, known_at: datetime | None, readings: Mapping[str, str], policy: Policy) -> bool:
        """Tell whether the same day, time, readings and rules were asked for."""
        return (self.as_of, self.known_at, self.readings, self.policy) == (as_of, known_at, readings, policy)
