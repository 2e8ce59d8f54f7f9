"""The shape of data/demo/ledgers.toml: for each of the plainer ledgers who is in it, how often, and what it says."""

from typing import Literal

from pydantic import Field

from analytics.demo.calibration_people import Model, Share, Volumes, Weights

Span = tuple[int, int]


class ByCode(Model):
    """Yuan by the code of another column."""

    of: str
    yuan: dict[str, int]


class Part(Model):
    """A share of the money of another column (`by`: a column of basis points), in whole yuan, at most so many."""

    of: str
    share: float = 1.0
    by: str | None = None
    most_yuan: int | None = None


class Tiers(Model):
    """Yuan for at least so many yuan of another column, the highest tier first; nothing below the last one."""

    of: str
    yuan: tuple[Span, ...]


class Draw(Model):
    """How a column is filled: by the one of these that is given.

    words, codes: one of them; codes by weight. turns: one after the other. number, yuan: between two, in steps.
    decimal: between two, one place. yes: with this chance. days: so many days after the day `since`. stretch: a range
    of days from the day `since` on. year_of: the year of a day, `back` years before it. copy_of: another column. text:
    other columns in braces, {n} a running number. given: how many rows state it; if_stated: only those that state this
    other column.
    """

    words: tuple[str, ...] = ()
    codes: Weights = Field(default_factory=dict)
    turns: tuple[str, ...] = ()
    number: Span | None = None
    decimal: tuple[float, float] | None = None
    yuan: Span | None = None
    step: int = 1
    yuan_by: ByCode | None = None
    part_of: Part | None = None
    tiers: Tiers | None = None
    yes: Share | None = None
    days: Span | None = None
    stretch: Span | None = None
    since: str = "on"
    year_of: str | None = None
    back: int = 0
    copy_of: str | None = None
    text: str | None = None
    given: Share = 1.0
    if_stated: str | None = None


class Plan(Model):
    """One ledger.

    people: the group it is about, each once, or with `years` once a year for so many years. of: the ledger whose rows
    it follows; only: those with one of these codes. Without either, employers by `volumes`. share: of the people or
    rows; first: of the rows, the first so many. months: how long after the people came, or the rows were told. told:
    the column whose day is that of the row. employer_kind: of employers, where none is known. stayed: only people who
    stayed so many months with the first one. drop: columns of the rows followed that are not taken over.
    """

    people: str | None = None
    of: str | None = None
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    volumes: Volumes = Field(default_factory=dict)
    share: Share = 1.0
    first: int | None = None
    years: int = 0
    months: Span = (0, 0)
    told: str | None = None
    employer_kind: str = "enterprise"
    stayed: int = 0
    drop: tuple[str, ...] = ()
    column: dict[str, Draw] = Field(default_factory=dict)


class Flow(Model):
    """What follows from the decisions of a ledger: the benefit (one, or by the code of a column), money and day.

    amount: the column of the money, or `yuan` by benefit. is_decided, is_paid: the ledger states the
    decision, or the payment, itself.
    """

    benefit: str | None = None
    benefit_by: str | None = None
    benefits: dict[str, str] = Field(default_factory=dict)
    amount: str = ""
    yuan: dict[str, int] = Field(default_factory=dict)
    decided: str
    payee: Literal["person", "employer"] = "person"
    is_decided: bool = False
    is_paid: bool = False


class Flows(Model):
    """How awards are paid: the share of them, so many days after the decision, with the treasury's batches.

    before: the stages of an application and the days before the decision on which they are reached.
    """

    paid_share: Share
    days: Span
    batch: str
    application: str
    decided: str
    before: dict[str, Span]
    of: dict[str, Flow]


class Ledgers(Model):
    """ledgers.toml; the names of the plans and flows are ledger ids."""

    ledger: dict[str, Plan]
    flows: Flows = Field(alias="flow")
