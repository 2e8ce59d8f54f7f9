"""One task: how far it is against its pace, what its number is made of, and who brought it."""

from analytics.report import indicator
from pages.ui import blocks, charts, controls, exporting, shell, trials
from pages.ui.address import INDICATOR

stage = shell.raise_curtain(INDICATOR)
scene, voice, texts, address = stage.scene, stage.scene.voice, stage.texts, stage.address
tasks = [target.id for target in voice.policy.targets]
chosen = address.get("ind")


def show(task: str) -> None:
    """Show one task: its answer, its charts with their numbers, its earlier periods."""
    proof = trials.proven(scene)
    view = scene.made(
        "indicator", lambda: indicator.view(scene.outcome, task, voice, proof), task, proof.trials.get(task)
    )
    charted = [(texts.t(f"chart.sheet.{chart.id}"), chart.table) for chart in view.charts]
    exporting.menu(stage, voice.task(task), lambda: [*charted, (texts.t("history.sheet"), view.history)])
    shell.html(
        stage.title(view.title),
        blocks.lead(view.sign, view.rule, view.owners, *view.shared),
        blocks.note(*view.outlook) if view.outlook else "",
    )
    charts.draw(view.charts, address)
    if view.history.rows:
        shell.html(blocks.table(view.history, address))


controls.pick("ind", texts.t("indicator.choose"), tasks, [voice.task(task) for task in tasks], chosen)
if chosen in tasks:
    show(str(chosen))
else:
    title = stage.title(texts.t("indicator.headline", count=len(tasks)))
    shell.html(title, blocks.choices(scene.meeting.rows, INDICATOR, address))
shell.html(stage.foot())
