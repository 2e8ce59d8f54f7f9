"""The views of the decisions page: the agenda with what became of earlier decisions, notes, and work lists."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.pipeline.deciding import Standing
from analytics.report.decisions import followed, headline, items, speech, work
from analytics.report.decisions.items import Item
from analytics.report.table import Cell, Table
from pages.ui import (
    blocks,
    controls,
    decisions_forms,
    decisions_ground,
    decisions_notes,
    decisions_wall,
    exporting,
    shell,
    wall,
)
from pages.ui.shell import Stage

_AGENDA, _NOTES, _WORK = "agenda", "notes", "work"
VIEWS = (_AGENDA, _NOTES, _WORK)


def show(stage: Stage) -> None:
    """Show the item or the decision that the address names, else the view it names, else the agenda."""
    item, number = stage.address.get(speech.ITEM), stage.address.get(speech.DECISION) or ""
    if item:
        decisions_forms.item(stage, item)
    elif number.isdigit():
        decisions_forms.decision(stage, int(number))
    else:
        asked = stage.address.get(speech.VIEW) or (_WORK if stage.address.get(speech.UNIT) else _AGENDA)
        view = asked if asked in VIEWS else _AGENDA
        texts = stage.texts
        names = [texts.t(f"decisions.view.{name}") for name in VIEWS]
        controls.segments(speech.VIEW, texts.t("decisions.views"), VIEWS, names, view)
        {_AGENDA: agenda, _NOTES: decisions_notes.show, _WORK: worklist}[view](stage)


def agenda(stage: Stage) -> None:
    """Show what became of decisions at once, and the items as soon as the money is there; readings come last."""
    scene, texts = stage.scene, stage.texts
    exporting.menu(stage, texts.t("nav.decisions"), lambda: _tables(stage))
    head, places = st.empty(), st.columns([58, 42], gap="medium")
    with places[0]:
        left = st.empty()
    with places[1]:
        right = st.empty()
    below = st.empty()
    _draw(stage, decisions_ground.standing(scene), head, right)
    left.html(blocks.wrap(blocks.second(texts.t("decisions.agenda.title")), blocks.note(texts.t("decisions.wait"))))
    now = decisions_ground.standing(scene, decisions_ground.money(scene))
    waits = texts.t("decisions.readings.wait", count=len(decisions_ground.readings(scene)))
    for is_whole in (False, True):
        shown, rest = decisions_ground.listed(scene, now, is_whole=is_whole)
        _draw(stage, now, head, right, shown)
        _list(stage, (shown, rest), left, below, "" if is_whole else waits)


def worklist(stage: Stage) -> None:
    """Show the work list of a unit, or of all."""
    scene, voice, texts = stage.scene, stage.scene.voice, stage.texts
    units = [unit.id for unit in voice.policy.units]
    asked = stage.address.get(speech.UNIT)
    chosen = asked if asked in units else None
    now = decisions_ground.standing(scene)
    table = work.table(now.work, chosen, work.decided(now.followed, voice), voice)
    exporting.menu(stage, texts.t("decisions.sheet.work"), lambda: [(texts.t("decisions.sheet.work"), table)])
    shell.html(stage.title(table.caption))
    controls.pick(speech.UNIT, texts.t("decisions.work.choose"), units, [voice.unit(unit) for unit in units], chosen)
    shell.html(blocks.table(table, stage.address, is_captioned=False))


def _draw(
    stage: Stage, now: Standing, head: DeltaGenerator, right: DeltaGenerator, shown: list[Item] | None = None
) -> None:
    """Put the title, the cards and the decisions in their places."""
    voice = stage.scene.voice
    past = followed.earlier(now.followed, now.meeting, now.as_of)
    stake = None if shown is None else Cell(speech.fen(sum(item.value["at_stake_fen"] or 0 for item in shown), voice))
    title = headline.title(past, None if shown is None else len(shown), voice)
    cards = headline.cards(past, now.undecided, now.matters, voice, stake)
    head.html(blocks.wrap(stage.title(title), wall.cards(cards, stage.address)))
    listed = decisions_wall.followed(followed.rows(past, voice), stage.texts, stage.address)
    right.html(blocks.wrap(listed, _this_meeting(stage, now)))


def _this_meeting(stage: Stage, now: Standing) -> str:
    """Return what this meeting decided up to now."""
    mine = followed.rows(now.followed.filter(now.followed["meeting"] >= now.meeting), stage.scene.voice)
    if not mine:
        return ""
    rows = "".join(
        f"<li>{blocks.anchor(row.title, row.drill, stage.address)} "
        f'<span class="u">{blocks.plain(" · ".join((row.option, row.owner, row.due.text)))}</span></li>'
        for row in mine
    )
    return blocks.section(
        "this", blocks.second(stage.texts.t("decisions.this", count=len(mine))) + f'<ul class="told-list">{rows}</ul>'
    )


def _list(
    stage: Stage, parts: tuple[list[Item], Table], left: DeltaGenerator, below: DeltaGenerator, waits: str
) -> None:
    """Put the items in their place, and the others behind a line under them."""
    shown, rest = parts
    most = stage.scene.voice.policy.agenda.meeting.kind_max
    said = blocks.note(waits) if waits else ""
    left.html(blocks.wrap(decisions_wall.items(shown, stage.texts, stage.address, most), said))
    table = blocks.table(rest, stage.address, is_captioned=False)
    below.html(blocks.wrap(blocks.folded(rest.caption, table) if rest.rows else ""))


def _tables(stage: Stage) -> list[tuple[str, Table]]:
    """Return agenda, decisions, notes and work lists as sheets of one workbook."""
    scene, voice, texts = stage.scene, stage.scene.voice, stage.texts
    now = decisions_ground.standing(scene, decisions_ground.money(scene))
    found = decisions_ground.agenda(scene, now, is_whole=True)
    return [
        (texts.t("decisions.sheet.agenda"), items.table(found, voice)),
        (texts.t("decisions.sheet.followed"), followed.table(now.followed, voice)),
        *decisions_notes.tables(stage, now),
        (texts.t("decisions.sheet.work"), work.table(now.work, None, work.decided(now.followed, voice), voice)),
    ]
