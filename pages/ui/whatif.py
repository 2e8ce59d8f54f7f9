"""The what-if page: sliders beside the answer, saved scenarios side by side, and goal-seek."""

from dataclasses import dataclass, replace

import streamlit as st

from analytics.report.cards import Card
from analytics.report.curves import Chart
from analytics.report.money import proof
from analytics.report.table import Table
from analytics.report.whatif import answer, fan, links, parts, turning
from analytics.report.whatif.answer import Answer
from analytics.report.whatif.bars import Bars
from analytics.report.whatif.turning import Desk
from pages.ui import (
    bars,
    blocks,
    charts,
    controls,
    exporting,
    reckoning,
    shell,
    trials,
    wall,
    whatif_desk,
    whatif_ground,
    whatif_saved,
    whatif_seek,
)
from pages.ui.shell import Stage

RESULT, COMPARE, SEEK = "result", "compare", "seek"
_PHONE = "Mobile"


@dataclass(frozen=True)
class Shown:
    """Everything that one scenario shows, made once."""

    title: str
    cards: list[Card]
    fan: Chart
    years: Bars
    why: Bars | None
    proof: str
    withheld: str

    @property
    def tables(self) -> dict[str, Table]:
        found = {"fan": self.fan.table, "years": self.years.table}
        return found | ({"why": self.why.table} if self.why else {})


def show(stage: Stage) -> None:
    """Show the view that the address names, else the sliders and their answer."""
    texts = stage.texts
    views = (RESULT, COMPARE, SEEK)
    asked = stage.address.get("view")
    view = asked if asked in views else RESULT
    names = [texts.t(f"whatif.view.{name}") for name in views]
    controls.segments("view", texts.t("whatif.view"), list(views), names, view)
    {RESULT: result, COMPARE: whatif_saved.compare, SEEK: whatif_seek.show}[view](stage)


def result(stage: Stage) -> None:
    """Show the answer with its cards, the sliders, and the figures that prove it."""
    scene, voice, texts = stage.scene, stage.scene.voice, stage.texts
    scenario, wrong = whatif_saved.asked(stage)
    desk = Desk(voice.policy, scenario, turning.scope(stage.address.own, scenario, voice.policy))
    code = links.codes(replace(scenario, title="")).get("s", "")

    def made() -> Shown:
        found = answer.answer(whatif_ground.based(stage), scenario)
        return _shown(found, stage)

    tested = trials.tried(scene)
    stands_on = (whatif_ground.proof(stage), tested and tested.made_at)
    shown = scene.tried("whatif.answer", made, code, *stands_on)
    factors = scene.made("whatif.factors", lambda: parts.factors(whatif_ground.based(stage), voice))
    _export(stage, shown, factors)
    with st.container(key="whatif"):
        with st.container(key="whatif_head"):
            told = [blocks.told(texts.t("whatif.faults"), is_good=False), blocks.steps(wrong)] if wrong else []
            found = links.notes(scenario, scene.exposure.book, scene.accounts.version, voice)
            noted = [blocks.note(*said)] if (said := [*found, *([shown.withheld] if shown.withheld else [])]) else []
            shell.html(*told, stage.title(shown.title), wall.cards(shown.cards, stage.address), *noted)
        with st.container(key="whatif_desk"), st.expander(texts.t("whatif.desk"), expanded=not _is_phone()):
            whatif_desk.draw(stage, desk)
            st.button(texts.t("whatif.reset"), key="whatif_reset", on_click=whatif_desk.clear)
            whatif_saved.save(stage, scenario)
            shell.html(blocks.note(texts.t("whatif.link.told")))
        with st.container(key="whatif_proof"):
            _proof(stage, shown, factors)


def _shown(found: Answer, stage: Stage) -> Shown:
    voice = stage.scene.voice
    return Shown(
        answer.headline(found, voice),
        answer.cards(found, voice, whatif_ground.reached(stage, found.scenario)),
        fan.fan(found, voice),
        parts.by_year(found, voice),
        parts.why(found, voice),
        proof.sentence(reckoning.proven(stage.scene), voice),
        whatif_ground.withheld(stage),
    )


def _proof(stage: Stage, shown: Shown, factors: Bars) -> None:
    """Draw the figures: the year with its fan and the years to come; why it differs and what matters most."""
    left, right = st.columns([54, 46], gap="medium")
    with left:
        shell.html(blocks.second(shown.fan.title))
        charts.figure(shown.fan)
        numbers = blocks.folded(stage.texts.t("whatif.numbers"), blocks.table(shown.fan.table, stage.address))
        shell.html(blocks.note(shown.proof), numbers, bars.draw(shown.years, stage.address))
    with right:
        nothing = blocks.note(stage.texts.t("whatif.why.none"))
        shell.html(
            nothing if shown.why is None else bars.draw(shown.why, stage.address), bars.draw(factors, stage.address)
        )


def _export(stage: Stage, shown: Shown, factors: Bars) -> None:
    texts = stage.texts
    sheets = {**shown.tables, "factors": factors.table}
    exporting.menu(
        stage, texts.t("nav.whatif"), lambda: [(texts.t(f"whatif.sheet.{n}"), table) for n, table in sheets.items()]
    )


def _is_phone() -> bool:
    """Tell whether the reader's browser says that it is on a phone: sliders then wait behind their name."""
    return _PHONE in (st.context.headers.get("User-Agent") or "")
