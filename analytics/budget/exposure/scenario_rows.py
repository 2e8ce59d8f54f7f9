"""Rows of plain values made changes: what a file and a link share, and everything that can be wrong with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import combinations
from typing import Any

from analytics.budget.exposure.faults import Fault
from analytics.budget.exposure.scenario import KNOBS, Change
from analytics.policy import Policy
from analytics.policy.knobs import Knob, levels_of

Row = Mapping[str, Any]
KEYS = ("knob", "value", "benefits", "levels", "since", "until", "existing", "backdated")
#: The fact column whose code lists hold every level that money is paid by.
_LEVELS = "payment.level"
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_EVER = (date.min, date.max)


def changes(rows: Sequence[Row], policy: Policy, name: str) -> tuple[tuple[Change, ...], list[Fault]]:
    """Return the rows that hold as changes, with everything that is wrong; `name` is what the rows are called."""
    faults: list[Fault] = []
    if len(rows) > policy.knobs.changes_max:
        return (), [Fault(name, "too_many", {"count": len(rows), "most": policy.knobs.changes_max})]
    read: dict[int, Change] = {}
    for number, row in enumerate(rows, start=1):
        reader = _Reader(row, f"{name}[{number}]", policy)
        change = reader.change()
        faults += reader.faults
        if change is not None:
            read[number] = change
    faults += _overlaps(read, policy, name)
    return tuple(read.values()), faults


class _Reader:
    """One row; every key is looked at, whatever was wrong with the one before."""

    def __init__(self, row: Row, place: str, policy: Policy) -> None:
        self.row = row
        self.place = place
        self.policy = policy
        self.faults: list[Fault] = []

    def change(self) -> Change | None:
        """Return the change, none when anything is wrong."""
        for key in self.row:
            if key not in KEYS:
                self._wrong(key, "unknown_key", known=KEYS)
        knob = self._knob()
        streams = self._names("benefits")
        levels = self._names("levels")
        since, until = self._month("since"), self._month("until")
        existing, backdated = self._flag("existing", default=False), self._flag("backdated", default=True)
        value = self._value(knob)
        self._check_months(since, until)
        known = [name for name in streams if self._is_benefit(name)]
        self._check_levels(levels, known)
        if knob is not None:
            self._check_fit(knob, known)
        if self.faults or knob is None or value is None:
            return None
        return Change(knob.id, value, streams, levels, since, until, existing=existing, backdated=backdated)

    def _wrong(self, key: str, code: str, **values: Any) -> None:
        self.faults.append(Fault(f"{self.place}.{key}" if key else self.place, code, values))

    def _knob(self) -> Knob | None:
        name = self.row.get("knob")
        if name is None:
            self._wrong("knob", "missing")
        elif not isinstance(name, str):
            self._wrong("knob", "not_text", value=name)
        elif name not in KNOBS:
            self._wrong("knob", "unknown_knob", value=name, known=KNOBS)
        else:
            return self.policy.knobs[name]
        return None

    def _value(self, knob: Knob | None) -> float | None:
        value = self.row.get("value")
        if value is None:
            self._wrong("value", "missing")
        elif isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong("value", "not_number", value=_as_written(value))
        elif knob is not None:
            bounds = {"low": knob.min, "high": knob.max, "unit": knob.unit, "knob": knob.title}
            if not knob.min <= value <= knob.max:
                self._wrong("value", "out_of_range", value=value, **bounds)
            elif knob.is_whole and value != int(value):
                self._wrong("value", "not_whole", value=value, **bounds)
            else:
                return float(value)
        return None

    def _names(self, key: str) -> tuple[str, ...]:
        names = self.row.get(key, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self._wrong(key, "not_list", value=_as_written(names))
            return ()
        for twice in sorted({name for name in names if names.count(name) > 1}):
            self._wrong(key, "twice", value=twice)
        return tuple(names)

    def _is_benefit(self, name: str) -> bool:
        known = any(benefit.id == name for benefit in self.policy.benefits)
        if not known:
            self._wrong("benefits", "unknown_benefit", value=name)
        return known

    def _month(self, key: str) -> date | None:
        """Return the first of a month, written 2027-01 or as the date of its first day."""
        told = self.row.get(key)
        if told is None:
            return None
        if isinstance(told, str) and (found := _MONTH.fullmatch(told)):
            year, month = (int(part) for part in found.groups())
            if year and month in range(1, 13):
                return date(year, month, 1)
        if isinstance(told, date) and not isinstance(told, datetime) and told.day == 1:
            return told
        self._wrong(key, "not_month", value=str(told))
        return None

    def _flag(self, key: str, *, default: bool) -> bool:
        told = self.row.get(key, default)
        if not isinstance(told, bool):
            self._wrong(key, "not_boolean", value=_as_written(told))
            return default
        return told

    def _check_months(self, since: date | None, until: date | None) -> None:
        start, last = self.policy.document.window_start, _last_month(self.policy)
        for key, month in (("since", since), ("until", until)):
            if month is not None and month < start:
                self._wrong(key, "too_early", month=month, first=start)
            elif month is not None and month > last:
                self._wrong(key, "too_late", month=month, last=last)
        if since is not None and until is not None and until < since:
            self._wrong("until", "reversed", since=since, until=until)

    def _check_levels(self, levels: Sequence[str], streams: Sequence[str]) -> None:
        known = {code for codes in self.policy.codes.values() if _LEVELS in codes.columns for code in codes.ids}
        held = {name: levels_of(self.policy.benefit(name)) for name in streams}
        for level in levels:
            if level not in known:
                self._wrong("levels", "unknown_level", value=level)
            elif held and not any(level in own or not own for own in held.values()):
                self._wrong("levels", "foreign_level", value=level, benefit=", ".join(held))

    def _check_fit(self, knob: Knob, streams: Sequence[str]) -> None:
        for name in streams:
            benefit = self.policy.benefit(name)
            told = {"knob": knob.title, "benefit": name, "title": benefit.title}
            if benefit.kind == "kind":
                self._wrong("benefits", "in_kind", **told)
            elif not knob.applies_to(benefit):
                self._wrong("benefits", "not_applicable", **told)
        fits = {
            "levels": (knob.has_levels or not self.row.get("levels"), "no_levels"),
            "since": (knob.has_months or self.row.get("since") is None, "no_months"),
            "until": (knob.has_months or self.row.get("until") is None, "no_months"),
            "existing": (knob.reaches_existing or self.row.get("existing") is not True, "no_existing"),
            "backdated": (knob.id == "delay" or self.row.get("backdated") is not False, "no_backdating"),
        }
        for key, (is_fit, code) in fits.items():
            if not is_fit:
                self._wrong(key, code, knob=knob.title)


def _as_written(value: Any) -> Any:
    """Return a text in its quotes, which are what is wrong with it; anything else as it is."""
    return f'"{value}"' if isinstance(value, str) else value


def _last_month(policy: Policy) -> date:
    """Return the last month in which anything may fall due: of who enters last and is paid longest."""
    end, longest = policy.document.window_end, policy.knobs["extension"].max + policy.knobs["duration"].max
    months = end.month - 1 + round(longest)
    return date(end.year + months // 12, months % 12 + 1, 1)


def _overlaps(read: Mapping[int, Change], policy: Policy, name: str) -> Iterator[Fault]:
    """Yield one fault for each two rows that set one knob for one benefit and level in one month."""
    for (first, one), (second, other) in combinations(read.items(), 2):
        shared = one.knob == other.knob and _meet(one.streams, other.streams) and _meet(one.levels, other.levels)
        if shared and _months(one)[0] <= _months(other)[1] and _months(other)[0] <= _months(one)[1]:
            values = {"knob": policy.knobs[one.knob].title, "first": f"{name}[{first}]"}
            yield Fault(f"{name}[{second}]", "overlap", values)


def _meet(one: Sequence[str], other: Sequence[str]) -> bool:
    return not one or not other or bool({*one} & {*other})


def _months(change: Change) -> tuple[date, date]:
    return change.since or _EVER[0], change.until or _EVER[1]
