"""What the city's people tell about assessments and decisions: in order, up to the last day, the same for a seed."""

from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

import pytest

from analytics.demo import assessment, meetings
from analytics.demo.assessment import Act, Answered, Confirmed, Cut, Handed
from analytics.demo.meetings import Ended, Meeting, Outlook
from analytics.demo.scene import Scene
from analytics.identity.assessments import Quota, Review
from analytics.identity.closing import Appeal
from analytics.identity.decisions import Decision, Note

One = TypeVar("One")


@pytest.fixture(scope="module")
def acts(scene: Scene) -> list[Act]:
    return assessment.acts(scene)


def expected(meeting: Meeting, target: str, due: date) -> Outlook:
    return Outlook(50, len(meeting.name) + len(target) + due.month)


@pytest.fixture(scope="module")
def told(scene: Scene) -> list[tuple[datetime, meetings.Told]]:
    return meetings.told(scene, expected)


def of(acts: list[Act], kind: type[One]) -> list[One]:
    return [act.told for act in acts if isinstance(act.told, kind)]


def all_of(acts: list[Act], kind: type[One]) -> list[One]:
    return [one for act in acts if isinstance(act.told, tuple) for one in act.told if isinstance(one, kind)]


def test_everything_is_told_in_order_and_by_the_last_day(scene: Scene, acts: list[Act]) -> None:
    assert [act.at for act in acts] == sorted(act.at for act in acts)
    assert acts[-1].at.date() <= scene.as_of


def test_the_same_seed_tells_the_same(scene: Scene, acts: list[Act]) -> None:
    assert assessment.acts(scene) == acts


def test_a_younger_city_tells_the_beginning_of_it(scene: Scene, acts: list[Act]) -> None:
    day = date(2024, 3, 31)
    younger = assessment.acts(replace(scene, as_of=day))
    assert younger == [act for act in acts if act.at.date() <= day]
    assert {cut.year for cut in of(younger, Cut)} == {2023}


def test_years_are_cut_off_and_confirmed_in_turn(acts: list[Act]) -> None:
    assert [cut.year for cut in of(acts, Cut)] == [cut.year for cut in of(acts, Confirmed)] == [2023, 2024, 2025]


def test_every_appeal_is_answered(acts: list[Act]) -> None:
    appeals, answers = of(acts, Appeal), of(acts, Answered)
    assert [answer.number for answer in answers] == list(range(1, len(appeals) + 1))
    assert [answer.year for answer in answers] == [appeal.year for appeal in appeals]
    assert {answer.state for answer in answers} == {"upheld", "partly", "dismissed"}


def test_quotas_of_the_towns_add_up_to_what_the_city_is_asked(scene: Scene, acts: list[Act]) -> None:
    quotas = [one for one in all_of(acts, Quota) if one.year == 2024]
    asked = scene.calibration.assessments.quotas.items["town.farmer_training"]
    given = [one.value for one in quotas if one.item_id == "town.farmer_training"]
    assert sum(given) == pytest.approx(asked.yearly * scene.scale, abs=len(given))
    assert min(given) >= 1


def test_entries_are_reviewed_by_two_that_are_not_of_the_unit(scene: Scene, acts: list[Act]) -> None:
    entries = {f"entry:{n}": handed for n, handed in enumerate(of(acts, Handed), 1)}
    reviews = all_of(acts, Review)
    own = set()
    for about, handed in entries.items():
        by = [one.reviewer_unit for one in reviews if one.about == about]
        others = [unit for unit in by if unit != handed.entry.unit_id]
        assert len(others) == (2 if handed.entry.kind != "nomination" and by else 0)
        own |= {handed.is_own} if len(others) < len(by) else set()
    assert own == {True}
    assert {one.about.split(":")[0] for one in reviews} == {"entry", "milestone", "item"}
    assert len({one.reviewer for one in reviews}) == len(scene.calibration.assessments.reviewers)


def test_scores_lie_in_their_range_and_differ(acts: list[Act]) -> None:
    reviews = all_of(acts, Review)
    for kind, top in (("entry", 5), ("milestone", 1), ("item", 1)):
        scores = {one.score for one in reviews if one.about.startswith(kind)}
        assert len(scores) > 5
        assert min(scores) >= 0
        assert max(scores) <= top


def test_nominations_alone_name_a_person(acts: list[Act]) -> None:
    named = [handed.entry for handed in of(acts, Handed) if handed.entry.person]
    assert {entry.kind for entry in named} == {"nomination"}
    assert len({entry.person for entry in named}) > 3


def test_every_file_says_that_it_is_a_demonstration(scene: Scene, acts: list[Act]) -> None:
    mark = scene.calibration.assessments.document.encode()
    assert all(handed.file.startswith(mark) for handed in of(acts, Handed))


def test_the_last_three_meetings_decided_something(told: list[tuple[datetime, meetings.Told]]) -> None:
    decided = [what for _, what in told if isinstance(what, Decision)]
    assert list(dict.fromkeys(one.meeting for one in decided)) == ["2025Q4", "2026Q1", "2026Q2"]
    for one in decided:
        assert (one.expected is None) == (one.subject != "target")
        assert one.expected is None or one.promised is None or one.promised > one.expected
        assert one.due_date is not None
        assert one.due_date > one.decided_as_of


def test_decisions_are_closed_after_they_were_taken(told: list[tuple[datetime, meetings.Told]]) -> None:
    taken = [at for at, what in told if isinstance(what, Decision)]
    ended = [(at, what) for at, what in told if isinstance(what, Ended)]
    assert {what.state for _, what in ended} == {"done", "dropped"}
    assert all(at > taken[what.number - 1] for at, what in ended)
    assert [at for at, _ in told] == sorted(at for at, _ in told)


def test_notes_went_out_before_the_last_day(scene: Scene, told: list[tuple[datetime, meetings.Told]]) -> None:
    issued = [(at, what) for at, what in told if isinstance(what, Note)]
    assert [what.colour for _, what in issued] == ["yellow", "blue"]
    assert all(at.date() <= scene.as_of for at, _ in issued)


def test_a_city_before_its_first_quarter_has_held_no_meeting(scene: Scene) -> None:
    young = replace(scene, as_of=date(2022, 12, 31))
    assert meetings.held(young) == {}
    assert {type(what) for _, what in meetings.told(young, expected)} == {Note}
