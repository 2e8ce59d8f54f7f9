"""A recognised sheet as typed rows: every value, the rule that refuses a row, the warnings of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from analytics.intake import moments, quantities
from analytics.intake.cells import (
    MISSING,
    PERIOD,
    RULES,
    Answer,
    Question,
    fault,
    fine,
    never,
    stated_only,
)
from analytics.intake.columns import READERS
from analytics.intake.distinct import Spellings
from analytics.intake.layouts import Column, Layout, Span
from analytics.intake.periods import Stretch
from analytics.intake.recognise import Match
from analytics.intake.region import Region, region_of
from analytics.intake.sheet import Sheet
from analytics.policy import Policy

#: The built-in preamble: the period that the title of the sheet names.
_TITLE = "title"
_OF_DAYS = frozenset({"date", "month", "date_range", "month_range"})
_MONEY_UNITS = {"yuan": 1, "wan_yuan": 10_000, "yi_yuan": 100_000_000}


@dataclass(frozen=True)
class Notice:
    """A warning: rows it concerns (worksheet numbers; none for the whole sheet), the column id, and what to say."""

    code: str
    column: str | None = None
    rows: tuple[int, ...] = ()
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Reading:
    """Typed rows of one sheet. `values`: one row per data row; a range has `id.from`, `id.to`, `id.months`.

    `rule` is null for accepted rows, `column` names the column id that broke it; `is_unidentified` are the rows that
    nothing refuses but the number of their person. Person columns still hold ID numbers: a reading never leaves this
    room.
    """

    sheet: Sheet
    region: Region
    values: pl.DataFrame
    rule: pl.Series
    column: pl.Series
    notices: tuple[Notice, ...]
    preambles: Mapping[str, Any]
    is_unidentified: pl.Series

    @property
    def match(self) -> Match:
        return self.region.match

    @property
    def layout(self) -> Layout:
        return self.match.layout

    @property
    def rows(self) -> pl.Series:
        """Worksheet row numbers, from 1."""
        return self.region.rows

    @cached_property
    def is_accepted(self) -> pl.Series:
        return self.rule.is_null()

    def refusing(self, rows: pl.Series, rule: str, column: str) -> "Reading":
        """Return the reading with further rows refused, unless they were already."""
        hit = rows & self.rule.is_null()
        return replace(self, rule=self.rule.set(hit, rule), column=self.column.set(hit, column))


def read_sheet(sheet: Sheet, match: Match, policy: Policy) -> Reading:
    """Read the data rows of a recognised sheet by the types of its ledger's columns."""
    return _Reader(sheet, match, policy).read()


class _Reader:
    """Collects values, faults and notices of one sheet, column by column."""

    def __init__(self, sheet: Sheet, match: Match, policy: Policy) -> None:
        self.sheet = sheet
        self.region = region_of(sheet, match)
        self.match = match
        self.policy = policy
        self.height = len(self.region.rows)
        self.title = match.candidate.title
        self.preambles = self.title.read(match.layout)
        self.values: dict[str, pl.Series] = {}
        self.faults: list[tuple[str, pl.Series]] = []
        self.notices: list[Notice] = []

    def read(self) -> Reading:
        layout = self.match.layout
        together = {
            name for n, span in enumerate(layout.span) if f"span{n}" in self.match.columns for name in _ends(span)
        }
        for column in layout.column:
            if column.id not in together:
                self._column(column)
        for number, span in enumerate(layout.span):
            self._span(number, span)
        self._caps()
        self._any_of()
        rule, broken = self._worst(self.faults)
        values = pl.DataFrame({name: series.alias(name) for name, series in self.values.items()})
        unidentified = self._unidentified(broken)
        return Reading(self.sheet, self.region, values, rule, broken, tuple(self.notices), self.preambles, unidentified)

    def _question(self, column: Column, target: str, spelled: Spellings | None = None) -> Question | None:
        texts = spelled.distinct if spelled else self.region.texts(target)
        if texts is None:
            return None
        unit = self._unit(column) if column.type == "money" else 1
        number = self.region.numbers(target, spelled)
        if self.sheet.is_1904 and column.type in _OF_DAYS:
            texts = moments.since_1904(texts, number)
        return stated_only(Question(column, texts, number, self.policy, unit, self.preambles.get(_TITLE)))

    def _unit(self, column: Column) -> int:
        header = self.match.header(column.id)
        stated = (header.money_unit() if header else None) or self.title.money_unit
        if stated is None and column.unit != "yuan":
            self.notices.append(Notice("unit_assumed", column.id))
        return stated or _MONEY_UNITS[column.unit]

    def _column(self, column: Column) -> None:
        if column.type not in READERS:
            return
        if f"{column.id}.from" in self.match.columns:
            self._halves(column)
            return
        spelled = self.region.spelled(column.id)
        if question := self._question(column, column.id, spelled):
            self._take(column, READERS[column.type](question), spelled)
            if column.required:
                self._missing(column.id, question.texts, spelled)
        else:
            self._from_preamble(column)

    def _take(self, column: Column, answer: Answer, spelled: Spellings | None = None) -> None:
        for suffix, series in answer.values.items():
            self.values[column.id + suffix] = spelled.spread(series) if spelled else series
        self._fault(column.id, answer.rule, spelled)
        for code, rows in answer.warnings.items():
            if rows.any():
                self._notice(code, column.id, spelled.spread(rows) if spelled else rows)

    def _fault(self, column: str, rule: pl.Series, spelled: Spellings | None = None) -> None:
        if rule.null_count() < len(rule):
            self.faults.append((column, spelled.spread(rule) if spelled else rule))

    def _missing(self, column: str, texts: pl.Series, spelled: Spellings | None = None) -> None:
        if texts.null_count():
            self._fault(column, fault(MISSING, texts.is_null()), spelled)

    def _notice(self, code: str, column: str, rows: pl.Series) -> None:
        numbers = tuple(self.region.rows.filter(rows.fill_null(value=False)).to_list())
        if numbers:
            self.notices.append(Notice(code, column, numbers))

    def _halves(self, column: Column) -> None:
        first = self._question(column, f"{column.id}.from")
        last = self._question(column, f"{column.id}.to")
        assert first is not None
        ends = moments.stretch(last) if last else None
        end_days = ends.values[".to"] if ends else pl.Series([None], dtype=pl.Date).new_from_index(0, self.height)
        if column.type == "month_range":
            end_days = end_days.dt.month_end()
        starts = moments.day(first)
        self._take(column, moments.halves(column.type, starts, ends or Answer({}, fine(self.height)), end_days))
        if column.required:
            self._missing(column.id, first.texts)

    def _from_preamble(self, column: Column) -> None:
        source = next((name for name in column.from_preamble if name in self.preambles), None)
        value = self.preambles[source] if source else None
        if value is not None:
            if source == _TITLE and column.required:
                self.notices.append(Notice("from_title", column.id))
            for suffix, constant in _constants(column, value).items():
                self.values[column.id + suffix] = pl.Series([constant]).new_from_index(0, self.height)

    def _span(self, number: int, span: Span) -> None:
        """Read two columns kept in one, and refuse an end before its start."""
        question = self._question(self.match.layout.col(span.start), f"span{number}")
        if question is not None:
            answer = moments.open_stretch(question)
            self.values[span.start], self.values[span.end] = answer.values[".from"], answer.values[".to"]
            self._fault(span.start, answer.rule)
            if self.match.layout.col(span.start).required:
                self._missing(span.start, question.texts)
        start, end = self.values.get(span.start), self.values.get(span.end)
        if start is not None and end is not None:
            self._fault(span.end, fault(PERIOD, (end < start).fill_null(value=False)))
        self.faults = [
            (name, rule.replace("date_invalid", PERIOD) if name in _ends(span) else rule) for name, rule in self.faults
        ]

    def _caps(self) -> None:
        for column in self.match.layout.column:
            if column.cap_benefit and column.id in self.values:
                cap = column.cap_benefit
                codes = None if isinstance(cap, str) else self.values.get(cap.of)
                question = Question(column, self.values[column.id].cast(pl.String), None, self.policy)
                self._fault(column.id, quantities.over_cap(question, self.values[column.id], codes))

    def _any_of(self) -> None:
        for group in self.match.layout.any_of:
            stated = never(self.height)
            for name in group:
                stated |= self._stated(name)
            self._fault(group[0], fault(MISSING, ~stated))

    def _stated(self, name: str) -> pl.Series:
        found = never(self.height)
        for series in (series for target, series in self.values.items() if target.partition(".")[0] == name):
            found |= series.is_not_null()
        return found

    def _unidentified(self, broken: pl.Series) -> pl.Series:
        """Tell which rows only the number of their person refuses."""
        person = self.match.layout.party.person
        blamed = (broken == person).fill_null(value=False) if person else never(self.height)
        if not blamed.any():
            return blamed
        rest, _ = self._worst([(target, faults) for target, faults in self.faults if target != person])
        return blamed & rest.is_null()

    def _worst(self, faults: Sequence[tuple[str, pl.Series]]) -> tuple[pl.Series, pl.Series]:
        """Return for each row the first rule in order of precedence, and the column that broke it."""
        rule = fine(self.height)
        column = fine(self.height)
        broken = [(target, found, set(found.drop_nulls().unique())) for target, found in faults]
        for name in RULES:
            for target, found in ((target, found) for target, found, rules in broken if name in rules):
                hit = (found == name).fill_null(value=False) & rule.is_null()
                rule, column = rule.set(hit, name), column.set(hit, target)
        return rule, column


def _ends(span: Span) -> tuple[str, str]:
    return span.start, span.end


def _constants(column: Column, value: Any) -> dict[str, Any]:
    """Return what a title line gives every row of a column."""
    if column.type in ("month_range", "date_range"):
        stretch: Stretch = value if isinstance(value, tuple) else (value, value)
        first, last = stretch
        if column.type == "month_range":
            return {
                ".from": first.replace(day=1),
                ".to": last.replace(day=1),
                ".months": moments.months_between(stretch),
            }
        return {".from": first, ".to": last, ".months": moments.months_between(stretch)}
    return {"": value[0] if isinstance(value, tuple) else value}
