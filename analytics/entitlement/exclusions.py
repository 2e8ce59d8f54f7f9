"""Why somebody with a local month is due no monthly allowance: the first question that fails, for the whole city."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from analytics.entitlement.conditions import Check, first_failing
from analytics.entitlement.evidence import Facts
from analytics.entitlement.months import first_day, month_after_last_whole, months_between
from analytics.entitlement.people import People, people
from analytics.entitlement.rates import GROUP, KINDS, tariff
from analytics.entitlement.rules import Rules, settle_rules
from analytics.policy import Policy

#: The questions in their order; `due`: none fails and there is time left, `clock`: all months are used up.
STEPS: Final = ("due", "clock", "entered", "new", "level", "government", "payable", "other")
EXCLUSIONS: Final = pl.Schema({"person_key": pl.String, "step": pl.Enum(STEPS)})


def exclusions(
    facts: Facts, policy: Policy, due: pl.DataFrame, *, as_of: date, readings: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """Return one row per person with a local month: the first question of `trace` that ends it, by EXCLUSIONS.

    due: what is due to them under the same readings. Who is due something is `due` as long as months are left.
    Raises PolicyError for an unknown reading or option.
    """
    rules = settle_rules(policy, readings)
    city = people(facts, policy, rules)
    used = _used(due, rules, as_of)
    known = pl.DataFrame({"person_key": city.keys, "entry": city.entry, "arrival": city.arrival()})
    known = known.with_columns(*_worked(city, policy, rules, as_of), has_level=_has_level(city, policy, rules)).join(
        used, on="person_key", how="left", maintain_order="left"
    )
    limit, nothing = policy.conflict(GROUP).months_max, pl.lit(None)
    asked = (
        Check("entered", pl.col("entry").is_not_null(), nothing, nothing),
        Check("new", pl.col("arrival") >= policy.document.effective, nothing, nothing),
        Check("level", pl.col("has_level"), nothing, nothing),
        Check("government", pl.col("is_payable") | ~pl.col("is_barred"), nothing, nothing),
        Check("payable", pl.col("is_payable"), nothing, nothing),
        Check("government", ~pl.col("is_barred"), nothing, nothing),
        Check("other", pl.lit(value=False), nothing, nothing),
    )
    ended = pl.lit("clock") if limit is None else pl.when(pl.col("used") >= limit).then(pl.lit("clock"))
    step = pl.when(pl.col("used").is_not_null()).then(ended.fill_null("due")).otherwise("condition")
    return known.with_columns(first_failing(asked)).select("person_key", step=step).cast(EXCLUSIONS)


def _used(due: pl.DataFrame, rules: Rules, as_of: date) -> pl.DataFrame:
    """Return person_key, used: the months on the clock of everybody who is due an allowance, lapses too (r02)."""
    monthly = due.filter(pl.col("benefit_id").is_in(list(KINDS)))
    by = ["person_key", "benefit_id"] if rules.has_clock_per_benefit else ["person_key"]
    clocks = monthly.group_by(by).agg(pl.col("months").sum(), pl.col("from_month").min())
    last = pl.lit(first_day(month_after_last_whole(as_of) - 1))
    run = months_between("from_month", "last") if rules.is_consecutive else pl.col("months")
    return clocks.with_columns(last=last).with_columns(used=run).group_by("person_key").agg(pl.col("used").max())


def _has_level(city: People, policy: Policy, rules: Rules) -> pl.Series:
    """Return who held, on entry or later where that counts, a level that an allowance is paid for."""
    amounts = [amount for benefit in KINDS for amount in policy.benefit(benefit).amounts if amount.value_fen]
    paid = {str(level) for amount in amounts for level in amount.when.given().values()}
    known = [*paid, *(level for level, paid_as in rules.paid_as.items() if paid_as in paid)]
    kinds = tariff(policy, rules).levels
    held = pl.any_horizontal(pl.col(kind).cast(pl.String).is_in(known) for kind in kinds)
    if "upgrades" in city.persons.columns:
        held |= pl.col("upgrades").list.eval(pl.element().struct.field("level").is_in(known)).list.any()
    return city.persons.select(held.alias("held"))["held"]


def _worked(city: People, policy: Policy, rules: Rules, as_of: date) -> list[pl.Series]:
    """Return who has a spell under the policy with an employer that makes a month payable, or that bars it."""
    group = policy.conflict(GROUP)
    after = first_day(month_after_last_whole(as_of))
    since = policy.document.effective
    inside = (pl.col("start_month") < after) & (pl.col("end_month").fill_null(date.max) >= since)
    in_time = pl.lit(value=True) if rules.counts_back_payments else ~pl.col("is_back_paid").fill_null(value=False)
    kind = pl.col("employer_kind").cast(pl.String)
    found = city.spells.filter(inside).select(
        "person_id",
        is_payable=kind.is_in(list(group.eligible_kinds)) & in_time,
        is_barred=kind.is_in(list(group.barred_kinds)),
    )
    sums = found.group_by("person_id").agg(pl.col("is_payable", "is_barred").fill_null(value=False).any())
    whole = city.persons.select("person_id").join(sums, on="person_id", how="left", maintain_order="left")
    return [whole[name].fill_null(value=False) for name in ("is_payable", "is_barred")]
