"""Rules of amounts: not the rate of the policy (5), above a cap (6)."""

from datetime import date

import polars as pl

from analytics.audit.books import Books, repeated
from analytics.audit.findings import hits, of_cells, of_person
from analytics.entitlement import counts
from analytics.entitlement.claims import ask
from analytics.policy import Policy
from analytics.policy.benefits import Benefit

_MONTHLY = "month"
_ORGANISATION = "organisation"
_UNCAPPED = 1 << 60
_ORDER = ("paid_on", "record_id")


def rates(policy: Policy) -> pl.DataFrame:
    """Return benefit_id, level, rate_fen, since, until (Date): what the monthly benefits pay, and when."""
    rows = [
        (benefit.id, str(level), amount.value_fen, amount.valid_from, amount.valid_to or date.max)
        for benefit in policy.benefits
        if benefit.per == _MONTHLY
        for amount in benefit.amounts
        for level in amount.when.given().values()
        if amount.value_fen
    ]
    schema = {"benefit_id": pl.String, "level": pl.String, "rate_fen": pl.Int64, "since": pl.Date, "until": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def wrong_rate(books: Books) -> pl.DataFrame:
    """Rule 5: months paid at another rate than is due, or than the policy has for the level that was stated.

    The payments of one month are taken together: short is what is missing in all, and above is the first payment only,
    for what follows and is too much is paid twice.
    """
    is_odd = (pl.col("due_fen") != pl.col("fen")).fill_null(value=False)
    is_part = repeated(books.cells, "by_benefit", books.by_benefit) & books.cells["due_fen"].is_not_null()
    odd = of_cells(books, books.cells.filter(is_odd | is_part))
    stated = (
        odd.filter((pl.col("due_fen") == 0) & (pl.col("fact") == "payment"))
        .join(books.facts["payment"].select("record_id", "level"), on="record_id")
        .join(rates(books.policy), on=["benefit_id", "level"])
        .filter(pl.col("from_month").is_between("since", "until"))
        .select("cell", "rate_fen")
    )
    odd = odd.join(stated, on="cell", how="left", maintain_order="left")
    right = pl.when(pl.col("due_fen") > 0).then("due_fen").otherwise("rate_fen")
    whole = pl.col("fen").sum().over("by_benefit")
    is_first = pl.int_range(pl.len()).over("by_benefit", order_by=_ORDER) == 0
    above = pl.max_horizontal(pl.col("fen") - right, 0)
    odd = odd.with_columns(fen=pl.when(whole < right).then(whole - right).otherwise(above))
    odd = odd.filter(is_first & (pl.col("fen") != 0))
    kind = pl.when(pl.col("fen") > 0).then(pl.lit("rate_above")).otherwise(pl.lit("rate_below"))
    return hits(5, kind, of_person(), odd)


def over_cap(books: Books) -> pl.DataFrame:
    """Rule 6: what passes the cap of its day, payment by payment or, for one beneficiary, in the turn of the cap."""
    asked = ask(books.facts, books.policy, books.readings, books.as_of)
    capped = [benefit for benefit in books.policy.benefits if benefit.cap_fen]
    lines = books.sums.filter(pl.col("benefit_id").is_in([benefit.id for benefit in capped])).select("line")
    told = of_cells(books, books.cells.join(lines, on="line", how="semi", maintain_order="left"))
    told = told.with_columns(day=pl.coalesce("from_month", "paid_on"), year=pl.lit(None, pl.Int64))
    of = pl.col("benefit_id")
    turn = pl.coalesce(pl.when(of == benefit.id).then(counts.turn(asked, benefit)) for benefit in capped)
    # Money of an employer does not tell whom it is for: only a cap per organisation adds it up.
    whole = [benefit.id for benefit in capped if benefit.per == _ORGANISATION]
    is_whole = of.is_in(whole) & pl.col("employer_id").is_not_null()
    is_known = pl.col("person_key").is_not_null() | is_whole
    line = pl.concat_str("fact", "record_id", separator=":")
    who = pl.when(is_known).then(pl.concat_str("beneficiary", "person_key", separator=" ", ignore_nulls=True))
    matter = pl.concat_str("benefit_id", who.fill_null(line), turn.fill_null(""), separator=" ")
    told = told.with_columns(matter=matter, cap_fen=pl.coalesce(part for benefit in capped for part in _caps(benefit)))
    so_far = pl.col("fen").cum_sum().over("matter", order_by=["from_month", "paid_on", "cell"])
    above = (so_far - pl.col("cap_fen")).clip(lower_bound=0)
    told = told.with_columns(fen=pl.min_horizontal(above, "fen"))
    return hits(6, "over_cap", "matter", told.filter(pl.col("fen") > 0))


def _caps(benefit: Benefit) -> list[pl.Expr]:
    """Return the caps of a benefit, each on its days; on a day without limits, or without a day, the latest."""
    mine, day = pl.col("benefit_id") == benefit.id, pl.col("day")
    dated = [
        pl.when(mine & day.is_between(limit.valid_from, limit.valid_to or date.max)).then(
            pl.lit(_UNCAPPED if limit.cap_fen is None else limit.cap_fen, pl.Int64)
        )
        for limit in benefit.limits
    ]
    return [*dated, pl.when(mine).then(pl.lit(benefit.cap_fen, pl.Int64))]
