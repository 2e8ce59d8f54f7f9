"""The frame around every page: style, bar with pages, quarter and language, title lines, the word without data."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.report import signs, standing
from analytics.report.standing import Frozen
from analytics.texts import Texts, catalogue
from pages.ui import address as addresses
from pages.ui import blocks, controls, data
from pages.ui.address import FREQUENT, FURTHER, MEETING, PAGES, Address, Calendar
from pages.ui.data import Scene

_LOG = logging.getLogger(__name__)
FOLDER = Path(__file__).resolve().parent.parent
STYLE = FOLDER / "ui" / "style.css"


@dataclass(frozen=True)
class Stage:
    """What a page works with: where the reader stands, the data, and the place for its exports in the bar.

    frozen: what the page tells of, where that is a year that is cut off.
    """

    page: str
    address: Address
    scene: Scene
    exports: DeltaGenerator
    frozen: Frozen | None = None

    @property
    def texts(self) -> Texts:
        return self.scene.voice.texts

    def title(self, sentence: str) -> str:
        """Return the title lines every page begins with: the answer, then what the data says about itself."""
        if self.frozen:
            demo = self.texts.t("standing.demo") if self.scene.opened.snapshot.is_demo else None
            return blocks.heading(sentence, self.frozen.subtitle(self.texts), demo)
        state = self.scene.standing
        occasion = self.texts.t(f"{self.page}.occasion", year=self.address.year, quarter=self.address.quarter)
        demo = self.texts.t("standing.demo") if state.is_demo else None
        return blocks.heading(sentence, standing.subtitle(state, self.texts, occasion), demo)

    def lines(self) -> list[str]:
        """Return what every export says about itself."""
        if self.frozen:
            return self.frozen.lines(self.texts, is_demo=self.scene.opened.snapshot.is_demo)
        return standing.lines(self.scene.standing, self.texts)

    def foot(self) -> str:
        """Return the source line, with the link that brings anybody to exactly this page."""
        link = addresses.link(self.address, self.page, self.address.own, v=str(self.scene.opened.version))
        texts = self.texts
        told = self.frozen.source(texts) if self.frozen else standing.source(self.scene.standing, texts)
        asked = st.query_params.get("v")
        moved = asked is not None and asked != str(self.scene.opened.version)
        changed = self.texts.t("shell.moved", asked=asked, now=self.scene.opened.version) if moved else ""
        return blocks.foot(told + changed, self.texts.t("shell.link"), link)


def language() -> Texts:
    """Return the sentences of the language that the URL asks for, before any data is opened."""
    return catalogue(addresses.language(st.query_params.to_dict()))


def places() -> dict[str, st.Page]:
    """Return the pages of the dashboard by id, titled in the reader's language."""
    texts = language()
    return {
        page: st.Page(
            FOLDER / f"{page}.py",
            title=texts.t(f"nav.{page}"),
            url_path=None if page == MEETING else page,
            default=page == MEETING,
        )
        for page in PAGES
    }


def raise_curtain(page: str) -> Stage:
    """Draw the frame of a page and return what it works with; ends the run with a sentence when there is no data."""
    data.warm()
    st.html(STYLE)
    try:
        state = data.opened()
    except data.StoreError as error:
        _without_data(error.sentence(language()))
    calendar = data.calendar(state)
    address = addresses.read(st.query_params.to_dict(), calendar)
    st.html(blocks.paint(signs.paints(state.policy)))
    style(f'[data-testid="stSkipToContent"]::after{{content:"{catalogue(address.lang).t("shell.skip")}"}}')
    exports = _bar(page, address, calendar)
    return Stage(page, address, data.scene(address, state), exports)


def apologise(error: Exception) -> bool:
    """Say in the reader's language that something went wrong, and log the rest; True keeps other messages off."""
    _LOG.error("a page failed", exc_info=error)
    texts = language()
    html(f"<h1>{blocks.plain(texts.t('shell.failed'))}</h1>", blocks.note(texts.t("shell.failed.how")))
    return True


def html(*parts: str) -> None:
    """Put HTML on the page."""
    st.html(blocks.wrap(*parts))


def style(rules: str) -> None:
    """Add style rules to the page."""
    st.html(f"<style>{rules}</style>")


def _bar(page: str, address: Address, calendar: Calendar) -> DeltaGenerator:
    texts = catalogue(address.lang)
    with st.container(key="bar", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(key="places", horizontal=True, width="content", vertical_alignment="center"):
            _links(FREQUENT, page, address, texts)
            st.html(_menu(page, address, texts), width="content")
        with st.container(key="controls", horizontal=True, width="content", vertical_alignment="center"):
            controls.moment(address, calendar, texts)
            exports = st.container(key="exports", width="content", horizontal=True)
            st.html(controls.languages(address, page), width="content")
    return exports


def _links(names: Sequence[str], page: str, address: Address, texts: Texts) -> None:
    """Draw links to pages; that of the present page is marked and leads nowhere."""
    offered = places()
    for name in names:
        place, carried = offered[name], dict(address.carried())
        st.page_link(place, label=texts.t(f"nav.{name}"), disabled=name == page, query_params=carried)


def _menu(page: str, address: Address, texts: Texts) -> str:
    """Return the menu of the less frequent pages; while one of them is open it bears that page's name."""
    named = texts.t(f"nav.{page}") if page in FURTHER else texts.t("nav.more")
    links = ((texts.t(f"nav.{name}"), None if name == page else addresses.link(address, name)) for name in FURTHER)
    return blocks.menu(named, links)


def _without_data(sentence: str) -> NoReturn:
    texts = language()
    html(f"<h1>{blocks.plain(texts.t('shell.empty'))}</h1>", blocks.note(sentence, texts.t("shell.empty.how")))
    st.stop()
