"""What the people of a demonstration city tell about assessments and decisions, told to its home."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import polars as pl

from analytics.demo import assessment, meetings
from analytics.demo.assessment import Act, Answered, Confirmed, Cut, Handed
from analytics.demo.meetings import Ended, Meeting, Outlook
from analytics.demo.scene import Scene
from analytics.identity import decisions
from analytics.identity.assessments import Quota, Review
from analytics.identity.closing import Appeal
from analytics.identity.decisions import Decision, Note
from analytics.pipeline import assessing
from analytics.pipeline.assessing import Ruling
from analytics.pipeline.evaluation import Opened, Results, evaluate

#: The targets on a day, by what was known at a time.
Evaluated = Callable[[date, datetime], Results]


def enact(opened: Opened, scene: Scene) -> None:
    """Tell a new home all that its people say, as on the days they say it; the vault must hold nothing of it yet."""
    acts = assessment.acts(scene)
    closed = {act.told.year for act in acts if isinstance(act.told, Cut)}
    pairs = dict.fromkeys((one.as_of, one.held_at) for one in meetings.held(scene).values())
    pairs |= dict.fromkeys((date(year, 12, 31), assessment.cut_at(year)) for year in closed)
    with ThreadPoolExecutor() as pool, opened.vault.writing():
        begun = {pair: pool.submit(_evaluate, opened, *pair) for pair in pairs}

        def evaluated(as_of: date, known_at: datetime) -> Results:
            return begun[as_of, known_at].result()

        for act in acts:
            _tell(opened, act, evaluated)
        told = meetings.told(scene, lambda meeting, target, due: _outlook(evaluated, meeting, target, due))
        _decide(opened, told, by=scene.calibration.assessments.office)


def _evaluate(opened: Opened, as_of: date, known_at: datetime) -> Results:
    policy = opened.policy_known(known_at)
    return evaluate(opened.snapshot, policy, opened.ledgers, as_of=as_of, known_at=known_at)


def _tell(opened: Opened, act: Act, evaluated: Evaluated) -> None:
    by, at = act.by, act.at
    match act.told:
        case Handed(entry=entry, file=file):
            assessing.hand_in(opened, entry, [file], by=by, at=at)
        case Cut(year):
            results = evaluated(date(year, 12, 31), at)
            assessing.cut_off(opened, year, by=by, at=at, results=results, is_agreed=True)
        case Confirmed(year):
            assessing.confirm(opened, year, by=by, at=at)
        case Appeal() as filed:
            assessing.appeal(opened, filed, by=by, at=at)
        case Answered(_, number, state, granted, answer):
            assessing.rule_appeal(opened, number, Ruling(state, answer, granted), by=by, at=at)
        case [Review(), *_] as reviews:
            assessing.review(opened, *reviews, by=by, at=at)
        case [Quota(), *_] as quotas:
            assessing.set_quota(opened, *quotas, by=by, at=at)


def _decide(opened: Opened, told: Iterable[tuple[datetime, meetings.Told]], *, by: str) -> None:
    for at, what in told:
        match what:
            case Decision():
                decisions.decide(opened.vault, what, by=by, at=at)
            case Ended(number, state, note):
                decisions.close_decision(opened.vault, number, state, note=note, by=by, at=at)
            case Note():
                decisions.issue_note(opened.vault, what, by=by, at=at)


def _outlook(evaluated: Evaluated, meeting: Meeting, target_id: str, due: date) -> Outlook:
    """Return what a target counted, and its forecast for a day: within the present period, or at the end of another."""
    found = evaluated(meeting.as_of, meeting.held_at)
    ending = found.forecasts.filter(pl.col("target_id") == target_id, pl.col("period_end") == due)
    if len(ending) and not ending["is_current"][0]:
        return Outlook(float(ending["reported"][0] or 0), ending["mean"][0])
    present = found.forecasts.filter(pl.col("target_id") == target_id, pl.col("is_current"))
    if present.is_empty():
        return Outlook(None, None)
    mine = found.fan.filter(pl.col("target_id") == target_id, pl.col("month") == due.replace(day=1))
    expected = ending["mean"][0] if len(ending) else mine["mean"][0] if len(mine) else None
    counted = present["reported"][0]
    return Outlook(None if counted is None else float(counted), expected)
