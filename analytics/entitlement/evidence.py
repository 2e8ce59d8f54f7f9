"""Which rows of the fact tables the catalogue speaks of."""

from collections.abc import Iterable, Mapping

import polars as pl

from analytics.policy import Policy
from analytics.policy.claims import Evidence, Where

#: Fact tables by name, and ``person`` with one row per person.
Facts = Mapping[str, pl.DataFrame]
#: Tables that are needed whatever the benefits rest on.
_ALWAYS = ("application", "decision_amount", "employer", "insurance_spell", "payment", "person")


def rows(facts: Facts, evidence: Evidence, benefit_id: str) -> pl.DataFrame:
    """Return the rows of the fact table that the evidence for a benefit asks for, all columns."""
    table = facts[evidence.fact]
    asked = [*_conditions(evidence.where), *(~refused for refused in _conditions(evidence.unless))]
    if "benefit_id" in table.columns and "benefit_id" not in evidence.where:
        asked.append((pl.col("benefit_id") == benefit_id).fill_null(value=True))
    return table.filter(asked) if asked else table


def facts_of(policy: Policy) -> tuple[str, ...]:
    """Return the names of the fact tables that the benefits rest on, with ``person``."""
    named = (part.fact for benefit in policy.benefits if benefit.claim for part in benefit.claim.parts())
    return tuple(sorted({*_ALWAYS, *named}))


def day_of(table: pl.DataFrame, column: str | None) -> pl.Expr:
    """Return the day of a column that may hold years: they are over on the first day of the next."""
    if column is None:
        return pl.lit(None, pl.Date)
    return pl.date(pl.col(column) + 1, 1, 1) if table.schema[column].is_integer() else pl.col(column)


def employer_kinds(facts: Facts) -> pl.DataFrame:
    """Return employer_id and the kind last stated for it, one row per employer."""
    told = ("record_id", "employer_id", "employer_kind")
    tables = [facts[name].lazy().select(told) for name in ("insurance_spell", "employer")]
    stated = [table.drop_nulls().sort("record_id") for table in tables]
    kinds = pl.concat(stated).group_by("employer_id", maintain_order=True).agg(pl.col("employer_kind").last())
    return kinds.collect()


def _conditions(where: Where) -> Iterable[pl.Expr]:
    return (pl.col(column).is_in(list(values)).fill_null(value=False) for column, values in where.items())
