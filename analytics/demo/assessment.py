"""What the people of the demonstration city tell about a year's assessment, act by act, in the order they tell it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np

from analytics.demo import identities, months
from analytics.demo.calibration_assessment import Assessments, HandedIn, Spread
from analytics.demo.draws import apportion
from analytics.demo.meetings import after_quarter
from analytics.demo.scene import Scene
from analytics.identity.assessments import ENTRY_SCORE, SHARE, Entry, Quota, Review
from analytics.identity.closing import Answer, Appeal

_MORNING = time(9)
_REVIEWED_KINDS = ("innovation", "bonus", "deduction", "veto")
_DIGITS = 2
_REVIEWERS = 2
#: How far milestones are halfway through a year, of where they are at its end.
_HALFWAY = 0.6


@dataclass(frozen=True)
class Handed:
    """An entry, with the file that shows it; is_own: a panel of the unit itself scores it too."""

    entry: Entry
    file: bytes
    is_own: bool


@dataclass(frozen=True)
class Cut:
    """A year is cut off at its last day, with what is known by now."""

    year: int


@dataclass(frozen=True)
class Confirmed:
    """A year's result is final."""

    year: int


@dataclass(frozen=True)
class Answered:
    """The outcome of the n-th appeal, which is about a year."""

    year: int
    number: int
    state: Answer
    granted: float
    answer: str


Told = Handed | tuple[Review, ...] | tuple[Quota, ...] | Cut | Confirmed | Appeal | Answered


@dataclass(frozen=True)
class Act:
    """Something that is told, by whom and when."""

    at: datetime
    by: str
    told: Told


@dataclass(frozen=True)
class _Thing:
    """What is reviewed: who does it well or not, the units it is of, and whether a panel of theirs scores it too."""

    about: str
    whose: str
    units: Sequence[str]
    is_own: bool = False


def acts(scene: Scene) -> list[Act]:
    """Return what is told up to the last day of the city, oldest first."""
    schemes = {scheme.year for scheme in scene.policy.schemes}
    years = [year for year in scene.calibration.assessments.quotas.years if year in schemes]
    told = [act for year in years for act in (*_quotas(scene, year), *_yearly(scene, year), *_closing(scene, year))]
    handed = sorted(_entries(scene, years), key=lambda act: act.at)
    told += handed
    told += _reviews_of_entries(scene, [act for act in handed if _is_over(act, scene)])
    return sorted((act for act in told if _is_over(act, scene)), key=lambda act: act.at)


def cut_at(year: int) -> datetime:
    """Return when a year is cut off: at the meeting after its last quarter."""
    return after_quarter(months.number(date(year, 12, 31))).held_at


def _is_over(act: Act, scene: Scene) -> bool:
    return act.at.date() <= scene.as_of


def _quotas(scene: Scene, year: int) -> Iterator[Act]:
    model = scene.calibration.assessments
    whole = scene.persons / scene.calibration.population.persons
    quotas: dict[tuple[str, str], Quota] = {}
    for item, asked in model.quotas.items.items():
        towns = scene.calibration.population.town[asked.towns]
        total = round(asked.yearly * (whole if asked.grows else scene.scale))
        for unit, value in zip(towns, apportion(total, list(towns.values())), strict=True):
            quota = Quota(year, unit, item, max(1.0, value), is_approved=True, source=model.quotas.source)
            quotas[unit, item] = quota
    yield Act(_on(year, model.days.quotas), model.office, tuple(quotas.values()))
    changed = [
        Quota(year, one.unit, one.item, max(1.0, round(quotas[one.unit, one.item].value * one.part)),
              is_approved=one.is_approved, source=one.source)
        for one in model.changes if one.year == year
    ]  # fmt: skip
    if changed:
        yield Act(_on(year, model.days.changed), model.office, tuple(changed))


def _entries(scene: Scene, years: list[int]) -> Iterator[Act]:
    model = scene.calibration.assessments
    named = (one for one in model.entries for year in one.years if one.kind == "nomination" and year in years)
    names = iter(_names(scene, sum(1 for _ in named)))
    for one in model.entries:
        for year in one.years:
            if year in years:
                person = next(names) if one.kind == "nomination" else None
                entry = Entry(year, one.kind, one.unit, one.item, one.title, one.note, person)
                yield Act(_on(year, one.day), one.unit, Handed(entry, _file(model, one, year), one.own))


def _names(scene: Scene, size: int) -> list[str]:
    is_male = np.arange(size) % 2 == 0
    return identities.person_names(scene.calibration.names, is_male, scene.draws).to_list()


def _file(model: Assessments, one: HandedIn, year: int) -> bytes:
    return f"{model.document}\n{year}\n{one.title}\n{one.note}\n".encode()


def _reviews_of_entries(scene: Scene, handed: list[Act]) -> Iterator[Act]:
    """Yield the scores of entries, those of the first months halfway through the year."""
    model = scene.calibration.assessments
    at: dict[datetime, list[Review]] = {}
    for number, act in enumerate(handed, 1):
        if isinstance(act.told, Handed) and act.told.entry.kind in _REVIEWED_KINDS:
            entry = act.told.entry
            halfway, late = (_on(entry.year, day) for day in (model.days.halfway, model.days.reviewed))
            thing = _Thing(f"entry:{number}", entry.unit_id, [entry.unit_id], act.told.is_own)
            given = _given(scene, entry.year, thing, model.scores.entry)
            at.setdefault(halfway if act.at < halfway else late, []).extend(given)
    for when, reviews in at.items():
        yield Act(when, model.office, tuple(reviews))


def _yearly(scene: Scene, year: int) -> Iterator[Act]:
    """Yield the scores of milestones and reviewed items: of the milestones halfway too, of the items after the year."""
    model = scene.calibration.assessments
    full = model.scores.milestones[year]
    milestones = [_Thing(f"milestone:{one.id}", one.id, one.units) for one in scene.policy.milestones]
    for when, part in ((_on(year, model.days.halfway), _HALFWAY), (_on(year + 1, model.after.reviewed), 1.0)):
        spread = model.scores.milestone.model_copy(update={"middle": full * part})
        yield Act(when, model.office, _scores(scene, year, milestones, spread))
    scheme = scene.policy.scheme(year)
    items = [
        _Thing(f"item:{unit}:{item.id}", unit, [unit])
        for item in scheme.items
        if item.measure == "reviewed"
        for unit in scheme.units_of(item)
    ]
    yield Act(_on(year + 1, model.after.reviewed), model.office, _scores(scene, year, items, model.scores.item))


def _scores(scene: Scene, year: int, things: list[_Thing], spread: Spread) -> tuple[Review, ...]:
    return tuple(review for thing in things for review in _given(scene, year, thing, spread))


def _given(scene: Scene, year: int, thing: _Thing, spread: Spread) -> Iterator[Review]:
    """Yield what the panels think of something: good work is good every year, and they do not differ by much."""
    top = ENTRY_SCORE if thing.about.startswith("entry:") else SHARE
    able = scene.draws.stream("ability", thing.whose).normal()
    chance = scene.draws.stream("review", thing.about, str(year))
    middle = spread.middle + spread.units * (able + chance.normal()) / 2**0.5
    panels = scene.calibration.assessments.reviewers
    others = [panel for panel in panels if panel.unit not in thing.units][:_REVIEWERS]
    own = [panel for panel in panels if thing.is_own and panel.unit in thing.units]
    for panel in (*others, *own):
        thought = min(top, max(0.0, middle + spread.reviewers * chance.normal()))
        score = round(round(thought / spread.step) * spread.step, _DIGITS)
        yield Review(year, thing.about, panel.name, panel.unit, score)


def _closing(scene: Scene, year: int) -> Iterator[Act]:
    model = scene.calibration.assessments
    after, office = model.after, model.office
    yield Act(cut_at(year), office, Cut(year))
    for number, one in enumerate(sorted(model.appeals, key=lambda one: one.year), 1):
        if one.year == year:
            filed = Appeal(year, one.unit, one.item, one.asked, one.reason)
            yield Act(_on(year + 1, after.appealed), one.unit, filed)
            granted = one.asked if one.state == "upheld" else one.granted
            yield Act(_on(year + 1, after.answered), office, Answered(year, number, one.state, granted, one.answer))
    yield Act(_on(year + 1, after.confirmed), office, Confirmed(year))


def _on(year: int, day: str) -> datetime:
    return datetime.combine(date.fromisoformat(f"{year}-{day}"), _MORNING)
