"""Goal-seek: ceilings by year and a goal in, the combinations that fit out."""

from collections.abc import Sequence

import streamlit as st

from analytics import pipeline
from analytics.report.whatif import seeking
from analytics.report.whatif.ground import Ground
from analytics.report.whatif.seeking import Asked, Sought
from pages.ui import blocks, exporting, shell, whatif_ground
from pages.ui.shell import Stage

_GOAL = "whatif_goal"
#: Years of which a ceiling may be given, and how much one press of a key changes it.
_YEARS, _STEP, _GOAL_STEP = 6, 100, 100
_WIDTH = 190


def show(stage: Stage) -> None:
    """Show what is asked for, and what fits."""
    scene, voice, texts = stage.scene, stage.scene.voice, stage.texts
    of = whatif_ground.based(stage)
    years = of.base.outlay.years[:_YEARS]
    asked = seeking.read(stage.address.own, years)
    place = st.container()
    _form(stage, asked, years)
    found = None if asked.is_empty else _sought(stage, of, asked)
    tables = [(texts.t("whatif.sheet.front"), found.front)] if found and found.front.rows else []
    exporting.menu(stage, texts.t("nav.whatif"), lambda: tables)
    with place:
        shell.html(stage.title(found.sentence if found else texts.t("whatif.seek.headline")))
    shell.html(
        blocks.note(seeking.stands(of, years, voice), seeking.offer(scene.voice.policy, voice)),
        *(blocks.table(table, stage.address) for _, table in tables),
    )


def _sought(stage: Stage, of: Ground, asked: Asked) -> Sought:
    scene, voice = stage.scene, stage.scene.voice
    with st.spinner(stage.texts.t("whatif.seek.wait")):
        choices = scene.made("whatif.choices", lambda: pipeline.choices(of.book, voice.policy))
        code = tuple(sorted(seeking.codes(asked).items()))
        return scene.tried("whatif.seek", lambda: seeking.sought(of.book, choices, asked, voice), code)


def _form(stage: Stage, asked: Asked, years: Sequence[int]) -> None:
    """Draw the ceilings and the goal; every change goes into the address."""
    texts = stage.texts
    with st.container(horizontal=True, key="whatif_seek"):
        for year in years:
            key = f"whatif_ceiling_{year}"
            st.session_state[key] = asked.ceilings.get(year)
            st.number_input(
                texts.t("whatif.seek.ceiling", year=year), min_value=0, max_value=9_999_999, step=_STEP, key=key,
                value=None, placeholder=texts.t("whatif.seek.free"), width=_WIDTH, on_change=_write, args=(years,),
            )  # fmt: skip
        st.session_state[_GOAL] = asked.goal or None
        st.number_input(
            texts.t("whatif.seek.goal"), min_value=0, max_value=9_999_999, step=_GOAL_STEP, key=_GOAL, value=None,
            placeholder=texts.t("whatif.seek.free"), width=_WIDTH, on_change=_write, args=(years,),
        )  # fmt: skip


def _write(years: Sequence[int]) -> None:
    told = {year: st.session_state[f"whatif_ceiling_{year}"] for year in years}
    asked = Asked({year: value for year, value in told.items() if value is not None}, st.session_state[_GOAL] or 0)
    codes = seeking.codes(asked)
    for code in (seeking.CEILINGS, seeking.GOAL):
        if code in codes:
            st.query_params[code] = codes[code]
        else:
            st.query_params.pop(code, None)
