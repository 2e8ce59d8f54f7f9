"""From spells of employment to the payable months: who is new, and which months count."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.entitlement.inputs import Places, Spells
from analytics.entitlement.months import Months
from analytics.entitlement.rules import Rules

_NEVER = np.int32(np.iinfo(np.int32).max)
#: A moment is a person and a month in one number; below it two bits say what happens then.
_EVENT_BITS = 2
_BARS = 1 << 32
#: By event: an eligible spell begins, ends; a barring one begins, ends.
_STEPS = np.array([1, -1, _BARS, -_BARS])


@dataclass(frozen=True, slots=True)
class Runs:
    """Stretches of months of a person from `start` to before `stop`, by person and month; none overlap, some meet."""

    person: Places
    start: Months
    stop: Months


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which kinds of employer make a payable month and which bar it; by place, the last is the unknown kind."""

    is_eligible: NDArray[np.bool_]
    is_barred: NDArray[np.bool_]


def kinds_of(known: Collection[str], eligible: Collection[str], barred: Collection[str]) -> Kinds:
    """Return the kinds of employer by their place among the known ones."""
    return Kinds(
        is_eligible=np.array([kind in eligible for kind in known] + [False]),
        is_barred=np.array([kind in barred for kind in known] + [False]),
    )


def entry_months(spells: Spells, count: int, kinds: Kinds, rules: Rules) -> Months:
    """Return the first local month of each of `count` persons, the latest number there is where there is none (r04)."""
    person, start = spells.person, spells.start
    if rules.enters_when_eligible:
        marks = np.flatnonzero(kinds.is_eligible.take(spells.kind))
        person, start = person.take(marks), start.take(marks)
    entry = np.full(count, _NEVER, np.int32)
    np.minimum.at(entry, person, start)
    return entry


def newcomers(entry: Months, effective: int, application_month: pl.Series | None, rules: Rules) -> NDArray[np.bool_]:
    """Return who is new: by the first month, or by the month of application where one is known (r05)."""
    is_new = entry >= effective
    if application_month is None or not rules.is_new_by_application:
        return is_new
    return (application_month >= effective).fill_null(pl.Series(is_new)).to_numpy()


def barred_at_entry(spells: Spells, entry: Months, kinds: Kinds) -> NDArray[np.bool_]:
    """Return whose first month is covered by an employer of a barred kind."""
    first = entry[spells.person]
    covers = kinds.is_barred[spells.kind] & (spells.start <= first) & (first < spells.stop)
    barred = np.zeros(len(entry), np.bool_)
    barred[spells.person[covers]] = True
    return barred


def payable_runs(
    spells: Spells, entry: Months, is_wanted: NDArray[np.bool_], kinds: Kinds, rules: Rules, *, first: int, after: int
) -> Runs:
    """Return the payable months from `first` to before `after` of the persons wanted, merged (r03, r09)."""
    makes = kinds.is_eligible | kinds.is_barred if rules.bars_at_entry_only else kinds.is_eligible
    bars = np.zeros_like(kinds.is_barred) if rules.bars_at_entry_only else kinds.is_barred
    start, stop = np.maximum(spells.start, first), np.minimum(spells.stop, after)
    if rules.enters_when_eligible:
        start = np.maximum(start, entry.take(spells.person))
    speaks = is_wanted.take(spells.person) & (start < stop)
    if spells.is_back_paid is None or rules.counts_back_payments:
        speaks &= (makes | bars).take(spells.kind)
    else:
        speaks &= bars.take(spells.kind) | makes.take(spells.kind) & ~spells.is_back_paid
    kept = np.flatnonzero(speaks)
    months = after - first
    moment = _moments(spells.person.take(kept), len(entry), months)
    moment += np.where(bars, 2, 0).astype(moment.dtype).take(spells.kind.take(kept))
    starts = moment + ((start.take(kept) - first) << _EVENT_BITS)
    stops = moment + (((stop.take(kept) - first) << _EVENT_BITS) + 1)
    return _merged(np.concatenate([starts, stops]), months, first)


def _moments(person: Places, count: int, months: int) -> NDArray[np.signedinteger]:
    """Return the month zero of every person as a moment with two bits to spare, in the shortest integers that hold."""
    step = _EVENT_BITS + months.bit_length()
    is_short = count << step <= np.iinfo(np.int32).max
    return person.astype(np.int32 if is_short else np.int64) << step


def _merged(events: NDArray[np.signedinteger], months: int, first: int) -> Runs:
    """Return the stretches in which an eligible spell runs and no barring one; some are of no months, some meet.

    Every spell that begins also ends, so the running total is back at zero before the next person, and every flip
    from off to on is followed by one from on to off.
    """
    events.sort()
    total = _STEPS.take(events & 3).cumsum()
    is_on = (total > 0) & (total < _BARS)
    flips = np.flatnonzero(np.diff(is_on, prepend=False))
    moment = events.take(flips) >> _EVENT_BITS
    month = ((moment & ((1 << months.bit_length()) - 1)) + first).astype(np.int32, copy=False)
    return Runs((moment[::2] >> months.bit_length()).astype(np.int64), month[::2], month[1::2])
