"""What of earlier accounts holds on a later snapshot: every part by the tables that it was made from.

Of one kind of batch more is kept, as it comes every month: payments that were only added. What they leave as it was is
not made anew, and the rest for those beneficiaries alone whom they are for.
"""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from analytics import audit, budget, entitlement
from analytics.budget import Ledger
from analytics.entitlement import Dues, statements
from analytics.pipeline.money import Accounts, Deferred, Facts
from analytics.policy import Policy
from analytics.records import Snapshot

_PAYMENT = "payment"
_DUES = ("due", "suppressed", "refused")
#: The tables from which what was approved, what was paid, and the ledger are told, beside what is due.
_APPROVED = ("decision_amount", "application")
_PAID = (_PAYMENT, "application")
_LEDGER = ("application", "insurance_spell")
#: For more beneficiaries than that all is made anew about as fast.
_FEW = 5_000


@dataclass(frozen=True)
class Added:
    """Payments that were only added: `rows` with those that they restate, and all that was ever told of `who`."""

    rows: pl.DataFrame
    who: pl.Series
    facts: Facts
    before: pl.DataFrame
    after: pl.DataFrame

    @classmethod
    def of(cls, before: Accounts, facts: Facts) -> "Added":
        """Return the payments of facts that those of earlier accounts do not have."""
        old, new, policy = before.facts[_PAYMENT], facts[_PAYMENT], before.policy
        last = old["record_id"].max()
        come = new.filter(pl.col("record_id") > last) if last is not None else new
        rows = pl.concat([come, old.filter(pl.col("row_key").is_in(come["row_key"].implode()))])
        who = rows.select(statements.beneficiary(policy)).to_series().drop_nulls().unique()
        told = {name: _of(facts[name], who, policy) for name in _PAID}
        spells = facts["insurance_spell"].filter(pl.col("person_key").is_in(who.implode()))
        mine = before.paid.filter(pl.col("beneficiary").is_in(who.implode()))
        return cls(
            rows, who, told | {"insurance_spell": spells}, mine, statements.paid(told, policy, as_of=before.as_of)
        )

    def paid(self, whole: pl.DataFrame) -> pl.DataFrame | None:
        """Return all that was paid, None where the payments change rows of before."""
        if not self.after[: len(self.before)].equals(self.before):
            return None
        return pl.concat([whole, self.after[len(self.before) :]], rechunk=False)

    def ledger(self, whole: Accounts) -> Ledger:
        """Return the ledger with the payments."""
        mine = pl.col("beneficiary").is_in(self.who.implode())
        due, approved = whole.dues.due.filter(mine), whole.approved.filter(mine)
        grounds = budget.grounds(self.facts, whole.dues, whole.policy)
        before, after = (
            budget.ledger(due, approved, paid, grounds, whole.policy, as_of=whole.as_of)
            for paid in (self.before, self.after)
        )
        return budget.spliced(whole.ledger, before, after)


def _of(rows: pl.DataFrame, who: pl.Series, policy: Policy) -> pl.DataFrame:
    """Return the rows of beneficiaries; those that name any of them are found first, for they are few."""
    names = [pl.col(name) for name in ("person_key", "employer_id")]
    is_near = pl.any_horizontal(name.is_in(who.implode()) for name in names)
    is_of_unit = pl.all_horizontal(name.is_null() for name in names)
    near = rows.filter(is_near.fill_null(value=False) | is_of_unit)
    return near.filter(statements.beneficiary(policy).is_in(who.implode()))


class Same:
    """What of earlier accounts holds for these facts."""

    def __init__(self, before: Accounts | None, facts: Facts, snapshot: Snapshot) -> None:
        """`before`: accounts of the same day, time, rules and readings."""
        self._before = before
        self._facts = facts
        self._snapshot = snapshot

    @property
    def dues(self) -> Dues | None:
        before = self._before
        if before is None:
            return None
        needed = entitlement.facts_of(before.policy)
        if self._rest_on(*needed):
            return before.dues
        if not self._rest_on(*(name for name in needed if name != _PAYMENT)) or self.added is None:
            return None
        others = self.added.facts[_PAYMENT].join(self.added.rows, on="record_id", how="anti")
        return before.dues if entitlement.say_nothing(self.added.rows, others, before.dues, before.policy) else None

    def or_same(self, dues: Dues) -> Dues:
        """Return the dues of before where those made anew are no others."""
        before = self._before and self._before.dues
        is_same = before and all(getattr(before, name).equals(getattr(dues, name)) for name in _DUES)
        return before if before and is_same else dues

    @property
    def approved(self) -> pl.DataFrame | None:
        return self._before.approved if self._before and self._rest_on(*_APPROVED) else None

    @property
    def paid(self) -> pl.DataFrame | None:
        if self._before is None or self._rest_on(*_PAID):
            return self._before and self._before.paid
        return self.added.paid(self._before.paid) if self.added else None

    @cached_property
    def added(self) -> Added | None:
        """What was paid beside what earlier accounts have, where nothing else happened to the payments."""
        before = self._before
        if before is None or not self._rest_on(*_LEDGER):
            return None
        if before.known_at is not None or not self._snapshot.adds_to(before.standing):
            return None
        added = Added.of(before, self._facts)
        return added if len(added.who) <= _FEW else None

    def ledger(self, dues: Dues, approved: pl.DataFrame, paid: pl.DataFrame, *, is_shipped: bool) -> Ledger | None:
        """Return the ledger; is_shipped: it is told under the readings shipped alone."""
        before = self._before
        if before is None or before.dues is not dues or before.approved is not approved or not self._rest_on(*_LEDGER):
            return None
        if before.paid is paid:
            return before.ledger
        return self.added.ledger(before) if is_shipped and self.added else None

    def waiting(self, ledger: Ledger) -> pl.DataFrame | None:
        return self._before.waiting if self._before and self._before.ledger is ledger else None

    def audit(self, dues: Dues, approved: pl.DataFrame, paid: pl.DataFrame, pairs: pl.DataFrame) -> Deferred | None:
        before = self._before
        if before is None or before.dues is not dues or before.approved is not approved or before.paid is not paid:
            return None
        needed = {*audit.FACTS, *entitlement.facts_of(before.policy)}
        return before.audited if self._rest_on(*needed) and before.pairs.equals(pairs) else None

    def _rest_on(self, *names: str) -> bool:
        return self._before is not None and all(self._before.facts[name] is self._facts[name] for name in names)
