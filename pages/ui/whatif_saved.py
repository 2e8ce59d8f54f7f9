"""Scenarios kept under a name: saving the one that stands in the address, and several side by side."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from analytics import pipeline
from analytics.report.table import Cell, Drill, Table
from analytics.report.whatif import answer, comparing, links
from analytics.report.whatif.answer import Answer
from analytics.report.whatif.links import PAGE, SAVED, TOGETHER, Scenario, ScenarioError
from pages.ui import blocks, data, exporting, shell, whatif_ground
from pages.ui.address import WHATIF, link
from pages.ui.shell import Stage

_NAME = "whatif_name"
_LONGEST = 60


def asked(stage: Stage) -> tuple[Scenario, list[str]]:
    """Return the scenario of the address, else the saved one that it names, and what is wrong with either."""
    voice, number = stage.scene.voice, stage.address.get(SAVED)
    if number is None or stage.address.get(links.CODES[0]):
        return links.read(stage.address.own, voice)
    found, wrong = _opened([int(number)] if number.isdecimal() else [], stage)
    if found or wrong:
        return (found[0] if found else links.read({}, voice)[0]), wrong
    return links.read({}, voice)[0], [stage.texts.t("whatif.saved.gone", number=number)]


def save(stage: Stage, scenario: Scenario) -> None:
    """Draw the form that keeps the scenario under a name."""
    texts = stage.texts
    with st.form("whatif_save", border=False):
        name = st.text_input(texts.t("whatif.save.name"), value=scenario.title, max_chars=_LONGEST, key=_NAME)
        is_saved = st.form_submit_button(texts.t("whatif.save"))
    if not is_saved:
        return
    if not scenario.changes or not name.strip():
        wrong = "whatif.save.unnamed" if scenario.changes else "whatif.save.empty"
        shell.html(blocks.told(texts.t(wrong), is_good=False))
        return
    named = replace(scenario, title=name.strip())
    data.home().save_scenario(named, by=stage.scene.viewer.id, at=data.this_moment())
    st.query_params[links.CODES[1]] = named.title
    way = link(stage.address, WHATIF, {"view": "compare"})
    shell.html(
        blocks.told(texts.t("whatif.save.done", name=named.title), is_good=True),
        blocks.chips([(texts.t("whatif.save.compare"), way)]),
    )


def compare(stage: Stage) -> None:
    """Show the saved scenarios, and those that are chosen side by side."""
    texts, voice = stage.texts, stage.scene.voice
    kept = data.home().scenarios()
    most = voice.policy.knobs.compared_max
    known = kept["number"].to_list()
    chosen = [number for number in links.numbers(stage.address.get(TOGETHER), most) if number in known]
    scenarios, wrong = _opened(chosen, stage)
    sides, tables = _compared(scenarios, stage)
    listed = comparing.saved(kept, chosen, lambda number: _way(number, chosen, most, stage), voice)
    exporting.menu(stage, texts.t("nav.whatif"), lambda: _sheets([*tables, listed], stage))
    shell.html(
        stage.title(comparing.sentence(sides, voice)),
        *(blocks.told(sentence, is_good=False) for sentence in wrong),
        *(blocks.table(table, stage.address) for table in tables),
        blocks.table(listed, stage.address) if known else blocks.note(texts.t("whatif.saved.none")),
    )
    if known:
        _deletion(stage, dict(kept.select("number", "name").iter_rows()))


def _compared(scenarios: Sequence[Scenario], stage: Stage) -> tuple[list[Answer], list[Table]]:
    """Return the scenarios' answers, and their tables; nothing where none is chosen."""
    scene, voice = stage.scene, stage.scene.voice
    if not scenarios:
        return [], []

    def made() -> tuple[list[Answer], list[Table]]:
        of = whatif_ground.based(stage)
        sides = [answer.answer(of, scenario) for scenario in scenarios]
        found = pipeline.side_by_side(of.book, voice.policy, list(scenarios))
        return sides, [comparing.by_year(sides, found, voice), comparing.by_line(sides, found, voice)]

    return scene.tried("whatif.compared", made, tuple(scenarios), whatif_ground.proof(stage))


def _opened(numbers: Sequence[int], stage: Stage) -> tuple[list[Scenario], list[str]]:
    """Return the saved scenarios that still hold, and what is wrong with the others."""
    found, wrong = [], []
    for number in numbers:
        try:
            found.append(data.home().scenario(number))
        except pipeline.StoreError as error:
            wrong.append(error.sentence(stage.texts))
        except ScenarioError as error:
            wrong += error.sentences(stage.texts)
    return found, wrong


def _way(number: int, chosen: Sequence[int], most: int, stage: Stage) -> Cell:
    """Return the cell that takes a scenario into the comparison, or out of it."""
    texts = stage.texts
    if number not in chosen and len(chosen) >= most:
        return Cell(texts.t("whatif.saved.full", most=most), tone="mute")
    others = [other for other in chosen if other != number]
    then = others if number in chosen else [*chosen, number]
    codes = {"view": "compare", TOGETHER: ",".join(map(str, then))}
    return Cell(texts.t("whatif.saved.out" if number in chosen else "whatif.saved.in"), drill=Drill(PAGE, codes))


def _deletion(stage: Stage, names: dict[int, str]) -> None:
    texts = stage.texts
    with st.popover(texts.t("whatif.delete")), st.form("whatif_delete", border=False):
        number = st.selectbox(
            texts.t("whatif.delete.which"), list(names), index=None, format_func=names.__getitem__, filter_mode=None,
            placeholder=texts.t("whatif.delete.which"),
        )  # fmt: skip
        is_asked = st.form_submit_button(texts.t("whatif.delete"))
    if is_asked and number is not None:
        data.home().delete_scenario(number, by=stage.scene.viewer.id, at=data.this_moment())
        st.rerun()


def _sheets(tables: Sequence[Table], stage: Stage) -> list[tuple[str, Table]]:
    names = ["years", "lines", "saved"][-len(tables) :]
    return [(stage.texts.t(f"whatif.sheet.{name}"), table) for name, table in zip(names, tables, strict=True)]
