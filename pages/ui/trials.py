"""The back-test of the targets in this home: what it proves, the page about it, and the button that makes it."""

import streamlit as st

from analytics import pipeline
from analytics.pipeline import TargetBacktest
from analytics.report import meeting
from analytics.report.forecast import proof, tested
from analytics.report.forecast.proof import UNPROVEN, Proof
from analytics.report.forecast.tested import Tried, TriedView
from analytics.report.meeting import Meeting
from pages.ui import blocks, charts, data, exporting, shell
from pages.ui.address import ASSUMPTIONS, METHOD, link
from pages.ui.data import Scene
from pages.ui.shell import Stage


def tried(scene: Scene) -> TargetBacktest | None:
    """Return the back-test made last in this home, none where there is none."""
    return pipeline.latest_target_backtest(scene.opened)


def proven(scene: Scene) -> Proof:
    """Return which intervals may be shown."""
    found = tried(scene)
    return UNPROVEN if found is None else _proof(found, scene)


def meeting_of(scene: Scene) -> Meeting:
    """Return the meeting page with the intervals that may be shown."""
    found = tried(scene)
    if found is None:
        return scene.meeting
    shown = _proof(found, scene)
    return scene.made(
        "meeting.proven",
        lambda: meeting.meeting(scene.outcome, scene.standing, scene.voice, shown),
        found.made_at,
    )


def _proof(found: TargetBacktest, scene: Scene) -> Proof:
    return scene.made("proof", lambda: proof.proof(found), found.made_at)


def show(stage: Stage) -> None:
    """Show the back-test, or that there is none; either way it can be made here."""
    scene, texts, address = stage.scene, stage.texts, stage.address
    found = tried(scene)
    view = _view(found, scene) if found else None
    ways = blocks.chips(
        [
            (texts.t("tested.spending"), link(address, ASSUMPTIONS, {"view": "trial"})),
            (texts.t("tested.method"), link(address, METHOD) + "#forecast"),
        ]
    )
    if found is None or view is None:
        title = "tested.headline.missing" if found is None else "tested.headline.none"
        shell.html(stage.title(texts.t(title)), blocks.note(texts.t("tested.none.how")), ways)
        _maker(stage)
        return
    sheets = [(texts.t(f"chart.sheet.{chart.id}"), chart.table) for chart in view.charts]
    sheets += [(texts.t("tested.sheet.targets"), view.targets), (texts.t("tested.sheet.misses"), view.misses)]
    exporting.menu(stage, texts.t("nav.backtest"), lambda: sheets)
    shell.html(stage.title(view.title), blocks.note(texts.t("tested.how"), _age(found, stage)), ways)
    _maker(stage)
    charts.draw(view.charts, address)
    shell.html(blocks.table(view.targets, address), blocks.table(view.misses, address))


def _view(found: TargetBacktest, scene: Scene) -> TriedView | None:
    def made() -> TriedView | None:
        frames = Tried(found.frame, found.scores, found.reliability, found.misses, found.support)
        return tested.view(frames, scene.voice)

    return scene.made("tested", made, found.made_at)


def _age(found: TargetBacktest, stage: Stage) -> str:
    made = {"day": stage.texts.date(found.made_at.date()), "as_of": stage.texts.date(found.as_of)}
    return stage.texts.t("tested.age", **made, version=found.version)


def _maker(stage: Stage) -> None:
    """Offer to make the back-test now, which takes some seconds."""
    if st.button(stage.texts.t("tested.make"), key="tested_make", type="secondary"):
        scene = stage.scene
        made = pipeline.target_backtest(scene.outcome, scene.opened, at=data.this_moment())
        pipeline.keep_target_backtest(scene.opened.vault, made)
        st.rerun()
