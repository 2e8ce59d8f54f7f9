"""Rule 7: people who did not meet the conditions when they were approved."""

from collections.abc import Iterator

import polars as pl

from analytics.audit.amounts import rates
from analytics.audit.books import Books, runs
from analytics.audit.calendar import not_due
from analytics.audit.findings import HITS, hits, of_cells, of_person
from analytics.entitlement.people import people
from analytics.entitlement.rates import KINDS
from analytics.entitlement.rules import settle_rules

_RULE = 7


def not_eligible(books: Books) -> Iterator[pl.DataFrame]:
    """Yield the months that are not due of those insured before the policy, without the level, or barred."""
    told = of_cells(books, not_due(books)).filter(pl.col("benefit_id").is_in(list(KINDS)))
    if told.is_empty():
        return
    keys = told["person_key"].unique()
    city = people(_about(books, keys), books.policy, settle_rules(books.policy, books.readings))
    first_month = books.policy.document.effective
    entered = city.persons.select(
        *(pl.col(kind).cast(pl.String) for kind in set(KINDS.values())), person_key=city.keys, entry=city.entry
    )
    told = told.join(entered, on="person_key", maintain_order="left")
    early = pl.col("entry") < first_month
    yield hits(_RULE, "insured_before", of_person(), told.filter(early))
    yield _below(books, told.filter(~early))
    yield _excluded(books, told.filter(~early))


def _about(books: Books, keys: pl.Series) -> dict[str, pl.DataFrame]:
    """Return the facts about some persons on which the monthly allowances rest."""
    claims = [claim for benefit in KINDS if (claim := books.policy.benefit(benefit).claim)]
    needed = {part.fact for claim in claims for part in claim.parts()} | {"application", "person"}
    mine = pl.col("person_key").is_in(keys.implode())
    return {"employer": books.facts["employer"]} | {name: books.facts[name].filter(mine) for name in needed}


def _below(books: Books, told: pl.DataFrame) -> pl.DataFrame:
    """Return the months paid for a level that was not held on entry: never, only later, or that no record shows."""
    tariff = rates(books.policy).select("benefit_id", "level", "rate_fen", "since", "until")
    held = pl.coalesce(pl.when(pl.col("benefit_id") == benefit).then(pl.col(kind)) for benefit, kind in KINDS.items())
    rows = told.with_columns(held=held, of=pl.col("benefit_id").replace_strict(KINDS))
    worth = rows.select("cell", "benefit_id", "from_month", level="held").join(tariff, on=["benefit_id", "level"])
    worth = worth.filter(pl.col("from_month").is_between("since", "until")).select("cell", worth="rate_fen")
    rows = rows.join(worth, on="cell", how="left", maintain_order="left")
    rows = rows.filter(pl.col("worth").is_null() | (pl.col("worth") < pl.col("fen")))
    certified = (
        books.facts["qualification"]
        .filter(pl.col("person_key").is_in(rows["person_key"].unique().implode()))
        .select("person_key", of="kind", shown="level", gained="obtained_date")
        .join(rows.select("person_key", "of", "benefit_id", "entry").unique(), on=["person_key", "of"])
        .join(tariff.select("benefit_id", shown="level", shown_fen="rate_fen"), on=["benefit_id", "shown"], how="left")
        .group_by("person_key", "benefit_id")
        .agg(best=pl.col("shown_fen").filter(pl.col("gained") > pl.col("entry").dt.month_end()).max(), seen=pl.len())
    )
    rows = rows.join(certified, on=["person_key", "benefit_id"], how="left", maintain_order="left")
    kind = (
        pl.when(pl.col("seen").is_null())
        .then(pl.lit("level_unknown"))
        .when(pl.col("best") >= pl.col("fen"))
        .then(pl.lit("level_later"))
        .otherwise(pl.lit("level_below"))
    )
    return hits(_RULE, kind, of_person(), rows)


def _excluded(books: Books, told: pl.DataFrame) -> pl.DataFrame:
    """Return the months spent with an employer of a kind that stops the allowances."""
    barred = [kind for group in books.policy.conflicts for kind in group.barred_kinds]
    spells = books.facts["insurance_spell"].filter(
        pl.col("employer_kind").is_in(barred) & pl.col("person_key").is_in(told["person_key"].implode())
    )
    if spells.is_empty():
        return HITS.to_frame()
    there = runs(books.places(spells["person_key"]), spells["start_month"], spells["end_month"])
    is_there = pl.Series(there.cover(told["by_month"].to_numpy()))
    asks = [benefit.id for benefit in books.policy.benefits if benefit.excludes_government]
    return hits(_RULE, "employer_excluded", of_person(), told.filter(is_there & pl.col("benefit_id").is_in(asks)))


def certificates(books: Books) -> pl.DataFrame:
    """Return the persons who show one and the same certificate."""
    shown = books.facts["qualification"].drop_nulls("certificate_key")
    shared = shown.filter(pl.col("person_key").n_unique().over("certificate_key", "kind") > 1)
    rows = shared.with_columns(fen=pl.lit(0, pl.Int64)).drop("record_id")
    return hits(_RULE, "certificate_shared", pl.concat_str("kind", "certificate_key", separator=" "), rows)
