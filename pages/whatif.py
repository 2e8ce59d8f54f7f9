"""What if: move a slider and see what it costs, whom it reaches and which promises it would break."""

from pages.ui import shell, whatif
from pages.ui.address import WHATIF

stage = shell.raise_curtain(WHATIF)
whatif.show(stage)
shell.html(stage.foot())
