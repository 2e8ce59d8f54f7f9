"""The expected outlay reckoned the slow way, person by person and month by month, from what each knob means."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.budget.exposure.book import Book, FloatArray
from analytics.budget.exposure.scenario import Change, Scenario

_LEAST_STAYING = 0.05


@dataclass(frozen=True)
class Reference:
    """One book under one scenario; months count from 0."""

    book: Book
    changes: tuple[Change, ...]
    months: int

    def holds(self, change: Change, month: int) -> bool:
        since, until = (self._place(day) if day else None for day in (change.since, change.until))
        return (since is None or month >= since) and (until is None or month <= until)

    def _place(self, day: date) -> int:
        start = self.book.months[0]
        return (day.year - start.year) * 12 + day.month - start.month

    def lasting(self, knob: str, stream: int, level: int, entered: int | None, month: int) -> list[Change]:
        """Return the changes of a knob for who entered in a month (None: is in already) and is paid in another."""
        return [
            change
            for change in self.changes
            if change.knob == knob
            and self.concerns(change, stream)
            and (not change.levels or self.book.levels[level] in change.levels)
            and (self.holds(change, month) if change.existing else entered is not None and self.holds(change, entered))
        ]

    def concerns(self, change: Change, stream: int) -> bool:
        if change.streams:
            return self.book.streams[stream] in change.streams
        return change.knob != "cap" or self.book.amounts[stream].size > 0

    def is_lump(self, stream: int) -> bool:
        return not self.book.entry.every[self.book.entry.stream == stream].any()

    def factor(self, knob: str, stream: int, level: int, entered: int | None, month: int) -> float:
        return float(np.prod([change.value for change in self.lasting(knob, stream, level, entered, month)]))

    def capped(self, amounts: FloatArray, stream: int, level: int, entered: int | None, month: int) -> FloatArray:
        caps = [change.value for change in self.lasting("cap", stream, level, entered, month)]
        return np.minimum(amounts * self.factor("rate", stream, level, entered, month), min(caps, default=np.inf))

    def duration(self, own: int, stream: int, level: int, entered: int | None, month: int) -> int:
        found = [] if self.is_lump(stream) else self.lasting("duration", stream, level, entered, month)
        found.sort(key=lambda change: (change.since.toordinal() if change.since else 0, -change.value))
        return round(found[-1].value) if found else own

    def growth(self, stream: int, month: int, *, existing: bool) -> float:
        grown = 1.0
        for change in self.changes:
            if change.knob == "indexation" and change.existing == existing and self.concerns(change, stream):
                since = max(self._place(change.since), 0) if change.since else 0
                until = self._place(change.until) if change.until else self.months
                if month >= since and until >= since:
                    grown *= (1 + change.value) ** ((min(month, until) - since) // 12 + 1)
        return grown

    def stays(self, group: int, stream: int, level: int, entered: int | None, month: int) -> float:
        hazard = self.book.hazard[group] * self.factor("attrition", stream, level, entered, month)
        return max(1 - hazard, _LEAST_STAYING)

    def entrants(self, stream: int, month: int) -> float:
        mine = [change for change in self.changes if self.concerns(change, stream)]
        end = self.book.goal_month + sum(round(change.value) for change in mine if change.knob == "extension")
        if month >= end:
            return 0.0
        now = [change for change in mine if self.holds(change, month)]
        shift = sum(round(change.value) for change in now if change.knob == "season")
        level = np.prod([change.value for change in now if change.knob == "intake"])
        uptake = self.book.uptake[stream] * np.prod([change.value for change in now if change.knob == "uptake"])
        calendar = (self.book.months[0].month - 1 + month - shift) % 12
        return float(self.book.intake[stream, calendar] * level * min(uptake, 1))


def outlay(book: Book, scenario: Scenario) -> FloatArray:
    """Return [class, stream, month] expected fen of cash, as Outlay.mean."""
    asked = sum(abs(change.value) for change in scenario.changes if change.knob in ("duration", "delay", "extension"))
    months = int(len(book.months) + asked) + 60
    of = Reference(book, scenario.changes, months)
    due = np.zeros((3, len(book.streams), months))
    for cell in range(book.stock.stream.size):
        _cell(of, cell, due)
    for stream in range(len(book.streams)):
        for month in range(months):
            if people := of.entrants(stream, month):
                for row in np.flatnonzero(book.entry.stream == stream).tolist():
                    _entrant(of, row, month, people, due[2, stream])
    cash = np.zeros((4, len(book.streams), months + 40))
    for lag in range(book.delay.shape[1]):
        cash[1:, :, lag : lag + months] += book.delay[None, :, lag, None] * due
    _open(of, cash)
    out = cash[..., : len(book.months)].copy()
    out[..., -1] += cash[..., len(book.months) :].sum(-1)
    return out


def _chance(of: Reference, stage: int, stream: int, month: int) -> float:
    if stage != 2:
        return float(of.book.chance[stage, stream])
    existing = [
        change.value
        for change in of.changes
        if change.knob == "uptake" and change.existing and of.concerns(change, stream) and of.holds(change, month)
    ]
    return min(float(of.book.chance[stage, stream] * np.prod(existing)), 1.0)


def _wait(of: Reference, stream: int, month: int) -> int | None:
    """Return when what is due to one who waits for approval is paid; None if it is lost."""
    at: int | None = month
    for change in of.changes:
        if at is not None and change.knob == "delay" and change.existing and of.concerns(change, stream):
            since = max(of._place(change.since), 0) if change.since else 0
            if since <= at < since + round(change.value):
                by_month = (of.book.entry.every[of.book.entry.stream == stream] == 1).any()
                at = since + round(change.value) if change.backdated or not by_month else None
    return at


def _cell(of: Reference, cell: int, due: FloatArray) -> None:
    stock, book = of.book.stock, of.book
    stream, level, stage, every = (int(part[cell]) for part in (stock.stream, stock.level, stock.stage, stock.every))
    own = int(book.entry.length[book.entry.stream == stream].max())
    first, last = int(stock.first[cell]) - 1, int(stock.last[cell]) - 1
    clock = own - int(stock.used[cell]) - 1 + (first if every == 1 else 0)
    alive = 1.0
    for month in range(of.months):
        longer = of.duration(own, stream, level, None, month) - own
        end = last
        if longer < 0:
            end = min(last, clock + longer)
        elif longer > 0 and last > clock - every:
            end = clock + longer
        if month >= first and month > end:
            return
        if month >= first and (month - first) % every == 0:
            fen = of.capped(stock.amount[[cell]], stream, level, None, month)[0] * stock.persons[cell]
            fen *= of.growth(stream, month, existing=True) * of.factor("eligibility", stream, level, None, month)
            at = _wait(of, stream, month) if stage else month
            if at is not None:
                chance = _chance(of, stage, stream, month) if stage else 1.0
                due[min(stage, 1), stream, at] += fen * alive * chance
        alive *= of.stays(int(stock.group[cell]), stream, level, None, month)


def _entrant(of: Reference, row: int, came: int, people: float, due: FloatArray) -> None:
    book, entry = of.book, of.book.entry
    stream, level, every = int(entry.stream[row]), int(entry.level[row]), int(entry.every[row])
    mine = [
        change
        for change in of.changes
        if change.knob == "delay" and of.concerns(change, stream) and of.holds(change, came)
    ]
    wait = sum(round(change.value) for change in mine)
    lost = sum(round(change.value) for change in mine if not change.backdated) if every == 1 else 0
    single = book.amounts[stream] if book.amounts[stream].size else entry.amount[[row]]
    alive = 1.0
    for month in range(came, of.months):
        own = int(entry.length[row])
        if month - came >= (of.duration(own, stream, level, came, month) if every else 1):
            return
        if (month - came) % max(every, 1) == 0 and month - came >= lost:
            fen = of.capped(single, stream, level, came, month).mean() * people * entry.share[row] * alive
            fen *= of.growth(stream, came, existing=False) * of.growth(stream, month, existing=True)
            fen *= of.factor("eligibility", stream, level, came, month)
            due[max(month, came + wait)] += fen
        alive *= of.stays(int(entry.group[row]), stream, level, came, month)


def _open(of: Reference, cash: FloatArray) -> None:
    book = of.book
    for stage in range(3):
        for stream in range(len(book.streams)):
            for lag in range(book.backlog.shape[2]):
                month = lag
                for change in of.changes if stage else ():
                    if change.knob == "delay" and change.existing and of.concerns(change, stream):
                        since = max(of._place(change.since), 0) if change.since else 0
                        month += round(change.value) if month >= since else 0
                fen = float(book.open_fen[stage, stream] * book.backlog[stage, stream, lag])
                fen *= _chance(of, stage, stream, 0)
                cash[0 if stage == 0 else 2, stream, month] += fen
