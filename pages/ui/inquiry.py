"""The views of the integrity page: the rules, the findings behind a number and one of them, the cases, one batch."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl
import streamlit as st

from analytics.report.integrity import casework, listing, summary
from analytics.report.integrity import findings as found_in
from analytics.report.integrity.findings import PAGE
from analytics.report.table import Table
from pages.ui import batch_check, blocks, cases, controls, data, exporting, paging, shell, wall
from pages.ui.address import link
from pages.ui.shell import Stage


def findings(stage: Stage) -> pl.DataFrame:
    """Return what the rules find, with the cases as they stand now."""
    found = stage.scene.made("integrity.findings", lambda: found_in.told(stage.scene.accounts.audit))
    return found_in.with_cases(found, _cases(found))


def rules(stage: Stage) -> None:
    """Show the answer, the cards, the twelve rules, and with equal weight what is owed to citizens."""
    voice, address = stage.scene.voice, stage.address
    found = findings(stage)
    title, union, table, owed_title, owed = stage.scene.made(
        "integrity.rules",
        lambda: (
            summary.headline(found, voice),
            summary.union(found, voice),
            summary.rules(found, voice),
            summary.owed_title(found, voice),
            summary.owed(found, voice),
        ),
    )
    _export(stage, [table, *owed])
    shell.html(
        stage.title(title),
        wall.cards(summary.cards(found, _cases(found), voice), address),
        blocks.table(table, address, is_captioned=False),
        f'<p class="src">{blocks.plain(union)}</p>',
        blocks.second(owed_title),
    )
    for column, part in zip(st.columns(2, gap="medium"), owed, strict=True):
        with column:
            shell.html(blocks.table(part, address, is_captioned=False))


def list_findings(stage: Stage) -> None:
    """Show the findings that the address asks for, or one of them with its rows and its case."""
    code = stage.address.get("finding")
    found = findings(stage)
    if code:
        cases.finding(stage, found, code)
        return
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    question = found_in.asked(address.own, voice.policy)
    rows = found_in.selected(found, question)
    known = scene.accounts.known_at

    def table(page: int) -> Table:
        return listing.table(rows, page, scene.sources, known, voice)

    exporting.menu(stage, _name(stage), lambda: [(_name(stage), table(0))], is_personal=True)
    _filters(stage)
    shown = blocks.table(
        table(paging.number(address)), address, is_captioned=False, sums=(rows.height, int(rows["counted_fen"].sum()))
    )
    listed = shown + paging.ways(rows.height, PAGE, address, stage.texts)
    none = blocks.note(stage.texts.t("pager.nothing"))
    shell.html(stage.title(listing.title(rows, question, voice)), listed if rows.height else none)


def list_cases(stage: Stage) -> None:
    """Show every case as it stands, or those in one state."""
    voice, address = stage.scene.voice, stage.address
    found = findings(stage)
    every = _cases(found)
    chosen = address.get("state") or ""
    mine = every.filter(pl.col("state") == chosen) if chosen else every
    table = casework.table(mine, voice)
    ways = (
        (name, None if code == chosen else link(address, PAGE, casework.to_state(code).params))
        for code, name in casework.states(every, voice)
    )
    _export(stage, [table])
    shell.html(
        stage.title(casework.title(every, voice)), blocks.chips(ways), paging.paged(table, PAGE, address, stage.texts)
    )


VIEWS: Mapping[str, Callable[[Stage], None]] = {
    "rules": rules,
    "findings": list_findings,
    "cases": list_cases,
    "batch": batch_check.show,
}


def _cases(found: pl.DataFrame) -> pl.DataFrame:
    return data.home().cases(found["finding_id"].to_list())


def _filters(stage: Stage) -> None:
    """Draw the choices of rule, standing and state of the case side by side."""
    voice, texts, address = stage.scene.voice, stage.texts, stage.address
    rules = [str(rule.number) for rule in voice.policy.integrity.rules]
    names = [f"{rule.number} {texts.pick(rule.title)}" for rule in voice.policy.integrity.rules]
    states = [found_in.NONE, *voice.policy.integrity.moves]
    with st.container(horizontal=True, key="finding_filters"):
        controls.pick("rule", texts.t("integrity.choose.rule"), rules, names, address.get("rule"))
        controls.pick(
            "standing", texts.t("integrity.choose.standing"), found_in.STANDINGS,
            [texts.t(f"integrity.standing.{name}") for name in found_in.STANDINGS], address.get("standing"),
        )  # fmt: skip
        controls.pick(
            "state", texts.t("integrity.choose.state"), states,
            [listing.state_name(state, voice) for state in states], address.get("state"),
        )  # fmt: skip


def _export(stage: Stage, tables: Sequence[Table]) -> None:
    exporting.menu(stage, _name(stage), lambda: [(table.caption, table) for table in tables])


def _name(stage: Stage) -> str:
    return stage.texts.t("nav.integrity")
