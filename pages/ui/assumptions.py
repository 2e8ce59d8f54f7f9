"""The views of the assumptions page: the register with the form to set a value, the ratings, and the back-test."""

from collections.abc import Callable, Mapping

import polars as pl
import streamlit as st

from analytics.pipeline import AssumptionSetting, Backtest, StoreError, keep_backtest, make_backtest
from analytics.report.money import assumptions, lines, proof, register, speech, trials
from analytics.report.money.register import Assumption
from analytics.report.table import Table
from pages.ui import blocks, charts, controls, data, exporting, reckoning, shell
from pages.ui.address import ASSUMPTIONS, MONEY, link
from pages.ui.shell import Stage


def show(stage: Stage) -> None:
    """Show the register, one assumption with the form to set it, or the estimates of one benefit."""
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    known, found = scene.accounts.policy.assumptions, scene.exposure.estimates
    item = register.asked(address.get("assumption"), known)
    benefit = address.get("benefit")
    if item is not None:
        _one(stage, item)
        return
    names = {name: speech.benefit_name(name, voice) for name in scene.exposure.book.streams}
    controls.pick("benefit", stage.texts.t("register.choose"), list(names), list(names.values()), benefit)
    table = register.table(known, found, voice)
    tables = [table]
    if benefit in names:
        mine = found.filter(pl.col("benefit_id") == benefit)
        tables.insert(0, register.estimated(mine, known, voice, "benefit"))
    _export(stage, tables)
    back = [(stage.texts.t("money.view.exposure"), link(address, MONEY, {"view": "exposure"}))]
    shell.html(
        stage.title(register.sentence(known, found, voice)),
        blocks.chips(back),
        *(blocks.section(f"register{n}", blocks.table(one, address)) for n, one in enumerate(tables)),
    )


def ratings(stage: Stage) -> None:
    """Show how uncertain the reckoning of each benefit is."""
    table = register.ratings(stage.scene.exposure, stage.scene.voice)
    _export(stage, [table])
    shell.html(stage.title(register.rated(stage.scene.exposure, stage.scene.voice)), blocks.table(table, stage.address))


def trial(stage: Stage) -> None:
    """Show the back-test made last, of all lines or of one, and the way to make it anew."""
    scene, voice, address, texts = stage.scene, stage.scene.voice, stage.address, stage.texts
    made = reckoning.tried(scene)
    tried = [] if made is None else [name for name in made.frame["name"].unique(maintain_order=True) if name]
    code = address.get("line")
    line = next((name for name in tried if name == code), proof.ALL)
    controls.pick("line", texts.t("trial.choose"), tried, [lines.name(name, voice) for name in tried], line or None)
    title = trials.sentence(made, voice)
    if made is None:
        shell.html(stage.title(title), blocks.note(texts.t("trial.how")))
    else:
        _shown(stage, made, line, title)
    if st.button(texts.t("trial.again" if made else "trial.make"), key="trial_make"):
        _make(stage)


VIEWS: Mapping[str, Callable[[Stage], None]] = {"register": show, "ratings": ratings, "trial": trial}


def _shown(stage: Stage, made: Backtest, line: str, title: str) -> None:
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    chart = trials.chart(made, voice, line)
    scores = assumptions.backtest(made.scores, voice)
    _export(stage, [*([chart.table] if chart else []), scores])
    proven = reckoning.proven(scene)
    told = blocks.note(trials.note(made, scene.opened.version, voice), proof.sentence(proven, voice, line))
    shell.html(stage.title(title), told)
    charts.draw([chart] if chart else [], address)
    shell.html(blocks.table(scores, address))


def _make(stage: Stage) -> None:
    scene = stage.scene
    with st.spinner(stage.texts.t("trial.making")):
        made = make_backtest(scene.opened, as_of=scene.as_of, at=data.this_moment())
    keep_backtest(scene.opened.vault, made)
    st.rerun()


def _one(stage: Stage, item: Assumption) -> None:
    """Show one assumption: where it comes from, what was estimated, and the form to set it."""
    scene, voice, address, texts = stage.scene, stage.scene.voice, stage.address, stage.texts
    found = scene.exposure.estimates.filter(pl.col("assumption") == item.id)
    table = register.estimated(found, scene.accounts.policy.assumptions, voice, "assumption")
    _export(stage, [table])
    title = texts.pick(item.title)
    shell.html(
        blocks.chips([(texts.t("nav.assumptions"), link(address, ASSUMPTIONS)), (title, None)]),
        stage.title(texts.t("register.one", title=title, value=assumptions.number(item, item.value, voice))),
    )
    left, right = st.columns([62, 38], gap="medium")
    with left:
        shell.html(blocks.facts(register.facts(item, voice), address), _estimates(table, stage))
    with right:
        _form(stage, item)


def _estimates(table: Table, stage: Stage) -> str:
    return blocks.table(table, stage.address) if table.rows else ""


def _form(stage: Stage, item: Assumption) -> None:
    """Draw the form: the value holds from the next version on, and may be withdrawn."""
    texts, voice = stage.texts, stage.scene.voice
    span = f"{assumptions.number(item, item.low, voice)}–{assumptions.number(item, item.high, voice)}"
    shell.html(blocks.second(texts.t("register.set.title")), blocks.note(texts.t("register.set.how", range=span)))
    with st.form("assumption", border=False):
        value = st.number_input(
            texts.t("register.set.value"), item.low, item.high, item.value, key="assume_value", format="%.4g", width=260
        )
        because = st.text_input(texts.t("register.set.because"), max_chars=200, key="assume_because")
        by = st.text_input(texts.t("register.set.by"), max_chars=40, key="assume_by")
        is_set = st.form_submit_button(texts.t("register.set.submit"), type="primary")
        is_withdrawn = st.form_submit_button(texts.t("register.set.withdraw"), disabled=not item.is_set)
    if not (is_set or is_withdrawn):
        return
    if not (because.strip() and by.strip()):
        shell.html(blocks.told(texts.t("register.set.incomplete"), is_good=False))
        return
    if is_set and not item.counts(value):
        shell.html(blocks.told(texts.t("register.set.whole"), is_good=False))
        return
    told = value if is_set else None
    try:
        data.home().set_assumption(
            AssumptionSetting(str(item.id), told, because.strip(), by.strip(), data.this_moment())
        )
    except StoreError as error:
        shell.html(blocks.told(error.sentence(texts), is_good=False))
    else:
        st.rerun()


def _export(stage: Stage, tables: list[Table]) -> None:
    name = stage.texts.t("nav.assumptions")
    exporting.menu(stage, name, lambda: [(f"{name} {n}", table) for n, table in enumerate(tables, start=1)])
