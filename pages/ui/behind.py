"""The rows behind a number of the money page: payees, the months of one of them, or steps of applications."""

from collections.abc import Callable, Sequence

from analytics.report.money import asking, listing, speech, times
from analytics.report.money.rows import Question
from analytics.report.money.times import Passage
from analytics.report.table import Table
from pages.ui import blocks, exporting, paging, shell
from pages.ui.address import MONEY, PERSON, link
from pages.ui.shell import Stage

Made = Callable[[], Sequence[Table]]


def show(stage: Stage) -> bool:
    """Show the rows that the address asks for; False where it asks for none."""
    given, voice = stage.address.own, stage.scene.voice
    passage = times.passage(given, voice)
    if passage is not None:
        _steps(stage, passage)
        return True
    question = asking.question(given, voice.policy)
    if question is None:
        return False
    _cells(stage, question)
    return True


def crumbs(stage: Stage, benefit: str | None, *below: tuple[str, str]) -> str:
    """Return the way back: the overview, the benefit, and what is below it; the last is where the reader stands."""
    address, voice = stage.address, stage.scene.voice
    way = [(stage.texts.t("nav.money"), link(address, MONEY))]
    if benefit:
        codes = {"view": "benefits", "benefit": benefit}
        way.append((speech.benefit_name(benefit, voice), link(address, MONEY, codes)))
    named = [*way, *below]
    return blocks.chips((name, None if n == len(named) - 1 else to) for n, (name, to) in enumerate(named))


def sheets(stage: Stage, tables: Sequence[Table]) -> list[tuple[str, Table]]:
    """Return tables under the names of their sheets."""
    name = stage.texts.t("money.sheet")
    return [(f"{name} {n}", table) for n, table in enumerate(tables, start=1)]


def _cells(stage: Stage, question: Question) -> None:
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    books, sources = scene.accounts, scene.sources
    shown = scene.made("money.rows", lambda: listing.listing(books, question, sources, voice), question)
    if question.who:
        scene.note_access("open", stage.page, [question.who])
    page = paging.number(address)
    table = listing.table(shown, page, books, sources, voice)
    name = stage.texts.t("money.sheet.rows")
    exporting.menu(stage, name, lambda: [(name, listing.table(shown, 0, books, sources, voice))], is_personal=True)
    what = speech.about(question.rows, voice)
    all_of = link(address, MONEY, asking.codes(listing.all_of(question)))
    below = [(what, all_of), (shown.who, all_of)] if shown.who else [(what, all_of)]
    shell.html(
        crumbs(stage, question.benefit, *below),
        stage.title(shown.title),
        _card(stage, shown, question.who),
        blocks.table(table, address, is_captioned=False, sums=(shown.count, shown.total)),
        paging.ways(shown.count, MONEY, address, stage.texts),
    )


def _card(stage: Stage, shown: listing.Listing, who: str | None) -> str:
    """Return the way to the card of a person."""
    if not who or not shown.is_person:
        return ""
    return blocks.chips([(stage.texts.t("money.back.card"), link(stage.address, PERSON, {"p": who}))])


def _steps(stage: Stage, passage: Passage) -> None:
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    books, sources = scene.accounts, scene.sources
    found = times.chosen(scene.made("money.steps", lambda: times.steps(books)), passage, books)
    start = (paging.number(address) - 1) * paging.ROWS
    part = found.slice(start if start < found.height else 0, paging.ROWS)
    table = times.listed(part, books, sources, voice)
    name = stage.texts.t("money.sheet.rows")
    exporting.menu(stage, name, lambda: [(name, times.listed(found, books, sources, voice))], is_personal=True)
    back = (stage.texts.t("money.view.times"), link(address, MONEY, {"view": "times"}))
    shell.html(
        crumbs(stage, passage.benefit, back, (name, back[1])),
        stage.title(times.passage_title(found.height, passage, voice)),
        blocks.table(table, address, is_captioned=False, sums=(found.height, found.height)),
        paging.ways(found.height, MONEY, address, stage.texts),
    )
