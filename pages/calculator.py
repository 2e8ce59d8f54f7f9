"""Somebody made up: what they would be due, until when and why; everything entered stands in the address."""

from analytics.report.person import assumed
from analytics.report.person import estimate as answers
from pages.ui import blocks, calculation, exporting, shell, strips
from pages.ui.address import CALCULATOR

stage = shell.raise_curtain(CALCULATOR)
scene, voice, texts, address = stage.scene, stage.scene.voice, stage.texts, stage.address
told = assumed.read(address.own, voice.policy, scene.as_of)
codes = tuple(sorted(address.own.items()))
found = scene.made("estimate", lambda: answers.estimate(told, scene.outcome.readings, voice), codes)

if found is not None:
    sheets = {"timeline": found.strip.table, **found.tables}
    exporting.menu(
        stage,
        texts.t("nav.calculator"),
        lambda: [(texts.t(f"calculator.sheet.{name}"), table) for name, table in sheets.items()],
    )
shell.html(stage.title(found.title if found else texts.t("calculator.headline")))
calculation.form(stage, told)
shell.html(
    *(blocks.told(answers.mistake(item, voice), is_good=False) for item in told.mistakes),
    *(blocks.told(answers.lacking(*item, voice), is_good=False) for item in told.lacking),
)
if found is not None:
    shell.html(
        strips.strip(found.strip, address) if found.strip.years else "",
        strips.coming(found.coming, texts),
        *(blocks.section(name, blocks.table(table, address)) for name, table in found.tables.items()),
    )
shell.html(blocks.note(texts.t("calculator.note")), stage.foot())
