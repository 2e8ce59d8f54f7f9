"""One item with the form that decides it, and one decision with the form that closes it."""

from datetime import date
from math import isnan, nan

import streamlit as st

from analytics.pipeline import StoreError, deciding
from analytics.pipeline.deciding import Decision, Standing
from analytics.report.decisions import followed, items, speech
from analytics.report.decisions.items import Choice, Item
from analytics.report.table import Drill
from pages.ui import blocks, data, decisions_ground, decisions_wall, exporting, shell
from pages.ui.address import DECISIONS, day_of, link
from pages.ui.shell import Stage

_READING = "reading"
_CLOSED = ("done", "dropped")


def item(stage: Stage, ref: str) -> None:
    """Show an item: its three factors, its options, and the form that decides it."""
    scene, voice, texts, address = stage.scene, stage.scene.voice, stage.texts, stage.address
    shell.html(_crumbs(stage))
    place = st.empty()
    place.html(blocks.wrap(stage.title(texts.t("decisions.wait"))))
    now = decisions_ground.standing(scene, decisions_ground.money(scene))
    found = decisions_ground.agenda(scene, now, is_whole=ref.startswith(_READING))
    shown = items.item(found, ref, voice)
    if shown is None:
        place.html(blocks.wrap(stage.title(texts.t("decisions.gone"))))
        return
    place.html(blocks.wrap(stage.title(shown.title)))
    options = items.options(shown, voice)
    exporting.menu(stage, shown.title, lambda: [(texts.t("decisions.sheet.agenda"), options)])
    left, right = st.columns([60, 40], gap="medium")
    with left:
        records = blocks.anchor(texts.t("decisions.records"), shown.opens, address)
        shell.html(
            blocks.section("factors", decisions_wall.factors(shown, texts.t("decisions.factor.product"), address)),
            blocks.section("options", blocks.table(options, address)),
            f'<p class="note">{records}</p>',
        )
    with right:
        running = shown.value["decision"]
        if running is not None:
            opens = Drill(speech.PAGE, {speech.DECISION: str(running)})
            shell.html(f'<p class="told">{blocks.anchor(texts.t("decisions.running"), opens, address)}</p>')
            return
        _decide(stage, shown, now)


def decision(stage: Stage, number: int) -> None:
    """Show a decision: what was promised, forecast and done, what happened, and the form that closes it."""
    scene, voice, texts, address = stage.scene, stage.scene.voice, stage.texts, stage.address
    now = decisions_ground.standing(scene, decisions_ground.money(scene))
    shown = next((row for row in followed.rows(now.followed, voice) if row.number == number), None)
    shell.html(_crumbs(stage))
    if shown is None:
        shell.html(stage.title(texts.t("decisions.gone")))
        return
    events = followed.history(deciding.history(scene.opened.vault, number), voice)
    exporting.menu(stage, shown.title, lambda: [(texts.t("decisions.sheet.followed"), events)])
    shell.html(stage.title(shown.title))
    left, right = st.columns([60, 40], gap="medium")
    with left:
        drawn = (
            f'<div class="solo st-{shown.sign.id}">{decisions_wall.bullet(shown.bullet)}</div>' if shown.bullet else ""
        )
        facts = blocks.facts(followed.card(shown, voice), address)
        shell.html(f'<section class="panel">{blocks.lead(shown.sign)}{drawn}{facts}</section>')
    with right:
        shell.html(blocks.table(events, address))
        if shown.value["state"] not in _CLOSED and decisions_ground.is_present(scene):
            _close(stage, number)


def _crumbs(stage: Stage) -> str:
    way = blocks.reference(stage.texts.t("decisions.back"), link(stage.address, DECISIONS))
    return f'<p class="src">{way}</p>'


def _decide(stage: Stage, shown: Item, now: Standing) -> None:
    """Draw the form: option, owner, due date, promise; the forecast of the day is kept with it."""
    texts, voice, row = stage.texts, stage.scene.voice, shown.value
    shell.html(blocks.second(texts.t("decisions.decide.title")))
    if not decisions_ground.is_present(stage.scene):
        shell.html(blocks.note(texts.t("decisions.earlier")))
        return
    if row["expected"] is not None:
        told = {"expected": speech.measured(row["measure"], row["expected"], voice)}
        told["actual"] = speech.measured(row["measure"], row["actual"], voice)
        shell.html(blocks.note(texts.t("decisions.decide.told", due=texts.date(row["due"]), **told)))
    choices = {choice.code: choice for choice in shown.choices}
    units = [unit.id for unit in voice.policy.units]
    with st.form("decide", border=False, clear_on_submit=False):
        code = st.radio(
            texts.t("decisions.decide.option"),
            list(choices),
            format_func=lambda code: texts.t("decisions.decide.choice", **vars(choices[code])),
            key="decide_option",
        )
        unit = st.selectbox(
            texts.t("decisions.decide.owner"), units,
            index=units.index(shown.unit_id) if shown.unit_id in units else None,
            format_func=voice.unit, placeholder=texts.t("decisions.decide.owner"), filter_mode=None, key="decide_owner",
        )  # fmt: skip
        due = st.text_input(texts.t("decisions.decide.due"), row["due"].isoformat(), max_chars=10, key="decide_due")
        promised = _promise(row["measure"], stage)
        note = st.text_input(texts.t("decisions.decide.note"), max_chars=200, key="decide_note")
        by = st.text_input(texts.t("decisions.decide.by"), max_chars=40, key="decide_by")
        is_told = st.form_submit_button(texts.t("decisions.decide.submit"), type="primary")
    if not is_told:
        return
    choice, day, number = choices.get(code or ""), day_of(due or ""), _number(promised, shown, stage)
    fault = _fault(stage, choice, (unit, by), day, number)
    if fault or choice is None or unit is None or day is None:
        shell.html(blocks.told(fault, is_good=False))
        return
    kept = Decision(
        meeting=now.meeting, subject=row["kind"], ref=shown.ref, title=shown.title,
        option=texts.t("decisions.decide.kept", **vars(choice)), unit_id=unit,
        due_date=day, decided_as_of=now.as_of, measure=row["measure"],
        promised=choice.promised if number is None else number, expected=row["expected"], actual_then=row["actual"],
        note=note.strip(),
    )  # fmt: skip
    try:
        made = deciding.decide(stage.scene.opened.vault, kept, by=by.strip(), at=data.this_moment())
    except StoreError as error:
        shell.html(blocks.told(error.sentence(texts), is_good=False))
    else:
        st.query_params.pop(speech.ITEM, None)
        st.query_params[speech.DECISION] = str(made)
        st.rerun()


def _promise(measure: str | None, stage: Stage) -> str:
    """Draw the promise of a matter that moves a number, and return what was typed."""
    if measure is None:
        return ""
    unit = speech.measure_unit(measure, stage.scene.voice)
    label = stage.texts.t("decisions.decide.promised", unit=unit)
    return st.text_input(label, max_chars=20, key="decide_promised") or ""


def _fault(
    stage: Stage, choice: Choice | None, who: tuple[str | None, str], day: date | None, number: float | None
) -> str:
    """Return what is wrong with a form that was sent; nothing where it can be kept."""
    unit, by = who
    if not (choice and unit and by.strip()):
        return stage.texts.t("decisions.decide.incomplete")
    if day is None or day < stage.scene.as_of:
        return stage.texts.t("decisions.decide.bad_day", first=stage.scene.as_of.isoformat())
    return stage.texts.t("decisions.decide.bad_number") if number is not None and isnan(number) else ""


def _close(stage: Stage, number: int) -> None:
    """Draw the form that says that a decision is done, or dropped, and why."""
    texts = stage.texts
    shell.html(blocks.second(texts.t("decisions.close.title")))
    with st.form("close", border=False, clear_on_submit=False):
        names = {state: texts.t(f"decisions.event.{state}") for state in _CLOSED}
        to = st.radio(
            texts.t("decisions.close.to"), _CLOSED, format_func=names.__getitem__, horizontal=True, key="close_to"
        )
        note = st.text_input(texts.t("decisions.close.note"), max_chars=200, key="close_note")
        by = st.text_input(texts.t("decisions.decide.by"), max_chars=40, key="close_by")
        is_told = st.form_submit_button(texts.t("decisions.close.submit"), type="primary")
    if not is_told:
        return
    if not (to and note.strip() and by.strip()):
        shell.html(blocks.told(texts.t("decisions.close.incomplete"), is_good=False))
        return
    try:
        deciding.close_decision(
            stage.scene.opened.vault, number, to, note=note.strip(), by=by.strip(), at=data.this_moment()
        )
    except StoreError as error:
        shell.html(blocks.told(error.sentence(texts), is_good=False))
    else:
        st.rerun()


def _number(text: str, shown: Item, stage: Stage) -> float | None:
    """Return the promise as it was typed, money in fen; not a number where it is none, None where nothing was typed."""
    bare = text.replace(",", "").strip()
    if not bare:
        return None
    try:
        value = float(bare)
    except ValueError:
        return nan
    return value * 100 if speech.is_money(shown.value["measure"], stage.scene.voice) else value
