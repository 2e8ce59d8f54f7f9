"""The views of the filing page: upload, batches, rows that wait, and the calendar of filings."""


from analytics.report import batches as filed
from analytics.report import filings, listing
from pages.ui import blocks, controls, exporting, shell
from pages.ui.shell import Stage


def upload(stage: Stage) -> None:
    shell.html(stage.title(stage.texts.t("desk.headline")))


def batches(stage: Stage) -> None:
    """Show the files taken in, and the card of the one that was asked for."""
    scene, voice = stage.scene, stage.scene.voice
    snapshot = scene.opened.snapshot
    table = filed.batches(snapshot.batches(), voice)
    exporting.menu(stage, stage.texts.t("desk.view.batches"), lambda: [(stage.texts.t("desk.view.batches"), table)])
    shell.html(stage.title(table.caption))
    code = stage.address.get("batch") or ""
    sheets = snapshot.sheets(scene.known_at)
    card = filed.card(int(code), snapshot.batches(), sheets, scene.waiting, voice) if code.isdigit() else None
    if card is not None:
        shell.html(blocks.batch(card, stage.address))
    shell.html(blocks.table(table, stage.address, is_captioned=False))


def quarantine(stage: Stage) -> None:
    """Show every row that waits for a correction."""
    table = filed.waiting(stage.scene.waiting, stage.scene.voice)
    name = stage.texts.t("desk.view.quarantine")
    exporting.menu(stage, name, lambda: [(name, table)])
    shell.html(stage.title(table.caption), blocks.table(table, stage.address, is_captioned=False))


def calendar(stage: Stage) -> None:
    """Show what is due and what was filed: of one unit, month or state where the address asks for it."""
    voice, address = stage.scene.voice, stage.address
    units = [unit.id for unit in voice.policy.units]
    unit = address.get("unit")
    month, state = listing.month_of_code(address.get("month")), address.get("state")
    table = filings.calendar(
        stage.scene.outcome, voice, unit if unit in units else None, month, state if state in filings.STATES else None
    )
    name = stage.texts.t("desk.view.calendar")
    exporting.menu(stage, name, lambda: [(name, table)])
    controls.pick("unit", stage.texts.t("desk.unit"), units, [voice.unit(unit) for unit in units], unit)
    shell.html(stage.title(table.caption), blocks.table(table, address, is_captioned=False))
