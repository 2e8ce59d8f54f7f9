"""The views of the money page and the rows behind; those of expected spending and of budget lines have own modules."""

import streamlit as st

from analytics.report.cards import Card
from analytics.report.curves import Chart
from analytics.report.money import ageing, benefits, books, causes, orders, rows, speech, summary, times
from analytics.report.table import Table
from pages.ui import behind, blocks, charts, controls, exporting, exposure, shell, spending, wall
from pages.ui.shell import Stage


def show(stage: Stage) -> None:
    """Show the rows that the address asks for, else the view it names, else the overview."""
    if exposure.people(stage) or behind.show(stage):
        return
    asked = stage.address.get("view")
    view = asked if asked in VIEWS else next(iter(VIEWS))
    texts = stage.texts
    controls.segments(
        "view", texts.t("money.views"), list(VIEWS), [texts.t(f"money.view.{name}") for name in VIEWS], view
    )
    VIEWS[view](stage)


def overview(stage: Stage) -> None:
    """Show the answer, the cards, and how due becomes paid."""
    scene, voice = stage.scene, stage.scene.voice

    def made() -> tuple[str, list[Card], Chart | None]:
        found = scene.accounts
        return (
            summary.headline(books.sums(found), voice),
            summary.cards(found, voice),
            causes.waterfall(found, voice),
        )

    title, cards, chart = scene.made("money.overview", made)
    _export(stage, lambda: [chart.table] if chart else [])
    shell.html(stage.title(title), wall.cards(cards, stage.address))
    charts.draw([chart] if chart else [], stage.address)


def by_benefit(stage: Stage) -> None:
    """Show all benefits, or one: its cards, its causes, its batches, units and towns."""
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    known = [benefit.id for benefit in voice.policy.benefits]
    chosen = address.get("benefit")
    controls.pick(
        "benefit", stage.texts.t("money.benefit.choose"), known,
        [speech.benefit_name(benefit, voice) for benefit in known], chosen,
    )  # fmt: skip
    if chosen in known:
        _one_benefit(stage, str(chosen))
        return
    title, table = scene.made(
        "money.benefits",
        lambda: (benefits.sentence(scene.accounts, voice), benefits.table(scene.accounts, voice)),
    )
    _export(stage, lambda: [table])
    shell.html(stage.title(title), blocks.table(table, address, is_captioned=False))


def arrears(stage: Stage) -> None:
    """Show what is owed by age, unit and town."""
    scene, voice = stage.scene, stage.scene.voice
    title, made = scene.made(
        "money.arrears", lambda: (ageing.sentence(scene.accounts, voice), ageing.charts(scene.accounts, voice))
    )
    _export(stage, lambda: [chart.table for chart in made])
    shell.html(stage.title(title))
    charts.draw(made, stage.address)


def order(stage: Stage) -> None:
    """Show four orders of payment under a monthly ceiling that is a code of the address."""
    scene, voice, address, texts = stage.scene, stage.scene.voice, stage.address, stage.texts
    offered = scene.made("money.ceilings", lambda: orders.ceilings(scene.accounts))
    cash = offered.nearest(address.get("cash"))

    def made() -> tuple[str, Table, list[Chart]]:
        found = scene.accounts
        plan = rows.plan(found, cash)
        return (
            orders.sentence(plan, cash, voice),
            orders.compared(plan, cash, voice),
            orders.charts(plan, cash, found, voice),
        )

    owed = scene.made("money.owes", lambda: not books.owed(scene.accounts).is_empty())
    if not owed:
        shell.html(stage.title(texts.t("money.arrears.none")))
        return
    title, table, drawn = scene.made("money.order", made, cash)
    _export(stage, lambda: [table, *(chart.table for chart in drawn)])
    shell.html(stage.title(title))
    controls.slide("cash", texts.t("money.order.cash"), (offered.least, offered.most, orders.STEP), cash)
    shell.html(blocks.table(table, address), blocks.note(texts.t("money.order.note")))
    charts.draw(drawn, address)


def processing(stage: Stage) -> None:
    """Show how long applications take, stage by stage and benefit by benefit, and those that stand."""
    scene, voice, address = stage.scene, stage.scene.voice, stage.address

    def made() -> tuple[str, Chart | None, list[Table]]:
        found = scene.accounts
        tables = [times.at_stage(found, voice), times.by_benefit(found, voice)]
        return times.sentence(found, voice), times.slowest(found, voice), tables

    title, chart, tables = scene.made("money.times", made)
    _export(stage, lambda: [*([chart.table] if chart else []), *tables])
    shell.html(stage.title(title))
    charts.draw([chart] if chart else [], address)
    shell.html(*(blocks.table(table, address) for table in tables))


def _one_benefit(stage: Stage, benefit: str) -> None:
    scene, voice, address = stage.scene, stage.scene.voice, stage.address

    def made() -> tuple[str, list[Card], list[Chart], list[Table]]:
        found = scene.accounts
        told = summary.headline(books.sums(found, benefit), voice)
        chart = causes.waterfall(found, voice, benefit)
        tables = [benefits.batches(found, benefit, voice)]
        tables += [benefits.places(found, benefit, kind, voice) for kind in ("unit", "town")]
        title = voice.t("money.benefit.headline", name=speech.benefit_name(benefit, voice), rest=told)
        return title, summary.cards(found, voice, benefit), [chart] if chart else [], tables

    title, cards, drawn, tables = scene.made("money.benefit", made, benefit)
    _export(stage, lambda: [*(chart.table for chart in drawn), *tables])
    shell.html(behind.crumbs(stage, benefit), stage.title(title), wall.cards(cards, address))
    charts.draw(drawn, address)
    shell.html(blocks.table(tables[0], address))
    for place, table in zip(st.columns(2, gap="medium"), tables[1:], strict=True):
        with place:
            shell.html(blocks.table(table, address))


def _export(stage: Stage, tables: behind.Made) -> None:
    exporting.menu(stage, stage.texts.t("nav.money"), lambda: behind.sheets(stage, tables()))


VIEWS = {
    "overview": overview,
    "exposure": exposure.show,
    "lines": spending.by_line,
    "benefits": by_benefit,
    "arrears": arrears,
    "order": order,
    "times": processing,
    "results": spending.results,
}
