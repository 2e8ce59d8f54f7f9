"""The four monthly allowances of the city, as rows of what is due, and what the highest of several put aside."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from analytics.entitlement.claims import Asked
from analytics.entitlement.kernel import allowances
from analytics.entitlement.months import months_between
from analytics.entitlement.people import People, payable_kinds
from analytics.entitlement.rates import GROUP, KINDS, LOCAL, NO_LEVEL
from analytics.entitlement.rules import settle_rules
from analytics.policy import Policy

_RULE = "monthly_by_level"
_SPELL = ("person_id", "benefit_id", "from_month", "to_month", "months", "amount_fen")


def pay_spells(city: People, policy: Policy, *, as_of: date, readings: Mapping[str, str]) -> pl.DataFrame:
    return allowances(city.persons, city.spells, policy, as_of=as_of, readings=readings).collect()


def as_due(asked: Asked, city: People, paid: pl.DataFrame) -> pl.DataFrame:
    """Return pay spells in the columns of what is due.

    Employer and record are those of the first month: of the spells that make it payable the one begun last.
    """
    rules = settle_rules(asked.policy, asked.readings)
    makes = pl.col("employer_kind").cast(pl.String).is_in(list(payable_kinds(asked.policy, rules)))
    in_time = pl.lit(value=True) if rules.counts_back_payments else ~pl.col("is_back_paid").fill_null(value=False)
    spells = city.spells.filter(makes & in_time).sort("start_month", "record_id").with_row_index("spell")
    numbered = paid.with_row_index("number")
    ended = pl.col("end_month").fill_null(date.max)
    first = (
        numbered.lazy()
        .select("number", "person_id", "from_month")
        .join(spells.lazy().select("spell", "person_id", "start_month", ended), on="person_id")
        .filter(pl.col("from_month").is_between("start_month", "end_month"))
        .group_by("number")
        .agg(pl.col("spell").max())
        .collect()
    )
    spell = numbered.join(first, on="number", how="left", maintain_order="left")["spell"]
    key = city.keys.gather(paid["person_id"])
    return paid.with_columns(
        *(spells[name].gather(spell) for name in ("employer_id", "fact", "record_id")),
        key.alias("person_key"),
        key.alias("beneficiary"),
        rule=pl.lit(_RULE),
        reason=pl.col("benefit_id").replace_strict(KINDS, return_dtype=pl.String),
    )


def put_aside(asked: Asked, city: People, paid: pl.DataFrame) -> pl.DataFrame:
    """Return what the other levels of a person would have come to in the months in which a higher one was paid.

    The next best of a stretch of months is the most that any of them would have come to.
    """
    group = asked.policy.conflict(GROUP)
    several = city.persons.filter(
        ~pl.col("is_foreign") & (pl.sum_horizontal(pl.col(kind).cast(pl.String) != NO_LEVEL for kind in LOCAL) > 1)
    )
    alone = pl.concat([_alone(asked, several, city.spells, kind) for kind in LOCAL])
    won = paid.select("person_id", winner="benefit_id", begun="from_month", ended="to_month")
    lost = (
        alone.join(won, on="person_id")
        .filter(
            (pl.col("benefit_id") != pl.col("winner"))
            & (pl.col("from_month") <= pl.col("ended"))
            & (pl.col("to_month") >= pl.col("begun"))
        )
        .with_columns(
            from_month=pl.max_horizontal("from_month", "begun"), to_month=pl.min_horizontal("to_month", "ended")
        )
    )
    worth = pl.col("amount_fen") * pl.col("months")
    return as_due(
        asked, city, lost.with_columns(months=months_between("from_month", "to_month")).drop("begun", "ended")
    ).with_columns(
        group=pl.lit(group.id),
        clause=pl.lit(group.clause),
        next_best_fen=worth.max().over("person_id", "winner", "from_month"),
    )


def _alone(asked: Asked, persons: pl.DataFrame, spells: pl.DataFrame, kind: str) -> pl.DataFrame:
    others = [name for name in LOCAL if name != kind]
    held = persons.filter(pl.col(kind).cast(pl.String) != NO_LEVEL)
    held = held.with_columns(pl.lit(NO_LEVEL, held.schema[name]).alias(name) for name in others)
    if "upgrades" in held.columns:
        held = held.with_columns(pl.col("upgrades").list.filter(pl.element().struct.field("kind") == kind))
    spells = spells.join(held.select("person_id"), on="person_id", how="semi")
    return allowances(held, spells, asked.policy, as_of=asked.as_of, readings=asked.readings).collect().select(_SPELL)
