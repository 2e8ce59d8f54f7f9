"""Appeals: filing one, ruling on it, and the points of the item before and after on the frozen copy."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from analytics import pipeline
from analytics.pipeline import assessing
from analytics.pipeline.assessing import Appeal, Ruling
from analytics.report.assessment import appealing, speech
from analytics.report.assessment.appealing import FILED
from analytics.report.assessment.subject import PAGE, Subject
from pages.ui import assessment_forms as forms
from pages.ui import blocks, data, exporting, shell
from pages.ui.address import link
from pages.ui.assessment_evidence import listed, sheets
from pages.ui.assessment_ground import Ground, unit

_NOTHING_ASKED = "not_applicable"
_RULINGS = ("upheld", "partly", "dismissed", "withdrawn")


def show(of: Ground) -> None:
    """Show the appeals of the group, the one that the address names with its history, and the forms."""
    stage, subject, voice = of.stage, of.subject, of.stage.scene.voice
    told = pipeline.told(stage.scene.opened, of.year)
    table = appealing.table(subject, told.appeals, voice)
    exporting.menu(stage, stage.texts.t("assessment.view.appeals"), lambda: sheets(stage, [("appeals", table)]))
    shell.html(forms.done(), stage.title(appealing.title(subject, told.appeals, voice)), _frozen(of, subject))
    is_open = not subject.is_open
    left, right = st.columns([64, 36], gap="medium") if is_open else (st.container(), st.container())
    number = stage.address.get("appeal") or ""
    found = told.appeals.filter(pl.col("number") == int(number)) if number.isdecimal() else told.appeals.clear()
    with left:
        if found.height:
            _card(of, subject, found.row(0, named=True), told.appeal_history)
        shell.html(listed(table, stage))
    with right:
        if is_open and found.height and found["state"][0] == FILED:
            _rule(of, found.row(0, named=True))
        if is_open:
            _file(of, subject)


def _frozen(of: Ground, subject: Subject) -> str:
    """Return what an appeal is scored on, and until when it may be filed."""
    voice, made = of.stage.scene.voice, subject.assessment
    stage = made.stage
    if stage == "open":
        return blocks.note(voice.t("assessment.appeals.open"))
    return blocks.note(
        voice.t(
            f"assessment.appeals.{stage}", as_of=voice.texts.date(made.as_of), days=subject.scheme.appeals.days,
            known_at=f"{made.known_at:%Y-%m-%d %H:%M}",
        )
    )  # fmt: skip


def _card(of: Ground, subject: Subject, item: Mapping[str, Any], history: pl.DataFrame) -> None:
    stage, voice = of.stage, of.stage.scene.voice
    past = history.filter(pl.col("number") == item["number"])
    back = (stage.texts.t("assessment.back"), link(stage.address, PAGE, subject.opens("appeals").params))
    shell.html(
        blocks.chips([back]),
        f'<section class="panel">{blocks.second(stage.texts.t("assessment.ref.appeal", code=item["number"]))}'
        f"{blocks.note(appealing.change(item['points_before'], item['points_after'], voice))}"
        f"{blocks.facts(appealing.card(item, subject, voice), stage.address)}</section>",
        blocks.table(appealing.history(past, subject, voice), stage.address),
    )
    forms.evidence(stage, item)


def _file(of: Ground, subject: Subject) -> None:
    """Draw the form of an appeal; it is kept with the points it is against."""
    stage, voice = of.stage, of.stage.scene.voice
    chosen = unit(stage, subject)
    units = {name: speech.unit(name, voice) for name in subject.units}
    asked_of = subject.points.filter(pl.col("state") != _NOTHING_ASKED)
    scored = subject.of_unit(asked_of, chosen) if chosen else asked_of
    items = {item: speech.item(item, subject.scheme, voice) for item in scored["item_id"].unique(maintain_order=True)}
    with st.expander(stage.texts.t("assessment.form.appeal"), expanded=True), st.form("appeal", border=False):
        who = forms.choice(stage, "appeal_unit", units, chosen)
        what = forms.choice(stage, "appeal_item", items, stage.address.get("item"))
        asked = forms.amount(stage, "asked")
        reason = forms.line(stage, "reason", is_long=True)
        files = forms.files(stage, "appeal_files")
        by = forms.line(stage, "appeal_by")
        is_sent = forms.send(stage, "appeal")
    if not is_sent:
        return
    filed = Appeal(of.year, who or "", what or "", asked or 0.0, reason)

    def deed() -> object:
        contents = [file.getvalue() for file in files]
        return assessing.appeal(stage.scene.opened, filed, contents, by=by, at=data.this_moment())

    forms.act(stage, "appeal", deed, is_complete=bool(who and what and asked and reason and by))


def _rule(of: Ground, item: Mapping[str, Any]) -> None:
    """Draw the form of the ruling, with what it would make of the points if all that is asked were granted."""
    stage, voice = of.stage, of.stage.scene.voice
    would = stage.scene.made("assessment.would", lambda: _would(of, item), item["number"], *of.key)
    shell.html(
        blocks.second(stage.texts.t("assessment.form.rule")),
        blocks.note(appealing.change(item["points_before"], would, voice)),
    )
    with st.form("rule", border=False):
        ruling = forms.choice(stage, "ruling", {name: voice.t(f"assessment.appeal.{name}") for name in _RULINGS})
        granted = forms.amount(stage, "granted")
        answer = forms.line(stage, "answer", is_long=True)
        by = forms.line(stage, "rule_by")
        is_sent = forms.send(stage, "rule")
    if not is_sent:
        return

    def deed() -> object:
        made = Ruling(ruling, answer, granted or 0.0)  # pyright: ignore[reportArgumentType]
        return assessing.rule_appeal(stage.scene.opened, item["number"], made, by=by, at=data.this_moment())

    is_complete = bool(ruling and answer and by and (granted or ruling != "partly"))
    forms.act(stage, "rule", deed, is_complete=is_complete)


def _would(of: Ground, item: Mapping[str, Any]) -> float | None:
    """Return the points of the item if all that is asked were granted, on the frozen copy."""
    made = assessing.rescored(of.stage.scene.opened, item["number"], item["asked"])
    found = made.points.filter(unit_id=item["unit_id"], item_id=item["item_id"])
    return found["points"][0] if found.height else None
