"""One finding: what it is, the rows it rests on, whom it is about, and its case with the form that moves it."""

import polars as pl
import streamlit as st

from analytics.pipeline import Matter, StoreError
from analytics.report.integrity import casework, listing
from analytics.report.integrity.listing import Card
from pages.ui import blocks, data, exporting, shell
from pages.ui.shell import Stage


def finding(stage: Stage, found: pl.DataFrame, code: str) -> None:
    """Show a finding by its number; who opened it is logged."""
    scene, voice, texts = stage.scene, stage.scene.voice, stage.texts
    shown = listing.card(found, code, scene.accounts, scene.sources, voice)
    if shown is None:
        shell.html(stage.title(texts.t("integrity.finding.gone")))
        return
    scene.note_access("open", "integrity", [code, *shown.finding["persons"]])
    exporting.menu(stage, shown.title, lambda: [(shown.rows.caption, shown.rows)], is_personal=True)
    said = [*shown.said, *((texts.t("integrity.finding.person"), cell) for cell in shown.persons)]
    shell.html(stage.title(shown.title))
    left, right = st.columns([62, 38], gap="medium")
    with left:
        shell.html(
            f'<section class="panel">{blocks.facts(said, stage.address)}</section>',
            blocks.table(shown.rows, stage.address),
        )
    with right:
        _case(stage, shown)


def _case(stage: Stage, shown: Card) -> None:
    """Draw where the case stands, what happened to it, and the form that says what comes next."""
    texts, voice = stage.texts, stage.scene.voice
    events = data.home().case_history(shown.finding["finding_id"])
    last = casework.last(events)
    told = blocks.table(casework.history(events, voice), stage.address) if last else ""
    head = blocks.second(texts.t("integrity.case.title"))
    shell.html(f'<section class="panel">{head}<p>{blocks.plain(casework.standing(events, voice))}</p>{told}</section>')
    moves = casework.moves(last["state"] if last else None, voice)
    units = [unit.id for unit in voice.policy.units]
    owner = last["owner"] if last else shown.finding["unit_id"]
    with st.form("case", border=False, clear_on_submit=False):
        to = st.radio(
            texts.t("integrity.case.to"), list(moves), format_func=moves.__getitem__, horizontal=True, key="case_to"
        )
        whose = st.selectbox(
            texts.t("integrity.case.owner"), units, index=units.index(owner) if owner in units else None,
            format_func=voice.unit, placeholder=texts.t("integrity.case.owner"), filter_mode=None, key="case_owner",
        )  # fmt: skip
        note = st.text_input(texts.t("integrity.case.note"), max_chars=200, key="case_note")
        by = st.text_input(texts.t("integrity.case.by"), max_chars=40, key="case_by")
        is_told = st.form_submit_button(texts.t("integrity.case.submit"), type="primary")
    if not is_told:
        return
    if not (to and whose and note.strip() and by.strip()):
        shell.html(blocks.told(texts.t("integrity.case.incomplete"), is_good=False))
        return
    try:
        data.home().move_case(_matter(shown), to, note=note.strip(), by=by.strip(), at=data.this_moment(), owner=whose)
    except StoreError as error:
        shell.html(blocks.told(error.sentence(texts), is_good=False))
    else:
        st.rerun()


def _matter(shown: Card) -> Matter:
    item = shown.finding
    return Matter(item["finding_id"], item["rule"], item["kind"], item["amount_fen"])
