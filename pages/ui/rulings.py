"""The view of what waits for a ruling: matters on which bureaus differ, pairs that may be one person; and the links."""

from collections.abc import Callable, Mapping

import streamlit as st

from analytics.report import disagreements
from analytics.report.disagreements import Matter
from analytics.report.table import Table
from pages.ui import blocks, data, exporting, paging, pairs, shell
from pages.ui.address import INTAKE, link
from pages.ui.shell import Stage

STATEMENTS, LINKS = "statements", "links"


def show(stage: Stage) -> None:
    """Draw the lists with their counts, the one that was asked for, and in it the matter or pair to rule on."""
    scene = stage.scene
    matters = disagreements.matters(data.disagreements(scene), scene.opened.vault, scene.voice)
    lists: Mapping[str, Callable[[], Table]] = {
        STATEMENTS: lambda: disagreements.table(matters, scene.voice),
        pairs.PAIRS: lambda: pairs.queue(stage),
        LINKS: lambda: pairs.links(stage),
    }
    asked = stage.address.get("list")
    chosen = asked if asked in lists else STATEMENTS
    table, name = lists[chosen](), stage.texts.t(f"rulings.name.{chosen}")
    exporting.menu(stage, name, lambda: [(name, table)], is_personal=True)
    shell.html(*_head(stage, chosen, sum(matter.ruling is None for matter in matters)))
    if chosen == pairs.PAIRS:
        pairs.card(stage)
    code = stage.address.get("matter")
    for matter in matters:
        if matter.code == code:
            _matter(stage, matter)
    shell.html(paging.paged(table, INTAKE, stage.address, stage.texts))


def _head(stage: Stage, chosen: str, differing: int) -> list[str]:
    """Return the title with what waits, the lists as choices, and what the chosen one is."""
    texts = stage.texts
    counts = {STATEMENTS: differing, pairs.PAIRS: pairs.waiting(stage), LINKS: data.links(stage.scene).height}
    ways = (
        (
            texts.t(f"rulings.list.{name}", count=texts.number(count)),
            None if name == chosen else link(stage.address, INTAKE, {"view": "rulings", "list": name}),
        )
        for name, count in counts.items()
    )
    title = texts.t("rulings.title", waiting=texts.number(differing + counts[pairs.PAIRS]))
    return [stage.title(title), blocks.chips(ways), blocks.note(texts.t(f"rulings.how.{chosen}"))]


def _matter(stage: Stage, matter: Matter) -> None:
    """Draw what each bureau states, and the form of the ruling."""
    texts = stage.texts
    shell.html(blocks.matter(disagreements.statements(matter, stage.scene.voice), matter.ruling, stage.address))
    if matter.ruling is not None:
        if st.button(texts.t("disagreement.reopen"), key="matter_reopen"):
            data.reopen(matter)
            st.rerun()
        return
    said = {item.unit_id: texts.t("disagreement.says", unit=item.unit, value=item.said) for item in matter.statements}
    with st.form("ruling", border=False):
        holds = st.radio(texts.t("disagreement.holds"), list(said), index=None, format_func=said.__getitem__)
        reason = st.text_input(texts.t("disagreement.reason"), max_chars=200, width=560)
        is_ruled = st.form_submit_button(texts.t("disagreement.rule"), type="primary")
    if is_ruled and (holds is None or not reason.strip()):
        shell.html(blocks.told(texts.t("disagreement.incomplete"), is_good=False))
    elif is_ruled and holds is not None:
        data.rule(matter, holds, reason.strip(), stage.scene.viewer.id)
        st.rerun()
