"""What is due does not rest on most of what was paid."""

import polars as pl

from analytics.entitlement.dues import Dues
from analytics.entitlement.rates import GROUP
from analytics.entitlement.refusals import WHO
from analytics.entitlement.statements import beneficiary
from analytics.policy import Policy

_PAYMENT = "payment"


def say_nothing(payments: pl.DataFrame, others: pl.DataFrame, found: Dues, policy: Policy) -> bool:
    """Tell whether the same is due, put aside and refused with rows of the fact payment and without them.

    others: the other payments of the same beneficiaries. Where payments are no evidence for a benefit, the first to
    somebody speaks for all that follow; and who is due a monthly allowance may be paid it.
    """
    claims = [(benefit.id, benefit.claim) for benefit in policy.benefits if benefit.claim]
    shown = [(own, part) for own, claim in claims for part in claim.parts() if part.fact == _PAYMENT]
    speaking = {named for own, part in shown for named in part.where.get("benefit_id", (own,))}
    is_silent = pl.col("benefit_id").is_in([benefit.id for benefit in policy.benefits if benefit.id not in speaking])
    is_allowance = pl.col("benefit_id").is_in(policy.conflict(GROUP).benefits)
    due = found.due.filter(is_allowance)["person_key"].drop_nulls().unique()
    who = beneficiary(policy)
    first = others.with_columns(who).group_by(WHO).agg(first=pl.col("record_id").min())
    told = payments.with_columns(who).join(first, on=WHO, how="left", nulls_equal=True)
    is_due = is_allowance & pl.col("person_key").is_in(due.implode())
    is_told = pl.col("first") < pl.col("record_id")
    says_nothing = is_silent & (is_due.fill_null(value=False) | is_told.fill_null(value=False))
    return bool(told.select(says_nothing.fill_null(value=False).all()).item())
