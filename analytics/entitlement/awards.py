"""All benefits but the monthly allowances: every claim with its amount, its conditions and how often it may come."""

from dataclasses import replace

import polars as pl

from analytics.entitlement.claims import Asked, claims_of
from analytics.entitlement.conditions import amount_checks, checks_of, first_failing
from analytics.entitlement.counts import counted, turn
from analytics.entitlement.formulas import DECIDED, cap, computed, floor
from analytics.entitlement.months import first_day, month_after_last_whole, months_between
from analytics.policy.benefits import Benefit
from analytics.policy.claims import Claim

MONTHLY, IN_KIND = "monthly_by_level", "in_kind"
#: The tables that state what was asked for, decided and paid.
STATING = ("decision_amount", "payment", "application")
_KEPT = (
    "benefit_id", "beneficiary", "person_key", "employer_id", "day", "year", "since", "until", "fact", "record_id",
    "rule", "period", "turn", "computed", "amount", "cap_fen", "floor_fen", "years_max", "is_consecutive",
    "condition", "found", "needed",
)  # fmt: skip


def about_awards(asked: Asked) -> Asked:
    """Return what is asked without rows about benefits that no award speaks of: most of what was decided and paid."""
    claims = {benefit.id: benefit.claim for benefit in asked.policy.benefits if benefit.claim}
    awards = {benefit: claim for benefit, claim in claims.items() if claim.rule != MONTHLY}
    named = (part.where.get("benefit_id", ()) for claim in awards.values() for part in claim.parts())
    spoken_of = set(awards).union(*named)
    others = [benefit.id for benefit in asked.policy.benefits if benefit.id not in spoken_of]
    is_other = pl.col("benefit_id").is_in(others).fill_null(value=False)
    return replace(asked, facts=dict(asked.facts) | {name: asked.facts[name].filter(~is_other) for name in STATING})


def judged(asked: Asked) -> pl.DataFrame:
    """Return one row per claim, in order of day: who, when, `allowed_fen`, or the condition that fails."""
    parts = [
        _claims(asked, benefit, benefit.claim)
        for benefit in asked.policy.benefits
        if benefit.claim and benefit.claim.rule != MONTHLY
    ]
    claims = pl.concat(parts)
    is_earlier = (pl.col("fact") == "decision_amount") & (pl.col("day") < asked.policy.document.effective)
    return counted(claims.filter(~is_earlier))


def _claims(asked: Asked, benefit: Benefit, claim: Claim) -> pl.DataFrame:
    known = claims_of(asked, benefit, claim)
    if benefit.excludes_government:
        known = known.join(asked.kinds, on="employer_id", how="left", maintain_order="left")
    years = max((row.years_max for row in benefit.limits if row.years_max), default=None)
    if claim.rule == IN_KIND:
        known = known.with_columns(until=_given_until(asked, years))
    known = known.with_columns(
        rule=pl.lit(claim.rule),
        period=pl.lit(benefit.period),
        turn=turn(asked, benefit),
        computed=computed(asked, benefit, claim),
        cap_fen=cap(benefit),
        floor_fen=floor(asked, benefit),
        years_max=pl.lit(None if claim.rule == IN_KIND else years, pl.Int64),
        is_consecutive=pl.lit(any(row.is_consecutive for row in benefit.limits)),
    )
    checks = [*checks_of(asked, benefit, claim), *amount_checks(benefit, claim)]
    return known.with_columns(first_failing(checks)).select(_KEPT)


def _given_until(asked: Asked, years: int | None) -> pl.Expr:
    """Return the last month in which something is given: it ends, or has been given long enough, or is not over."""
    last = pl.lit(first_day(month_after_last_whole(asked.as_of) - 1))
    longest = pl.col("day").dt.truncate("1mo").dt.offset_by(f"{12 * years - 1}mo") if years else last
    return pl.min_horizontal(pl.col("until").dt.truncate("1mo"), longest, last)


def granted(claims: pl.DataFrame) -> pl.DataFrame:
    """Return the claims that are allowed something, in the columns of what is due.

    A sum is due in the month of its day; what is given in kind is worth so much in every month that it is given.
    """
    stands = claims.filter(pl.col("condition").is_null() & (pl.col("allowed_fen") > 0))
    month = pl.col("day").dt.truncate("1mo")
    dated = stands.with_columns(from_month=month, to_month=pl.when(rule=IN_KIND).then("until").otherwise(month))
    dated = dated.filter(pl.col("from_month") <= pl.col("to_month"))
    counted = dated.with_columns(months=months_between("from_month", "to_month"), reason=_reason())
    return counted.with_columns(amount_fen="allowed_fen")


def cut(claims: pl.DataFrame) -> pl.DataFrame:
    """Return the claims of which nothing or less than was decided is due, with the condition."""
    stands = pl.col("condition").is_null()
    over = stands & (pl.col("allowed_fen") < pl.col("amount")) & pl.col("rule").is_in(list(DECIDED))
    under = stands & (pl.col("allowed_fen") > pl.col("amount"))
    total = (pl.col("before_fen") + pl.col("amount")).cast(pl.String)
    most = pl.when(pl.col("allowed_fen") < pl.col("computed")).then("cap_fen").otherwise("computed")
    told = {
        "condition": (pl.lit("cap"), pl.lit("floor")),
        "found": (total, total),
        "needed": (most.cast(pl.String), pl.col("floor_fen").cast(pl.String)),
    }
    return claims.filter(~stands | over | under).with_columns(
        pl.when(over).then(most).when(under).then(least).otherwise(name).alias(name)
        for name, (most, least) in told.items()
    )


def _reason() -> pl.Expr:
    is_decided = pl.col("rule").is_in(list(DECIDED))
    return (
        pl.when(pl.col("rule") == IN_KIND)
        .then(pl.lit("estimated"))
        .when(pl.col("before_fen") + pl.col("allowed_fen") == pl.col("floor_fen"))
        .then(pl.lit("at_floor"))
        .when(pl.col("allowed_fen") < pl.coalesce("amount", "computed"))
        .then(pl.lit("up_to_cap"))
        .when(is_decided)
        .then(pl.lit("as_decided"))
        .otherwise(pl.lit("as_computed"))
    )
