"""The view of the official forms: every ledger, its columns, and the empty workbook to fill in."""

import io
import zipfile

import streamlit as st

from analytics.report import forms
from pages.ui import blocks, controls, data, exporting, shell
from pages.ui.shell import Stage


def show(stage: Stage) -> None:
    """Draw the form that was asked for with the way to take it, else the list of all."""
    texts, voice = stage.texts, stage.scene.voice
    ledgers = list(voice.ledgers)
    asked = stage.address.get("ledger")
    chosen = asked if asked in ledgers else None
    table = stage.scene.made("forms", lambda: forms.forms(voice))
    if chosen is not None:
        table = forms.columns(voice.ledgers[chosen], voice)
    exporting.menu(stage, texts.t("desk.view.forms"), lambda: [(texts.t("desk.view.forms"), table)])
    shell.html(stage.title(table.caption), blocks.note(texts.t("forms.how")))
    with st.container(horizontal=True, vertical_alignment="bottom", key="form_choice"):
        controls.pick("ledger", texts.t("forms.choose"), ledgers, [voice.ledger(name) for name in ledgers], chosen)
        if chosen is None:
            st.download_button(
                texts.t("forms.take.all"), lambda: _all(stage), f"{texts.t('forms.archive')}.zip", "application/zip",
                key="forms_all", on_click="ignore",
            )  # fmt: skip
        else:
            _take(stage, chosen)
    shell.html(blocks.table(table, stage.address, is_captioned=False))


def _take(stage: Stage, ledger: str) -> None:
    """Draw a period to fill in, and the button that takes the workbook."""
    texts = stage.texts
    period = st.text_input(
        texts.t("forms.period"), placeholder=texts.t("forms.period.like"), key=f"form_period_{ledger}", width=360
    )
    try:
        name, workbook = data.form(ledger, period.strip() or None, stage.scene.lang)
    except ValueError:
        shell.html(blocks.told(texts.t("forms.period.bad", period=period), is_good=False))
    else:
        st.download_button(
            texts.t("forms.take"), workbook, name, exporting.XLSX, key="form_take_one", type="primary",
            on_click="ignore",
        )  # fmt: skip


def _all(stage: Stage) -> bytes:
    """Return every form in one archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for ledger in stage.scene.voice.ledgers:
            archive.writestr(*data.form(ledger, None, stage.scene.lang))
    return buffer.getvalue()
