"""Quarterly meeting: who is behind pace, by how much, and what was not filed. One wall, or one page of paper."""

import streamlit as st

from analytics.report import meeting
from analytics.report.cards import Card
from analytics.report.decisions import headline
from analytics.report.money import exposure, summary
from pages.ui import blocks, decisions_ground, exporting, shell, trials, wall
from pages.ui.address import MEETING

stage = shell.raise_curtain(MEETING)
scene, texts, address = stage.scene, stage.texts, stage.address
page = trials.meeting_of(scene)


def cards(money: Card) -> None:
    """Show the cards with that of the money."""
    places.html(blocks.wrap(wall.cards(meeting.with_money(page, money), address)))


exporting.menu(stage, texts.t("nav.meeting"), lambda: meeting.tables(page, stage.scene.voice))
shell.html(stage.title(page.title))
# The accounts take seconds when nobody has asked for them yet: until then everything else is there to be read.
places = st.empty()
cards(summary.meeting_wait(scene.voice))
red = headline.red_mark(page.rows, decisions_ground.undecided(scene), scene.voice)
left, right = st.columns([66, 34], gap="medium")
with left:
    shell.html(wall.board(page, texts, address, mark=red))
with right:
    shell.html(
        wall.behind(page.behind_title, page.behind, address),
        wall.ahead(page.notice, texts, address),
        wall.grid(page.grid, texts, address),
    )
shell.html(stage.foot())
card = scene.made("money.card", lambda: summary.meeting_card(scene.accounts, scene.voice))
cards(card)
cards(scene.made("money.card.whole", lambda: exposure.with_exposure(card, scene.exposure, scene.voice)))
