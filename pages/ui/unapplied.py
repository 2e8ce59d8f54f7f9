"""The view of those who are entitled and never applied, and of why everybody else is due nothing."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from analytics.pipeline import exclusions
from analytics.report import unclaimed
from analytics.report.table import Table
from analytics.report.unclaimed import PAGE, Question
from analytics.report.voice import NOWHERE
from pages.ui import blocks, exporting, paging, shell
from pages.ui.address import link
from pages.ui.shell import Stage


def show(stage: Stage) -> None:
    """Show the sums by benefit and town beside the exclusions, or one of the lists behind them."""
    scene, address = stage.scene, stage.address
    step = address.get("step")
    excluded = scene.made("unclaimed.excluded", lambda: exclusions(scene.accounts))
    people = unclaimed.of_step(excluded, step)
    found = scene.made(
        "unclaimed.claims", lambda: unclaimed.claims(scene.accounts.waiting, scene.accounts.facts["insurance_spell"])
    )
    if step and people.height:
        _people(stage, people, step)
    elif address.get("list"):
        _list(stage, found)
    else:
        _sums(stage, found, excluded)


def _sums(stage: Stage, found: pl.DataFrame, excluded: pl.DataFrame) -> None:
    voice, address = stage.scene.voice, stage.address
    tables = [unclaimed.by_benefit(found, voice), unclaimed.excluded(excluded, voice), unclaimed.by_town(found, voice)]
    exporting.menu(stage, stage.texts.t("readings.view.unclaimed"), lambda: [(t.caption, t) for t in tables])
    shell.html(stage.title(unclaimed.title(found, voice)))
    left, right = st.columns([50, 50], gap="medium")
    with left:
        shell.html(*(blocks.table(table, address) for table in tables[:2]))
    with right:
        shell.html(blocks.table(tables[2], address))


def _list(stage: Stage, found: pl.DataFrame) -> None:
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    benefits = {benefit.id for benefit in voice.policy.benefits}
    towns = {town.id for town in voice.policy.towns} | {NOWHERE}
    benefit, town = address.get("benefit"), address.get("town")
    question = Question(benefit if benefit in benefits else None, town if town in towns else None)
    mine = unclaimed.selected(found, question)
    employers = scene.opened.snapshot.employers(scene.known_at)

    def table(page: int) -> Table:
        return unclaimed.listed(mine, page, employers, scene.opened.vault, voice)

    _listed(stage, unclaimed.title(mine, voice), mine.height, int(mine["amount_fen"].sum()), table)


def _people(stage: Stage, people: pl.DataFrame, step: str) -> None:
    vault, voice = stage.scene.opened.vault, stage.scene.voice

    def table(page: int) -> Table:
        return unclaimed.people(people, page, vault, voice)

    _listed(stage, unclaimed.people_title(people, step, voice), people.height, people.height, table)


def _listed(stage: Stage, title: str, count: int, total: int, table: Callable[[int], Table]) -> None:
    address = stage.address
    exporting.menu(stage, stage.texts.t("readings.view.unclaimed"), lambda: [(title, table(0))], is_personal=True)
    shell.html(
        stage.title(title),
        blocks.chips([(stage.texts.t("readings.back"), link(address, PAGE, {"view": "unclaimed"}))]),
        blocks.table(table(paging.number(address)), address, is_captioned=False, sums=(count, total)),
        paging.ways(count, PAGE, address, stage.texts),
    )
