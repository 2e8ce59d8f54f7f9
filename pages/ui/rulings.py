"""The view of what bureaus state differently about one person: who says what, and the ruling on it."""

import streamlit as st

from analytics.report import disagreements
from analytics.report.disagreements import Matter
from pages.ui import blocks, data, exporting, paging, shell
from pages.ui.address import INTAKE
from pages.ui.shell import Stage


def show(stage: Stage) -> None:
    """Draw the matters, and the one that was asked for with the way to rule on it."""
    scene, texts = stage.scene, stage.texts
    listed = disagreements.matters(data.disagreements(scene), scene.opened.vault, scene.voice)
    table = disagreements.table(listed, scene.voice)
    name = texts.t("desk.view.disagreements")
    exporting.menu(stage, name, lambda: [(name, table)], is_personal=True)
    shell.html(stage.title(table.caption), blocks.note(texts.t("disagreement.how")))
    code = stage.address.get("matter")
    asked = next((matter for matter in listed if matter.code == code), None)
    if asked is not None:
        _matter(stage, asked)
    shell.html(paging.paged(table, INTAKE, stage.address, texts))


def _matter(stage: Stage, matter: Matter) -> None:
    """Draw what each bureau states, and the form of the ruling."""
    texts = stage.texts
    shell.html(blocks.matter(disagreements.statements(matter, stage.scene.voice), matter.ruling, stage.address))
    if matter.ruling is not None:
        if st.button(texts.t("disagreement.reopen"), key="matter_reopen"):
            data.reopen(matter)
            st.rerun()
        return
    said = {item.unit_id: texts.t("disagreement.says", unit=item.unit, value=item.said) for item in matter.statements}
    with st.form("ruling", border=False):
        holds = st.radio(texts.t("disagreement.holds"), list(said), index=None, format_func=said.__getitem__)
        reason = st.text_input(texts.t("disagreement.reason"), max_chars=200)
        is_ruled = st.form_submit_button(texts.t("disagreement.rule"), type="primary")
    if is_ruled and (holds is None or not reason.strip()):
        shell.html(blocks.told(texts.t("disagreement.incomplete"), is_good=False))
    elif is_ruled and holds is not None:
        data.rule(matter, holds, reason.strip(), stage.scene.viewer.id)
        st.rerun()
