"""Method and sources: how each task is counted, what the text leaves open, what feeds each article."""

from analytics.report import method
from analytics.report.forecast import plain
from pages.ui import blocks, exporting, shell
from pages.ui.address import BACKTEST, METHOD, link

stage = shell.raise_curtain(METHOD)
voice, texts, address = stage.scene.voice, stage.texts, stage.address
readings = stage.scene.outcome.readings
parts = stage.scene.made(
    "method",
    lambda: {
        "statuses": method.statuses(voice),
        "outlooks": plain.outlooks(voice),
        "forecast": plain.steps(voice),
        "targets": method.targets(voice),
        "readings": method.readings(readings, voice),
        "coverage": method.coverage_map(voice),
    },
)

exporting.menu(
    stage, texts.t("nav.method"), lambda: [(texts.t(f"method.sheet.{name}"), table) for name, table in parts.items()]
)
title = texts.t("method.headline", targets=len(parts["targets"].rows), readings=len(parts["readings"].rows))
ways = blocks.chips(
    [
        *((texts.t(f"method.sheet.{name}"), f"#{name}") for name in parts),
        (texts.t("method.tested"), link(address, BACKTEST)),
    ]
)
shell.html(stage.title(title), ways, blocks.note(*method.pace_rules(voice)))
for name, table in parts.items():
    shell.html(blocks.section(name, blocks.table(table, address)))
shell.html(stage.foot())
