"""Bringing ledgers in: files from the browser, the preview of what they would change, and the taking in itself."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from streamlit.typing import UploadedFile

from analytics.report import batches, difference
from analytics.report.difference import Difference
from analytics.texts import Texts
from pages.ui import blocks, data, explaining, shell
from pages.ui.shell import Stage

#: Batches shown under the empty uploader.
RECENT = 10
KINDS = ("xlsx", "xls", "csv")
#: How many times files were taken in: the uploader of the last time is not the one of the next.
_ROUND, _TAKEN, _BUREAU = "uploads_round", "uploads_taken", "uploads_bureau"


def show(stage: Stage) -> None:
    """Draw the upload view: what came in last, the place for files, what they would change, the button to say yes."""
    texts, voice = stage.texts, stage.scene.voice
    shell.html(stage.title(texts.t("desk.headline")))
    steps = st.container()
    for is_in, sentence in st.session_state.pop(_TAKEN, []):
        shell.html(blocks.told(sentence, is_good=is_in))
    shell.style(words(texts))
    files = st.file_uploader(
        texts.t("desk.files"), list(KINDS), accept_multiple_files=True, key=f"uploads_{st.session_state.get(_ROUND, 0)}"
    )
    units = [unit.id for unit in voice.policy.units]
    bureau = st.selectbox(
        texts.t("desk.bureau"), units, index=None, format_func=voice.unit, placeholder=texts.t("desk.bureau.owner"),
        key=_BUREAU, filter_mode=None, width=420,
    )  # fmt: skip
    if not files:
        with steps:
            shell.html(blocks.steps([texts.t(f"desk.step.{n}") for n in (1, 2, 3)]))
        snapshot = stage.scene.opened.snapshot
        table = batches.batches(snapshot.batches().tail(RECENT), snapshot.sheets(), voice)
        shell.html(blocks.second(texts.t("desk.recent")), blocks.table(table, stage.address, is_captioned=False))
        explaining.memory(stage)
        return
    found = _differences(stage, files, bureau)
    for item in found:
        shell.html(blocks.difference(item, stage.address))
    explaining.ask(stage, list(dict.fromkeys(asked for item in found for asked in item.asked)), bureau)
    welcome = sum(item.is_welcome for item in found)
    label = texts.t("desk.commit", count=welcome)
    if st.button(label, type="primary", disabled=not welcome, key="uploads_commit"):
        _take_in(stage, files, bureau)


def _differences(stage: Stage, files: Sequence[UploadedFile], bureau: str | None) -> list[Difference]:
    """Return the difference each file makes; worked out once for the same files and data."""
    digests = tuple((file.name, hashlib.sha256(file.getvalue()).hexdigest()) for file in files)

    def worked_out() -> list[Difference]:
        with TemporaryDirectory() as folder:
            found = data.home().preview(_written(files, folder), bureau=bureau, lang=stage.scene.lang)
            return [difference.difference(item, stage.scene.voice) for item in found]

    with st.spinner(stage.texts.t("desk.reading")):
        return stage.scene.made("preview", worked_out, digests, bureau, data.told_headers())


def _take_in(stage: Stage, files: Sequence[UploadedFile], bureau: str | None) -> None:
    """Take the files in with a progress bar, keep what became of them for the next run, and begin it."""
    texts = stage.texts
    bar = st.progress(0.0, text=texts.t("intake.stage.reading"))

    def tell(done: int, total: int, step: str) -> None:
        said = texts.t("desk.progress", stage=texts.t(f"intake.stage.{step}"), done=done, total=total)
        bar.progress(done / max(total, 1), text=said)

    try:
        with TemporaryDirectory() as folder:
            report = data.take_in(_written(files, folder), bureau=bureau, lang=stage.scene.lang, progress=tell)
    except data.StoreError as error:
        shell.html(blocks.told(error.sentence(texts), is_good=False))
        return
    st.session_state[_TAKEN] = difference.taken(report, stage.scene.voice)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


def _written(files: Sequence[UploadedFile], folder: str) -> list[Path]:
    """Write the files under their own names; two of one name go to folders of their own."""
    paths = []
    for number, file in enumerate(files):
        path = Path(folder) / str(number) / Path(file.name).name
        path.parent.mkdir()
        path.write_bytes(file.getvalue())
        paths.append(path)
    return paths


def words(texts: Texts) -> str:
    """Return style rules that put our words where the uploader has none but its own."""
    return (
        f'.stFileUploader [data-testid="stBaseButton-secondary"]::after{{content:"{texts.t("desk.choose")}"}}'
        f'[data-testid="stFileUploaderDropzoneInstructions"]::after{{content:"{texts.t("desk.drop")}"}}'
    )
