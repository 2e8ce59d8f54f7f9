"""The money on one snapshot: what is due, what was approved and paid, what is owed, and what the rules find."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from threading import Lock

import polars as pl

from analytics import audit, budget, entitlement
from analytics.audit import Audit
from analytics.budget import Ledger
from analytics.entitlement import Dues, statements
from analytics.entitlement import exclusions as excluded
from analytics.pipeline.evaluation import Opened
from analytics.policy import Policy

Facts = Mapping[str, pl.DataFrame]


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
    ledger: budget.ledger. waiting: everything that waits for money with its age, see budget.aged. audit: what the
    twelve rules find in the payments, see audit.audit; it is made when it is first asked for.
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
    audited: Deferred = field(repr=False, compare=False)

    @cached_property
    def owed(self) -> pl.DataFrame:
        """What was approved and not paid: the arrears."""
        return budget.owed(self.waiting)

    @property
    def audit(self) -> Audit:
        return self.audited.result()


def account(
    opened: Opened,
    *,
    as_of: date,
    known_at: datetime | None = None,
    readings: Mapping[str, str] | None = None,
    before: Accounts | None = None,
    is_audited: bool = False,
) -> Accounts:
    """Return the money as of a day; raises PolicyError for an unknown reading or option.

    `before`: the money of an earlier snapshot; of it, what rests on the same facts and rules is kept.
    `is_audited`: the audit is asked for, and begun beside the rest.
    """
    policy = opened.policy_known(known_at)
    chosen = policy.settled(readings, as_of)
    facts = money_facts(opened, known_at)
    same = _Same(before, facts, policy, chosen, as_of)
    snapshot = opened.snapshot
    pairs = opened.vault.link_queue(snapshot.revoked_batches())
    pool = ThreadPoolExecutor()
    try:
        asked = pool.submit(lambda: same.dues or entitlement.dues(facts, policy, as_of=as_of, readings=chosen))
        approved = same.approved if same.approved is not None else statements.approved(facts, policy, as_of=as_of)
        paid = same.paid if same.paid is not None else statements.paid(facts, policy, as_of=as_of)
        dues = asked.result()
    finally:
        pool.shutdown(wait=False)
    options = {"as_of": as_of, "pairs": pairs, "approved": approved, "readings": chosen}
    audited = same.audit(dues, approved, paid, pairs) or Deferred(
        partial(audit.audit, facts, dues.due, paid, policy, **options)
    )
    if is_audited:
        audited.start()
    ledger = same.ledger(dues, approved, paid)
    if ledger is None:
        grounds = budget.grounds(facts, dues, policy, _otherwise(opened, facts, chosen, as_of))
        ledger = budget.ledger(dues.due, approved, paid, grounds, policy, as_of=as_of)
    waiting = same.waiting(ledger)
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
        waiting=budget.aged(ledger.open, policy, as_of=as_of) if waiting is None else waiting,
        pairs=pairs,
        audited=audited,
    )


def _otherwise(opened: Opened, facts: Facts, chosen: Mapping[str, str], as_of: date) -> dict[str, pl.DataFrame]:
    """Return what would have been due before any ruling or choice; nothing where the readings are those shipped."""
    shipped = opened.rulebook.settled(None, as_of)
    if chosen == shipped:
        return {}
    return {"rule_version": entitlement.dues(facts, opened.rulebook, as_of=as_of, readings=shipped).due}


class _Same:
    """What of earlier accounts holds for these facts: every part by the tables that it was made from."""

    def __init__(
        self, before: Accounts | None, facts: Facts, policy: Policy, readings: Mapping[str, str], as_of: date
    ) -> None:
        holds = before and (before.as_of, before.readings, before.policy) == (as_of, readings, policy)
        self._before = before if holds else None
        self._facts = facts
        self._policy = policy

    @property
    def dues(self) -> Dues | None:
        return self._before.dues if self._before and self._rest_on(*entitlement.facts_of(self._policy)) else None

    @property
    def approved(self) -> pl.DataFrame | None:
        return self._before.approved if self._before and self._rest_on("decision_amount", "application") else None

    @property
    def paid(self) -> pl.DataFrame | None:
        return self._before.paid if self._before and self._rest_on("payment", "application") else None

    def ledger(self, dues: Dues, approved: pl.DataFrame, paid: pl.DataFrame) -> Ledger | None:
        before = self._of(dues, approved, paid)
        return before.ledger if before and self._rest_on("application", "insurance_spell") else None

    def waiting(self, ledger: Ledger) -> pl.DataFrame | None:
        return self._before.waiting if self._before and self._before.ledger is ledger else None

    def audit(self, dues: Dues, approved: pl.DataFrame, paid: pl.DataFrame, pairs: pl.DataFrame) -> Deferred | None:
        before = self._of(dues, approved, paid)
        needed = {*audit.FACTS, *entitlement.facts_of(self._policy)}
        return before.audited if before and self._rest_on(*needed) and before.pairs.equals(pairs) else None

    def _of(self, dues: Dues, approved: pl.DataFrame, paid: pl.DataFrame) -> Accounts | None:
        before = self._before
        made_from = before and before.dues is dues and before.approved is approved and before.paid is paid
        return before if made_from else None

    def _rest_on(self, *names: str) -> bool:
        return self._before is not None and all(self._before.facts[name] is self._facts[name] for name in names)


def money_facts(opened: Opened, known_at: datetime | None = None) -> dict[str, pl.DataFrame]:
    """Return the fact tables that money is reckoned from, by name, with `person`."""
    snapshot = opened.snapshot
    # The statements are the longest tables: they are read first, and the short ones beside them.
    names = dict.fromkeys((*statements.FACTS, *audit.FACTS, *entitlement.facts_of(opened.policy)))
    del names["person"]
    with ThreadPoolExecutor() as pool:
        persons = pool.submit(snapshot.persons, known_at)
        tables = pool.map(lambda name: snapshot.facts(name, known_at), names)
        return dict(zip(names, tables, strict=True)) | {"person": persons.result()}


def exclusions(accounts: Accounts) -> pl.DataFrame:
    """Return why each person with a local month is due no monthly allowance, see entitlement.exclusions."""
    found = accounts.dues.due
    return excluded.exclusions(accounts.facts, accounts.policy, found, as_of=accounts.as_of, readings=accounts.readings)
