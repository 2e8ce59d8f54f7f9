"""The rules by which payments are audited, and the states of the cases that come of what they find."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from analytics.policy.base import Part, Text, Words, repeated

#: What the records prove, and what somebody has to look into.
Standing = Literal["confirmed", "lead"]
State = Literal["open", "explained", "confirmed", "recovered", "closed"]


class Kind(Part):
    """One way in which a rule is broken."""

    id: Words
    standing: Standing
    title: Text


class IntegrityRule(Part):
    """One rule; each fen is attributed once, to the rule of the lowest `precedence` that claims it.

    title, words: its name, and what it asks in plain words. articles: of the policy, "" for none. limits: thresholds by
    name. benefits: those it is about, all that it can be asked of when there are none.
    """

    number: PositiveInt
    precedence: PositiveInt
    title: Text
    words: Text
    articles: tuple[Words, ...] = ()
    clauses: tuple[Words, ...] = ()
    limits: dict[Words, NonNegativeInt] = Field(default_factory=dict)
    benefits: tuple[Words, ...] = ()
    kinds: tuple[Kind, ...] = Field(alias="kind", min_length=1)


class CaseState(Part):
    """One state of a case, and the states it may move to."""

    id: State
    title: Text
    moves: tuple[State, ...] = ()


class Integrity(Part):
    """integrity.toml."""

    rules: tuple[IntegrityRule, ...] = Field(alias="rule", min_length=1)
    states: tuple[CaseState, ...] = Field(alias="state", min_length=1)

    @model_validator(mode="after")
    def _differ(self) -> Self:
        for key in ("number", "precedence"):
            if twice := repeated(getattr(rule, key) for rule in self.rules):
                raise ValueError(f"rule: {key} {twice[0]} is used twice")
        if twice := repeated(kind.id for rule in self.rules for kind in rule.kinds):
            raise ValueError(f"rule: the kind {twice[0]} is used twice")
        if twice := repeated(state.id for state in self.states):
            raise ValueError(f"state: {twice[0]} is used twice")
        return self

    def __getitem__(self, number: int) -> IntegrityRule:
        """Return the rule of a number; raises KeyError for an unknown one."""
        return {rule.number: rule for rule in self.rules}[number]

    @property
    def leads(self) -> frozenset[str]:
        """The kinds that are leads."""
        return frozenset(kind.id for rule in self.rules for kind in rule.kinds if kind.standing == "lead")

    @property
    def moves(self) -> Mapping[str, tuple[str, ...]]:
        """By state of a case, the states it may move to."""
        return {state.id: state.moves for state in self.states}
