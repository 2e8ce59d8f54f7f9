"""Quarterly meeting: who is behind pace, by how much, and what was not filed. One wall, or one page of paper."""

import streamlit as st

from analytics.report import meeting
from analytics.report.cards import Card
from analytics.report.decisions import headline
from analytics.report.money import exposure, summary
from pages.ui import blocks, decisions_ground, decisions_wall, exporting, shell, trials, wall
from pages.ui.address import MEETING

stage = shell.raise_curtain(MEETING)
scene, texts, address = stage.scene, stage.texts, stage.address
page = trials.meeting_of(scene)


def cards(money: Card) -> None:
    """Show the cards with that of the money."""
    places.html(blocks.wrap(wall.cards(meeting.with_money(page, money), address)))


def beside(*matters: str) -> None:
    """Show what stands beside the board: who is behind, what turns, what is to be decided, what was not filed."""
    behind = wall.behind(page.behind_title, page.behind, texts, address)
    grid = wall.grid(page.grid, texts, address)
    margin.html(blocks.wrap(behind, wall.ahead(page.notice, texts, address), *matters, grid))


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
    margin = st.empty()
beside()
shell.html(stage.foot())
card = scene.made("money.card", lambda: summary.meeting_card(scene.accounts, scene.voice))
cards(card)
cards(scene.made("money.card.whole", lambda: exposure.with_exposure(card, scene.exposure, scene.voice)))
found = decisions_ground.standing(scene, decisions_ground.money(scene))
first, _ = decisions_ground.listed(scene, found, is_whole=False)
beside(decisions_wall.brief(first, texts, address))
