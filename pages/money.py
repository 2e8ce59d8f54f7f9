"""Money."""

from pages.ui import shell
from pages.ui.address import MONEY

stage = shell.raise_curtain(MONEY)
shell.html(stage.title(stage.texts.t("nav.money")), stage.foot())
