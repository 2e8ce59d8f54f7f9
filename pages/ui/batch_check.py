"""A batch of payments before the rules: one that is stored, or a file that is only looked at."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from streamlit.typing import UploadedFile

from analytics.pipeline import Checked, check_batch, check_file, payment_batches
from analytics.report.integrity import batches
from pages.ui import blocks, controls, data, exporting, shell, uploads
from pages.ui.shell import Stage

_KEY = "batch_file"


def show(stage: Stage) -> None:
    """Draw the choice of a batch, the place for a file, and what the rules find in either."""
    scene, texts = stage.scene, stage.texts
    names = scene.made(
        "integrity.batches",
        lambda: batches.names(payment_batches(scene.accounts), scene.opened.snapshot.batches(), scene.voice),
    )
    chosen = stage.address.get("batch")
    shell.style(uploads.words(texts))
    head = st.container()
    controls.pick("batch", texts.t("integrity.batch.choose"), list(names), list(names.values()), chosen)
    file = st.file_uploader(texts.t("integrity.batch.file"), list(uploads.KINDS), key=_KEY)
    if file is not None:
        name, checked, told = _file(stage, file)
    else:
        known = chosen if chosen in names else None
        name = texts.t("integrity.batch.short", batch=known)
        checked, told = (_stored(stage, int(known)) if known else None), ""
    with head:
        sentence = batches.sentence(name, checked, scene.voice) if checked else told
        shell.html(stage.title(sentence or texts.t("integrity.batch.headline")))
    if checked is not None:
        table = batches.table(checked, scene.sources, scene.known_at, scene.voice)
        exporting.menu(stage, texts.t("integrity.view.batch"), lambda: [(table.caption, table)], is_personal=True)
        shell.html(blocks.table(table, stage.address, is_captioned=False) if table.rows else "")
    shell.html(blocks.note(texts.t("integrity.batch.how")))


def _stored(stage: Stage, batch_id: int) -> Checked | None:
    return stage.scene.made("integrity.batch", lambda: check_batch(stage.scene.accounts, batch_id), batch_id)


def _file(stage: Stage, file: UploadedFile) -> tuple[str, Checked | None, str]:
    """Return the name of a file, what is found in it, and what was said of it; nothing of it is kept."""
    scene, content = stage.scene, file.getvalue()

    def looked_at() -> tuple[Checked | None, str]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / Path(file.name).name
            path.write_bytes(content)
            (found,) = data.home().preview([path], lang=scene.lang)
        if found.outcome.batch_id is not None:
            return check_batch(scene.accounts, found.outcome.batch_id), found.outcome.message
        return check_file(scene.accounts, found), found.outcome.message

    digest = hashlib.sha256(content).hexdigest()
    with st.spinner(stage.texts.t("desk.reading")):
        checked, message = scene.made("integrity.file", looked_at, file.name, digest)
    return file.name, checked, stage.texts.t("integrity.batch.nothing", file=file.name, message=message)
