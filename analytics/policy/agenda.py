"""What is put before a meeting and in which order, when a supervision note is due, and what counts as moved."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self, TypeVar, get_args

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from analytics.policy.base import Part, Text, Words, repeated
from analytics.policy.statuses import StatusId

Kind = Literal["target", "arrears", "line", "reading", "unit", "case"]
UrgencyId = Literal["past", "month", "quarter", "later"]
ReversalId = Literal["open", "costly", "closed"]
ColourId = Literal["blue", "yellow", "red"]
Factor = Annotated[float, Field(ge=1)]


class MeetingRules(Part):
    """How many items a meeting sees, of one kind at most; when it is held; when its decisions are due."""

    items_max: PositiveInt
    kind_max: PositiveInt
    held_within_days: PositiveInt
    due_days: PositiveInt


class Urgency(Part):
    """A factor for a matter with at most `days_to` days left; the last class has no end."""

    id: UrgencyId
    days_to: int | None = None
    factor: Factor
    word: Text


class Reversal(Part):
    """A factor for how much of a delay can be made good afterwards."""

    id: ReversalId
    factor: Factor
    word: Text


class KindRule(Part):
    """One kind of matters; `owner` decides on those that name no unit of their own."""

    id: Kind
    reversal: ReversalId
    owner: Words | None = None
    word: Text


class TargetRules(Part):
    """Which targets are matters, and which lifts of the intake are tried until the probability is enough."""

    statuses: tuple[StatusId, ...] = Field(min_length=1)
    turns: tuple[StatusId, ...]
    lifts: tuple[Factor, ...] = Field(min_length=1)
    enough: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _lifts_rise(self) -> Self:
        if list(self.lifts) != sorted(set(self.lifts)):
            raise ValueError("lifts: must rise")
        return self


class ArrearsRules(Part):
    """Within how many months what was approved is to be paid, and from which sum arrears are a matter."""

    within_months: PositiveInt
    from_fen: PositiveInt
    oldest_months: PositiveInt


class LineRules(Part):
    """Which outlooks of a line are a matter, until when lines can be adjusted, and what overrun is accepted."""

    outlooks: tuple[Literal["over", "likely", "possible"], ...] = Field(min_length=1)
    adjust_month: PositiveInt = Field(le=12)
    overrun_to: float = Field(gt=0, lt=1)


class ReadingRules(Part):
    """The sum that another option changes, from which a reading is a matter."""

    from_fen: PositiveInt


class FilingRules(Part):
    """How long ago a missing filing may have been due."""

    within_days: PositiveInt


class CaseRules(Part):
    """From which sum the findings of one kind in one unit are a matter, and how long the unit has."""

    from_fen: PositiveInt
    answer_days: PositiveInt
    told_elsewhere: tuple[PositiveInt, ...] = ()


class FollowUpRules(Part):
    """The share of what was expected by which an indicator must be off to have moved."""

    moved_from: float = Field(gt=0, lt=1)


class NoteRules(Part):
    """When notes are due, and in how many days an answer is asked for."""

    days: PositiveInt
    pace_from: float = Field(gt=0, le=1)
    rows_from: NonNegativeInt
    reply_days: Mapping[ColourId, PositiveInt]


class Colour(Part):
    """The colour of a supervision note: its shape and word, and the status whose paint it shares."""

    id: ColourId
    shape: Words
    word: Text
    meaning: Text
    light: StatusId


class Agenda(Part):
    """agenda.toml."""

    meeting: MeetingRules
    urgencies: tuple[Urgency, ...] = Field(alias="urgency")
    reversals: tuple[Reversal, ...] = Field(alias="reversal")
    kinds: tuple[KindRule, ...] = Field(alias="kind")
    targets: TargetRules
    arrears: ArrearsRules
    lines: LineRules
    readings: ReadingRules
    filings: FilingRules
    cases: CaseRules
    follow_up: FollowUpRules
    notes: NoteRules
    colours: tuple[Colour, ...] = Field(alias="colour")

    @model_validator(mode="after")
    def _names_everything_once(self) -> Self:
        for name, known, given in (
            ("urgency", get_args(UrgencyId), self.urgencies),
            ("reversal", get_args(ReversalId), self.reversals),
            ("kind", get_args(Kind), self.kinds),
            ("colour", get_args(ColourId), self.colours),
        ):
            ids = [item.id for item in given]
            if repeated(ids) or set(ids) != set(known):
                raise ValueError(f"{name}: each of {', '.join(known)} is needed once")
        return self

    @model_validator(mode="after")
    def _urgency_falls_to_the_open_end(self) -> Self:
        *classes, last = self.urgencies
        days = [item.days_to for item in classes]
        if last.days_to is not None or None in days or days != sorted(set(days), key=lambda day: day or 0):
            raise ValueError("urgency: days_to must rise, and only the last has none")
        if [item.factor for item in self.urgencies] != sorted((i.factor for i in self.urgencies), reverse=True):
            raise ValueError("urgency: less time cannot be less urgent")
        return self

    def urgency(self, code: str) -> Urgency:
        return self._urgencies[code]

    def kind(self, kind: str) -> KindRule:
        return self._kinds[kind]

    def reversal(self, code: str) -> Reversal:
        return self._reversals[code]

    def colour(self, code: str) -> Colour:
        return self._colours[code]

    def adjusted_until(self, as_of: date) -> date:
        """Return the day until which lines of the year can be adjusted: once it is over, the last of the year."""
        year_end = date(as_of.year, 12, 31)
        if as_of.month > self.lines.adjust_month:
            return year_end
        last = monthrange(as_of.year, self.lines.adjust_month)[1]
        return date(as_of.year, self.lines.adjust_month, last)

    @cached_property
    def _urgencies(self) -> dict[str, Urgency]:
        return _by_id(self.urgencies)

    @cached_property
    def _kinds(self) -> dict[str, KindRule]:
        return _by_id(self.kinds)

    @cached_property
    def _reversals(self) -> dict[str, Reversal]:
        return _by_id(self.reversals)

    @cached_property
    def _colours(self) -> dict[str, Colour]:
        return _by_id(self.colours)


Named = TypeVar("Named", Urgency, KindRule, Reversal, Colour)


def _by_id(items: Iterable[Named]) -> dict[str, Named]:
    return {item.id: item for item in items}
