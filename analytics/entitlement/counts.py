"""How often and how much in all: once, a year, a round or an event; years in a row; the cap over what came before."""

import polars as pl

from analytics.entitlement.claims import Asked
from analytics.entitlement.formulas import DECIDED
from analytics.entitlement.months import month_number
from analytics.policy import PolicyError
from analytics.policy.benefits import Benefit

_MONTHS_A_YEAR = 12
_WHO = ("benefit_id", "beneficiary", "person_key")
_TURN = (*_WHO, "turn")
_ORDER = ("day", "fact", "record_id")


def turn(asked: Asked, benefit: Benefit) -> pl.Expr:
    """Return what may be had once: everything, a year, a round (r17) or an event, as a text."""
    if benefit.period == "once":
        return pl.lit("once")
    if benefit.period == "year":
        return _year().cast(pl.String)
    if benefit.period == "round":
        return round_number(asked, pl.col("day")).cast(pl.String)
    return pl.concat_str("fact", pl.col("record_id").cast(pl.String), separator=":")


def round_number(asked: Asked, day: pl.Expr) -> pl.Expr:
    """Return the number of the round that holds the day, the first being 0."""
    rounds = asked.policy.option("r17", asked.readings).values
    if rounds.rounds_from is None or rounds.round_months is None:
        raise PolicyError("readings.toml: reading r17: the option tells no rounds")
    months = (day.dt.year() - 1970) * _MONTHS_A_YEAR + day.dt.month().cast(pl.Int32) - 1
    return (months - month_number(rounds.rounds_from)) // rounds.round_months


def counted(claims: pl.DataFrame) -> pl.DataFrame:
    """Return the claims in order of day, with `allowed_fen` and, where one comes too often, its condition.

    Of computed amounts the first of a turn is allowed. Decided amounts of a turn add up to the cap at most; the last of
    them is raised so that they add up to the floor. Claims with a condition already do not count.
    """
    ordered = claims.sort(*_ORDER, maintain_order=True)
    is_decided = pl.col("rule").is_in(list(DECIDED))
    stands = pl.col("condition").is_null()
    place = stands.cast(pl.Int64).cum_sum().over(_TURN)
    again = stands & ~is_decided & (place > 1)
    ordered = _refuse(ordered, again, pl.col("period"), pl.col("turn"), pl.lit("1"))
    ordered = _refuse_years(ordered)
    amount = pl.when(stands).then("computed").otherwise(0)
    before = pl.when(is_decided).then(amount.cum_sum().over(_TURN) - amount).otherwise(0)
    is_last = stands.cast(pl.Int64).cum_sum(reverse=True).over(_TURN) == 1
    raised = pl.max_horizontal(amount, pl.when(is_last).then(pl.col("floor_fen") - before))
    allowed = pl.min_horizontal(raised, (pl.col("cap_fen") - before).clip(0))
    return ordered.with_columns(before_fen=before, allowed_fen=pl.when(stands).then(allowed))


def _refuse_years(claims: pl.DataFrame) -> pl.DataFrame:
    """Refuse years beyond the most there may be and, where they must follow each other, those after a gap."""
    stands = pl.col("condition").is_null() & pl.col("years_max").is_not_null()
    year = pl.when(stands).then(_year())
    number = year.rank("dense").over(_WHO).cast(pl.Int64)
    place = year - year.min().over(_WHO) + 1
    marked = claims.with_columns(year_number=number, year_place=place)
    gap = stands & pl.col("is_consecutive") & (pl.col("year_place") != pl.col("year_number"))
    marked = _refuse(marked, gap, pl.lit("consecutive_years"), pl.col("year_place"), pl.col("year_number"))
    over = stands & (pl.col("year_number") > pl.col("years_max"))
    marked = _refuse(marked, over, pl.lit("years_max"), pl.col("year_number"), pl.col("years_max"))
    return marked.drop("year_number", "year_place")


def _year() -> pl.Expr:
    return pl.coalesce("year", pl.col("day").dt.year().cast(pl.Int64))


def _refuse(claims: pl.DataFrame, fails: pl.Expr, code: pl.Expr, found: pl.Expr, needed: pl.Expr) -> pl.DataFrame:
    told = {"condition": code, "found": found, "needed": needed}
    fails = fails.fill_null(value=False)
    return claims.with_columns(
        pl.when(fails).then(value.cast(pl.String)).otherwise(name).alias(name) for name, value in told.items()
    )
