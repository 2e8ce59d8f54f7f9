"""The shape of data/demo/assessment.toml: what people told about assessments, and what meetings decided."""

from typing import Annotated

from pydantic import Field

from analytics.demo.calibration_people import Model, Share
from analytics.identity.assessments import Kind
from analytics.identity.closing import Answer
from analytics.identity.decisions import Closed, Colour, Subject

MonthDay = Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")]


class Reviewer(Model):
    """Who reviews, and the unit they come from."""

    name: str
    unit: str


class Days(Model):
    """Days of the year itself on which things are told."""

    quotas: MonthDay
    changed: MonthDay
    halfway: MonthDay
    reviewed: MonthDay


class After(Model):
    """Days of the year after it."""

    reviewed: MonthDay
    appealed: MonthDay
    answered: MonthDay
    confirmed: MonthDay


class TownQuota(Model):
    """What all towns are to reach in a year, shared out by a column of towns; grows with the city or stays."""

    yearly: int
    towns: str
    grows: bool


class Quotas(Model):
    """Quotas of towns, by item of the scheme."""

    years: tuple[int, ...]
    source: str
    items: dict[str, TownQuota]


class Change(Model):
    """A quota changed in autumn, to a part of what was set."""

    year: int
    unit: str
    item: str
    part: Share
    is_approved: bool
    source: str


class Spread(Model):
    """The middle of scores, how far units and reviewers lie apart, and the step they are given in."""

    middle: float
    units: float
    reviewers: float
    step: float


class Scores(Model):
    """Scores of entries, items and milestones; by year, how far the milestones were."""

    entry: Spread
    item: Spread
    milestone: Spread
    milestones: dict[int, Share]


class HandedIn(Model):
    """An entry of several years; `own`: a panel of the unit itself scored it too."""

    kind: Kind
    unit: str
    item: str
    years: tuple[int, ...]
    day: MonthDay
    own: bool = False
    title: str
    note: str


class Objection(Model):
    """An appeal and what came of it; granted where it is a part of what was asked."""

    year: int
    unit: str
    item: str
    asked: float
    granted: float = 0
    state: Answer
    reason: str
    answer: str


class MeetingDecision(Model):
    """A decision of an earlier meeting; without a state it is still open."""

    meeting: int
    subject: Subject
    ref: str
    unit: str
    title: str
    option: str
    lift: float | None = None
    due: int
    state: Closed | None = None
    closed: int = 0
    note: str = ""


class Issued(Model):
    """A supervision note, so many days before the last day of the city, due so many days later."""

    days: int
    unit: str
    ref: str
    colour: Colour
    due: int
    title: str
    text: str


class Assessments(Model):
    """assessment.toml."""

    office: str
    document: str
    reviewers: tuple[Reviewer, ...] = Field(alias="reviewer")
    days: Days
    after: After
    quotas: Quotas
    changes: tuple[Change, ...] = Field(alias="change")
    scores: Scores
    entries: tuple[HandedIn, ...] = Field(alias="entry")
    appeals: tuple[Objection, ...] = Field(alias="appeal")
    decisions: tuple[MeetingDecision, ...] = Field(alias="decision")
    notes: tuple[Issued, ...] = Field(alias="note")
