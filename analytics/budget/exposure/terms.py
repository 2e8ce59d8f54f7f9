"""What a scenario means, month by month: the terms on which people come in, and those on which all are paid.

Terms of entry hold for those who enter while they are in force, for as long as they are in (grandfathering); terms of
payment hold for what falls due while they are in force, whoever it is owed to. `Change.existing` says which of the two
a change is. Whatever the order of the rows: eligibility, then factors on the rate, then the lowest cap, then
indexation; factors are multiplied, months of delay, season and extension added; of two durations the later one holds,
of two that begin together the shorter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.budget.exposure.book import Book, FloatArray, IntArray
from analytics.budget.exposure.prepared import YEAR, BoolArray, Prepared
from analytics.budget.exposure.scenario import Change, Scenario

#: Knobs whose terms last as long as the person is in; the others only change who comes, or when.
_LASTING = frozenset({"rate", "cap", "duration", "eligibility", "attrition", "delay"})
_FACTORS = frozenset({"rate", "eligibility", "attrition"})
#: A duration that is left as it is.
KEPT = -1


@dataclass(frozen=True, slots=True)
class Held:
    """Lasting terms by row, span of entry (0: in by as_of, then the spans of months) and span of payment.

    Factors on the rate, on the people eligible and on the hazard; cap in fen, infinite where there is none; duration in
    months, KEPT where it is left as it is.
    """

    rate: FloatArray
    eligibility: FloatArray
    attrition: FloatArray
    cap: FloatArray
    duration: IntArray


@dataclass(frozen=True, slots=True)
class Wait:
    """Longer wait for approval of those who already wait: streams, first month (from 0), months; paid later or not."""

    streams: BoolArray
    since: int
    months: int
    backdated: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """A scenario put against a book.

    months: how many are reckoned, whole years. span: [month] the span it lies in. held: the lasting
    terms. entrants: [stream, month] expected. entry_index, index: [stream, month] growth of amounts by
    entry and by payment month. lost, moved: [stream, span] months of waiting not paid, and paid later. chance: [stage,
    stream, month] that open money is paid. waits: of people who already wait. existing: the changes that reach
    people who are in.
    """

    months: int
    span: IntArray
    held: Held
    entrants: FloatArray
    entry_index: FloatArray
    index: FloatArray
    lost: IntArray
    moved: IntArray
    chance: FloatArray
    waits: tuple[Wait, ...]
    existing: tuple[Change, ...]

    @property
    def reshaping(self) -> tuple[Change, ...]:
        """The changes that make a cell's months or amounts anew; a rate is a factor by itself, unless beside a cap."""
        made = [change for change in self.existing if change.knob in ("cap", "duration", "rate")]
        is_capped = any(change.knob == "cap" for change in made)
        return tuple(change for change in made if change.knob != "rate" or is_capped)

    @property
    def alike(self) -> IntArray:
        """[span] the first of the spans before it, without a break, that entrants come into on the same terms."""
        parts = [*(getattr(self.held, part)[:, 1:] for part in Held.__slots__), self.lost, self.moved]
        breaks = [any((part[:, at] != part[:, at - 1]).any() for part in parts) for at in range(1, self.spans)]
        return np.maximum.accumulate(np.array([0, *(at * new for at, new in enumerate(breaks, start=1))]))

    @property
    def spans(self) -> int:
        return int(self.span[-1]) + 1

    def by_month(self, values: FloatArray) -> FloatArray:
        """Return [..., span of payment] by month; left as it is, to be broadcast, where there is one span."""
        return values if values.shape[-1] == 1 else values[..., self.span]


def terms(prepared: Prepared, scenario: Scenario | None) -> Terms:
    """Return what the scenario means to the book; an empty one, or none, means the policy as it stands."""
    book = prepared.book
    changes = sorted(scenario.changes if scenario else (), key=_order)
    months = _horizon(book, changes)
    span = _spans(book, changes, months)
    lost, moved = (_waiting(book, changes, span, backdated=backdated) for backdated in (False, True))
    return Terms(
        months,
        span,
        _held(prepared, changes, span),
        _entrants(book, changes, months),
        _index(book, changes, months, existing=False),
        _index(book, changes, months, existing=True),
        lost,
        moved,
        _chance(book, changes, months),
        tuple(_waits(prepared, changes, months)),
        tuple(change for change in changes if change.existing),
    )


def _order(change: Change) -> tuple[object, ...]:
    since, until = (day.toordinal() if day else 0 for day in (change.since, change.until))
    return (
        change.knob,
        since,
        -change.value,
        until,
        sorted(change.streams),
        sorted(change.levels),
        change.existing,
        change.backdated,
    )


def _horizon(book: Book, changes: Iterable[Change]) -> int:
    """Return how many months hold all that can fall due, in whole years."""
    asked = {
        knob: [change.value for change in changes if change.knob == knob] for knob in ("extension", "duration", "delay")
    }
    longest = max([1, *book.entry.length.tolist(), *asked["duration"]])
    intake = book.goal_month + sum(value for value in asked["extension"] if value > 0)
    owed = max([0, *book.stock.last.tolist()])
    most = max(intake, owed) + longest + sum(asked["delay"]) if any(asked.values()) else max(intake + longest, owed)
    return -(-int(max(most, len(book.months))) // YEAR) * YEAR


def _window(book: Book, change: Change, months: int) -> slice:
    """Return the months (from 0) in which the change is in force."""

    def place(day: date) -> int:
        return (day.year - book.months[0].year) * YEAR + day.month - book.months[0].month

    first = max(place(change.since), 0) if change.since else 0
    stop = min(place(change.until) + 1, months) if change.until else months
    return slice(min(first, months), max(stop, 0))


def _spans(book: Book, changes: Iterable[Change], months: int) -> IntArray:
    """Return the span of each month: a new one wherever lasting terms begin or end."""
    begins = np.zeros(months + 1, np.int64)
    for change in changes:
        if change.knob in _LASTING:
            held = _window(book, change, months)
            begins[[held.start, max(held.stop, held.start)]] = 1
    begins[0] = 0
    return np.cumsum(begins[:months])


def streams_of(book: Book, change: Change) -> BoolArray:
    """Return the streams that a change names, all if it names none."""
    if not change.streams:
        return np.ones(len(book.streams), bool)
    return np.isin(np.array(book.streams), change.streams)


def _rows_of(prepared: Prepared, change: Change) -> BoolArray:
    """Return the rows that a change applies to; a cap by itself to single amounts, no duration to lumps."""
    book = prepared.book
    streams = streams_of(book, change)
    if change.knob == "cap" and not change.streams:
        streams = streams & prepared.is_capped
    if change.knob == "duration":
        streams = streams & ~prepared.has_instalments(0)
    rows = streams[prepared.stream]
    if change.levels:
        rows = rows & np.isin(np.array(book.levels), change.levels)[prepared.level]
    return rows


def _held(prepared: Prepared, changes: Iterable[Change], span: IntArray) -> Held:
    spans = int(span[-1]) + 1
    shape = (prepared.stream.size, spans + 1, spans)
    factors = {knob: np.ones(shape) for knob in sorted(_FACTORS)}
    cap, duration = np.full(shape, np.inf), np.full(shape, KEPT)
    for change in changes:
        if change.knob not in (*_FACTORS, "cap", "duration"):
            continue
        held = np.unique(span[_window(prepared.book, change, span.size)])
        entered, paid = (np.arange(spans + 1), held) if change.existing else (held + 1, np.arange(spans))
        where = np.ix_(_rows_of(prepared, change), entered, paid)
        if change.knob == "cap":
            cap[where] = np.minimum(cap[where], change.value)
        elif change.knob == "duration":
            duration[where] = round(change.value)
        else:
            factors[change.knob][where] *= change.value
    return Held(factors["rate"], factors["eligibility"], factors["attrition"], cap, duration)


def _entrants(book: Book, changes: Iterable[Change], months: int) -> FloatArray:
    """Return [stream, month] those who will come and will be paid; none after the end of intake."""
    shift = np.zeros((len(book.streams), months), np.int64)
    level, uptake = np.ones(shift.shape), np.ones(shift.shape)
    end = np.full(len(book.streams), book.goal_month)
    for change in changes:
        streams, held = streams_of(book, change), _window(book, change, months)
        if change.knob == "season":
            shift[streams, held] += round(change.value)
        elif change.knob == "intake":
            level[streams, held] *= change.value
        elif change.knob == "uptake":
            uptake[streams, held] *= change.value
        elif change.knob == "extension":
            end[streams] += round(change.value)
    calendar = (book.months[0].month - 1 + np.arange(months) - shift) % YEAR
    coming = np.take_along_axis(book.intake, calendar, axis=1) * level
    return coming * np.minimum(book.uptake[:, None] * uptake, 1) * (np.arange(months) < end[:, None])


def _index(book: Book, changes: Iterable[Change], months: int, *, existing: bool) -> FloatArray:
    """Return [stream, month] by how much amounts have grown: first in the first month, then every twelve months.

    What has been reached stays after the last month of the change.
    """
    index = np.ones((len(book.streams), months))
    for change in changes:
        if change.knob == "indexation" and change.existing == existing:
            held = _window(book, change, months)
            month = np.arange(months)
            rises = (np.minimum(month, held.stop - 1) - held.start) // YEAR + 1
            grown = np.where(month < held.start, 1.0, (1 + change.value) ** np.maximum(rises, 0))
            index[streams_of(book, change)] *= grown
    return index


def _waiting(book: Book, changes: Iterable[Change], span: IntArray, *, backdated: bool) -> IntArray:
    """Return [stream, span] months by which entrants wait longer."""
    out = np.zeros((len(book.streams), int(span[-1]) + 1), np.int64)
    for change in changes:
        if change.knob == "delay" and change.backdated == backdated:
            held = np.unique(span[_window(book, change, span.size)])
            out[np.ix_(streams_of(book, change), held)] += round(change.value)
    return out


def _waits(prepared: Prepared, changes: Iterable[Change], months: int) -> Iterator[Wait]:
    """Yield the longer waits of who is in; what is not owed by the month waits, and is not lost."""
    by_month = prepared.has_instalments(1)
    for change in changes:
        if change.knob == "delay" and change.existing:
            streams, since = streams_of(prepared.book, change), _window(prepared.book, change, months).start
            yield Wait(streams & by_month, since, round(change.value), change.backdated)
            yield Wait(streams & ~by_month, since, round(change.value), backdated=True)


def _chance(book: Book, changes: Iterable[Change], months: int) -> FloatArray:
    """Return [stage, stream, month] that open money is paid; uptake reaches, of people who are in, the unclaimed."""
    factor = np.ones((len(book.streams), months))
    for change in changes:
        if change.knob == "uptake" and change.existing:
            factor[streams_of(book, change), _window(book, change, months)] *= change.value
    chance = np.repeat(book.chance[:, :, None], months, axis=2)
    chance[2] = np.minimum(chance[2] * factor, 1)
    return chance
