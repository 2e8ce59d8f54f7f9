"""The forms of the assessment page: each asks for a name and a reason, and says in a sentence what was wrong."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.typing import UploadedFile

from analytics.pipeline import StoreError, assessing
from analytics.report.assessment import handed
from pages.ui import blocks, data, shell, uploads
from pages.ui.shell import Stage

#: What the last form did, told once above the next state of the page.
_DONE = "assessment_done"
#: Forms that were sent: the fields of the next one are new.
_ROUND = "assessment_round"
_LONG, _SHORT = 400, 40


def done() -> str:
    """Return what the last form did, once."""
    said = st.session_state.pop(_DONE, None)
    return blocks.told(said, is_good=True) if said else ""


def key(name: str) -> str:
    """Return the key of a field, which is another one after a form was sent."""
    return f"{name}_{st.session_state.get(_ROUND, 0)}"


def choice(stage: Stage, name: str, options: Mapping[str, str], chosen: str | None = None) -> str | None:
    """Draw a choice by the names of the options."""
    known, label = list(options), stage.texts.t(f"assessment.form.{name}")
    return st.selectbox(
        label, known, index=known.index(chosen) if chosen in known else None, format_func=options.__getitem__,
        placeholder=label, filter_mode=None, key=key(f"form_{name}"),
    )  # fmt: skip


def line(stage: Stage, name: str, *, is_long: bool = False, value: str = "") -> str:
    """Draw a line of text and return what stands in it, without spaces around."""
    label = stage.texts.t(f"assessment.form.{name}")
    return st.text_input(label, value=value, max_chars=_LONG if is_long else _SHORT, key=key(f"form_{name}")).strip()


def amount(stage: Stage, name: str) -> float | None:
    """Draw a line for a number; None where there is none that can be read."""
    text = line(stage, name)
    try:
        return float(text.replace(",", "")) if text else None
    except ValueError:
        return None


def files(stage: Stage, name: str = "files") -> Sequence[UploadedFile]:
    """Draw the place for files that show something."""
    shell.style(uploads.words(stage.texts))
    shell.style(
        '[data-testid="stFileUploaderDropzoneInstructions"]::after'
        f'{{content:"{stage.texts.t("assessment.form.drop")}"!important}}'
    )
    return st.file_uploader(
        stage.texts.t(f"assessment.form.{name}"), accept_multiple_files=True, key=key(f"form_{name}")
    )


def evidence(stage: Stage, item: Mapping[str, Any]) -> None:
    """Offer the files that were handed in with an entry or an appeal; who takes one is logged."""
    opened = stage.scene.opened
    for n, sha256 in enumerate(handed.files(item), start=1):

        def taken(sha256: str = sha256) -> bytes:
            viewer, at = stage.scene.viewer.id, data.this_moment()
            return assessing.evidence_file(opened, sha256, viewer=viewer, reason=stage.page, at=at)

        st.download_button(
            stage.texts.t("assessment.file", number=n, sha=sha256[:8]), taken, assessing.evidence_name(opened, sha256),
            key=f"file_{sha256[:12]}", on_click="ignore",
        )  # fmt: skip


def tick(stage: Stage, name: str, **values: object) -> bool:
    """Draw a box to agree to something."""
    return st.checkbox(stage.texts.t(f"assessment.form.{name}", **values), key=key(f"form_{name}"))


def send(stage: Stage, name: str) -> bool:
    return st.form_submit_button(stage.texts.t(f"assessment.send.{name}"), type="primary")


def act(stage: Stage, name: str, deed: Callable[[], object], *, is_complete: bool) -> None:
    """Do what a form asks and begin the next run with a word about it; say what is wrong where it cannot be done."""
    texts = stage.texts
    if not is_complete:
        shell.html(blocks.told(texts.t(f"assessment.incomplete.{name}"), is_good=False))
        return
    try:
        deed()
    except StoreError as error:
        shell.html(blocks.told(error.sentence(texts), is_good=False))
        return
    st.session_state[_DONE] = texts.t(f"assessment.done.{name}")
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()
