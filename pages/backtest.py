"""Back-test: how good the forecasts of earlier quarters were, held against what came; the misses stay in view."""

from pages.ui import shell, trials
from pages.ui.address import BACKTEST

stage = shell.raise_curtain(BACKTEST)
trials.show(stage)
shell.html(stage.foot())
