"""The money on one snapshot: what is due, what was approved and paid, what is owed, and what the rules find."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import polars as pl

from analytics import audit, budget, entitlement
from analytics.audit import Audit
from analytics.budget import Ledger
from analytics.entitlement import Dues, statements
from analytics.pipeline.evaluation import Opened
from analytics.policy import Policy


@dataclass(frozen=True)
class Accounts:
    """The money as of a day, by what was known by a time, under one choice of readings; the same give the same.

    facts: the tables everything was made from. due: entitlement.dues. approved, paid: entitlement.statements.
    ledger: budget.ledger. waiting: everything that waits for money with its age, see budget.aged.
    """

    as_of: date
    known_at: datetime | None
    version: int
    is_demo: bool
    readings: Mapping[str, str]
    policy: Policy
    facts: Mapping[str, pl.DataFrame]
    dues: Dues
    approved: pl.DataFrame
    paid: pl.DataFrame
    ledger: Ledger
    waiting: pl.DataFrame
    pairs: pl.DataFrame

    @cached_property
    def owed(self) -> pl.DataFrame:
        """What was approved and not paid: the arrears."""
        return budget.owed(self.waiting)

    @cached_property
    def audit(self) -> Audit:
        """What the twelve rules find in the payments, see audit.audit."""
        return audit.audit(
            self.facts,
            self.dues.due,
            self.paid,
            self.policy,
            as_of=self.as_of,
            pairs=self.pairs,
            approved=self.approved,
        )


def account(
    opened: Opened, *, as_of: date, known_at: datetime | None = None, readings: Mapping[str, str] | None = None
) -> Accounts:
    """Return the money as of a day; raises PolicyError for an unknown reading or option."""
    policy = opened.policy_known(known_at)
    chosen = policy.settled(readings, as_of)
    facts = money_facts(opened, known_at)
    dues = entitlement.dues(facts, policy, as_of=as_of, readings=chosen)
    approved = statements.approved(facts, policy, as_of=as_of)
    paid = statements.paid(facts, policy, as_of=as_of)
    ledger = budget.ledger(dues.due, approved, paid, budget.grounds(facts, dues, policy), policy, as_of=as_of)
    snapshot = opened.snapshot
    return Accounts(
        as_of=as_of,
        known_at=known_at,
        version=snapshot.version,
        is_demo=snapshot.is_demo,
        readings=chosen,
        policy=policy,
        facts=facts,
        dues=dues,
        approved=approved,
        paid=paid,
        ledger=ledger,
        waiting=budget.aged(ledger.open, policy, as_of=as_of),
        pairs=opened.vault.link_queue(snapshot.revoked_batches()),
    )


def money_facts(opened: Opened, known_at: datetime | None = None) -> dict[str, pl.DataFrame]:
    """Return the fact tables that money is reckoned from, by name, with `person`."""
    snapshot = opened.snapshot
    names = {*entitlement.facts_of(opened.policy), *statements.FACTS, *audit.FACTS}
    facts = {name: snapshot.facts(name, known_at) for name in sorted(names) if name != "person"}
    return facts | {"person": snapshot.persons(known_at)}
