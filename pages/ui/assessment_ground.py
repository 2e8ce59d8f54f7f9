"""What every view of the assessment page stands on: the year, the group, the assessment and how firm its ranks are.

What people tell is no part of the version of the data: a stamp of the vault's tables is part of every key, so that
whoever looks after somebody wrote sees it.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
import streamlit as st

from analytics import pipeline
from analytics.pipeline import Assessment, Robustness, assessing
from analytics.report.assessment.subject import GROUPS, Subject
from analytics.report.standing import Frozen
from pages.ui.data import Scene
from pages.ui.shell import Stage

#: Assessments in memory, each with every source of every point: a new one comes with every word that is told.
_KEPT = 6


@dataclass(frozen=True)
class Ground:
    """The page's own place: which year and group, and under which stamp its values are kept."""

    stage: Stage
    year: int
    group: str
    stamp: str

    @property
    def key(self) -> tuple[str, ...]:
        return (str(self.year), self.group, self.stamp)

    @property
    def scene(self) -> Scene:
        """The scene that the year is told of: the reader's own, or that of the frozen pair."""
        return scene_of(self.stage.scene, self.year)

    @property
    def subject(self) -> Subject:
        scene = self.stage.scene

        def made() -> Robustness:
            return pipeline.ranked(found, scene.voice.policy)

        found = assessment(scene, self.year, self.stamp)
        return Subject(found, scene.made("assessment.ranks", made, str(self.year), self.stamp), self.group)

    @property
    def watched(self) -> pl.DataFrame:
        """What is worth a look in the units of the group."""
        scene, found = self.stage.scene, assessment(self.stage.scene, self.year, self.stamp)
        every = scene.made(
            "assessment.watch", lambda: pipeline.watched(scene.opened, self.scene.outcome, found), str(self.year),
            self.stamp,
        )  # fmt: skip
        return every.filter(pl.col("unit_id").is_in(self.subject.units))


def scene_of(scene: Scene, year: int) -> Scene:
    """Return the scene that a year is told of: the same while it is open, else that of its frozen pair."""
    at = assessing.moment(scene.opened, year, as_of=scene.as_of, known_at=scene.known_at)
    return replace(scene, as_of=at.as_of, known_at=at.known_at)


def assessment(scene: Scene, year: int, stamp: str) -> Assessment:
    """Return a year's assessment as it stands: open by the day of the scene, else on its frozen copy."""
    return _assessment((str(year), stamp, *scene.data_key), scene, year)


@st.cache_resource(show_spinner=False, max_entries=_KEPT)
def _assessment(key: tuple[Hashable, ...], _scene: Scene, year: int) -> Assessment:
    assert key
    kept = assessing.closed(_scene.opened, year, _scene.known_at)
    return kept or assessing.assess(_scene.opened, scene_of(_scene, year).outcome, year)


def ground(stage: Stage) -> Ground:
    """Return the ground that the address names; a code that makes no sense counts as absent."""
    offered = years(stage)
    asked = stage.address.get("year")
    year = int(asked) if asked and asked.isdigit() and int(asked) in offered else offered[-1]
    given = stage.address.get("group")
    group = given if given in GROUPS else _group_of(stage)
    cut = assessing.frozen(stage.scene.opened, year)
    told = Frozen(year, cut.as_of, cut.known_at, cut.version) if cut else None
    return Ground(replace(stage, frozen=told), year, group, pipeline.told_stamp(stage.scene.opened))


def years(stage: Stage) -> list[int]:
    """Return the years with a scheme that had begun by the day of the scene."""
    as_of: date = stage.scene.as_of
    known = [scheme.year for scheme in stage.scene.voice.policy.schemes]
    return [year for year in known if year <= as_of.year] or known[:1]


def _group_of(stage: Stage) -> str:
    """Return the group of the unit that the address names, the bureaus without one."""
    unit = stage.address.get("b")
    towns = {town.id for town in stage.scene.voice.policy.towns}
    return GROUPS[1] if unit in towns else GROUPS[0]


def unit(stage: Stage, subject: Subject) -> str | None:
    """Return the unit of the address where it belongs to the group."""
    asked = stage.address.get("b")
    return asked if asked in subject.units else None
