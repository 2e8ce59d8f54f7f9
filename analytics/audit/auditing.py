"""The twelve rules over the payments of a home, or over one batch before it is approved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from analytics.audit import amounts, approvals, calendar, clusters, eligibility
from analytics.audit.books import Books, open_books
from analytics.audit.findings import FINDINGS, HITS, RECOVERABLE, gather, recoverable
from analytics.entitlement import statements
from analytics.policy import Policy

#: Numbers from here on are of rows that are not stored: they come after every record of a home.
UNSTORED: Final = 1 << 62
_MONTHLY: Final = "month"
#: Tables that the rules read beside those of the dues and the statements.
FACTS: Final = (*statements.FACTS, "insurance_spell", "qualification", "person", "employer")


@dataclass(frozen=True, slots=True)
class Audit:
    """findings: one row per finding, by FINDINGS. recoverable: one row per payment and rule, by RECOVERABLE."""

    findings: pl.DataFrame
    recoverable: pl.DataFrame

    @property
    def owed(self) -> pl.DataFrame:
        """The findings by which somebody got too little, with what is owed, positive, in `amount_fen`."""
        return self.findings.filter(pl.col("amount_fen") < 0).with_columns(-pl.col("amount_fen"))

    @property
    def confirmed_fen(self) -> int:
        return self._sum(is_lead=False)

    @property
    def lead_fen(self) -> int:
        return self._sum(is_lead=True)

    def _sum(self, *, is_lead: bool) -> int:
        return int(self.recoverable.filter(pl.col("is_lead") == is_lead)["fen"].sum())


def audit(
    facts: Mapping[str, pl.DataFrame],
    due: pl.DataFrame,
    paid: pl.DataFrame,
    policy: Policy,
    *,
    as_of: date,
    pairs: pl.DataFrame | None = None,
    approved: pl.DataFrame | None = None,
    readings: Mapping[str, str] | None = None,
) -> Audit:
    """Return what the twelve rules find in the payments.

    facts: the tables of FACTS and of entitlement.facts_of. due: of entitlement.dues. paid, approved: of
    entitlement.statements, the latter found out of the facts where it is not given. pairs: the queue of links.
    readings: the options that were chosen; the others are those in force on the day.
    """
    books = _books(facts, due, paid, policy, as_of=as_of, approved=approved, readings=readings)
    found = _found(books, pairs)
    return Audit(gather(found, policy), recoverable(found, books))


def before_payment(
    rows: pl.DataFrame,
    facts: Mapping[str, pl.DataFrame],
    due: pl.DataFrame,
    paid: pl.DataFrame,
    policy: Policy,
    *,
    as_of: date,
    pairs: pl.DataFrame | None = None,
    readings: Mapping[str, str] | None = None,
) -> Audit:
    """Return what the rules would find in a batch if it were paid today, and nothing that does not involve its rows.

    rows: one row per payment with the columns of the fact `payment` as a file brings them; a row without a record_id is
    numbered from UNSTORED on, in its order. Money of the history is in nobody's sum.
    """
    batch = _as_payments(rows, facts["payment"], as_of)
    near = _near(batch, policy)
    account = pl.col("account_key").is_in(batch["account_key"].drop_nulls().unique().implode()).fill_null(value=False)
    known = pl.concat([facts["payment"].filter(near | account), batch], how="diagonal_relaxed")
    told = dict(facts) | {"payment": known}
    # The batch is read beside what is stored: what only tells stored money again, or takes it back, is no payment.
    stated = statements.paid(told | {"application": facts["application"].filter(near)}, policy, as_of=as_of)
    key, new = ["fact", "record_id"], batch.select("record_id", fact=pl.lit("payment"))
    history = paid.filter(near | account).join(stated, on=key, how="semi", maintain_order="left")
    added = stated.join(new, on=key, how="semi", maintain_order="left")
    money = pl.concat([history, added], how="vertical_relaxed")
    books = _books(told, due, money, policy, as_of=as_of, readings=readings)
    found = _found(books, pairs).join(new, on="record_id", how="semi", maintain_order="left")
    return Audit(gather(found, policy), recoverable(found, books))


def _near(batch: pl.DataFrame, policy: Policy) -> pl.Expr:
    """Return which rows are of the persons of a batch, or of the sums of its employers."""
    monthly = [benefit.id for benefit in policy.benefits if benefit.per == _MONTHLY]
    sums = batch.filter(~pl.col("benefit_id").is_in(monthly))
    of_person = pl.col("person_key").is_in(batch["person_key"].drop_nulls().unique().implode())
    of_employer = pl.col("employer_id").is_in(sums["employer_id"].drop_nulls().unique().implode())
    of_sum = of_employer & ~pl.col("benefit_id").is_in(monthly)
    return of_person.fill_null(value=False) | of_sum.fill_null(value=False)


def _books(
    facts: Mapping[str, pl.DataFrame],
    due: pl.DataFrame,
    paid: pl.DataFrame,
    policy: Policy,
    *,
    as_of: date,
    approved: pl.DataFrame | None = None,
    readings: Mapping[str, str] | None = None,
) -> Books:
    decided = statements.approved(facts, policy, as_of=as_of) if approved is None else approved
    return open_books(facts, due, paid, decided, policy, as_of=as_of, readings=readings)


def _as_payments(rows: pl.DataFrame, payments: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return the rows of a batch as facts, numbered, and paid on the day of the question where no day is stated."""
    whole = pl.concat([payments.clear(), rows], how="diagonal_relaxed")
    return whole.with_columns(
        record_id=pl.coalesce("record_id", UNSTORED + pl.int_range(pl.len())),
        paid_on=pl.coalesce("paid_on", pl.lit(as_of)),
    )


def _found(books: Books, pairs: pl.DataFrame | None) -> pl.DataFrame:
    return pl.concat([HITS.to_frame(), *_hits(books, pairs)])


def _hits(books: Books, pairs: pl.DataFrame | None) -> Iterator[pl.DataFrame]:
    """Yield what each rule finds."""
    yield calendar.twice(books)
    yield calendar.exclusive(books)
    yield from calendar.insured_months(books)
    yield calendar.over_limit(books)
    yield amounts.wrong_rate(books)
    yield amounts.over_cap(books)
    yield from eligibility.not_eligible(books)
    yield eligibility.certificates(books)
    yield clusters.affiliation(books)
    yield clusters.shared_accounts(books, pairs)
    yield clusters.identities(books, pairs)
    yield approvals.unpaid(books)
    yield approvals.too_early(books)
    yield approvals.left_early(books)
    yield approvals.split(books)
    yield approvals.same_day(books)


__all__ = ["FACTS", "FINDINGS", "RECOVERABLE", "Audit", "audit", "before_payment"]
