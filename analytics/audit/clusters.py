"""Rules of what people have in common: affiliation (8), shared accounts (9), one person under several numbers (10)."""

import numpy as np
import polars as pl

from analytics.audit.books import Books, distinct
from analytics.audit.findings import HITS, hits, of_cells
from analytics.entitlement.months import month_numbers

_OPEN_PAIR = "open"


def affiliation(books: Books) -> pl.DataFrame:
    """Rule 8: employers of little more than applicants who were all insured at once, and not for long."""
    limits = books.rule(8).limits
    spells = books.facts["insurance_spell"].drop_nulls("employer_id")
    size = pl.col("person_key").n_unique()
    staff = spells.group_by("employer_id").agg(headcount=size)
    small = spells.join(staff.filter(pl.col("headcount") >= limits["applicants"]), on="employer_id")
    end = pl.Series(month_numbers(small["end_month"].fill_null(books.as_of)))
    small = small.with_columns(opened=pl.Series(month_numbers(small["start_month"])), ended=end)
    short = small.filter(pl.col("ended") - pl.col("opened") < limits["insured_months"])
    applicants = short.filter(pl.col("person_key").is_in(books.known.categories.implode()))
    is_one_wave = pl.col("opened") - pl.col("opened").min().over("employer_id") <= limits["begun_within_months"]
    wave = applicants.filter(is_one_wave).filter(size.over("employer_id") >= limits["applicants"])
    wave = wave.filter(pl.col("headcount") < size.over("employer_id") * limits["headcount_times"])
    if wave.is_empty():
        return HITS.to_frame()
    people = wave.select("person_key", "employer_id", "start_month", "end_month", "town").unique("person_key")
    mine = books.lines.filter(pl.col("person_key").is_in(people["person_key"].implode())).select("line")
    months = of_cells(books, books.cells.join(mine, on="line", how="semi", maintain_order="left"))
    months = months.drop("employer_id").join(people.select("person_key", "employer_id"), on="person_key")
    return hits(8, "affiliation", "employer_id", months.drop_nulls("month"))


def shared_accounts(books: Books, pairs: pl.DataFrame | None) -> pl.DataFrame:
    """Rule 9: accounts that receive the money of several persons; the owner is who was paid to it first.

    Two who may be one person (pairs, see rule 10) count as one.
    """
    account = books.lines["account_key"].cast(pl.Categorical).to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
    person = books.lines["person"].to_numpy()
    holders = distinct(np.sort((account << 32 | person)[(account >= 0) & (person >= 0)]))
    accounts, count = np.unique(holders >> 32, return_counts=True)
    is_crowded = pl.Series(account).is_in(accounts[count > 1]) & pl.Series(person >= 0)
    crowded = books.lines.select("line", "person_key", "account_key").filter(is_crowded)
    paired = _waiting(pairs)
    one = pl.col("person_key").replace(paired["left_key"], paired["right_key"])
    persons = one.n_unique().over("account_key")
    shared = crowded.filter(persons >= books.rule(9).limits["persons"])
    if shared.is_empty():
        return HITS.to_frame()
    cells = of_cells(books, books.cells.join(shared.select("line"), on="line", how="semi", maintain_order="left"))
    cells = cells.join(shared.select("line", "account_key"), on="line", maintain_order="left")
    owner = pl.col("person_key").sort_by("paid_on", "person_key").first().over("account_key")
    is_owner = pl.col("person_key") == owner
    mine = {name: pl.when(~is_owner).then(pl.col(name)) for name in ("cell", "record_id")}
    claimed = cells.with_columns(fen=pl.when(is_owner).then(0).otherwise("fen"), **mine)
    return hits(9, "shared_account", "account_key", claimed)


def identities(books: Books, pairs: pl.DataFrame | None) -> pl.DataFrame:
    """Rule 10: people who may be one and were both paid; to claim back is what the later one got in the same months.

    pairs: left_key (met later), right_key, status, as the queue of links has them.
    """
    waiting = _waiting(pairs)
    matter = pl.concat_str(pl.min_horizontal(pl.all()), pl.max_horizontal(pl.all()), separator=" ")
    sides = (
        waiting.with_columns(matter=matter)
        .unique("matter")
        .unpivot(index="matter", on=["left_key", "right_key"], variable_name="side", value_name="person_key")
    )
    mine = books.lines.filter(pl.col("person_key").is_in(sides["person_key"].implode())).select("line")
    cells = of_cells(books, books.cells.join(mine, on="line", how="semi", maintain_order="left"))
    cells = cells.join(sides, on="person_key").filter(pl.col("side").n_unique().over("matter") > 1)
    both = pl.col("side").n_unique().over("matter", "month") > 1
    is_twice = both & (pl.col("side") == "left_key") & pl.col("month").is_not_null()
    claimed = cells.with_columns(
        stake_fen=pl.col("fen") * (pl.col("side") == "left_key"),
        fen=pl.when(is_twice).then("fen").otherwise(0),
        cell=pl.when(is_twice).then("cell"),
    )
    return hits(10, "double_identity", "matter", claimed)


def _waiting(pairs: pl.DataFrame | None) -> pl.DataFrame:
    """Return the pairs that nobody has ruled on: left_key, right_key."""
    if pairs is None:
        return pl.DataFrame(schema={"left_key": pl.String, "right_key": pl.String})
    waiting = pairs.filter(pl.col("status") == _OPEN_PAIR).select("left_key", "right_key")
    return waiting.unique("left_key", keep="first", maintain_order=True)
