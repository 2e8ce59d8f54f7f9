"""One task: how far it is against its pace, what its number is made of, and who brought it."""

from analytics.report import indicator
from pages.ui import blocks, charts, controls, exporting, shell
from pages.ui.address import INDICATOR

stage = shell.raise_curtain(INDICATOR)
voice, texts, address = stage.scene.voice, stage.texts, stage.address
tasks = [target.id for target in voice.policy.targets]
chosen = address.get("ind")

controls.pick("ind", texts.t("indicator.choose"), tasks, [voice.task(task) for task in tasks], chosen)
if chosen is None or chosen not in tasks:
    shell.html(
        stage.title(texts.t("indicator.headline", count=len(tasks))),
        blocks.choices(stage.scene.meeting.rows, INDICATOR, address),
    )
else:
    view = stage.scene.made("indicator", lambda: indicator.view(stage.scene.outcome, chosen, voice), chosen)
    exporting.menu(
        stage,
        voice.task(chosen),
        lambda: [
            *((texts.t(f"chart.sheet.{chart.id}"), chart.table) for chart in view.charts),
            (texts.t("history.sheet"), view.history),
        ],
    )
    shell.html(stage.title(view.title), blocks.lead(view.sign, view.rule, view.owners))
    charts.draw(view.charts, address)
    if view.history.rows:
        shell.html(blocks.table(view.history, address))
shell.html(stage.foot())
