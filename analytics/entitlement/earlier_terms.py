"""People of the earlier policy keep what was keyed in for them (r05): what was decided before this one, as decided."""

import polars as pl

from analytics.entitlement.claims import Asked
from analytics.entitlement.months import first_day, month_after_last_whole, months_between
from analytics.entitlement.statements import beneficiary

_RULE, _REASON = "case", "earlier_terms"


def earlier_terms(asked: Asked) -> pl.DataFrame:
    """Return the amounts decided before the policy, in the columns of what is due; never computed anew.

    A sum for a run of months that it cannot be shared over evenly is due in the first of them; the others fall due
    month by month.
    """
    is_earlier = (pl.col("decided_on") < asked.policy.document.effective) & (pl.col("decided_on") <= asked.as_of)
    decided = asked.facts["decision_amount"].filter(is_earlier)
    start = pl.coalesce("from_month", "decided_on").dt.truncate("1mo")
    end = pl.max_horizontal(start, pl.coalesce(pl.col("to_month").dt.truncate("1mo"), start))
    dated = decided.drop_nulls("amount_fen").with_columns(beneficiary(asked.policy), from_month=start, ended=end)
    span = months_between("from_month", "ended")
    is_even = pl.col("amount_fen") % span == 0
    last = first_day(month_after_last_whole(asked.as_of) - 1)
    due = dated.with_columns(
        amount_fen=pl.when(is_even).then(pl.col("amount_fen") // span).otherwise("amount_fen"),
        to_month=pl.when(is_even & (span > 1)).then(pl.min_horizontal("ended", last)).otherwise("from_month"),
        rule=pl.lit(_RULE),
        reason=pl.lit(_REASON),
        fact=pl.lit("decision_amount"),
    )
    begun = due.filter(pl.col("from_month") <= last)
    return begun.with_columns(months=months_between("from_month", "to_month"))
