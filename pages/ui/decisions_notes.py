"""The view of supervision notes: those that are due, the text of one, and its issue, which is logged."""

import streamlit as st

from analytics.pipeline import StoreError, deciding
from analytics.pipeline.deciding import Standing
from analytics.report import docx
from analytics.report.decisions import notes, speech
from analytics.report.decisions.notes import Note
from analytics.report.table import Cell, Table
from pages.ui import blocks, data, decisions_ground, exporting, shell
from pages.ui.shell import Stage


def show(stage: Stage) -> None:
    """Show the note that the address names, else those that are due and those that went out."""
    now = decisions_ground.standing(stage.scene)
    due = listed(stage, now)
    exporting.menu(stage, stage.texts.t("decisions.sheet.notes"), lambda: tables(stage, now))
    chosen = next((note for note in due if note.ref == stage.address.get(speech.NOTE)), None)
    if chosen is not None:
        _one(stage, chosen)
        return
    voice = stage.scene.voice
    shell.html(
        stage.title(notes.sentence(due, voice)),
        blocks.note(stage.texts.t("decisions.notes.legend")),
        blocks.table(notes.table(due, voice), stage.address, is_captioned=False) if due else "",
        blocks.section("issued", blocks.table(notes.issued_table(now.issued, voice), stage.address)),
    )


def listed(stage: Stage, now: Standing) -> list[Note]:
    """Return the notes that are due."""
    titles = decisions_ground.titles(now.followed)
    return notes.notes(now.matters, now.issued, titles, now.as_of, stage.scene.voice)


def tables(stage: Stage, now: Standing) -> list[tuple[str, Table]]:
    """Return the notes that are due and those that went out, as sheets."""
    texts, voice = stage.texts, stage.scene.voice
    return [
        (texts.t("decisions.sheet.notes"), notes.table(listed(stage, now), voice)),
        (texts.t("decisions.sheet.issued"), notes.issued_table(now.issued, voice)),
    ]


def _one(stage: Stage, note: Note) -> None:
    texts, address = stage.texts, stage.address
    said = [(str(n), Cell(line, drill=drill)) for n, (line, drill) in enumerate(note.lines, start=1)]
    shell.html(stage.title(note.title))
    left, right = st.columns([62, 38], gap="medium")
    with left:
        text = st.text_area(texts.t("decisions.note.text"), note.text, height=420, key=f"note_{note.ref}")
        with st.container(horizontal=True, key="note_ways"):
            name = texts.t("decisions.note.file", unit=note.unit, as_of=stage.scene.as_of.isoformat())
            st.download_button(
                texts.t("decisions.note.docx"), lambda: notes.paper(note.title, text, stage.scene.as_of),
                f"{name}.docx", docx.MIME, key="note_docx", on_click="ignore",
            )  # fmt: skip
            st.download_button(
                texts.t("decisions.note.txt"), text.encode(), f"{name}.txt", "text/plain", key="note_txt",
                on_click="ignore",
            )  # fmt: skip
    with right:
        head = blocks.lead(note.sign, note.sign.meaning) + blocks.second(texts.t("decisions.note.open"))
        shell.html(f'<section class="panel">{head}{blocks.facts(said, address)}</section>')
        if decisions_ground.is_present(stage.scene):
            _issue(stage, note, text)
        else:
            shell.html(blocks.note(texts.t("decisions.earlier")))


def _issue(stage: Stage, note: Note, text: str) -> None:
    """Draw the form that records the note as sent."""
    texts = stage.texts
    with st.form("issue", border=False, clear_on_submit=True):
        by = st.text_input(texts.t("decisions.note.by"), max_chars=40, key="note_by")
        is_told = st.form_submit_button(texts.t("decisions.note.issue"), type="primary")
    if not is_told:
        return
    if not (by.strip() and text.strip()):
        shell.html(blocks.told(texts.t("decisions.note.incomplete"), is_good=False))
        return
    kept = deciding.Note(note.unit_id, note.ref, note.colour, note.reply_by, note.title, text)
    try:
        number = deciding.issue_note(stage.scene.opened.vault, kept, by=by.strip(), at=data.this_moment())
    except StoreError as error:
        shell.html(blocks.told(error.sentence(texts), is_good=False))
    else:
        shell.html(blocks.told(texts.t("decisions.note.kept", number=number), is_good=True))
