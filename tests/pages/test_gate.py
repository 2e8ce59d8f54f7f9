"""The gate: what differs in viewer, version, day or language never shares a value, and a narrow viewer sees no more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
import streamlit as st

from analytics import pipeline
from analytics.access import Viewer
from pages.ui import data
from pages.ui.data import Scene
from tests.pages.furnished import AS_OF

HEALTH = Viewer(id="h", role="bureau", units=frozenset({"health"}))


@pytest.fixture
def scene(furnished: Path) -> Iterator[Scene]:
    yield Scene(Viewer.everything(), "zh", AS_OF, None, pipeline.House(furnished).open())
    st.cache_resource.clear()


def test_every_difference_makes_another_key(scene: Scene) -> None:
    others = [
        replace(scene, viewer=HEALTH),
        replace(scene, lang="en"),
        replace(scene, as_of=date(2026, 6, 30)),
        replace(scene, known_at=datetime.combine(AS_OF, time())),
        replace(scene, opened=replace(scene.opened, home=Path("elsewhere"))),
    ]
    assert len({scene.key, *(other.key for other in others)}) == 6


def test_the_same_view_is_worked_out_once(scene: Scene) -> None:
    again = replace(scene)
    assert scene.outcome is again.outcome
    assert scene.meeting is again.meeting
    made = list[int]()
    for _ in range(2):
        scene.made("x", lambda: made.append(1) or made)
    assert made == [1]


def test_the_languages_share_the_numbers_and_not_the_words(scene: Scene) -> None:
    other = replace(scene, lang="en")
    assert other.outcome is scene.outcome
    assert other.meeting.title != scene.meeting.title


def test_a_bureau_sees_its_own_records_and_filings_only(scene: Scene) -> None:
    narrow = replace(scene, viewer=HEALTH)
    assert scene.outcome.contributions["unit_id"].n_unique() > 1
    for frame in (narrow.outcome.contributions, narrow.outcome.filings, narrow.outcome.completeness):
        assert set(frame["unit_id"]) == {"health"}
    assert set(narrow.outcome.by_unit["key"]) <= {"health"}
    assert narrow.waiting.is_empty()
    assert scene.waiting.height > 0


def test_exports_about_persons_are_noted_with_the_viewer(scene: Scene) -> None:
    scene.note_access("export", "records", ["goal.youth"])
    last = scene.opened.vault.accesses().row(-1, named=True)
    assert (last["viewer"], last["action"], last["subjects"]) == ("office", "export", "goal.youth")


def test_demonstration_data_ends_on_its_own_day(scene: Scene) -> None:
    found = data.calendar(scene.opened)
    assert (found.first, found.default, found.latest) == (date(2022, 10, 1), AS_OF, AS_OF)
