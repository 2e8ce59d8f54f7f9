"""What the last meetings of the demonstration city decided, what became of it, and the notes that went out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from analytics import clock
from analytics.demo import months
from analytics.demo.calibration_assessment import MeetingDecision
from analytics.demo.scene import Scene
from analytics.identity.decisions import Closed, Decision, Note

_HELD_AFTER, _HELD_AT, _ISSUED_AT = timedelta(days=20), time(15), time(10)


@dataclass(frozen=True)
class Meeting:
    """A quarter's meeting: held after the quarter, on what was known by then."""

    name: str
    as_of: date
    held_at: datetime


@dataclass(frozen=True)
class Outlook:
    """Of a target on a day: what it counted, and what was expected for the day due."""

    actual: float | None
    expected: float | None


@dataclass(frozen=True)
class Ended:
    """The n-th decision is done or dropped."""

    number: int
    state: Closed
    note: str


Told = Decision | Ended | Note
#: Of a target, at a meeting, for a day.
Ahead = Callable[[Meeting, str, date], Outlook]


def told(scene: Scene, ahead: Ahead) -> list[tuple[datetime, Told]]:
    """Return what was decided, closed and issued up to the last day of the city, oldest first."""
    model = scene.calibration.assessments
    decided = sorted(_decided(scene, ahead), key=lambda found: found[0])
    ended = [
        (at + timedelta(days=one.closed), Ended(number, one.state, one.note))
        for number, (at, _, one) in enumerate(decided, 1)
        if one.state
    ]
    issued = [
        (
            datetime.combine(scene.as_of - timedelta(days=one.days), _ISSUED_AT),
            Note(one.unit, one.ref, one.colour, scene.as_of - timedelta(days=one.days - one.due), one.title, one.text),
        )
        for one in model.notes
    ]
    found: list[tuple[datetime, Told]] = [*((at, decision) for at, decision, _ in decided), *ended, *issued]
    first = scene.policy.document.window_start
    return sorted(((at, what) for at, what in found if first <= at.date() <= scene.as_of), key=lambda found: found[0])


def held(scene: Scene) -> dict[int, Meeting]:
    """Return the meetings whose decisions are told, by how many quarters before the last whole one they were."""
    last = months.number(clock.last_quarter_end(scene.as_of))
    wanted = dict.fromkeys(one.meeting for one in scene.calibration.assessments.decisions)
    found = {before: after_quarter(last - months.QUARTER * before) for before in wanted}
    first = scene.policy.document.window_start
    return {n: one for n, one in found.items() if one.as_of > first and one.held_at.date() <= scene.as_of}


def after_quarter(month: int) -> Meeting:
    """Return the meeting after the quarter that ends with a month, by number."""
    quarter = months.Period(month - months.QUARTER + 1, months.QUARTER)
    return Meeting(quarter.code, quarter.end, datetime.combine(quarter.end + _HELD_AFTER, _HELD_AT))


def _decided(scene: Scene, ahead: Ahead) -> Iterator[tuple[datetime, Decision, MeetingDecision]]:
    meetings = held(scene)
    for one in scene.calibration.assessments.decisions:
        if one.meeting not in meetings:
            continue
        meeting = meetings[one.meeting]
        due = _later(meeting.as_of, one.due)
        is_measured = one.subject == "target"
        seen = ahead(meeting, one.ref, due) if is_measured else Outlook(None, None)
        promised = None if seen.expected is None or one.lift is None else float(round(seen.expected * (1 + one.lift)))
        decision = Decision(
            meeting=meeting.name,
            subject=one.subject,
            ref=one.ref,
            title=one.title,
            option=one.option,
            unit_id=one.unit,
            due_date=due,
            decided_as_of=meeting.as_of,
            measure=one.ref if is_measured else None,
            promised=promised,
            expected=seen.expected,
            actual_then=seen.actual,
        )
        yield meeting.held_at, decision, one


def _later(month_end: date, count: int) -> date:
    return months.Period(months.number(month_end) + count, 1).end
