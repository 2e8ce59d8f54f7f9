"""From spells of employment to the payable months: who is new, and which months count."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.entitlement.inputs import Codes, Spells
from analytics.entitlement.months import Months
from analytics.entitlement.rules import Rules

_NEVER = np.int32(np.iinfo(np.int32).max)
#: A moment is a person and a month in one number; below it two bits say what happens then.
_MONTH_BITS = 22
_EVENT_BITS = 2
_BARS = 1 << 32
#: By event: an eligible spell begins, ends; a barring one begins, ends.
_STEPS = np.array([1, -1, _BARS, -_BARS])


@dataclass(frozen=True, slots=True)
class Runs:
    """Stretches of months of a person from `start` to before `stop`, by person and month; none overlap, some meet."""

    person: Codes
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
    entry = np.full(count, _NEVER, np.int32)
    marks = kinds.is_eligible[spells.kind] if rules.enters_when_eligible else slice(None)
    np.minimum.at(entry, spells.person[marks], spells.start[marks])
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
    in_time = ~spells.is_back_paid | rules.counts_back_payments
    start = np.maximum(np.maximum(spells.start, entry[spells.person]), first)
    stop = np.minimum(spells.stop, after)
    speaks = is_wanted[spells.person] & (start < stop) & (bars[spells.kind] | (makes[spells.kind] & in_time))
    begins = np.where(bars[spells.kind[speaks]], 2, 0)
    moment = spells.person[speaks] << _MONTH_BITS
    starts = (moment + (start[speaks] - first) << _EVENT_BITS) + begins
    stops = (moment + (stop[speaks] - first) << _EVENT_BITS) + begins + 1
    return _merged(np.concatenate([starts, stops]), first)


def _merged(events: NDArray[np.int64], first: int) -> Runs:
    """Return the stretches in which an eligible spell runs and no barring one; some are of no months, some meet.

    Every spell that begins also ends, so the running total is back at zero before the next person.
    """
    events.sort()
    total = _STEPS[events & 3].cumsum()
    is_on = (total > 0) & (total < _BARS)
    was_on = np.append(np.zeros(min(is_on.size, 1), np.bool_), is_on[:-1])
    moment = events >> _EVENT_BITS
    starts, stops = moment[is_on & ~was_on], moment[~is_on & was_on]
    return Runs(starts >> _MONTH_BITS, _month_of(starts, first), _month_of(stops, first))


def _month_of(moment: NDArray[np.int64], first: int) -> Months:
    return ((moment & ((1 << _MONTH_BITS) - 1)) + first).astype(np.int32)
