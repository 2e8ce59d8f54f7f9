"""The view of expected spending responsibility, and the people behind what is committed."""

from analytics.pipeline import Exposure
from analytics.report.cards import Card
from analytics.report.curves import Chart
from analytics.report.money import ceilings, exposure, holders, promised, proof, runoff
from analytics.report.money.promised import Promised
from analytics.report.money.proof import Proof
from analytics.report.table import Table
from pages.ui import behind, blocks, charts, controls, exporting, paging, reckoning, shell, wall
from pages.ui.address import ASSUMPTIONS, MONEY, link
from pages.ui.shell import Stage


def show(stage: Stage) -> None:
    """Show the answer, the cards, how the promises run off, and who answers for them; ceilings stand beside."""
    scene, voice, address, texts = stage.scene, stage.scene.voice, stage.address, stage.texts
    proven = reckoning.proven(scene)
    by = holders.chosen(address.get("by"))

    def made() -> tuple[str, list[Card], Chart | None, list[Table]]:
        found = scene.exposure
        title, told = exposure.sentence(found, proven, voice), exposure.cards(found, scene.accounts, proven, voice)
        return title, told, runoff.chart(found, voice), _checks(found, stage)

    title, cards, chart, checks = scene.made("money.exposure", made, proven)
    table = scene.made("money.holders", lambda: holders.table(scene.exposure, by, proven, voice), by, proven)
    upper, told, cases = _ceilings(stage)
    _export(stage, lambda: [*([chart.table] if chart else []), table, *checks, upper, cases])
    way = [(texts.t("money.exposure.assumptions"), link(address, ASSUMPTIONS))]
    shell.html(stage.title(title), _proof(proven, stage), wall.cards(cards, address), blocks.chips(way))
    charts.draw([chart] if chart else [], address)
    if undated := scene.made("money.undated", lambda: runoff.undated(scene.exposure, voice)):
        shell.html(blocks.note(undated))
    names = [texts.t(f"money.exposure.by.{name}") for name in holders.BY]
    controls.segments("by", texts.t("money.exposure.by"), list(holders.BY), names, by)
    beside = blocks.table(upper, address, is_captioned=False)
    named = blocks.folded(cases.caption, blocks.table(cases, address, is_captioned=False))
    shell.html(
        blocks.section("holders", blocks.table(table, address)),
        blocks.section("ceilings", blocks.second(upper.caption) + blocks.note(told) + beside + named),
        *(blocks.section(f"check{n}", blocks.table(check, address)) for n, check in enumerate(checks)),
    )


def people(stage: Stage) -> bool:
    """Show the people behind what is committed, where the address asks for them."""
    scene, voice, address = stage.scene, stage.scene.voice, stage.address
    asked = promised.asked(address.own, voice.policy)
    if asked is None:
        return False
    found = scene.made("money.promised", lambda: promised.rows(scene.exposure.committed, asked, voice.policy), asked)
    title, name = promised.title(found, asked, voice), stage.texts.t("money.promised.sheet")

    def table(page: int) -> Table:
        start = (page - 1) * paging.ROWS
        part = found if page == 0 else found.slice(start if start < found.height else 0, paging.ROWS)
        return promised.table(part, title, scene.sources, scene.accounts, voice)

    exporting.menu(stage, name, lambda: [(name, table(0))], is_personal=True)
    back = [(stage.texts.t("money.view.exposure"), link(address, MONEY, {"view": "exposure"}))]
    shell.html(
        behind.crumbs(stage, asked.benefit, *back, (name, link(address, MONEY, promised.codes(Promised())))),
        stage.title(title),
        blocks.table(
            table(paging.number(address)), address, is_captioned=False,
            sums=(found.height, int(found["amount_fen"].sum())),
        ),
        paging.ways(found.height, MONEY, address, stage.texts),
    )  # fmt: skip
    return True


def _checks(found: Exposure, stage: Stage) -> list[Table]:
    """Return what was held against the ledger, and what is given in kind."""
    voice = stage.scene.voice
    kind = holders.in_kind(found, voice)
    return [holders.reconciled(found, voice), *([kind] if kind else [])]


def _ceilings(stage: Stage) -> tuple[Table, str, Table]:
    """Return the table of ceilings, the sentence about them, and the cases in negotiation."""
    scene, voice = stage.scene, stage.scene.voice

    def made() -> tuple[Table, str, Table]:
        found = reckoning.spending(scene).ceilings
        return ceilings.table(found, voice), ceilings.sentence(found, voice), ceilings.cases(found, voice)

    return scene.made("money.ceilings.told", made)


def _proof(proven: Proof, stage: Stage) -> str:
    return blocks.note(proof.sentence(proven, stage.scene.voice), stage.texts.t("money.exposure.note"))


def _export(stage: Stage, tables: behind.Made) -> None:
    exporting.menu(stage, stage.texts.t("nav.money"), lambda: behind.sheets(stage, tables()))
