"""Targets: the twenty-one goals and quotas with a number, how each is counted, and the milestones without one.

The counting vocabulary
-----------------------
A target has one or more sources (`[[target.count]]`). A source names a fact table and is read in this order:

1. *Candidates* are the rows of `fact` whose columns hold one of the values of `where` (all columns must agree).
   With `pick = "first"` only a person's earliest row of the whole table is looked at (before `where`), by `date`,
   ties by record_id.
2. *Event date* is `date`, else `date_fallback`; a row with neither counts nowhere (reason ``no_date``). Only rows
   dated on or before as_of are candidates.
3. *Period*: the target period that holds the event date. With `year` (an integer column naming a calendar year) it is
   the period that shares the most days with that year, and the event date only says from when the row is known.
   ``stock`` sources have no period: they look at as_of, or at the end of a past period.
4. *Requirements*: the first of `require` that a row fails gives its reason; the row is shown but not counted.
   A null in the column fails, unless `unstated_passes`: a ledger without the column must not lose all its rows.
5. *Entry* (goals of persons): the person must meet `entry` on the event date, else reason ``age`` or ``degree``.
   Age is in completed years, from birth month to event month; an unknown birth month fails when `max_age` is set.
   A qualification counts when its kind is in `kinds`, its level in `levels` (or it is from abroad and
   `overseas_counts`), and its obtained_date is null or not after the end of the event month.
6. *Still here*: with `is_still_here` the person must have an insurance spell that covers the month of as_of, else
   ``left``.
7. *How*: ``distinct_person`` counts each person once per target period, over all sources together, at the earliest
   event date (later rows: ``duplicate_person``; order by date, then fact, then record_id); ``rows`` counts rows;
   ``sum`` adds `sum_column`; ``stock`` counts distinct values of `distinct` among rows that began (`date`) on or
   before the day and did not end (`until`) before it, or adds their `sum_column` when one is given.
8. *One goal per person* is not a matter of the source: reading r13 names the goals in their order of priority
   (`Values.priority`); a person counted in an earlier goal has reason ``other_goal`` in a later one.

`[target.count.reading.<reading>.<option>]` replaces fields of the source when that option is chosen.
`Policy.sources(target_id, readings)` returns the sources with this already done.

Values: persons, attendances, dwellings … as whole numbers; for targets in yuan, the facts are in fen and
`Target.value_in_unit` is the target in fen.

Pace
----
``linear`` expects value × elapsed whole months / months of the period; ``step`` expects the whole part of that
(events of which there are two a year); ``end`` expects nothing before the period is over (a selection held once a
round), so that the target is not due until then.
"""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from analytics.policy.base import Part, Text, Words

TargetKind = Literal["at_least", "about", "about_stock", "range"]
TargetUnit = Literal[
    "person", "attendance", "dwelling", "event", "class", "college", "yuan", "meeting", "selection"
]  # fmt: skip
TargetPeriod = Literal["window", "round", "year", "quarter"]
#: Whose months are alike: with the graduates of the summer, with the books closed in December, or all year.
TargetSeason = Literal["graduate", "year_end", "even"]
TargetPace = Literal["linear", "step", "end"]
Fact = Literal[
    "insurance_spell", "qualification", "training_attendance", "event", "loan", "platform", "payment",
    "housing_stage", "college_link", "budget_line", "milestone",
]  # fmt: skip
How = Literal["distinct_person", "rows", "sum", "stock"]
#: Why a row that fails a requirement is not counted; the counting itself has further reasons, see above.
Reason = Literal["not_completed", "renewal", "out_of_province"]
Cell = bool | str
Where = dict[str, tuple[Cell, ...]]
_FEN_PER_YUAN = 100


class Requirement(Part):
    """A row must hold one of `values` in `column`; a row that does not is shown with `reason`."""

    column: Words
    values: tuple[Cell, ...] = Field(min_length=1)
    reason: Reason
    unstated_passes: bool = False


class Entry(Part):
    """What a person must be on the event date; `kinds` and `levels` speak of the fact qualification."""

    kinds: tuple[Words, ...] = Field(min_length=1)
    levels: tuple[Words, ...] = Field(min_length=1)
    overseas_counts: bool = False
    max_age: PositiveInt | None = None


class SourceChange(Part):
    """What an option of a reading replaces in a source; fields that are not given stay."""

    how: How | None = None
    until: Words | None = None
    sum_column: Words | None = None
    where: Where | None = None
    require: tuple[Requirement, ...] | None = None
    entry: Entry | None = None
    is_still_here: bool | None = None


class Source(Part):
    """One place a target counts from; the module's docstring says how it is read."""

    fact: Fact
    how: How
    date: Words
    date_fallback: Words | None = None
    until: Words | None = None
    year: Words | None = None
    pick: Literal["first"] | None = None
    distinct: Words | None = None
    sum_column: Words | None = None
    where: Where = Field(default={})
    require: tuple[Requirement, ...] = ()
    entry: Entry | None = None
    is_still_here: bool = False
    reading: dict[str, dict[str, SourceChange]] = Field(default={})

    @model_validator(mode="after")
    def _has_its_columns(self) -> Self:
        if self.how == "sum" and self.sum_column is None:
            raise ValueError("sum_column: how = sum needs one")
        if self.how == "stock" and (self.until is None or (self.distinct or self.sum_column) is None):
            raise ValueError("until: how = stock needs one, and distinct or sum_column")
        return self

    def under(self, readings: Mapping[str, str]) -> Self:
        """Return the source as the chosen options read it; the result has no open reading."""
        changes: dict[str, Any] = {"reading": {}}
        for reading_id, options in self.reading.items():
            change = options.get(readings[reading_id])
            if change is not None:
                changes |= {name: getattr(change, name) for name in change.model_fields_set}
        return type(self).model_validate(dict(self) | changes)


class Target(Part):
    """One goal or quota. For a range, `value` is its lower bound; money targets are in yuan."""

    id: Words
    article: Words
    measure: Words | None = None
    title: Text
    short: Text
    definition: Text
    unit: TargetUnit
    kind: TargetKind
    value: PositiveInt
    low: PositiveInt | None = None
    high: PositiveInt | None = None
    period: TargetPeriod
    lead: Words
    units: tuple[Words, ...] = Field(min_length=1)
    pace: TargetPace
    season: TargetSeason = "even"
    owner_ledgers: tuple[Words, ...] = Field(min_length=1)
    budget_line: Words | None = None
    card: bool = False
    count: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _range_fits_the_kind(self) -> Self:
        if self.kind != "range":
            if self.low is not None or self.high is not None:
                raise ValueError("low: only a range has low and high")
        elif self.low is None or self.high is None or not self.value == self.low <= self.high:
            raise ValueError("low: a range needs value = low and low <= high")
        return self

    @model_validator(mode="after")
    def _lead_is_the_first_unit(self) -> Self:
        if self.units[0] != self.lead:
            raise ValueError(f"units: the first must be the lead {self.lead}")
        return self

    @property
    def value_in_unit(self) -> int:
        """The value in the unit of the facts: fen for yuan, else the value itself."""
        return self.value * _FEN_PER_YUAN if self.unit == "yuan" else self.value


class Milestone(Part):
    """Work the policy asks for without a number, and the words under which bureaus report it."""

    id: Words
    article: Words
    measure: Words | None = None
    title: Text
    synonyms: tuple[Words, ...] = ()
    ask: Text
    lead: Words
    units: tuple[Words, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _lead_is_the_first_unit(self) -> Self:
        if self.units[0] != self.lead:
            raise ValueError(f"units: the first must be the lead {self.lead}")
        return self


class Measure(Part):
    """One of the twenty measures, with the units that answer for it in the order the text names them."""

    id: Words
    article: Words
    title: Text
    units: tuple[Words, ...] = Field(min_length=1)


class TargetFile(Part):
    """targets.toml."""

    targets: tuple[Target, ...] = Field(alias="target")


class MilestoneFile(Part):
    """milestones.toml; `ledger` is where they are reported, `title` names them as a code list."""

    title: Text
    ledger: Words
    milestones: tuple[Milestone, ...] = Field(alias="milestone")


class MeasureFile(Part):
    """measures.toml."""

    measures: tuple[Measure, ...] = Field(alias="measure")
