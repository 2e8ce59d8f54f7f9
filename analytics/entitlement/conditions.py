"""What must hold of a claim: conditions of the catalogue against what is known, and the first that fails."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from analytics.entitlement.claims import Asked
from analytics.entitlement.rates import GROUP
from analytics.policy.base import Dated
from analytics.policy.benefits import PAID_STATES, Benefit, When
from analytics.policy.claims import Claim

#: The condition of the catalogue, and what is known of the claim that it is held against.
_LEVELS = ("degree", "skill_grade", "title", "talent_class", "selection")


@dataclass(frozen=True, slots=True)
class Check:
    """A condition by its code: whether it holds, what was found, and what is needed, both as text."""

    code: str
    holds: pl.Expr
    found: pl.Expr
    needed: pl.Expr


def first_failing(checks: Iterable[Check]) -> list[pl.Expr]:
    """Return the columns condition, found and needed of the first check that fails, null where all hold."""
    listed = [(check, ~check.holds.fill_null(value=False)) for check in checks]
    return [
        pl.coalesce(pl.when(fails).then(told(check)) for check, fails in listed).cast(pl.String).alias(name)
        if listed
        else pl.lit(None, pl.String).alias(name)
        for name, told in (
            ("condition", lambda check: pl.lit(check.code)),
            ("found", lambda check: check.found.cast(pl.String).fill_null("")),
            ("needed", lambda check: check.needed.cast(pl.String).fill_null("")),
        )
    ]


def checks_of(asked: Asked, benefit: Benefit, claim: Claim) -> Iterator[Check]:
    """Yield the conditions of a benefit in the order in which they are told."""
    yield _in_force(benefit)
    for code in dict.fromkeys(condition.code for condition in claim.conditions):
        yield Check(code, pl.col(f"has_{code}"), pl.lit(None), pl.lit(None))
    if claim.hired_reading:
        hired_from = asked.policy.option(claim.hired_reading, asked.readings).values.hired_from
        if hired_from:
            yield Check("hired_from", pl.col("since") >= hired_from, pl.col("since"), pl.lit(hired_from))
    for limit in benefit.limits:
        for key in limit.when.given():
            check = _held_against(key, limit.when, claim)
            if check:
                yield Check(check.code, check.holds | ~covers(limit), check.found, check.needed)
    if benefit.excludes_government:
        barred = asked.policy.conflict(GROUP).barred_kinds
        yield Check("employer_kind", ~pl.col("employer_kind").is_in(list(barred)).fill_null(value=False),
                    pl.col("employer_kind"), pl.lit(None))  # fmt: skip


def holds(when: When, claim: Claim) -> pl.Expr:
    """Return whether all conditions of an amount hold; one of which the claim can know nothing is taken at its word."""
    checks = [check for key in when.given() if (check := _held_against(key, when, claim))]
    return pl.all_horizontal(check.holds for check in checks) if checks else pl.lit(value=True)


def amount_checks(benefit: Benefit, claim: Claim) -> Iterator[Check]:
    """Yield, for every condition of the amounts, that it holds for one of them; and that one of them applies."""
    asked: dict[str, list[When]] = {}
    for amount in benefit.amounts:
        for key in amount.when.given():
            asked.setdefault(key, []).append(amount.when)
    for key, whens in asked.items():
        checks = [check for when in whens if (check := _held_against(key, when, claim))]
        if checks:
            values = ", ".join(dict.fromkeys(str(when.given()[key]) for when in whens))
            yield Check(key, pl.any_horizontal(check.holds for check in checks), checks[0].found, pl.lit(values))
    yield Check("amount", pl.col("computed").is_not_null(), pl.lit(None), pl.lit(None))


def covers(row: Dated) -> pl.Expr:
    """Return whether the dated row is in force on the day of the claim."""
    begun = pl.col("day") >= row.valid_from
    return begun if row.valid_to is None else begun & (pl.col("day") <= row.valid_to)


def project_year() -> pl.Expr:
    """Return the year of the project counted from its start, the first being 1."""
    return pl.coalesce("year", pl.col("day").dt.year().cast(pl.Int64)) - pl.col("since").dt.year() + 1


def months_served() -> pl.Expr:
    """Return the whole months from the beginning to the end, or to the day of the claim."""
    until = pl.coalesce("until", "day")
    months = (until.dt.year() - pl.col("since").dt.year()) * 12 + until.dt.month().cast(pl.Int32)
    months = months - pl.col("since").dt.month().cast(pl.Int32)
    return months - (until.dt.day() < pl.col("since").dt.day()).cast(pl.Int32)


def _in_force(benefit: Benefit) -> Check:
    paid = [covers(status) for status in benefit.statuses if status.state in PAID_STATES]
    state = pl.coalesce(pl.when(covers(status)).then(pl.lit(status.state)) for status in benefit.statuses)
    return Check("in_force", pl.any_horizontal(paid), state, pl.lit(str(benefit.statuses[0].valid_from)))


def _held_against(key: str, when: When, claim: Claim) -> Check | None:
    """Return the check of one condition; None where the claim has nothing to hold it against."""
    value = when.given()[key]
    known = {*claim.columns, *(role for condition in claim.conditions for role in condition.brings)}
    if key in _LEVELS:
        return _check(key, "level", pl.col("level") == value, value) if "level" in known or claim.held else None
    measures = {
        "pay_at_least_fen": ("pay", pl.col("pay")),
        "days_at_least": ("days", pl.col("days")),
        "work_months_at_least": ("since", months_served()),
        "insured_months_at_least": ("since", months_served()),
        "year_from": ("since", project_year()),
    }
    if key == "year_to" and "since" in known:
        return Check(key, project_year() <= value, project_year(), pl.lit(value))
    role, measure = measures.get(key, (None, None))
    if measure is None or role not in known:
        return None
    return Check(key, measure >= value, measure, pl.lit(value))


def _check(key: str, column: str, is_held: pl.Expr, value: str | int) -> Check:
    return Check(key, is_held, pl.col(column), pl.lit(value))
