"""Asking what a header means: a bureau's own words are remembered for its next workbook."""

from collections.abc import Sequence

import streamlit as st

from analytics.pipeline import AskedHeader, Told
from analytics.report import headers
from pages.ui import blocks, data, shell
from pages.ui.shell import Stage


def ask(stage: Stage, asked: Sequence[AskedHeader], bureau: str | None) -> None:
    """Draw one choice for every header that nobody knew, and remember the answers."""
    if not asked:
        return
    texts, voice = stage.texts, stage.scene.voice
    shell.html(blocks.second(texts.t("headers.ask")), blocks.note(texts.t("headers.ask.how")))
    with st.form("headers", border=True):
        answers = [(item, _choice(stage, item, number)) for number, item in enumerate(asked)]
        is_told = st.form_submit_button(texts.t("headers.remember"))
    if is_told:
        by, today = stage.scene.viewer.id, data.this_day()
        units = {item: bureau or voice.ledgers[item.ledger].unit for item in asked}
        data.tell_headers([headers.told(i, told, units[i], on=today, by=by) for i, told in answers if told])
        st.rerun()


def _choice(stage: Stage, item: AskedHeader, number: int) -> str | None:
    texts, voice = stage.texts, stage.scene.voice
    options = [headers.NOTHING, *item.choices]
    label = texts.t("headers.means", header=item.header, ledger=voice.ledger(item.ledger))
    return st.selectbox(
        label, options, index=options.index(item.target) if item.target in options else None,
        format_func=lambda target: headers.named(item.ledger, target, voice), placeholder=texts.t("headers.unsaid"),
        key=f"header_{number}_{item.ledger}_{item.header}", filter_mode=None, width=560,
    )  # fmt: skip


def memory(stage: Stage) -> None:
    """Draw what has been told about headers, each with the way to let it be forgotten."""
    texts, voice = stage.texts, stage.scene.voice
    known: Sequence[Told] = data.told_headers()
    if not known:
        return
    table = headers.memory(known, voice)
    with st.expander(table.caption):
        shell.html(blocks.table(table, stage.address, is_captioned=False))
        in_force = [entry for entry in known if entry.until is None]
        which = texts.t("headers.forget.which")
        forgotten = st.selectbox(
            which, in_force, index=None, placeholder=which, format_func=lambda entry: headers.sentence(entry, voice),
            label_visibility="collapsed", key="headers_forget", filter_mode=None, width=560,
        )  # fmt: skip
        if st.button(texts.t("headers.forget"), disabled=forgotten is None) and forgotten is not None:
            data.forget_header(forgotten)
            st.rerun()
