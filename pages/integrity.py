"""Integrity."""

from pages.ui import shell
from pages.ui.address import INTEGRITY

stage = shell.raise_curtain(INTEGRITY)
shell.html(stage.title(stage.texts.t("nav.integrity")), stage.foot())
