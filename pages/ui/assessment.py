"""The assessment page: its year and group, and the view that the address names."""

from collections.abc import Callable, Mapping

import streamlit as st

from analytics import pipeline
from analytics.pipeline import assessing
from analytics.report.assessment import grid, honours, summary, trial, why
from analytics.report.assessment.subject import GROUPS, PAGE, Subject
from analytics.report.table import Table
from pages.ui import (
    assessment_appeals,
    assessment_compared,
    assessment_evidence,
    assessment_ground,
    assessment_reviews,
    assessment_wall,
    blocks,
    controls,
    exporting,
    shell,
)
from pages.ui.address import link
from pages.ui.assessment_ground import Ground, ground, years
from pages.ui.shell import Stage


def show(stage: Stage) -> Stage:
    """Show the view that the address names, and return what it stood on: of a year that is cut off its frozen pair.

    A unit without a view asks for what gave its points.
    """
    of, texts = ground(stage), stage.texts
    asked = stage.address.get("view") or ""
    view = asked if asked in VIEWS else "evidence" if stage.address.get("b") else next(iter(VIEWS))
    with st.container(horizontal=True, key="assessment_choice", vertical_alignment="center"):
        names = [texts.t(f"assessment.view.{name}") for name in VIEWS]
        controls.segments("view", texts.t("assessment.views"), list(VIEWS), names, view)
        shell.html(blocks.chips(_years(of, view)), blocks.chips(_groups(of, view)))
    with st.spinner(texts.t("assessment.reckoning")):
        assessment_ground.assessment(stage.scene, of.year, of.stamp)
    VIEWS[view](of)
    return of.stage


def _years(of: Ground, view: str) -> list[tuple[str, str | None]]:
    """Return the years as choices; the unit stays the same."""
    unit = of.stage.address.get("b")
    codes = {"view": view, "group": of.group} | ({"b": unit} if unit else {})
    return [
        (str(year), None if year == of.year else link(of.stage.address, PAGE, codes | {"year": str(year)}))
        for year in years(of.stage)
    ]


def _groups(of: Ground, view: str) -> list[tuple[str, str | None]]:
    codes = {"view": view, "year": str(of.year)}
    return [
        (
            of.stage.texts.t(f"assessment.group.{group}"),
            None if group == of.group else link(of.stage.address, PAGE, codes | {"group": group}),
        )
        for group in GROUPS
    ]


def overview(of: Ground) -> None:
    """Show the bands as a sentence, the rank intervals with the points, and the grid of items."""
    stage, voice = of.stage, of.stage.scene.voice

    def made() -> tuple[str, list[str], summary.Overview, grid.Grid]:
        subject = of.subject
        told = pipeline.told(stage.scene.opened, of.year).cutoffs
        return (
            summary.headline(subject, voice),
            summary.standing(subject, told, voice) + _moved(of),
            summary.overview(subject, voice),
            grid.grid(subject, voice),
        )

    title, standing, shown, items = stage.scene.made("assessment.overview", made, *of.key)

    def sheets() -> list[tuple[str, Table]]:
        subject = of.subject
        return assessment_evidence.sheets(stage, [
            ("totals", summary.table(subject, voice)),
            ("items", why.everything(subject, voice)),
            ("grid", items.table),
            ("trace", assessment_evidence.whole_trace(of)),
        ])  # fmt: skip

    exporting.menu(stage, stage.texts.t("nav.assessment"), sheets, is_personal=True)
    shell.html(stage.title(title), blocks.note(*standing))
    left, right = st.columns([48, 52], gap="medium")
    with left:
        shell.html(assessment_wall.ranks(shown, stage.texts, stage.address))
    with right:
        shell.html(assessment_wall.grid(items, stage.address))


def _moved(of: Ground) -> list[str]:
    """Return the warning that the scheme no longer says what it said when the year was cut off."""
    opened = of.stage.scene.opened
    cut = assessing.frozen(opened, of.year)
    if cut is None or assessing.is_scheme_kept(opened, cut):
        return []
    return [of.stage.texts.t("assessment.standing.moved", digest=cut.scheme_digest[:12])]


def outcomes(of: Ground) -> None:
    """Show who may be honoured, persons by their masked names, and who has to correct what by when."""
    stage, voice, subject = of.stage, of.stage.scene.voice, of.subject
    entries = pipeline.told(stage.scene.opened, of.year).entries
    honoured, called = honours.collectives(subject), honours.corrections(subject)
    tables = {
        "collectives": honours.collectives_table(honoured, subject, voice),
        "persons": honours.persons_table(honours.persons(subject, entries), subject, voice),
        "corrections": honours.corrections_table(called, subject, voice),
    }
    exporting.menu(
        stage, stage.texts.t("assessment.view.outcomes"),
        lambda: assessment_evidence.sheets(stage, list(tables.items())), is_personal=True,
    )  # fmt: skip
    shell.html(
        stage.title(honours.headline(honoured, called, subject, voice)),
        blocks.note(honours.rule(honoured, subject, voice)),
    )
    left, right = st.columns([46, 54], gap="medium")
    with left:
        shell.html(*(assessment_evidence.listed(tables[name], stage) for name in ("collectives", "persons")))
    with right:
        shell.html(assessment_evidence.listed(tables["corrections"], stage))


def on_trial(of: Ground) -> None:
    """Show sliders for the weights of the classes and what the bands would be, saying that it is a trial."""
    stage, voice, subject = of.stage, of.stage.scene.voice, of.subject
    weights = trial.asked(stage.address.get(trial.CODE), subject.scheme)
    tried = stage.scene.tried("assessment.trial", lambda: trial.trial(subject, weights), weights, *of.key)
    table = trial.table(tried, subject, voice)
    exporting.menu(
        stage, stage.texts.t("assessment.view.trial"), lambda: [(stage.texts.t("assessment.sheet.trial"), table)]
    )
    shell.html(
        stage.title(trial.headline(tried, subject, voice)),
        blocks.told(stage.texts.t("assessment.trial.note"), is_good=False),
    )
    left, right = st.columns([26, 74], gap="medium")
    with left:
        _sliders(stage, subject, weights)
    with right:
        shell.html(blocks.table(table, stage.address))


def _sliders(stage: Stage, subject: Subject, weights: tuple[int, ...]) -> None:
    for part, weight in zip(subject.scheme.classes, weights, strict=True):
        key = f"trial_{part.id}"
        st.session_state[key] = weight
        st.slider(stage.texts.pick(part.title), 0, 100, step=5, key=key, on_change=_turn, args=(subject,))
    st.button(stage.texts.t("assessment.trial.reset"), key="trial_reset", on_click=_reset)


def _turn(subject: Subject) -> None:
    st.query_params[trial.CODE] = trial.code(tuple(st.session_state[f"trial_{p.id}"] for p in subject.scheme.classes))


def _reset() -> None:
    st.query_params.pop(trial.CODE, None)


VIEWS: Mapping[str, Callable[[Ground], None]] = {
    "overview": overview,
    "evidence": assessment_evidence.show,
    "reviews": assessment_reviews.show,
    "appeals": assessment_appeals.show,
    "outcomes": outcomes,
    "watch": assessment_compared.watch,
    "comparison": assessment_compared.show,
    "trial": on_trial,
}
