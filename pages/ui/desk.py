"""The views of the filing page: upload, batches, rows that wait, and the calendar of filings."""

import streamlit as st

from analytics.report import batches as filed
from analytics.report import filings, listing
from pages.ui import blocks, controls, data, exporting, paging, shell
from pages.ui.address import INTAKE
from pages.ui.shell import Stage


def batches(stage: Stage) -> None:
    """Show the files taken in, and the card of the one that was asked for."""
    scene, voice = stage.scene, stage.scene.voice
    snapshot = scene.opened.snapshot
    sheets = snapshot.sheets(scene.known_at)
    table = filed.batches(snapshot.batches(), sheets, voice)
    exporting.menu(stage, stage.texts.t("desk.view.batches"), lambda: [(stage.texts.t("desk.view.batches"), table)])
    shell.html(stage.title(table.caption))
    code = stage.address.get("batch") or ""
    card = filed.card(int(code), snapshot.batches(), sheets, scene.waiting, voice) if code.isdigit() else None
    if card is not None:
        shell.html(blocks.batch(card, stage.address))
        with st.container(horizontal=True, key="batch_ways"):
            if card.is_live and card.waiting.rows:
                returning(stage, card.batch_id)
            if card.is_live:
                _revocation(stage, card.batch_id)
    shell.html(paging.paged(table, INTAKE, stage.address, stage.texts))


def quarantine(stage: Stage) -> None:
    """Show the rows that wait for a correction: all of them, or those of one unit."""
    unit = _unit(stage)
    table = filed.waiting(filed.waiting_of(stage.scene.waiting, unit=unit), stage.scene.voice)
    name = stage.texts.t("desk.view.quarantine")
    exporting.menu(stage, name, lambda: [(name, table)])
    shell.html(stage.title(table.caption), paging.paged(table, INTAKE, stage.address, stage.texts))


def calendar(stage: Stage) -> None:
    """Show what is due and what was filed: of one unit, month or state where the address asks for it."""
    voice, address = stage.scene.voice, stage.address
    unit = _unit(stage)
    month, state = listing.month_of_code(address.get("month")), address.get("state")
    table = filings.calendar(stage.scene.outcome, voice, unit, month, state if state in filings.STATES else None)
    name = stage.texts.t("desk.view.calendar")
    exporting.menu(stage, name, lambda: [(name, table)])
    shell.html(stage.title(table.caption), paging.paged(table, INTAKE, address, stage.texts))


def _unit(stage: Stage) -> str | None:
    """Draw the choice of a unit and return the one that the address names."""
    units = [unit.id for unit in stage.scene.voice.policy.units]
    asked = stage.address.get("unit")
    chosen = asked if asked in units else None
    controls.pick("unit", stage.texts.t("desk.unit"), units, [stage.scene.voice.unit(unit) for unit in units], chosen)
    return chosen


def returning(stage: Stage, batch_id: int, label: str | None = None) -> None:
    """Draw the way to give a bureau its own workbook back with the failed cells marked; it is made when asked for."""
    texts = stage.texts
    reason = texts.t("desk.return.reason", batch=batch_id)
    st.download_button(
        label or texts.t("desk.return"), lambda: data.returned(stage.scene, batch_id, reason)[1],
        texts.t("desk.return.file", batch=batch_id), exporting.XLSX, key=f"return_{batch_id}",
        type="secondary" if label else "primary", on_click="ignore", help=texts.t("desk.return.how"),
    )  # fmt: skip


def _revocation(stage: Stage, batch_id: int) -> None:
    """Draw the way to take a batch out of force: what it does is said before the button that does it."""
    texts = stage.texts
    with st.popover(texts.t("desk.revoke", batch=batch_id)):
        shell.html(blocks.note(texts.t("desk.revoke.effect", batch=batch_id)))
        if st.button(texts.t("desk.revoke.yes"), type="primary", key=f"revoke_{batch_id}"):
            try:
                data.revoke(batch_id)
            except data.StoreError as error:
                shell.html(blocks.told(error.sentence(texts), is_good=False))
            else:
                st.rerun()
