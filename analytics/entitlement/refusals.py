"""What was asked for, decided or paid, and is not due: who, which benefit, and the condition that fails."""

from collections.abc import Sequence

import polars as pl

from analytics.entitlement.awards import MONTHLY, STATING, cut
from analytics.entitlement.claims import Asked
from analytics.entitlement.conditions import Check, first_failing
from analytics.entitlement.evidence import day_of, rows
from analytics.entitlement.formulas import DECIDED
from analytics.entitlement.months import first_day, month_number
from analytics.entitlement.people import People, claim_of
from analytics.entitlement.rates import GROUP, KINDS
from analytics.entitlement.statements import beneficiary

_PAIR = ["benefit_id", "beneficiary"]
#: Enough of what is due to know who has something.
WHO = [*_PAIR, "person_key"]
_ONCE = "once"


def asked_for(
    asked: Asked, benefits: list[str], tables: Sequence[str], without: pl.Series | None = None
) -> pl.DataFrame:
    """Return one row per benefit, beneficiary and person that the tables name, with its first record.

    without: persons who are left out.
    """
    wanted = pl.col("benefit_id").is_in(benefits)
    if without is not None:
        wanted &= ~pl.col("person_key").is_in(without.implode()).fill_null(value=False)
    parts = [
        asked.facts[name]
        .lazy()
        .filter(wanted)
        .select("benefit_id", "person_key", "employer_id", beneficiary(asked.policy), "record_id", fact=pl.lit(name))
        for name in tables
    ]
    rows = (
        pl.concat(parts)
        .drop_nulls("beneficiary")
        .sort("fact", "record_id")
        .unique([*_PAIR, "person_key"], keep="first", maintain_order=True)
    )
    return rows.collect()


def refused_awards(asked: Asked, claims: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Return the claims that are refused: those decided, and of the computed ones those that somebody asked for.

    Who has what may be had once is not refused it again. Who asked without any claim is refused for want of a fact;
    who was paid without a decision, for want of that.
    """
    rules = {benefit.id: benefit.claim.rule for benefit in asked.policy.benefits if benefit.claim}
    decided = [benefit for benefit, rule in rules.items() if rule in DECIDED]
    computed = [benefit for benefit, rule in rules.items() if rule not in (*DECIDED, MONTHLY)]
    wanted = asked_for(asked, computed, STATING)
    barred = cut(claims)
    stands = claims.filter(pl.col("condition").is_null() & (pl.col("period") == _ONCE))
    of_facts = barred.filter(pl.col("benefit_id").is_in(computed)).join(
        stands, on=[*_PAIR, "person_key"], how="anti", nulls_equal=True
    )
    is_named = pl.col("person_key").is_not_null()
    told = [
        barred.filter(pl.col("benefit_id").is_in(decided)),
        of_facts.filter(is_named).join(wanted, on=["benefit_id", "person_key"], how="semi"),
        of_facts.filter(~is_named).join(wanted, on=_PAIR, how="semi"),
    ]
    unknown = [
        wanted.with_columns(condition=pl.lit("no_fact")),
        asked_for(asked, decided, ("payment",)).with_columns(condition=pl.lit("no_decision")),
    ]
    known = pl.concat([claims.select(_PAIR), earlier.select(_PAIR)])
    lacking = pl.concat(unknown).join(known, on=_PAIR, how="anti").with_columns(found=pl.lit(""), needed=pl.lit(""))
    return pl.concat([*(part.select(lacking.columns) for part in told), lacking])


def refused_allowances(asked: Asked, city: People, due: pl.DataFrame) -> pl.DataFrame:
    """Return the persons who asked for, or were given, a monthly allowance and are due none of them at any time."""
    benefits = list(asked.policy.conflict(GROUP).benefits)
    wanted = asked_for(asked, benefits, STATING, without=due["person_key"].unique())
    paid = list(_paid_levels(asked))
    kinds = [pl.col(name).cast(pl.String) for name in city.persons.columns if name in asked.policy.codes]
    held = city.persons.select(
        has_level=pl.any_horizontal(kind.is_in(paid) for kind in kinds),
    ).with_columns(city.keys.alias("beneficiary"), city.entry)
    effective = first_day(month_number(asked.policy.document.effective))
    entry, nothing = pl.col("entry"), pl.lit(None)
    checks = (
        Check("insured", entry.is_not_null(), nothing, nothing),
        Check("insured_before", entry >= effective, entry, pl.lit(effective)),
        Check("level_on_file", pl.col("has_level") | pl.col("shown_from").is_not_null(), nothing, nothing),
        Check("level_on_entry", pl.col("has_level"), pl.col("shown_from"), entry),
        Check("payable_month", pl.lit(value=False), nothing, nothing),
    )
    shown = _shown(asked, benefits, wanted)
    held = held.join(wanted, on="beneficiary", how="semi")
    known = wanted.join(held, on="beneficiary", how="left", maintain_order="left")
    known = known.join(shown, on=_PAIR, how="left", maintain_order="left")
    return known.with_columns(first_failing(checks))


def _shown(asked: Asked, benefits: list[str], wanted: pl.DataFrame) -> pl.DataFrame:
    """Return benefit_id, beneficiary, shown_from: since when a row of whatever worth shows a level of the benefit.

    wanted: of those who are asked about.
    """
    parts = []
    for benefit in benefits:
        for evidence in claim_of(asked.policy, benefit).held if benefit in KINDS else ():
            shown = rows(asked.facts, evidence.model_copy(update={"unless": {}}), benefit)
            day = day_of(shown, evidence.on).fill_null(asked.policy.document.effective)
            parts.append(shown.select(benefit_id=pl.lit(benefit), beneficiary="person_key", shown_from=day))
    return pl.concat(parts).join(wanted, on="beneficiary", how="semi").group_by(_PAIR).agg(pl.col("shown_from").min())


def _paid_levels(asked: Asked) -> set[str]:
    """Return the levels for which one of the monthly allowances has, or had, a rate."""
    benefits = [asked.policy.benefit(benefit) for benefit in asked.policy.conflict(GROUP).benefits]
    named = {str(value) for benefit in benefits for amount in benefit.amounts for value in amount.when.given().values()}
    return named | set(asked.policy.option("r33", asked.readings).values.paid_as or {})
