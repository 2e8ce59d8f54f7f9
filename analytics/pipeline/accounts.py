"""How the money on one snapshot is made: what is due, approved, paid and owed, and what the rules find."""

from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date, datetime
from functools import partial

import polars as pl

from analytics import audit, budget, entitlement
from analytics.entitlement import exclusions as excluded
from analytics.entitlement import statements
from analytics.pipeline.evaluation import Opened
from analytics.pipeline.keeping import Same
from analytics.pipeline.money import Accounts, Coming, Deferred, Facts


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
    snapshot = opened.snapshot
    pairs = opened.vault.link_queue(snapshot.revoked_batches())
    pool = ThreadPoolExecutor()
    try:
        facts = _begun(opened, known_at, pool)
        same = Same(before if before and before.is_of(as_of, known_at, chosen, policy) else None, facts, snapshot)
        dues, approved, paid = same.dues, same.approved, same.paid
        asked = pool.submit(lambda: dues or entitlement.dues(facts, policy, as_of=as_of, readings=chosen))
        approved = statements.approved(facts, policy, as_of=as_of) if approved is None else approved
        paid = statements.paid(facts, policy, as_of=as_of) if paid is None else paid
        dues = same.or_same(asked.result())
    finally:
        pool.shutdown(wait=False)
    facts = dict(facts)
    options = {"as_of": as_of, "pairs": pairs, "approved": approved, "readings": chosen}
    audited = same.audit(dues, approved, paid, pairs) or Deferred(
        partial(audit.audit, facts, dues.due, paid, policy, **options)
    )
    if is_audited:
        audited.start()
    otherwise = chosen != opened.rulebook.settled(None, as_of)
    ledger = same.ledger(dues, approved, paid, is_shipped=not otherwise)
    if ledger is None:
        grounds = budget.grounds(facts, dues, policy, _otherwise(opened, facts, as_of) if otherwise else None)
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
        standing=snapshot.standing,
        audited=audited,
    )


def _otherwise(opened: Opened, facts: Facts, as_of: date) -> dict[str, pl.DataFrame]:
    """Return what would have been due before any ruling or choice."""
    shipped = opened.rulebook.settled(None, as_of)
    return {"rule_version": entitlement.dues(facts, opened.rulebook, as_of=as_of, readings=shipped).due}


def money_facts(opened: Opened, known_at: datetime | None = None) -> dict[str, pl.DataFrame]:
    """Return the fact tables that money is reckoned from, by name, with `person`."""
    with ThreadPoolExecutor() as pool:
        return dict(_begun(opened, known_at, pool))


def _begun(opened: Opened, known_at: datetime | None, pool: Executor) -> Coming:
    """Begin to read the fact tables that money is reckoned from, by name, with `person`."""
    snapshot = opened.snapshot
    # The statements are the longest tables: they are read first, and the short ones beside them.
    names = dict.fromkeys((*statements.FACTS, *audit.FACTS, *entitlement.facts_of(opened.policy)))
    del names["person"]
    persons = pool.submit(snapshot.persons, known_at)
    return Coming({name: pool.submit(snapshot.facts, name, known_at) for name in names} | {"person": persons})


def exclusions(accounts: Accounts) -> pl.DataFrame:
    """Return why each person with a local month is due no monthly allowance, see entitlement.exclusions."""
    found = accounts.dues.due
    return excluded.exclusions(accounts.facts, accounts.policy, found, as_of=accounts.as_of, readings=accounts.readings)
