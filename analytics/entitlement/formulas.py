"""What a claim comes to: the amount by the rule of the benefit, in fen."""

from collections.abc import Callable
from fractions import Fraction

import polars as pl

from analytics.entitlement.claims import Asked
from analytics.entitlement.conditions import covers, holds
from analytics.policy import PolicyError
from analytics.policy.benefits import Amount, Benefit
from analytics.policy.claims import Claim

_WHOLE = 10_000
_YEAR_MONTHS = 12
#: Rules whose amount is decided by somebody, and only checked here.
DECIDED = ("decided", "case", "multiple_of_base", "per_square_metre")


def rounded(base: pl.Expr, share: Fraction, step_fen: int) -> pl.Expr:
    """Return the share of a whole number of fen, rounded half up to a multiple of `step_fen` (r32)."""
    over = share.denominator * step_fen
    return (base * (2 * share.numerator) + over) // (2 * over) * step_fen


def computed(asked: Asked, benefit: Benefit, claim: Claim) -> pl.Expr:
    """Return the amount that the facts make, the highest of those that apply; null where none does."""
    step = asked.policy.option("r32", asked.readings).values.rounding_fen or 1
    if claim.rule == "in_kind":
        most = [pl.when(covers(row)).then(pl.lit(row.area_m2_max, pl.Float64)) for row in benefit.limits]
        return (pl.min_horizontal("area", *most) * (claim.estimate_fen or 0)).round(0).cast(pl.Int64)
    if claim.rule in ("decided", "case"):
        return pl.col("amount")
    of = _FORMULAS.get(claim.rule)
    if of is None:
        raise PolicyError(f"benefits: {benefit.id}: claim.rule: {claim.rule} is not for a claim")
    parts = [
        pl.when(covers(amount) & holds(amount.when, claim).fill_null(value=False)).then(of(amount, step))
        for amount in benefit.amounts
    ]
    return pl.max_horizontal(parts)


def cap(benefit: Benefit) -> pl.Expr:
    """Return the most that may be given on the day of the claim, null without one."""
    rows = [pl.when(covers(row)).then(pl.lit(row.cap_fen, pl.Int64)) for row in benefit.limits]
    return pl.coalesce(rows) if rows else pl.lit(None, pl.Int64)


def floor(asked: Asked, benefit: Benefit) -> pl.Expr:
    """Return the least that must be given; a yearly one holds for the months of the year that it is in force (r16)."""
    parts = []
    for row in benefit.limits:
        least = pl.lit(row.floor_fen, pl.Int64)
        if benefit.period == "year" and row.floor_fen and asked.readings["r16"] != "full":
            year = pl.coalesce("year", pl.col("day").dt.year().cast(pl.Int64))
            whole = _YEAR_MONTHS if asked.readings["r16"] == "prorated" else 0
            months = _YEAR_MONTHS + 1 - row.valid_from.month
            first = rounded(least, Fraction(months if whole else 0, _YEAR_MONTHS), 1)
            least = pl.when(year == row.valid_from.year).then(first).otherwise(least)
        parts.append(pl.when(covers(row)).then(least))
    return pl.coalesce(parts) if parts else pl.lit(None, pl.Int64)


def _fixed(amount: Amount, _: int) -> pl.Expr:
    return pl.lit(amount.value_fen, pl.Int64)


def _share(amount: Amount, step_fen: int) -> pl.Expr:
    return rounded(pl.col("base"), Fraction(amount.share_bp or 0, _WHOLE), step_fen)


def _equity(amount: Amount, step_fen: int) -> pl.Expr:
    return rounded(pl.col("base") * pl.col("share"), Fraction(amount.share_bp or 0, _WHOLE * _WHOLE), step_fen)


def _multiple(amount: Amount, _: int) -> pl.Expr:
    """The decided amount, if the pay is within the multiples of the base."""
    low, high = amount.times_low or 0, amount.times_high or 0
    is_within = pl.col("pay").is_between(pl.col("base") * low, pl.col("base") * high)
    return pl.when(is_within).then(pl.min_horizontal("amount", pl.col("base") * high))


def _area(amount: Amount, _: int) -> pl.Expr:
    most = (pl.col("area") * (amount.value_fen or 0)).round(0).cast(pl.Int64)
    return pl.min_horizontal("amount", most)


_FORMULAS: dict[str, Callable[[Amount, int], pl.Expr]] = {
    "fixed": _fixed,
    "tier_by_pay": _fixed,
    "share_of_base": _share,
    "match_of_award": _share,
    "equity_share": _equity,
    "multiple_of_base": _multiple,
    "per_square_metre": _area,
}
