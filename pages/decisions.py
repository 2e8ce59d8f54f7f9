"""Decisions: what the meeting has to decide, what became of earlier decisions, notes that are due, and work lists."""

from pages.ui import decisions, shell
from pages.ui.address import DECISIONS

stage = shell.raise_curtain(DECISIONS)
decisions.show(stage)
shell.html(stage.foot())
