"""From the facts to claims: one row per fact that may make a benefit due, with what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.entitlement.evidence import Facts, day_of, employer_kinds, rows
from analytics.policy import Policy, PolicyError
from analytics.policy.benefits import Benefit
from analytics.policy.claims import Claim, Condition

#: What a claim may know; see `analytics.policy.claims.Role`.
ROLES = {
    "day": pl.Date,
    "year": pl.Int64,
    "level": pl.String,
    "pay": pl.Int64,
    "base": pl.Int64,
    "share": pl.Int64,
    "area": pl.Float64,
    "days": pl.Float64,
    "since": pl.Date,
    "until": pl.Date,
    "amount": pl.Int64,
}
_WHO = {"person": "person_key", "employer": "employer_id"}
_TELLING = ("decision_amount", "payment")
_NEVER = date.max.replace(year=9000)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the facts, the catalogue, the settled readings, the day, and the kinds of employers."""

    facts: Facts
    policy: Policy
    readings: Mapping[str, str]
    as_of: date
    kinds: pl.DataFrame


def ask(facts: Facts, policy: Policy, readings: Mapping[str, str] | None, as_of: date) -> Asked:
    return Asked(facts, policy, policy.settled(readings), as_of, employer_kinds(facts))


def claims_of(asked: Asked, benefit: Benefit, claim: Claim) -> pl.DataFrame:
    """Return the claims of a benefit by day: benefit_id, beneficiary, person_key, employer_id, the roles, fact,
    record_id, and ``has_CODE`` for every condition of the claim."""
    found = rows(asked.facts, claim, benefit.id)
    if claim.runs_by:
        found = unbroken(_of_candidates(asked, benefit, claim, found), claim)
    known = found.select(
        *(_who(found, claim, role) for role in _WHO),
        *(_role(found, claim, role) for role in ROLES),
        pl.lit(claim.fact).alias("fact"),
        "record_id",
        pl.lit(f"unit:{benefit.units[0]}").alias("unit"),
    )
    if claim.runs_by:
        known = _served(asked, benefit, known)
    if claim.held:
        known = _with_level(asked, benefit, claim, known)
    if claim.reads:
        known = known.with_columns(pl.col("level").replace(claim.reads))
    known = known.filter(pl.col("day") <= asked.as_of).sort("day", "record_id")
    for condition in claim.conditions:
        known = _with_condition(asked, benefit, known, condition)
    return known.with_columns(_beneficiary(asked.policy, benefit), benefit_id=pl.lit(benefit.id)).drop("unit")


def _who(found: pl.DataFrame, claim: Claim, role: str) -> pl.Expr:
    column = claim.columns.get(role, _WHO[role])  # pyright: ignore[reportArgumentType, reportCallIssue]
    named = pl.col(column) if column in found.columns else pl.lit(None, pl.String)
    return named.alias(_WHO[role])


def _role(found: pl.DataFrame, claim: Claim, role: str) -> pl.Expr:
    column = claim.columns.get(role)  # pyright: ignore[reportArgumentType, reportCallIssue]
    if role == "day" and column is None and "year" in claim.columns:
        return day_of(found, claim.columns["year"]).alias(role)
    told = pl.col(column) if column else pl.lit(None)
    return told.cast(ROLES[role]).alias(role)


def _beneficiary(policy: Policy, benefit: Benefit) -> pl.Expr:
    is_person = benefit.payee in policy.arrears.statements.persons
    first, second = ("person_key", "employer_id") if is_person else ("employer_id", "person_key")
    return pl.coalesce(first, second, "unit").alias("beneficiary")


def _of_candidates(asked: Asked, benefit: Benefit, claim: Claim, spells: pl.DataFrame) -> pl.DataFrame:
    """Return the spells of people who may have a claim: long enough insured, or decided or paid; and with evidence."""
    begun = pl.col(claim.columns["since"]).dt.offset_by(f"{_months_needed(benefit)}mo") <= asked.as_of
    told = [asked.facts[name].filter(pl.col("benefit_id") == benefit.id) for name in _TELLING]
    people = pl.concat([part.select("person_key") for part in (spells.filter(begun), *told)]).unique()
    for evidence in (claim.held, claim.conditions):
        shown = [rows(asked.facts, part, benefit.id).select("person_key") for part in evidence]
        people = people.join(pl.concat(shown), on="person_key", how="semi") if shown else people
    return spells.join(people, on="person_key", how="semi")


def unbroken(spells: pl.DataFrame, claim: Claim) -> pl.DataFrame:
    """Return the spells of the same `runs_by` as unbroken runs of months; the record is that of the first spell."""
    keys, since, until = list(claim.runs_by), claim.columns["since"], claim.columns["until"]
    open_end = pl.col(until).fill_null(_NEVER)
    ordered = spells.filter(pl.col(since) <= open_end).sort(*keys, since, "record_id")
    reach = open_end.cum_max().shift(1).over(keys)
    goes_on = (pl.col(since) <= reach.dt.offset_by("1mo")).fill_null(value=False)
    numbered = ordered.with_columns(run=(~goes_on).cum_sum())
    others = [name for name in ("person_key", "employer_id", "record_id") if name not in keys]
    last = open_end.max()
    return numbered.group_by(*keys, "run", maintain_order=True).agg(
        pl.col(since).min(), pl.when(last < _NEVER).then(last).alias(until), pl.col(others).first()
    )


def _months_needed(benefit: Benefit) -> int:
    """Return the insured months that the amounts ask for; raises PolicyError if they ask for none."""
    needed = [amount.when.insured_months_at_least for amount in benefit.amounts]
    if None in needed or not needed:
        raise PolicyError(f"benefits: {benefit.id}: claim.runs_by: the amounts ask for no insured_months_at_least")
    return min(months for months in needed if months)


def _served(asked: Asked, benefit: Benefit, runs: pl.DataFrame) -> pl.DataFrame:
    """Date every run by the month in which the months asked for are complete; a run that was too short, by its end."""
    complete = pl.col("since").dt.offset_by(f"{_months_needed(benefit)}mo")
    ended = pl.col("until").fill_null(asked.as_of).dt.month_start().dt.offset_by("1mo")
    day = pl.min_horizontal(complete, ended)
    return runs.with_columns(day=pl.min_horizontal(day, asked.as_of), until=pl.min_horizontal(ended, complete))


def _with_level(asked: Asked, benefit: Benefit, claim: Claim, known: pl.DataFrame) -> pl.DataFrame:
    """Give every claim the highest level that the person held when it began."""
    order = {code: place for place, code in enumerate(_codes(asked.policy, benefit))}
    parts = []
    for evidence in claim.held:
        shown = rows(asked.facts, evidence, benefit.id)
        parts.append(shown.select("person_key", "level", held_from=day_of(shown, evidence.on)))
    held = pl.concat(parts).filter(pl.col("level").is_in(list(order))).unique()
    held = held.with_columns(place=pl.col("level").replace_strict(order, return_dtype=pl.Int64))
    joined = known.with_row_index("claim").join(held, on="person_key", how="inner", suffix="_held")
    begun = pl.coalesce("since", "day").dt.month_end()
    best = (
        joined.filter(pl.col("held_from").is_null() | (pl.col("held_from") <= begun))
        .sort("place")
        .unique("claim", keep="first", maintain_order=True)
        .select("claim", held="level_held")
    )
    named = known.with_row_index("claim").join(best, on="claim", how="left", maintain_order="left")
    return named.with_columns(level="held").drop("held", "claim")


def _codes(policy: Policy, benefit: Benefit) -> tuple[str, ...]:
    """Return the codes of the list that the amounts of the benefit name, the highest first."""
    kinds = {key for amount in benefit.amounts for key in amount.when.given() if key in policy.codes}
    return tuple(code for kind in sorted(kinds) for code in policy.codes[kind].ids)


def _with_condition(asked: Asked, benefit: Benefit, known: pl.DataFrame, condition: Condition) -> pl.DataFrame:
    """Look up the latest row of the evidence by the day of each claim, and what it brings."""
    shown = rows(asked.facts, condition, benefit.id)
    if condition.since and condition.until:
        latest = pl.col(condition.since).dt.offset_by(f"{condition.months_max}mo")
        shown = shown.filter(pl.col(condition.until) <= latest)
    code, by, found = f"has_{condition.code}", condition.by, "is_found"
    evidence = shown.select(
        pl.col(condition.of or by).alias(by),
        day_of(shown, condition.on).fill_null(date.min).alias("day"),
        pl.col("record_id").alias("evidence"),
        *(pl.col(column).cast(ROLES[role]).alias(f"{role}_found") for role, column in condition.brings.items()),
        (pl.col(condition.ends) if condition.ends else pl.lit(None, pl.Date)).fill_null(_NEVER).alias(found),
    )
    ordered = evidence.drop_nulls(by).sort("day", "evidence").drop("evidence")
    joined = known.join_asof(ordered, on="day", by=by, check_sortedness=False)
    is_met = (pl.col(found) >= pl.coalesce(pl.date(pl.col("year"), 1, 1), "day")).fill_null(value=False)
    brought = [pl.coalesce(f"{role}_found", role).alias(role) for role in condition.brings]
    is_met = is_met | pl.col(code) if code in known.columns else is_met
    spent = [found, *(f"{role}_found" for role in condition.brings)]
    return joined.with_columns(*brought, is_met.alias(code)).drop(spent)
