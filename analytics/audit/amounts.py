"""Rules of amounts: not the rate of the policy (5), above a cap (6)."""

from datetime import date

import polars as pl

from analytics.audit.books import Books
from analytics.audit.findings import hits, of_cells, of_person
from analytics.policy import Policy

_MONTHLY = "month"


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
    """Rule 5: months paid at another rate than is due, or than the policy has for the level that was stated."""
    odd = of_cells(books, books.cells.filter((pl.col("due_fen") != pl.col("fen")).fill_null(value=False)))
    levels = books.facts["payment"].select("record_id", "level", fact=pl.lit("payment"))
    stated = (
        odd.filter(pl.col("due_fen") == 0)
        .join(levels, on=["fact", "record_id"])
        .join(rates(books.policy), on=["benefit_id", "level"])
        .filter(pl.col("from_month").is_between("since", "until"))
        .select("cell", "rate_fen")
    )
    odd = odd.join(stated, on="cell", how="left", maintain_order="left")
    right = pl.when(pl.col("due_fen") > 0).then("due_fen").otherwise("rate_fen")
    odd = odd.with_columns(fen=pl.col("fen") - right).filter(pl.col("fen") != 0)
    kind = pl.when(pl.col("fen") > 0).then(pl.lit("rate_above")).otherwise(pl.lit("rate_below"))
    return hits(5, kind, of_person(), odd)


def over_cap(books: Books) -> pl.DataFrame:
    """Rule 6: what passes the cap of a benefit, payment by payment or, for one person, in the period of the cap."""
    caps = [(b.id, b.cap_fen, b.period) for b in books.policy.benefits if b.cap_fen]
    limits = pl.DataFrame(
        caps, schema={"benefit_id": pl.String, "cap_fen": pl.Int64, "period": pl.String}, orient="row"
    )
    lines = books.sums.filter(pl.col("benefit_id").is_in(limits["benefit_id"].implode())).select("line")
    told = of_cells(books, books.cells.join(lines, on="line", how="semi", maintain_order="left"))
    told = told.join(limits, on="benefit_id", maintain_order="left")
    year = pl.coalesce("from_month", "paid_on").dt.year()
    matter = pl.concat_str(
        "benefit_id",
        pl.coalesce("person_key", pl.col("line").cast(pl.String)),
        pl.when(pl.col("period") == "year").then(year.cast(pl.String)).otherwise(pl.lit("")),
        separator=" ",
        ignore_nulls=True,
    )
    so_far = pl.col("fen").cum_sum().over("matter", order_by=["from_month", "paid_on", "cell"])
    above = (so_far - pl.col("cap_fen")).clip(lower_bound=0)
    told = told.with_columns(matter=matter).with_columns(above=pl.min_horizontal(above, "fen"))
    return hits(6, "over_cap", "matter", told.with_columns(fen="above").filter(pl.col("fen") > 0))
