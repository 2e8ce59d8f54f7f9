"""Benefits: what is paid to whom, how much, under which conditions, and what excludes what."""

from datetime import date
from typing import Any, Literal, Self

from pydantic import Field, PositiveInt, computed_field, model_validator

from analytics.policy.base import Dated, Part, Text, Words, check_sequence, in_force
from analytics.policy.claims import Claim

BenefitKind = Literal["rate", "fixed", "cap", "floor", "case", "kind"]
Payee = Literal[
    "person", "employer", "enterprise", "enterprise_head", "employer_or_agency", "agency", "park", "institution",
    "project", "referrer", "bureau", "bank",
]  # fmt: skip
#: What one amount is for: a month or year of a person, a person once, a trip, a project, a square metre …
Per = Literal["month", "year", "person", "trip", "project", "platform", "organisation", "square_metre"]
#: How often it falls due.
Period = Literal["once", "month", "year", "round", "event"]
#: What a share or a multiple is taken of.
Base = Literal["pay_given", "yearly_pay", "qingdao_award", "local_contribution_times_equity", "public_teacher_pay"]
State = Literal["in_force", "suspended", "revised"]
#: The states in which something is paid.
PAID_STATES: tuple[State, ...] = ("in_force", "revised")
Basis = Literal["person", "enterprise", "referrer"]
Rule = Literal["highest", "first_excludes"]
#: From when the first benefit of a group excludes the others: as if it had always been, or from when it falls due.
Excludes = Literal["always", "when_due"]


class When(Part):
    """The conditions of an amount; all that are given must hold. Codes are those of codes.toml.

    degree, skill_grade, title, talent_class, selection: the level held. stage: how far an application came.
    pay_at_least_fen: yearly pay, inclusive. year_from, year_to: year of the project counted from its start, inclusive.
    insured_months_at_least: consecutive months of employee insurance. days_at_least: working days on site in a year.
    work_months_at_least: months worked in the city. hospital: the grade of the former employer.
    Of several amounts whose conditions hold, the highest applies.
    """

    degree: Words | None = None
    skill_grade: Words | None = None
    title: Words | None = None
    talent_class: Words | None = None
    selection: Words | None = None
    stage: Literal["selected", "finalist"] | None = None
    pay_at_least_fen: PositiveInt | None = None
    year_from: PositiveInt | None = None
    year_to: PositiveInt | None = None
    insured_months_at_least: PositiveInt | None = None
    days_at_least: PositiveInt | None = None
    work_months_at_least: PositiveInt | None = None
    hospital: Literal["grade_a_tertiary"] | None = None

    @model_validator(mode="after")
    def _years_are_in_order(self) -> Self:
        if self.year_from and self.year_to and self.year_to < self.year_from:
            raise ValueError(f"year_to {self.year_to} is before year_from {self.year_from}")
        return self

    def given(self) -> dict[str, str | int]:
        """Return the conditions that are set."""
        return self.model_dump(exclude_none=True)


class Amount(Dated):
    """One dated amount: `value_fen`, or a share or multiple of the benefit's base, if `when` holds.

    share_bp: basis points (10 000 = the whole base). times_low, times_high: multiples of the base.
    is_maximum: the value is the most that may be given, not what is given.
    """

    value_fen: PositiveInt | None = None
    share_bp: PositiveInt | None = None
    times_low: PositiveInt | None = None
    times_high: PositiveInt | None = None
    is_maximum: bool = False
    when: When = When()

    @model_validator(mode="after")
    def _has_one_quantity(self) -> Self:
        given = [self.value_fen, self.share_bp, self.times_low]
        if sum(quantity is not None for quantity in given) != 1:
            raise ValueError("exactly one of value_fen, share_bp, times_low is needed")
        if (self.times_low is None) != (self.times_high is None):
            raise ValueError("times_low and times_high go together")
        return self

    @computed_field
    @property
    def share_pct(self) -> float | None:
        """The share in per cent, for display."""
        return None if self.share_bp is None else self.share_bp / 100


class Limit(Dated):
    """Dated bounds over all amounts of a benefit; `when` are its conditions where there is no amount to hold them.

    is_consecutive: the years or months must follow each other, a gap ends the benefit.
    """

    cap_fen: PositiveInt | None = None
    floor_fen: PositiveInt | None = None
    months_max: PositiveInt | None = None
    years_max: PositiveInt | None = None
    area_m2_max: PositiveInt | None = None
    is_consecutive: bool = False
    when: When = When()


class Status(Dated):
    """What became of the benefit: in force, suspended, or revised by a later document."""

    state: State
    source: Words


class MultipleOf(Part):
    """The cap is `times` that of another benefit; the loader checks that the numbers agree."""

    benefit: Words
    times: PositiveInt


class Benefit(Part):
    """One benefit of the policy; the payee is who receives the money, which need not be the talent.

    synonyms: what bureaus write for it beside its title, when a ledger names it.
    """

    id: Words
    measure: Words
    article: Words
    title: Text
    terms: Text
    kind: BenefitKind
    payee: Payee
    per: Per
    period: Period
    base: Base | None = None
    budget_line: Words
    synonyms: tuple[Words, ...] = ()
    units: tuple[Words, ...] = Field(min_length=1)
    excludes_government: bool = False
    multiple_of: MultipleOf | None = None
    claim: Claim | None = None
    amounts: tuple[Amount, ...] = Field(default=(), alias="amount")
    limits: tuple[Limit, ...] = Field(default=(), alias="limit")
    statuses: tuple[Status, ...] = Field(alias="status", min_length=1)

    @model_validator(mode="after")
    def _rows_follow_each_other(self) -> Self:
        for when in dict.fromkeys(amount.when for amount in self.amounts):
            conditions = ", ".join(f"{key}={value}" for key, value in when.given().items()) or "no condition"
            check_sequence([a for a in self.amounts if a.when == when], f"amount ({conditions})")
        check_sequence(self.limits, "limit")
        check_sequence(self.statuses, "status")
        return self

    @model_validator(mode="after")
    def _quantities_fit_the_kind(self) -> Self:
        limit = in_force(self.limits, None) or Limit(valid_from=self.statuses[0].valid_from)
        if self.kind in ("rate", "fixed") and not self.amounts:
            raise ValueError(f"amount: a {self.kind} benefit needs one")
        if self.kind == "cap" and limit.cap_fen is None:
            raise ValueError("limit.cap_fen: a cap benefit needs one")
        if self.kind == "floor" and limit.floor_fen is None:
            raise ValueError("limit.floor_fen: a floor benefit needs one")
        if self.base is None and any(a.value_fen is None for a in self.amounts):
            raise ValueError("base: a share or a multiple needs one")
        return self

    def amounts_on(self, day: date | None = None) -> tuple[Amount, ...]:
        """Return the amounts in force on `day`; without a day, those of the latest rows."""
        if day is not None:
            return tuple(amount for amount in self.amounts if amount.covers(day))
        whens = dict.fromkeys(amount.when for amount in self.amounts)
        latest = (in_force([a for a in self.amounts if a.when == when], None) for when in whens)
        return tuple(amount for amount in latest if amount is not None)

    def limit_on(self, day: date | None = None) -> Limit | None:
        return in_force(self.limits, day)

    def state_on(self, day: date | None = None) -> State | None:
        status = in_force(self.statuses, day)
        return status.state if status else None

    @property
    def cap_fen(self) -> int | None:
        """The latest cap, null when there is none."""
        limit = self.limit_on()
        return limit.cap_fen if limit else None

    @property
    def months_max(self) -> int | None:
        limit = self.limit_on()
        return limit.months_max if limit else None


class BenefitFile(Part):
    """benefits/<measure>.toml; the measure stands once at its head."""

    measure: Words
    benefits: tuple[Benefit, ...] = Field(alias="benefit", min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _give_each_its_measure(cls, table: dict[str, Any]) -> dict[str, Any]:
        shared = {"measure": table["measure"]} if "measure" in table else {}
        rows = [row | shared for row in table.get("benefit", [])]
        return table | {"benefit": rows}


class Applies(Part):
    """The group binds only under this option of this reading."""

    reading: Words
    option: Words


class ConflictGroup(Dated):
    """Benefits of one beneficiary that do not add up within a period.

    rule highest: the highest is paid, ties go by `tie_order`; first_excludes: the first one excludes the others.
    excludes: whether it does so in all months of the period, or from the month in which it falls due.
    months_max: one clock over the group. eligible_kinds, barred_kinds: employer kinds that make, and that stop, a
    payable month.
    """

    id: Words
    article: Words
    clause: Words
    title: Text
    benefits: tuple[Words, ...] = Field(min_length=2)
    basis: Basis
    within: Literal["month", "year", "round", "event", "always"]
    rule: Rule
    excludes: Excludes = "always"
    applies: Applies | None = None
    tie_order: tuple[Literal["degree", "title", "skill_grade"], ...] = ()
    months_max: PositiveInt | None = None
    clock_reading: Words | None = None
    eligible_kinds: tuple[Words, ...] = ()
    barred_kinds: tuple[Words, ...] = ()


class ConflictFile(Part):
    """conflicts.toml."""

    groups: tuple[ConflictGroup, ...] = Field(alias="group")
