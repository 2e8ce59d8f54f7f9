"""The views of budget lines and of what results cost."""

from typing import Any

import polars as pl

from analytics.report.cards import Card
from analytics.report.curves import Chart
from analytics.report.money import cost, holders, line, lines, proof, speech, worth
from analytics.report.table import Table
from pages.ui import behind, blocks, charts, controls, exporting, reckoning, shell, wall
from pages.ui.address import MONEY, link
from pages.ui.shell import Stage


def by_line(stage: Stage) -> None:
    """Show all lines of the year, or one of them with everything behind it."""
    year = stage.scene.as_of.year
    found = reckoning.spending(stage.scene).lines.filter(pl.col("budget_year") == year)
    chosen = next((item for item in found.to_dicts() if item["line"] == stage.address.get("line")), None)
    if chosen is not None:
        _one_line(stage, chosen)
        return
    scene, voice, address, texts = stage.scene, stage.scene.voice, stage.address, stage.texts
    proven = reckoning.proven(scene)

    def made() -> tuple[str, list[str], Chart, list[Table]]:
        told = reckoning.spending(scene)
        is_told = pl.col("line").is_in(told.months["line"].drop_nulls().unique().implode())
        available = int(told.lines.filter(pl.col("budget_year") == year, is_told)["available_fen"].sum())
        return (
            lines.sentence(told.lines, told.total, year, proven, voice),
            lines.findings(told.lines, told.moved, year, voice),
            lines.chart(told.months, None, available, proven, voice),
            [
                lines.table(told.lines, told.total, year, proven, voice),
                line.bookings(told.rows, None, year, voice),
                lines.moves(told.moved, year, voice),
            ],
        )

    title, findings, chart, tables = scene.made("money.lines", made, proven)
    _export(stage, lambda: [tables[0], chart.table, *tables[1:]])
    shell.html(stage.title(title), blocks.note(proof.sentence(proven, voice)), blocks.table(tables[0], address))
    odd = blocks.warnings(findings) if findings else blocks.note(texts.t("money.lines.none"))
    shell.html(blocks.second(texts.t("money.findings")), odd)
    charts.draw([chart], address)
    shell.html(*(blocks.section(f"moved{n}", blocks.table(t, address)) for n, t in enumerate(tables[1:]) if t.rows))


def results(stage: Stage) -> None:
    """Show what a result cost, of all benefits that are meant to bring one, or of one by year of entry."""
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    known = worth.benefits(voice)
    chosen = address.get("benefit")
    benefit = chosen if chosen in known else None
    names = [speech.benefit_name(name, voice) for name in known]
    controls.pick("benefit", stage.texts.t("money.worth.choose"), known, names, benefit)

    def made() -> tuple[str, Chart | None, list[Table]]:
        found = reckoning.costs(scene)
        if benefit is None:
            chart = worth.chart(found, voice)
            return worth.sentence(found, voice), chart, [worth.said(found, voice)]
        mine = worth.of_benefit(found, benefit)
        return cost.sentence(found, benefit, voice), None, [cost.counted(mine, voice), cost.kept(mine, voice)]

    title, chart, tables = scene.made("money.results", made, benefit)
    _export(stage, lambda: tables)
    shell.html(stage.title(title), blocks.note(stage.texts.t("money.worth.note")))
    if chart is None:
        shell.html(*(blocks.section(f"result{n}", blocks.table(t, address)) for n, t in enumerate(tables)))
    else:
        charts.draw([chart], address)


def _one_line(stage: Stage, item: dict[str, Any]) -> None:
    """Show one line: its cards, its months, the benefits paid from it and the rows that finance filed."""
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    code, year = item["line"], item["budget_year"]
    proven = reckoning.proven(scene)

    def made() -> tuple[list[Card], Chart | None, list[Table]]:
        told = reckoning.spending(scene)
        is_told = not told.months.filter(line=code).is_empty()
        chart = lines.chart(told.months, code, item["available_fen"], proven, voice) if is_told else None
        benefits = holders.table(scene.exposure, holders.BENEFIT, proven, voice, code)
        tables = [benefits, line.bookings(told.rows, code, year, voice)]
        return line.cards(item, proven, voice), chart, [table for table in tables if table.rows]

    cards, chart, tables = scene.made("money.line", made, code, proven)
    _export(stage, lambda: [*([chart.table] if chart else []), *tables])
    way = (stage.texts.t("money.view.lines"), link(address, MONEY, {"view": "lines"}))
    title = chart.title if chart else lines.told(item, voice)
    shell.html(
        behind.crumbs(stage, None, way, (lines.name(code, voice), way[1])),
        stage.title(title),
        blocks.note(proof.sentence(proven, voice, code)) if chart else "",
        wall.cards(cards, address),
    )
    charts.draw([chart] if chart else [], address)
    shell.html(*(blocks.section(f"line{n}", blocks.table(t, address)) for n, t in enumerate(tables)))


def _export(stage: Stage, tables: behind.Made) -> None:
    exporting.menu(stage, stage.texts.t("nav.money"), lambda: behind.sheets(stage, tables()))
