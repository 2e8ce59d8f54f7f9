"""Money: what is due, approved and paid, what is owed to whom and since when, and every row behind a number."""

from pages.ui import funds, shell
from pages.ui.address import MONEY

stage = shell.raise_curtain(MONEY)
funds.show(stage)
shell.html(stage.foot())
