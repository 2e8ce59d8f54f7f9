"""Quarterly meeting: who is behind pace, by how much, and what was not filed. One wall, or one page of paper."""

import streamlit as st

from analytics.report import meeting
from pages.ui import exporting, shell, wall
from pages.ui.address import MEETING

stage = shell.raise_curtain(MEETING)
page, texts, address = stage.scene.meeting, stage.texts, stage.address

exporting.menu(stage, texts.t("nav.meeting"), lambda: meeting.tables(page, stage.scene.voice))
shell.html(stage.title(page.title), wall.cards(page.cards, address))
left, right = st.columns([66, 34], gap="medium")
with left:
    shell.html(wall.board(page.rows, texts, address))
with right:
    shell.html(wall.behind(page.behind_title, page.behind, address), wall.grid(page.grid, texts, address))
shell.html(stage.foot())
