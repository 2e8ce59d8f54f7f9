"""Person."""

from pages.ui import shell
from pages.ui.address import PERSON

stage = shell.raise_curtain(PERSON)
shell.html(stage.title(stage.texts.t("nav.person")), stage.foot())
