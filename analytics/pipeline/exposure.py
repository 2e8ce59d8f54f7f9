"""What has been promised and what it will cost, from the money as of a day."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from analytics.budget.exposure import building, frames
from analytics.budget.exposure.book import Book
from analytics.budget.exposure.frames import By
from analytics.budget.exposure.history import History
from analytics.budget.exposure.outlay import Outlay, project
from analytics.budget.exposure.streams import Streams
from analytics.entitlement.prospects import Prospects, prospects
from analytics.pipeline.accounts import Accounts, Facts


@dataclass(frozen=True, eq=False)
class Exposure:
    """Expected spending responsibility: the book of promises, and what the policy as it stands makes of it.

    committed: what people who are approved have ahead, see entitlement.prospects, as if all of them stayed.
    kind: what goes on to be given in kind, see entitlement.prospects; estimated values, no money.
    reconciled: paid, arrears, undecided and unclaimed against the ledger, see frames.reconciled.
    """

    as_of: date
    version: int
    is_demo: bool
    book: Book
    outlay: Outlay
    committed: pl.DataFrame
    kind: pl.DataFrame
    reconciled: pl.DataFrame

    @property
    def estimates(self) -> pl.DataFrame:
        """What was estimated, from how many events, with which range, see estimates.ESTIMATES."""
        return self.book.estimates

    @property
    def is_reconciled(self) -> bool:
        return bool((self.reconciled["difference_fen"] == 0).all())

    @cached_property
    def run_off(self) -> pl.DataFrame:
        """Expected cash by class and month, see frames.run_off."""
        return frames.run_off(self.outlay)

    @cached_property
    def _nominal(self) -> Outlay:
        return frames.nominal(self.book)

    def summary(self, by: By = "all") -> pl.DataFrame:
        """Return the exposure by class and year of all, each stream, line or unit, see frames.SUMMARY."""
        return frames.summary(self.outlay, self._nominal, by)


def exposure(accounts: Accounts, batches: pl.DataFrame) -> Exposure:
    """Return the exposure; batches: those of the snapshot, which tell when a record became known."""
    policy, as_of = accounts.policy, accounts.as_of
    history = History(
        policy=policy,
        streams=Streams.of(policy),
        as_of=as_of,
        due=accounts.dues.due,
        approved=accounts.approved,
        paid=accounts.paid,
        applications=accounts.facts["application"],
        recorded=recorded(accounts.facts, accounts.dues.due, batches),
    )
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(_prospects, accounts)
        told = building.gathered(history)
        ahead = asked.result()
    coming = building.coming(told, ahead.money)
    book = building.book(told, coming, accounts.ledger.open)
    return Exposure(
        as_of=as_of,
        version=accounts.version,
        is_demo=accounts.is_demo,
        book=book,
        outlay=project(book),
        committed=building.committed(coming),
        kind=ahead.kind,
        reconciled=frames.reconciled(book, accounts.paid, accounts.ledger.open),
    )


def _prospects(accounts: Accounts) -> Prospects:
    return prospects(
        accounts.facts,
        accounts.policy,
        accounts.dues.due,
        accounts.approved,
        as_of=accounts.as_of,
        until=building.last_month(accounts.policy, accounts.as_of),
        readings=accounts.readings,
        late_months=accounts.policy.assumptions.months("late_months"),
    )


def recorded(facts: Facts, due: pl.DataFrame, batches: pl.DataFrame) -> pl.DataFrame:
    """Return fact, record_id and recorded (day), of the facts that something is due by."""
    days = batches.select("batch_id", recorded=pl.col("recorded_at").dt.date())
    parts = [
        facts[fact].select(pl.lit(fact).alias("fact"), "record_id", "batch_id").join(days, on="batch_id", how="left")
        for fact in due["fact"].unique().sort()
        if fact in facts
    ]
    empty = pl.DataFrame(schema={"fact": pl.String, "record_id": pl.Int64, "recorded": pl.Date})
    return pl.concat([empty, *(part.drop("batch_id") for part in parts)])
