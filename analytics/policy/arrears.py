"""Where the money stands: what ledgers say of it, the causes of differences, ages of debt and orders of payment."""

from typing import Literal, Self, get_args

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from analytics.policy.base import Part, Text, Words, repeated

Money = Literal["arrived", "never_left", "taken_back"]
Turn = Literal["approved", "paid"]
Side = Literal["under", "over", "either"]
CauseId = Literal[
    "arrears", "undecided", "unclaimed", "in_kind", "wrong_level", "wrong_months", "double", "after_departure",
    "over_clock", "suppressed", "condition", "rule_version", "late_fact", "rounding", "unexplained",
]  # fmt: skip
OrderKey = Literal["oldest", "small", "class", "share"]


class Statements(Part):
    """How the ledgers speak of money; the keys of `money` and `stages` are codes of codes.toml.

    retold_by: ledgers that may tell a roster's money again. persons: payees who are persons.
    """

    retold_by: tuple[Words, ...]
    money: dict[Words, Money]
    stages: dict[Words, Turn]
    persons: tuple[Words, ...]


class Differences(Part):
    """rounding_below: smaller differences, in fen, are rounding. ended: stages after which nothing is applied for.
    unfiled: conditions that fail because the record behind the claim is not on file: it may come, and say otherwise.
    """

    rounding_below: NonNegativeInt
    ended: tuple[Words, ...]
    unfiled: tuple[Words, ...]


class Cause(Part):
    """Why paid is not due; `side` is under where money is missing, over where too much was paid."""

    id: CauseId
    side: Side
    title: Text


class Age(Part):
    """A class of whole months owed, from `start` to before the next class."""

    id: Words
    start: NonNegativeInt = Field(alias="from")
    title: Text


class PaidTo(Part):
    """A month counts as paid when at least share_bp basis points of what was approved for it have arrived."""

    share_bp: PositiveInt = Field(le=10_000)


class Waiting(Part):
    """waiting_over: people are counted who have waited for more than so many months."""

    waiting_over: tuple[PositiveInt, ...] = Field(min_length=1)


class Order(Part):
    """An order of payment: what goes first, tie by tie; share gives all claims the same part."""

    id: Words
    by: tuple[OrderKey, ...] = Field(min_length=1)
    title: Text

    @model_validator(mode="after")
    def _shares_alone(self) -> Self:
        if "share" in self.by and self.by != ("share",):
            raise ValueError(f"order {self.id}: share stands alone")
        return self


class OrderClass(Part):
    """Benefits that are paid before those of the next class."""

    id: Words
    benefits: tuple[Words, ...] = Field(min_length=1)
    title: Text


class Arrears(Part):
    """arrears.toml."""

    statements: Statements
    differences: Differences
    causes: tuple[Cause, ...] = Field(alias="cause")
    paid_to: PaidTo
    ages: tuple[Age, ...] = Field(alias="age", min_length=1)
    orders_waiting: Waiting = Field(alias="orders")
    orders: tuple[Order, ...] = Field(alias="order", min_length=1)
    classes: tuple[OrderClass, ...] = Field(default=(), alias="class")

    @model_validator(mode="after")
    def _is_unambiguous(self) -> Self:
        lists = {"cause": self.causes, "age": self.ages, "order": self.orders, "class": self.classes}
        for name, items in lists.items():
            if twice := repeated(item.id for item in items):
                raise ValueError(f"{name}: id {twice[0]} is used twice")
        if missing := sorted({*get_args(CauseId)} - {cause.id for cause in self.causes}):
            raise ValueError(f"cause: {missing[0]} is missing")
        if twice := repeated(benefit for group in self.classes for benefit in group.benefits):
            raise ValueError(f"class: benefit {twice[0]} is in two classes")
        starts = [age.start for age in self.ages]
        if starts[0] != 0 or starts != sorted(set(starts)):
            raise ValueError("age: from must begin at 0 and rise")
        return self
