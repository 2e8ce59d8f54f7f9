"""Pairs that may be one and the same person, with the form to rule on one, and the rows taken for a known person's."""

from typing import get_args

import polars as pl
import streamlit as st

from analytics.pipeline import Verdict
from analytics.report import links as kinship
from analytics.report.links import PAIRS, Pair
from analytics.report.table import Table
from pages.ui import blocks, data, shell
from pages.ui.shell import Stage

__all__ = ["PAIRS", "card", "links", "queue", "waiting"]

_OPEN: Verdict = "open"


def links(stage: Stage) -> Table:
    """Return the rows taken for a known person's."""
    return kinship.links(data.links(stage.scene), stage.scene.voice)


def queue(stage: Stage) -> Table:
    """Return the pairs, those that wait first."""
    return kinship.queue(data.link_queue(stage.scene), stage.scene.voice)


def waiting(stage: Stage) -> int:
    """Return how many pairs wait for a ruling."""
    return data.link_queue(stage.scene).filter(pl.col("status") == _OPEN).height


def card(stage: Stage) -> None:
    """Draw the pair that the address asks for, with the form of its ruling or of taking that back."""
    code = stage.address.get("pair") or ""
    found = kinship.pair(data.link_queue(stage.scene), int(code), stage.scene.voice) if code.isdecimal() else None
    if found is not None:
        shell.html(blocks.pair(found, stage.address))
        _form(stage, found)


def _form(stage: Stage, pair: Pair) -> None:
    texts = stage.texts
    verdicts = {v: texts.t(f"pair.{v}") for v in get_args(Verdict) if v != _OPEN}
    with st.form("pair", border=False, clear_on_submit=False):
        verdict: Verdict | None = _OPEN
        if pair.is_open:
            verdict = st.radio(texts.t("pair.verdict"), list(verdicts), index=None, format_func=verdicts.__getitem__)
        reason = st.text_input(texts.t("disagreement.reason"), max_chars=200, width=560)
        label = texts.t("disagreement.rule" if pair.is_open else "disagreement.reopen")
        is_ruled = st.form_submit_button(label, type="primary" if pair.is_open else "secondary")
    if not is_ruled:
        return
    if verdict is None or not reason.strip():
        shell.html(blocks.told(texts.t("pair.incomplete"), is_good=False))
        return
    try:
        data.rule_pair(pair.number, verdict, reason.strip(), stage.scene.viewer.id)
    except data.StoreError as error:
        shell.html(blocks.told(error.sentence(texts), is_good=False))
    else:
        st.rerun()
