"""Method and sources: how each task is counted, what the text leaves open, what feeds each article."""

from analytics.report import method
from pages.ui import blocks, exporting, shell
from pages.ui.address import METHOD

stage = shell.raise_curtain(METHOD)
voice, texts, address = stage.scene.voice, stage.texts, stage.address
readings = stage.scene.outcome.readings
tables = stage.scene.made(
    "method",
    lambda: [
        method.targets(voice),
        method.statuses(voice),
        method.readings(readings, voice),
        method.coverage_map(voice),
    ],
)
counting, signs, open_points, coverage = tables

names = ("targets", "statuses", "readings", "coverage")
exporting.menu(
    stage,
    texts.t("nav.method"),
    lambda: [(texts.t(f"method.sheet.{name}"), table) for name, table in zip(names, tables, strict=True)],
)
title = texts.t("method.headline", targets=len(counting.rows), readings=len(open_points.rows))
shell.html(stage.title(title), blocks.note(*method.pace_rules(voice)), blocks.table(signs, address))
for table in (counting, open_points, coverage):
    shell.html(blocks.table(table, address))
shell.html(stage.foot())
