"""The page of a unit laid out: what does not need the accounts first, the money when it is there."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import pipeline
from analytics.assessment import Assessment
from analytics.pipeline import deciding
from analytics.report.bureau import money, page, subject, summary
from analytics.report.bureau.page import View
from analytics.report.cards import Card
from analytics.report.table import Table
from pages.ui import (
    assessment_ground,
    blocks,
    bureau_wall,
    controls,
    data,
    decisions_ground,
    desk,
    exporting,
    shell,
    trials,
    wall,
)
from pages.ui.data import Scene
from pages.ui.shell import Stage

#: Things to do and benefits in sight; the rest is to be opened.
IN_SIGHT, BENEFITS = 12, 6


def show(stage: Stage) -> None:
    """Show the unit that the address names, else all of them."""
    voice = stage.scene.voice
    known = subject.units(voice)
    asked = stage.address.get("b")
    unit = asked if asked in known else None
    switch(stage, known, unit)
    if unit is None:
        everybody(stage, pipeline.told_stamp(stage.scene.opened))
        return
    stamp = pipeline.told_stamp(stage.scene.opened)
    shown = stage.scene.made("bureau", lambda: _view(stage.scene, unit, stamp), unit, stamp)
    _lay_out(stage, shown, unit)


def switch(stage: Stage, known: Mapping[str, str], unit: str | None) -> None:
    """Draw the choice of a unit, bureaus first, then towns."""
    controls.pick("b", stage.texts.t("bureau.choose"), list(known), list(known.values()), unit)


def everybody(stage: Stage, stamp: str) -> None:
    """Show every unit with what waits for it; each opens its page."""
    scene, voice = stage.scene, stage.scene.voice

    def made() -> Table:
        return summary.everybody(scene.meeting.rows, scene.waiting, scene.outcome, assessment(scene, stamp), voice)

    table = scene.made("bureau.all", made, stamp)
    exporting.menu(stage, stage.texts.t("nav.bureau"), lambda: [(stage.texts.t("bureau.sheet.all"), table)])
    shell.html(stage.title(table.caption), blocks.table(table, stage.address, is_captioned=False))


def assessment(scene: Scene, stamp: str) -> Assessment | None:
    """Return the assessment of the scene's year; None where that year has no scheme."""
    year = scene.as_of.year
    if all(scheme.year != year for scheme in scene.voice.policy.schemes):
        return None
    return assessment_ground.assessment(scene, year, stamp)


def _view(scene: Scene, unit: str, stamp: str) -> View:
    found = pipeline.bureau(
        scene.opened, scene.outcome, unit, scene.waiting,
        assessment=assessment(scene, stamp), corrected=decisions_ground.corrections(scene, _until(scene)),
        proof=trials.proven(scene), until=_until(scene),
    )  # fmt: skip
    return page.view(found, scene.voice)


def _until(scene: Scene) -> datetime | None:
    """Return by when what is shown had been told: a page of an earlier day knows nothing of later decisions."""
    return deciding.told_until(scene.voice.policy, scene.as_of, data.calendar(scene.opened).latest)


def _lay_out(stage: Stage, shown: View, unit: str) -> None:
    scene, texts, address = stage.scene, stage.texts, stage.address

    def books() -> money.Money:
        return scene.made("bureau.money", lambda: money.money(scene.accounts, unit, scene.voice), unit)

    exporting.menu(stage, scene.voice.unit_or_town(unit), lambda: page.tables(shown, books().table, scene.voice))
    shell.html(stage.title(shown.title))
    # The accounts take seconds when nobody has asked for them yet: until then everything else is there to be read.
    places = st.empty()
    _cards(places, shown, money.wait(unit, scene.voice), stage)
    left, right = st.columns([60, 40], gap="medium")
    with left:
        if shown.tasks.rows:
            board = wall.board(shown.tasks, texts, address, shown.tasks.title)
            shell.html(f'<div class="own">{board}</div>')
        if shown.points:
            shell.html(bureau_wall.points(shown.points, texts, address))
        table = st.empty()
    with right, st.container(key="bureau_aside"):
        shell.html(bureau_wall.todos(shown.todos, IN_SIGHT, texts, address))
        _returns(stage, shown)
        needs = bureau_wall.needs(shown.needs, texts, address)
        shell.html(needs, bureau_wall.titled(shown.filings, IN_SIGHT, texts, address))
    if money.led(unit, scene.voice):
        found = books()
        _cards(places, shown, found.card, stage)
        if found.table.rows:
            table.html(blocks.wrap(bureau_wall.titled(found.table, BENEFITS, texts, address)))


def _cards(place: DeltaGenerator, shown: View, last: Card, stage: Stage) -> None:
    place.html(blocks.wrap(wall.cards([*shown.cards, last], stage.address)))


def _returns(stage: Stage, shown: View) -> None:
    """Draw the latest files with refused rows, each to be taken back marked with one click."""
    if not shown.returns:
        return
    texts = stage.texts
    with st.container(horizontal=True, key="bureau_returns", vertical_alignment="center"):
        st.html(blocks.wrap(f'<p class="lg">{blocks.plain(texts.t("bureau.return.how"))}</p>'), width="content")
        for batch, _, rows in shown.returns:
            desk.returning(stage, batch, texts.t("bureau.return", batch=batch, rows=rows))
