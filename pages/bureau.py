"""My bureau: whether it is behind, what it has to do and file, what its points are made of, and its money."""

from pages.ui import bureau, shell
from pages.ui.address import BUREAU

stage = shell.raise_curtain(BUREAU)
bureau.show(stage)
shell.html(stage.foot())
