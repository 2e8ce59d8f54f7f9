"""Rows of a scenario against the day from which it is reckoned: what can change nothing, and what is to be known."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from analytics.budget.exposure.book import Book, IntArray
from analytics.budget.exposure.faults import Fault
from analytics.budget.exposure.scenario import MODEL, Scenario
from analytics.budget.exposure.terms import streams_of
from analytics.entitlement.months import first_day, month_number

#: The knobs that are about entrants alone.
_ENTRY = ("intake", "uptake", "season")


class Note(Fault):
    """Something to be known that is no fault; the sentence is `scenario.note.<code>`."""

    kind: ClassVar[str] = "note"


def faults(scenario: Scenario, book: Book) -> list[Fault]:
    """Return one fault for each row that is over before the first month to come."""
    first = book.months[0]
    return [
        Fault(f"change[{number}].until", "over", {"until": change.until, "first": first})
        for number, change in enumerate(scenario.changes, start=1)
        if change.until is not None and change.until < first
    ]


def notes(scenario: Scenario, book: Book, data_version: int) -> list[Note]:
    """Return where the versions differ from the present ones, and the rows that count later or for nobody."""
    return [*_versions(scenario, data_version), *_rows(scenario, book)]


def _versions(scenario: Scenario, data_version: int) -> Iterator[Note]:
    if scenario.model != MODEL:
        yield Note("model", "model", {"made": scenario.model, "here": MODEL})
    if scenario.data_version not in (None, data_version):
        yield Note("data_version", "data_version", {"made": scenario.data_version, "here": data_version})


def _rows(scenario: Scenario, book: Book) -> Iterator[Note]:
    first, ends = book.months[0], _ends(scenario, book)
    start = month_number(first)
    for number, change in enumerate(scenario.changes, start=1):
        if change.since is None:
            continue
        place, end = f"change[{number}].since", start + int(ends[streams_of(book, change)].max(initial=0))
        if change.since < first:
            yield Note(place, "past", {"since": change.since, "first": first})
        elif change.knob in _ENTRY and not change.existing and month_number(change.since) >= end:
            yield Note(place, "no_intake", {"since": change.since, "last": first_day(end - 1)})


def _ends(scenario: Scenario, book: Book) -> IntArray:
    """Return [stream] how many months to come have intake."""
    ends = np.full(len(book.streams), book.goal_month, np.int64)
    for change in scenario.changes:
        if change.knob == "extension":
            ends[streams_of(book, change)] += round(change.value)
    return ends
