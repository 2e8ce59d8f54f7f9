"""The page of data quality laid out: the answer, where rows went, completeness, units, and files to take back."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from analytics import pipeline
from analytics.report.bureau import subject as units
from analytics.report.quality import page
from analytics.report.quality.files import File
from analytics.report.quality.heat import Heat, HeatCell, HeatRow
from analytics.report.quality.page import View
from analytics.report.quality.subject import Subject
from pages.ui import bars, blocks, bureau, controls, desk, exporting, paging, shell
from pages.ui.address import QUALITY, Address
from pages.ui.blocks import anchor, second
from pages.ui.shell import Stage

#: Files on one page of the list, each with its button; months that a narrow screen shows.
FILES, NARROW = 8, 4


def show(stage: Stage) -> None:
    """Show the unit that the address names, else all of them."""
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    known = {unit: name for unit, name in units.units(voice).items() if not voice.is_town(unit)}
    asked = address.get("b")
    unit = asked if asked in known else None
    controls.pick("b", stage.texts.t("quality.choose"), list(known), list(known.values()), unit)
    stamp = pipeline.told_stamp(scene.opened)

    def made() -> View:
        sheets = scene.opened.snapshot.sheets(scene.known_at)
        found = Subject(unit, scene.outcome, sheets, scene.waiting, bureau.assessment(scene, stamp))
        return page.view(found, voice)

    shown = scene.made("quality", made, unit, stamp)
    exporting.menu(stage, stage.texts.t("nav.quality"), lambda: page.tables(shown, voice))
    shell.html(stage.title(shown.title), blocks.note(shown.said))
    left, right = st.columns([56, 44], gap="medium")
    listed = ""
    if shown.units:
        table = blocks.table(shown.units, address, is_captioned=False)
        listed = f"<section>{second(shown.units.caption)}{table}</section>"
    drawn = bars.draw(shown.bars, address)
    with left:
        shell.html(heat(shown.heat, address), listed or drawn)
    with right:
        if listed:
            shell.html(drawn)
        files(stage, shown)


def heat(shown: Heat, address: Address) -> str:
    """Return rows by months; every cell with a filing opens it, and says in words what its shape means."""
    if not shown.rows:
        return ""
    last = len(shown.months) - NARROW
    heads = "".join(f'<th scope="col"{_old(n, last)}>{escape(name)}</th>' for n, name in enumerate(shown.months))
    body = "".join(_heat_row(row, last, address) for row in shown.rows)
    head = f'<tr><th class="l" scope="col">{escape(shown.head)}</th>{heads}</tr>'
    table = f'<table class="hm year"><thead>{head}</thead><tbody>{body}</tbody></table>'
    return f'<section>{second(shown.title)}{table}<p class="lg">{escape(shown.legend)}</p></section>'


def files(stage: Stage, shown: View) -> None:
    """Show a page of the files with refused rows, each with the button that gives it back marked."""
    if not shown.files:
        return
    first = (paging.shown_of(len(shown.files), stage.address, FILES) - 1) * FILES
    part = shown.files[first : first + FILES]
    shell.html(f"<section>{second(shown.list.caption)}</section>")
    with st.container(key="quality_files"):
        for file in part:
            with st.container(horizontal=True, vertical_alignment="center", key=f"file_{file.batch}"):
                st.html(blocks.wrap(_file(file, stage)), width="stretch")
                desk.returning(stage, file.batch, stage.texts.t("quality.return"))
    shell.html(_pages(stage, shown.files))


def _file(file: File, stage: Stage) -> str:
    batch, unit, ledger, period, recorded, waiting, most, gain = file.cells
    named = anchor(f"{ledger.text} · {period.text}", batch.drill, stage.address)
    adds = [] if gain.value is None else [stage.texts.t("quality.file.adds", gain=gain.text)]
    whose = [] if stage.address.get("b") else [unit.text]
    said = " · ".join(escape(part) for part in (*whose, recorded.text, most.text, *adds))
    return f'<p class="file"><b>{escape(waiting.text)}</b> {named}<br><span class="u">{said}</span></p>'


def _pages(stage: Stage, found: Sequence[File]) -> str:
    return paging.ways(len(found), QUALITY, stage.address, stage.texts, FILES)


def _heat_row(row: HeatRow, last: int, address: Address) -> str:
    cells = "".join(_heat_cell(cell, _old(n, last), address) for n, cell in enumerate(row.cells))
    return f'<tr><th class="l" scope="row">{anchor(row.name, row.drill, address)}</th>{cells}</tr>'


def _heat_cell(cell: HeatCell, old: str, address: Address) -> str:
    classes = " ".join(name for name in (cell.tone, old and "minor") if name)
    return f'<td class="{classes}">{anchor(cell.text, cell.drill, address, cell.alt)}</td>'


def _old(place: int, last: int) -> str:
    """Return the class that takes older months off a narrow screen."""
    return ' class="minor"' if place < last else ""
