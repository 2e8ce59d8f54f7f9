"""Evidence and reviews: handing in, reviewing, quotas, the cut-off; each with who and when, the history beside."""

from datetime import date

import polars as pl
import streamlit as st

from analytics import pipeline
from analytics.pipeline import ToldOfYear, assessing
from analytics.pipeline.assessing import Entry, Quota, Review
from analytics.report.assessment import handed, speech
from analytics.report.assessment.handed import NOMINATION
from analytics.report.assessment.subject import PAGE, Subject
from pages.ui import assessment_forms as forms
from pages.ui import blocks, data, exporting, shell
from pages.ui.address import day_of, link
from pages.ui.assessment_evidence import folded, listed, sheets
from pages.ui.assessment_ground import Ground
from pages.ui.shell import Stage

_ENTRY_SCORE, _SHARE = 5.0, 1.0


def show(of: Ground) -> None:
    """Show what waits for whom, what was handed in, the card that the address names, and the forms."""
    stage, subject, voice = of.stage, of.subject, of.stage.scene.voice
    told = pipeline.told(stage.scene.opened, of.year)
    tables = {
        "pending": handed.pending(subject, voice),
        "entries": handed.entries(subject, told.entries, told.reviews, voice),
        "quotas": handed.quotas(subject, told.quotas, voice),
        "cutoffs": handed.cutoffs(told.cutoffs, voice),
        "given": handed.reviews(told.review_history, told.entries, subject.scheme, voice),
    }
    exporting.menu(
        stage, stage.texts.t("assessment.view.reviews"), lambda: sheets(stage, list(tables.items())), is_personal=True
    )
    shell.html(forms.done(), stage.title(handed.title(subject, told.entries, voice)))
    left, right = st.columns([64, 36], gap="medium")
    with left:
        about = _card(of, told)
        opened = listed(tables["entries"], stage), listed(tables["cutoffs"], stage)
        shell.html(*opened, *(folded(tables[name], stage) for name in ("pending", "quotas", "given")))
    with right:
        _forms(of, subject, about)


def _card(of: Ground, told: ToldOfYear) -> str | None:
    """Draw the entry or the thing to review that the address names; return what a review of it is about."""
    stage, subject, voice = of.stage, of.subject, of.stage.scene.voice
    number, about = stage.address.get("entry") or "", stage.address.get("about")
    back = (stage.texts.t("assessment.back"), link(stage.address, PAGE, subject.opens("reviews").params))
    found = told.entries.filter(pl.col("number") == int(number)) if number.isdecimal() else told.entries.clear()
    if found.height:
        item = found.row(0, named=True)
        about = f"entry:{number}"
        said = blocks.facts(handed.card(item, told.reviews, subject, voice), stage.address)
        past = told.entry_history.filter(pl.col("number") == item["number"])
        shell.html(
            blocks.chips([back]),
            f'<section class="panel">{blocks.second(item["title"])}{said}</section>',
            listed(handed.reviews(told.review_history, told.entries, subject.scheme, voice, about), stage),
            listed(handed.history(past, voice), stage),
        )
        forms.evidence(stage, item)
        return about
    if about:
        name = handed.about_name(about, subject.scheme, voice)
        given = handed.reviews(told.review_history, told.entries, subject.scheme, voice, about)
        shell.html(blocks.chips([back]), blocks.second(name), listed(given, stage))
    return about


def _forms(of: Ground, subject: Subject, about: str | None) -> None:
    texts = of.stage.texts
    if about and subject.is_open:
        shell.html(blocks.second(texts.t("assessment.form.review")))
        _review(of, about)
        if about.startswith("entry:"):
            with st.expander(texts.t("assessment.form.withdraw")):
                _withdraw(of, int(about.partition(":")[2]))
    if subject.is_open:
        with st.expander(texts.t("assessment.form.hand_in"), expanded=not about):
            _hand_in(of, subject)
        with st.expander(texts.t("assessment.form.quota")):
            _quota(of, subject)
    with st.expander(texts.t(f"assessment.form.stage.{subject.assessment.stage}")):
        _stage_forms(of, subject)


def _hand_in(of: Ground, subject: Subject) -> None:
    """Draw the form of an entry: an innovation, a bonus, a deduction, a veto, or a person to be honoured."""
    stage, voice = of.stage, of.stage.scene.voice
    named = {
        f"innovation:{item.id}": voice.t("assessment.form.kind", kind=voice.t("assessment.kind.innovation"), item=title)
        for item in subject.scheme.items
        if item.measure == "innovation"
        for title in [voice.texts.pick(item.title)]
    }
    named |= {
        f"{item.kind}:{item.id}": voice.t(
            "assessment.form.kind", kind=voice.t(f"assessment.kind.{item.kind}"), item=voice.texts.pick(item.title)
        )
        for item in subject.scheme.adjustments
    }
    named[f"{NOMINATION}:"] = voice.t(f"assessment.kind.{NOMINATION}")
    with st.form("hand_in", border=False):
        what = forms.choice(stage, "what", named)
        unit = forms.choice(stage, "unit", _units(subject, stage), stage.address.get("b"))
        title = forms.line(stage, "title")
        person = forms.line(stage, "person")
        note = forms.line(stage, "note", is_long=True)
        files = forms.files(stage)
        by = forms.line(stage, "by")
        is_sent = forms.send(stage, "hand_in")
    if not is_sent:
        return
    kind, _, item = (what or "").partition(":")
    entry = Entry(of.year, kind, unit or "", item, title, note, person or None)  # pyright: ignore[reportArgumentType]

    def deed() -> object:
        contents = [file.getvalue() for file in files]
        return assessing.hand_in(stage.scene.opened, entry, contents, by=by, at=data.this_moment())

    forms.act(stage, "hand_in", deed, is_complete=bool(what and unit and title and note and by))


def _review(of: Ground, about: str) -> None:
    """Draw the form of a score; the reviewer answers for it by name."""
    stage, voice = of.stage, of.stage.scene.voice
    top = _ENTRY_SCORE if about.startswith("entry:") else _SHARE
    units = {unit.id: voice.unit(unit.id) for unit in voice.policy.units}
    with st.form("review", border=False):
        shell.html(blocks.note(stage.texts.t("assessment.form.score.how", top=voice.texts.number(top))))
        score = forms.amount(stage, "score")
        note = forms.line(stage, "review_note", is_long=True)
        reviewer = forms.line(stage, "reviewer")
        unit = forms.choice(stage, "reviewer_unit", units)
        is_sent = forms.send(stage, "review")
    if not is_sent:
        return
    given = Review(of.year, about, reviewer, unit or "", score if score is not None else -1.0, note)
    forms.act(
        stage, "review",
        lambda: assessing.review(stage.scene.opened, given, by=reviewer, at=data.this_moment()),
        is_complete=bool(score is not None and note and reviewer and unit),
    )  # fmt: skip


def _withdraw(of: Ground, number: int) -> None:
    stage = of.stage
    with st.form("withdraw", border=False):
        note = forms.line(stage, "withdraw_note", is_long=True)
        by = forms.line(stage, "withdraw_by")
        is_sent = forms.send(stage, "withdraw")
    if is_sent:
        opened = stage.scene.opened
        forms.act(
            stage, "withdraw",
            lambda: assessing.withdraw(opened, number, note=note, by=by, at=data.this_moment()),
            is_complete=bool(note and by),
        )  # fmt: skip


def _quota(of: Ground, subject: Subject) -> None:
    stage, voice = of.stage, of.stage.scene.voice
    asked = [item for item in subject.scheme.items if item.measure == "target" and subject.group in item.groups]
    with st.form("quota", border=False):
        unit = forms.choice(stage, "quota_unit", _units(subject, stage), stage.address.get("b"))
        item = forms.choice(
            stage, "quota_item", {one.id: speech.item(one.id, subject.scheme, voice) for one in asked},
            stage.address.get("item"),
        )  # fmt: skip
        value = forms.amount(stage, "quota_value")
        is_approved = st.checkbox(stage.texts.t("assessment.form.approved"), key=forms.key("form_approved"))
        source = forms.line(stage, "quota_source", is_long=True)
        by = forms.line(stage, "quota_by")
        is_sent = forms.send(stage, "quota")
    if not is_sent:
        return
    given = Quota(of.year, unit or "", item or "", value or 0.0, is_approved, source)
    forms.act(
        stage, "quota",
        lambda: assessing.set_quota(stage.scene.opened, given, by=by, at=data.this_moment()),
        is_complete=bool(unit and item and value is not None and source and by),
    )  # fmt: skip


def _stage_forms(of: Ground, subject: Subject) -> None:
    """Draw what may be done with the year: cut it off; once it is cut off, confirm it or open it again."""
    now = subject.assessment.stage
    shell.html(blocks.note(of.stage.texts.t(f"assessment.form.stage.{now}.how")))
    if now == "open":
        _cut_off(of, subject)
        return
    if now == "cut_off":
        _confirm(of)
    _reopen(of, subject)


def _cut_off(of: Ground, subject: Subject) -> None:
    """Draw the form of the cut-off; what nobody reviewed counts nothing only if somebody agrees to it."""
    stage, opened = of.stage, of.stage.scene.opened
    count = assessing.waiting(subject.assessment)
    with st.form("cut_off", border=False):
        day = day_of(forms.line(stage, "as_of", value=date(of.year, 12, 31).isoformat()))
        is_agreed = forms.tick(stage, "agreed", count=count) if count else False
        by = forms.line(stage, "cut_by")
        is_sent = forms.send(stage, "cut_off")
    if is_sent:
        forms.act(
            stage, "cut_off",
            lambda: assessing.cut_off(
                opened, of.year, by=by, at=data.this_moment(), as_of=day, is_agreed=is_agreed
            ),
            is_complete=bool(day and by),
        )  # fmt: skip


def _confirm(of: Ground) -> None:
    stage, opened = of.stage, of.stage.scene.opened
    with st.form("confirm", border=False):
        by = forms.line(stage, "confirm_by")
        is_sent = forms.send(stage, "confirm")
    if is_sent:
        forms.act(
            stage, "confirm", lambda: assessing.confirm(opened, of.year, by=by, at=data.this_moment()),
            is_complete=bool(by),
        )  # fmt: skip


def _reopen(of: Ground, subject: Subject) -> None:
    """Draw the form that opens the year again, with the granted appeals that end then."""
    stage, opened, voice = of.stage, of.stage.scene.opened, of.stage.scene.voice
    ending = assessing.granted(opened, of.year)
    if len(ending):
        named = [
            voice.t(
                "assessment.form.reopen.appeal", number=item["number"], unit=speech.unit(item["unit_id"], voice),
                item=speech.item(item["item_id"], subject.scheme, voice), granted=voice.texts.number(item["granted"]),
            )
            for item in ending.iter_rows(named=True)
        ]  # fmt: skip
        shell.html(*(blocks.note(line) for line in (voice.t("assessment.form.reopen.ends"), *named)))
    with st.form("reopen", border=False):
        note = forms.line(stage, "reopen_note", is_long=True)
        by = forms.line(stage, "reopen_by")
        is_sent = forms.send(stage, "reopen")
    if is_sent:
        forms.act(
            stage, "reopen", lambda: assessing.reopen(opened, of.year, note=note, by=by, at=data.this_moment()),
            is_complete=bool(note and by),
        )  # fmt: skip


def _units(subject: Subject, stage: Stage) -> dict[str, str]:
    return {unit: speech.unit(unit, stage.scene.voice) for unit in subject.units}
