"""Readings: what the text leaves open, what each other option would cost, rulings, and who never applied."""

from pages.ui import controls, register, shell
from pages.ui.address import READINGS

stage = shell.raise_curtain(READINGS)
texts, asked = stage.texts, stage.address.get("view")
view = asked if asked and asked in register.VIEWS else next(iter(register.VIEWS))

controls.segments(
    "view", texts.t("readings.views"), list(register.VIEWS), [texts.t(f"readings.view.{n}") for n in register.VIEWS],
    view,
)  # fmt: skip
register.VIEWS[view](stage)
shell.html(stage.foot())
