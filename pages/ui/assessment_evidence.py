"""One unit of an assessment: why it has its points, and the sources behind each of them."""

from collections.abc import Sequence

import polars as pl

from analytics.report.assessment import sources, speech, why
from analytics.report.assessment.subject import PAGE, Subject
from analytics.report.table import Table
from pages.ui import blocks, controls, exporting, paging, shell
from pages.ui.address import BUREAU, link
from pages.ui.assessment_ground import Ground, unit
from pages.ui.shell import Stage

#: So many rows stand open; more wait behind their title.
_SHORT = 12


def show(of: Ground) -> None:
    """Show the unit that the address names with its items, or the sources of one item; without a unit the choice."""
    stage, subject = of.stage, of.subject
    voice, chosen = stage.scene.voice, unit(stage, subject)
    names = [speech.unit(name, voice) for name in subject.units]
    controls.pick("b", stage.texts.t("assessment.unit.choose"), subject.units, names, chosen)
    if chosen is None:
        exporting.menu(
            stage, stage.texts.t("nav.assessment"), lambda: sheets(stage, [("items", why.everything(subject, voice))])
        )
        shell.html(
            stage.title(stage.texts.t("assessment.unit.which")), blocks.note(stage.texts.t("assessment.unit.how"))
        )
        return
    item = stage.address.get("item")
    if item in subject.of_unit(subject.points, chosen)["item_id"].to_list():
        _trace(of, chosen, str(item))
    else:
        _unit(of, chosen)


def sheets(stage: Stage, tables: Sequence[tuple[str, Table]]) -> list[tuple[str, Table]]:
    """Return tables under the names of their sheets."""
    return [(stage.texts.t(f"assessment.sheet.{name}"), table) for name, table in tables]


def listed(table: Table, stage: Stage) -> str:
    """Return a table, or its title with a word where it has no rows."""
    if table.rows:
        return f"<section>{blocks.table(table, stage.address)}</section>"
    nothing = blocks.note(stage.texts.t("assessment.nothing"))
    return f"<section>{blocks.second(table.caption)}{nothing}</section>"


def folded(table: Table, stage: Stage) -> str:
    """Return a table that opens when its title is pressed; a short one stands open."""
    if len(table.rows) <= _SHORT:
        return listed(table, stage)
    rows = blocks.table(table, stage.address, is_captioned=False)
    return f"<section>{blocks.folded(table.caption, rows)}</section>"


def whole_trace(of: Ground, chosen: str | None = None) -> Table:
    """Return every source of every point of the group, or of one unit, for exports."""
    scene, subject = of.stage.scene, of.subject
    mine = pl.col("unit_id").is_in([chosen] if chosen else subject.units)
    return sources.export(subject.assessment.trace.filter(mine), subject, scene.sources, scene.voice)


def _unit(of: Ground, chosen: str) -> None:
    stage, subject, voice = of.stage, of.subject, of.stage.scene.voice

    def made() -> tuple[str, list[str], Table, Table | None]:
        return (
            why.headline(chosen, subject, voice),
            why.reckoning(chosen, subject, voice),
            why.items(chosen, subject, voice),
            why.adjusted(chosen, subject, voice),
        )

    title, steps, table, adjusted = stage.scene.made("assessment.unit", made, chosen, *of.key)
    exporting.menu(
        stage, speech.unit(chosen, voice),
        lambda: sheets(stage, [("items", table), ("trace", whole_trace(of, chosen))]), is_personal=True,
    )  # fmt: skip
    shell.html(stage.title(title), _ways(stage, subject, chosen), blocks.steps(steps))
    shell.html(blocks.table(table, stage.address), blocks.table(adjusted, stage.address) if adjusted else "")


def _ways(stage: Stage, subject: Subject, chosen: str) -> str:
    """Return the ways to the bureau's own page, to its entries and to an appeal."""
    texts, address = stage.texts, stage.address
    towns = {town.id for town in stage.scene.voice.policy.towns}
    own = [] if chosen in towns else [(texts.t("assessment.way.bureau"), link(address, BUREAU, {"b": chosen}))]
    views = [
        (texts.t(f"assessment.way.{view}"), link(address, PAGE, subject.opens(view, b=chosen).params))
        for view in ("reviews", "appeals")
    ]
    return blocks.chips([*own, *views])


def _trace(of: Ground, chosen: str, item: str) -> None:
    stage, subject, scene = of.stage, of.subject, of.stage.scene
    voice, address = scene.voice, stage.address
    found = sources.of_item(chosen, item, subject)

    def table(page: int) -> Table:
        return sources.table(found, subject, of.scene.outcome, scene.sources, voice, page=page)

    name = speech.item(item, subject.scheme, voice)
    exporting.menu(stage, name, lambda: sheets(stage, [("trace", table(0))]), is_personal=True)
    whole, mine = subject.opens("overview"), subject.opens("evidence", b=chosen)
    appeal = subject.opens("appeals", b=chosen, item=item)
    crumbs = [
        (stage.texts.t("assessment.view.overview"), link(address, PAGE, whole.params)),
        (speech.unit(chosen, voice), link(address, PAGE, mine.params)),
        (name, None),
        (stage.texts.t("assessment.way.appeal"), link(address, PAGE, appeal.params)),
    ]
    shell.html(
        blocks.chips(crumbs),
        stage.title(sources.sentence(found, chosen, item, subject, voice)),
        blocks.note(voice.texts.pick(subject.scheme.item(item).explain), sources.idle(found, voice)),
        blocks.table(
            table(paging.number(address)), address, is_captioned=False,
            sums=(found.height, round(float(found["points"].sum()) * 1000)),
        ),
        paging.ways(found.height, PAGE, address, stage.texts),
    )  # fmt: skip
