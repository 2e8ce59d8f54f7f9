"""Rules of months: paid twice (1), exclusive benefits (2), after departure (3), beyond the limit (4), gaps (8)."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from analytics.audit.books import OPEN, Books, distinct, repeated, runs
from analytics.audit.findings import HITS, hits, of_cells, of_person
from analytics.entitlement.rules import settle_rules
from analytics.policy.benefits import ConflictGroup

_ORDER = ("paid_on", "record_id")
_MONTHLY = "month"


def twice(books: Books) -> pl.DataFrame:
    """Rule 1: what passes the first payment of a month and what is due of it, and a sum that is paid once, again.

    A month that is paid in parts, or topped up to what is due, is paid once.
    """
    cells = books.cells.filter(repeated(books.cells, "by_benefit", books.by_benefit))
    months = of_cells(books, cells).with_columns(matter=pl.col("by_benefit").cast(pl.String))
    sums = of_cells(books, _sums_paid_again(books)).with_columns(matter=of_person())
    rows = pl.concat([months, sums], how="diagonal_relaxed")
    turn = pl.int_range(pl.len()).over("matter", order_by=_ORDER)
    first_unit = pl.col("unit_id").sort_by(*_ORDER).first().over("matter")
    so_far = pl.col("fen").cum_sum().over("matter", order_by=_ORDER)
    first = pl.col("fen").sort_by(*_ORDER).first().over("matter")
    above = pl.min_horizontal("fen", so_far - pl.max_horizontal("due_fen", first))
    rows = rows.with_columns(turn=turn, by_two=pl.col("unit_id") != first_unit, fen=above)
    rows = rows.filter((pl.col("turn") > 0) & (pl.col("fen") > 0))
    kind = pl.when("by_two").then(pl.lit("paid_by_two")).otherwise(pl.lit("paid_twice"))
    return hits(1, kind, of_person(), rows)


def _sums_paid_again(books: Books) -> pl.DataFrame:
    """Return the cells of fixed sums that a person gets once and got more often."""
    once = [b.id for b in books.policy.benefits if b.kind == "fixed" and b.period == "once" and b.payee == "person"]
    lines = books.sums.filter(pl.col("benefit_id").is_in(once) & pl.col("person_key").is_not_null())
    again = lines.filter(pl.len().over("person_key", "benefit_id") > 1)
    return books.cells.join(again.select("line"), on="line", how="semi", maintain_order="left")


def exclusive(books: Books) -> pl.DataFrame:
    """Rule 2: of benefits that exclude each other for one person and period all but the highest, or the first."""
    parts = [_losers(books, group) for group in books.policy.conflicts if _binds(books, group)]
    return pl.concat([HITS.to_frame(), *parts])


def _binds(books: Books, group: ConflictGroup) -> bool:
    is_chosen = group.applies is None or books.readings[group.applies.reading] == group.applies.option
    return is_chosen and group.basis == "person" and group.within in ("month", "year", "always")


def _losers(books: Books, group: ConflictGroup) -> pl.DataFrame:
    of_group = pl.col("benefit_id").is_in(list(group.benefits)) & pl.col("person_key").is_not_null()
    told = of_cells(books, _contenders(books, group)).filter(of_group)
    year = pl.coalesce("from_month", "paid_on").dt.year()
    period = {"month": pl.col("month"), "year": year, "always": pl.lit(0)}[group.within]
    pair = ["person_key", "period"]
    place = {benefit: n for n, benefit in enumerate(group.benefits)}
    told = told.with_columns(period=period, turn=pl.col("benefit_id").replace_strict(place, return_dtype=pl.Int64))
    clash = told.filter(pl.col("benefit_id").n_unique().over(pair) > 1)
    if group.rule == "first_excludes":
        since = pl.col("paid_on").filter(pl.col("turn") == 0).min().over(pair)
        is_late = ~(pl.col("paid_on") < since).fill_null(value=False)
        return hits(2, "exclusive", of_person(), clash.filter((pl.col("turn") > 0) & is_late))
    ranked = clash.with_columns(worth=pl.col("fen").sum().over([*pair, "benefit_id"]))
    best = pl.col("benefit_id").sort_by("worth", "turn", descending=[True, False]).first().over(pair)
    return hits(2, "exclusive", of_person(), ranked.filter(pl.col("benefit_id") != best))


def _contenders(books: Books, group: ConflictGroup) -> pl.DataFrame:
    """Return the cells of a group that may clash: months paid more than once, or of persons with a sum of the group."""
    if group.within == _MONTHLY:
        return books.cells.filter(repeated(books.cells, "by_month", books.by_month))
    sums = books.sums.filter(pl.col("benefit_id").is_in(list(group.benefits)))
    lines = books.lines.filter(pl.col("person_key").is_in(sums["person_key"].drop_nulls().unique().implode()))
    return books.cells.join(lines.select("line"), on="line", how="semi", maintain_order="left")


def insured_months(books: Books) -> Iterator[pl.DataFrame]:
    """Rules 3 and 8: months that are not due, after the last insured one, or not insured."""
    cells = not_due(books)
    persons = books.told(cells)["person_key"]
    spells = books.facts["insurance_spell"].filter(pl.col("person_key").is_in(persons.implode()))
    if cells.is_empty():
        return
    owner = books.places(spells["person_key"])
    insured = runs(owner, spells["start_month"], spells["end_month"])
    is_open = pl.col("last").is_null().any()
    known = pl.DataFrame({"owner": owner, "last": spells["end_month"]}).group_by("owner")
    span = known.agg(last=pl.when(~is_open).then(pl.col("last").max()))
    told = of_cells(books, cells).with_columns(owner=pl.Series(books.places(persons)))
    told = told.with_columns(is_insured=pl.Series(insured.cover(told["by_month"].to_numpy())))
    told = told.join(span.with_columns(is_known=True), on="owner", how="left", maintain_order="left")
    grace = books.rule(3).limits["grace_months"]
    is_after = (pl.col("from_month") > pl.col("last").dt.offset_by(f"{grace}mo")).fill_null(value=False)
    missing = told.filter(~pl.col("is_insured") & pl.col("benefit_id").is_in(_insured_benefits(books)))
    is_known = pl.col("is_known").is_not_null()
    kinds = (
        (3, "after_departure", is_after),
        (8, "contribution_gap", ~is_after & is_known),
        (8, "uninsured", ~is_known),
    )
    for rule, kind, part in kinds:
        is_settled = pl.col("month") < books.after - books.rule(rule).limits["lag_months"]
        yield hits(rule, kind, of_person(), missing.filter(part & is_settled))


def _insured_benefits(books: Books) -> list[str]:
    """Return the monthly benefits that ask for insurance: those that bar employers of a kind."""
    return [benefit.id for benefit in books.policy.benefits if benefit.excludes_government and benefit.per == _MONTHLY]


def not_due(books: Books) -> pl.DataFrame:
    """Return the cells of months of which nothing is due."""
    return books.cells.filter(pl.col("due_fen") == 0)


def over_limit(books: Books) -> pl.DataFrame:
    """Rule 4: the months beyond the most that one clock allows, over all employers and units."""
    clocks = [(group.benefits, group.months_max) for group in books.policy.conflicts if group.months_max]
    owner, months = np.unique(distinct(books.by_month) & ~OPEN, return_counts=True)
    parts = []
    for benefits, most in clocks:
        many = pl.Series(owner[months > most])
        cells = books.cells.filter(pl.col("by_month").is_not_null())
        cells = cells.with_columns(owner=pl.col("by_month") - pl.col("by_month") % (OPEN + 1))
        cells = cells.filter(pl.col("owner").is_in(many.implode()))
        told = of_cells(books, cells).filter(pl.col("benefit_id").is_in(list(benefits)))
        clock = (
            ["owner", "benefit_id"] if settle_rules(books.policy, books.readings).has_clock_per_benefit else ["owner"]
        )
        rank = pl.col("month").rank("dense").over(clock)
        parts.append(told.with_columns(rank=rank).filter((pl.col("rank") > most) & (pl.col("due_fen") == 0)))
    return pl.concat([HITS.to_frame(), *(hits(4, "over_limit", of_person(), part) for part in parts)])
