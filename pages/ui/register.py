"""The views of the readings page: the register, one reading with its prices and the form to rule, who never applied."""

from collections.abc import Callable, Mapping

import streamlit as st

from analytics.pipeline import OptionPrice, ReadingPrice, ReadingRuling, StoreError, price_reading
from analytics.report import readings
from analytics.report.readings import GAIN, LOSE, PAGE
from analytics.report.table import Table
from pages.ui import blocks, controls, data, exporting, paging, shell, unapplied
from pages.ui.address import day_of, link
from pages.ui.shell import Stage

_ALL = "all"


def show(stage: Stage) -> None:
    """Show the register, or the reading, or the list of people, that the address asks for."""
    policy = stage.scene.accounts.policy
    known = [reading.id for reading in policy.readings]
    code, texts = stage.address.get("reading"), stage.texts
    names = [f"{reading.id} {texts.pick(reading.question)}" for reading in policy.readings]
    controls.pick("reading", texts.t("readings.choose"), known, names, code)
    if code not in known:
        _register(stage)
        return
    priced = _price(stage, str(code))
    side = stage.address.get("side")
    option = next((item for item in priced.options if item.option == stage.address.get("option")), None)
    if option is not None and side in (GAIN, LOSE):
        _people(stage, str(code), option, side)
    else:
        _reading(stage, priced)


VIEWS: Mapping[str, Callable[[Stage], None]] = {"register": show, "unclaimed": unapplied.show}


def _price(stage: Stage, reading: str) -> ReadingPrice:
    scene = stage.scene
    with st.spinner(stage.texts.t("readings.reckoning")):
        return scene.made(
            "readings.price", lambda: price_reading(scene.opened, scene.accounts, scene.outcome, reading), reading
        )


def _register(stage: Stage) -> None:
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    accounts, policy = scene.accounts, scene.accounts.policy
    is_priced = address.get("prices") == _ALL
    several = [reading.id for reading in policy.readings if len(reading.options) > 1]
    priced = {reading: _price(stage, reading) for reading in several} if is_priced else {}
    table = readings.register(policy, accounts.readings, scene.as_of, priced, voice)
    exporting.menu(stage, stage.texts.t("nav.readings"), lambda: [(table.caption, table)])
    reckon = [(stage.texts.t("readings.price_all"), link(address, PAGE, {"prices": _ALL}))]
    way = "" if is_priced else blocks.chips(reckon)
    title = readings.title(policy, scene.as_of, voice)
    shell.html(stage.title(title), way, blocks.table(table, address, is_captioned=False))


def _reading(stage: Stage, priced: ReadingPrice) -> None:
    """Show the question, the option in force, what the others would change, and the form to rule."""
    scene, voice, texts, address = stage.scene, stage.scene.voice, stage.texts, stage.address
    reading = scene.accounts.policy.reading(priced.reading)
    units = readings.leads(voice.policy)
    tables = [readings.options(reading, priced, units, voice)]
    for item in priced.options:
        found = (readings.by_unit(reading, item, units, voice), readings.targets(reading, item, voice))
        tables += [table for table in found if table is not None]
    exporting.menu(stage, f"{texts.t('nav.readings')} {reading.id}", lambda: [(t.caption, t) for t in tables])
    held = readings.standing(reading, priced.chosen, scene.as_of, voice)
    shell.html(
        stage.title(texts.pick(reading.question)),
        blocks.told(held, is_good=True),
        blocks.note(texts.t("readings.articles", articles=readings.articles(reading, voice))),
    )
    left, right = st.columns([66, 34], gap="medium")
    with left:
        for table in tables:
            shell.html(blocks.table(table, address) if table.rows else "")
        if not priced.options:
            shell.html(blocks.note(texts.t("readings.only.why")))
    with right:
        _ruling(stage, priced)


def _people(stage: Stage, code: str, option: OptionPrice, side: str) -> None:
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    reading = scene.accounts.policy.reading(code)
    found = readings.people(option, side, address.get("unit"), readings.leads(voice.policy))
    employers = scene.opened.snapshot.employers(scene.known_at)
    title = readings.people_title(reading, option.option, side, found, voice)

    def table(page: int) -> Table:
        return readings.people_table(found, page, employers, scene.opened.vault, voice)

    exporting.menu(stage, stage.texts.t("nav.readings"), lambda: [(title, table(0))], is_personal=True)
    sums = (found.height, int(found["change_fen"].sum()))
    shell.html(
        stage.title(title),
        blocks.chips([(stage.texts.t("readings.back"), link(address, PAGE, {"reading": code}))]),
        blocks.table(table(paging.number(address)), address, is_captioned=False, sums=sums),
        paging.ways(found.height, PAGE, address, stage.texts),
    )


def _ruling(stage: Stage, priced: ReadingPrice) -> None:
    """Draw the form of a ruling: it becomes a dated row of the home and makes a new version."""
    texts = stage.texts
    reading = stage.scene.accounts.policy.reading(priced.reading)
    labels = {option.code: texts.pick(option.label) for option in reading.options}
    shell.html(blocks.second(texts.t("readings.rule.title")), blocks.note(texts.t("readings.rule.how")))
    with st.form("reading_ruling", border=False):
        option = st.radio(
            texts.t("readings.rule.option"), list(labels), index=None, format_func=labels.__getitem__, key="rule_option"
        )
        since = st.text_input(texts.t("readings.rule.from"), max_chars=10, key="rule_from")
        meeting = st.text_input(texts.t("readings.rule.meeting"), max_chars=120, key="rule_meeting")
        by = st.text_input(texts.t("readings.rule.by"), max_chars=40, key="rule_by")
        is_ruled = st.form_submit_button(texts.t("readings.rule.submit"), type="primary")
    if not is_ruled:
        return
    day = day_of(since)
    if option is None or day is None or not (meeting.strip() and by.strip()):
        shell.html(blocks.told(texts.t("readings.rule.incomplete"), is_good=False))
        return
    ruling = ReadingRuling(reading.id, option, day, meeting.strip(), by.strip(), data.this_moment())
    try:
        data.home().rule_reading(ruling)
    except StoreError as error:
        shell.html(blocks.told(error.sentence(texts), is_good=False))
    else:
        st.rerun()
