"""Other ways to reckon beside the one that counts, and what to look at: neither is a score nor a finding."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analytics.report.assessment import comparing, sources, watching
from analytics.report.assessment.subject import PAGE
from analytics.report.table import Table
from pages.ui import blocks, exporting, paging, shell
from pages.ui.address import link
from pages.ui.assessment_evidence import listed, sheets
from pages.ui.assessment_ground import Ground


def show(of: Ground) -> None:
    """Show the tornado, the pairs that a small change of weights turns round, and entropy and TOPSIS with why not."""
    stage, voice, texts = of.stage, of.stage.scene.voice, of.stage.texts
    subject = of.subject
    title = comparing.headline(subject, voice)
    tables = {
        "tornado": comparing.tornado(subject, voice),
        "flips": comparing.flips(subject, voice),
        "weights": comparing.weights(subject, voice),
        "methods": comparing.methods(subject, voice),
    }
    exporting.menu(stage, texts.t("assessment.view.comparison"), lambda: sheets(stage, list(tables.items())))
    shell.html(stage.title(title), blocks.note(texts.t("assessment.compared.why")))
    left, middle, right = st.columns([38, 33, 29], gap="medium")
    with left:
        shell.html(listed(tables["tornado"], stage))
    with middle:
        shell.html(listed(tables["weights"], stage), listed(tables["flips"], stage))
    with right:
        shell.html(listed(tables["methods"], stage))


def watch(of: Ground) -> None:
    """Show what is worth a look, with the records behind it; a prompt is no finding."""
    stage, voice, texts = of.stage, of.stage.scene.voice, of.stage.texts
    subject = of.subject
    found, codes = of.watched, stage.address
    chosen = watching.one(found, codes.get("b"), codes.get("pattern"), codes.get("item"))
    if chosen is not None:
        _behind(of, chosen)
        return
    table = watching.table(found, subject, voice)
    usual = watching.usual(found, subject, voice)
    exporting.menu(stage, texts.t("assessment.view.watch"), lambda: sheets(stage, [("watch", table), ("usual", usual)]))
    shell.html(stage.title(watching.headline(found, voice)), blocks.note(texts.t("assessment.watch.note")))
    shell.html(listed(table, stage), blocks.folded(usual.caption, listed(usual, stage)))


def _behind(of: Ground, item: Mapping[str, Any]) -> None:
    """Show the records that a pattern rests on; whoever opens them is logged."""
    stage, subject, scene = of.stage, of.subject, of.stage.scene
    voice, address = scene.voice, stage.address
    found = sources.behind(item["refs"], item["unit_id"], item["item_id"], subject)
    scene.note_access("open", stage.page, [item["watch"], item["unit_id"]])

    def table(page: int) -> Table:
        return sources.table(found, subject, of.scene.outcome, scene.sources, voice, page=page)

    exporting.menu(stage, stage.texts.t("assessment.view.watch"), lambda: sheets(stage, [("watch", table(0))]))
    shell.html(
        blocks.chips([(stage.texts.t("assessment.back"), link(address, PAGE, subject.opens("watch").params))]),
        stage.title(watching.sentence(item, subject, voice)),
        blocks.note(stage.texts.t("assessment.watch.note")),
        blocks.table(table(paging.number(address)), address, is_captioned=False, sums=(found.height, found.height)),
        paging.ways(found.height, PAGE, address, stage.texts),
    )
