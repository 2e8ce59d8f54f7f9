"""Readings."""

from pages.ui import shell
from pages.ui.address import READINGS

stage = shell.raise_curtain(READINGS)
shell.html(stage.title(stage.texts.t("nav.readings")), stage.foot())
