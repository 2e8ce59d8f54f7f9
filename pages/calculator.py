"""Calculator."""

from pages.ui import shell
from pages.ui.address import CALCULATOR

stage = shell.raise_curtain(CALCULATOR)
shell.html(stage.title(stage.texts.t("nav.calculator")), stage.foot())
