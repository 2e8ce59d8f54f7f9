"""Everything that is known of the money of one person: cut out of the accounts of the city, and the trace behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import polars as pl

from analytics.budget import Ledger
from analytics.entitlement import Dues
from analytics.entitlement.trace import Trace, of_person, trace
from analytics.policy import Policy

_PERSON = "person"


class Accounts(Protocol):
    """The money of the city as of a day; the grain of each frame is stated where it is made."""

    @property
    def as_of(self) -> date: ...
    @property
    def known_at(self) -> datetime | None: ...
    @property
    def readings(self) -> Mapping[str, str]: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def facts(self) -> Mapping[str, pl.DataFrame]: ...
    @property
    def dues(self) -> Dues: ...
    @property
    def approved(self) -> pl.DataFrame: ...
    @property
    def paid(self) -> pl.DataFrame: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def waiting(self) -> pl.DataFrame: ...


@dataclass(frozen=True)
class PersonFile:
    """One person in the accounts; the frames have the columns of the accounts.

    due, cells, differences, waiting, approved, paid: what the person receives. others: what others receive for the
    person. suppressed, refused: of either kind. facts: the tables about the person alone.
    """

    key: str
    as_of: date
    policy: Policy
    facts: Mapping[str, pl.DataFrame]
    trace: Trace
    due: pl.DataFrame
    others: pl.DataFrame
    suppressed: pl.DataFrame
    refused: pl.DataFrame
    cells: pl.DataFrame
    differences: pl.DataFrame
    waiting: pl.DataFrame
    approved: pl.DataFrame
    paid: pl.DataFrame


def is_known(accounts: Accounts, key: str) -> bool:
    """Tell whether the records know a person."""
    return bool((accounts.facts[_PERSON]["person_key"] == key).any()) or bool(
        (accounts.paid["person_key"] == key).any()
    )


def person_file(accounts: Accounts, key: str) -> PersonFile:
    """Return the file of a person; one whom nobody knows has an empty one."""
    facts = of_person(accounts.facts, key)
    found = trace(key, facts, accounts.policy, as_of=accounts.as_of, readings=accounts.readings)
    mine, about = pl.col("beneficiary") == key, pl.col("person_key") == key
    dues = accounts.dues
    return PersonFile(
        key=key,
        as_of=accounts.as_of,
        policy=accounts.policy,
        facts=facts,
        trace=found,
        due=dues.due.filter(mine),
        others=dues.due.filter(about & ~mine),
        suppressed=dues.suppressed.filter(mine | about),
        refused=dues.refused.filter(mine | about),
        cells=accounts.ledger.cells.filter(mine),
        differences=accounts.ledger.differences.filter(mine),
        waiting=accounts.waiting.filter(mine),
        approved=accounts.approved.filter(mine),
        paid=accounts.paid.filter(mine),
    )
