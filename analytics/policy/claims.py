"""Claims: which recorded facts make a benefit due, how its amount is found, and what must hold besides."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from analytics.policy.base import Part, Words

#: How the amount is found; the word stands in the `rule` of every row that is due.
#: monthly_by_level: a rate a month. fixed: one sum. tier_by_pay: the highest tier reached. share_of_base,
#: match_of_award, equity_share: basis points of what is paid, of another award, of the local contribution times the
#: founder's share. multiple_of_base: as decided, if the pay is so many times the base. per_square_metre: as decided, up
#: to a price by area. decided: as decided, between floor and cap. in_kind: nothing in money, an estimated value a
#: month. case: as decided, one by one.
AmountRule = Literal[
    "monthly_by_level", "fixed", "tier_by_pay", "share_of_base", "multiple_of_base", "per_square_metre", "decided",
    "match_of_award", "equity_share", "in_kind", "case",
]  # fmt: skip
#: What a failing condition of a claim is called; the sentences are in the locale.
ConditionCode = Literal[
    "recognition", "selection", "first_home", "contract", "pay_record", "project", "institution", "referral",
    "title_in_time", "trip", "working_days", "office", "internship",
]  # fmt: skip
#: What may be known of a claim. day: when it happened. year: the calendar year it is for, after which it falls due.
#: level: degree, title, class or selection. pay: what tiers and multiples are measured by. base: what a share or a
#: multiple is taken of. share: basis points of the base. area: square metres. days: working days. since, until: what
#: years and months are counted between. amount: as decided. person, employer: who, if not by the usual columns.
Role = Literal[
    "day", "year", "level", "pay", "base", "share", "area", "days", "since", "until", "amount", "person", "employer",
]  # fmt: skip
Value = str | bool | int
Where = dict[Words, tuple[Value, ...]]
_NEEDED: dict[str, tuple[Role, ...]] = {
    "tier_by_pay": ("pay",),
    "share_of_base": ("base",),
    "match_of_award": ("base",),
    "equity_share": ("base", "share"),
    "multiple_of_base": ("amount", "pay", "base"),
    "per_square_metre": ("amount", "area"),
    "decided": ("amount",),
    "case": ("amount",),
    "in_kind": ("area",),
}


class Evidence(Part):
    """Rows of a fact table: those in which every column of `where` has one of its values, and none of `unless` has.

    A table that names benefits is asked for the rows of the benefit itself, unless `where` says otherwise.
    on: the day, or the year, after which the row counts; a row without one has always counted.
    """

    fact: Words
    where: Where = Field(default_factory=dict)
    unless: Where = Field(default_factory=dict)
    on: Words | None = None


class Condition(Evidence):
    """There must be such a row by the day of the claim; of several conditions with one code, any is enough.

    by: the column of the claim, which the row has under the name `of`, or the same. brings: what is known of the claim
    from the latest such row.
    since, until, months_max: the row counts if no more than so many months lie between the two. ends: the day on which
    the row ends; it must reach the year of the claim, or its day.
    """

    code: ConditionCode
    by: Literal["person_key", "employer_id"] = "person_key"
    of: Words | None = None
    brings: dict[Role, Words] = Field(default_factory=dict)
    since: Words | None = None
    until: Words | None = None
    months_max: PositiveInt | None = None
    ends: Words | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        given = [self.since is None, self.until is None, self.months_max is None]
        if any(given) and not all(given):
            raise ValueError("since, until and months_max go together")
        return self


class Claim(Evidence):
    """What makes the benefit due: a row of the table, or an unbroken run of its spells for those of `runs_by`.

    held: rows that show the level of the person. reads: level -> the code that the amounts call it. hired_reading: the
    reading that says since when people must have been hired. estimate_fen: value of a square metre a month, in kind.
    """

    rule: AmountRule
    columns: dict[Role, Words] = Field(default_factory=dict)
    runs_by: tuple[Words, ...] = ()
    held: tuple[Evidence, ...] = ()
    reads: dict[Words, Words] = Field(default_factory=dict)
    hired_reading: Words | None = None
    estimate_fen: PositiveInt | None = None
    conditions: tuple[Condition, ...] = Field(default=(), alias="condition")

    @model_validator(mode="after")
    def _has_what_the_rule_needs(self) -> Self:
        known = {*self.columns, *(role for condition in self.conditions for role in condition.brings)}
        if lacking := [role for role in _NEEDED.get(self.rule, ()) if role not in known]:
            raise ValueError(f"rule {self.rule}: no column for {', '.join(lacking)}")
        if self.rule == "monthly_by_level" and not self.held:
            raise ValueError("rule monthly_by_level: held is needed")
        if (self.rule == "in_kind") != (self.estimate_fen is not None):
            raise ValueError("estimate_fen goes with the rule in_kind")
        return self

    def parts(self) -> Iterator[Evidence]:
        """Yield the claim itself and everything it rests on."""
        yield from (self, *self.held, *self.conditions)
