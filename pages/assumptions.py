"""Assumptions: what spending to come is reckoned with, how uncertain that is, and how good earlier reckonings were."""

from pages.ui import assumptions, controls, shell
from pages.ui.address import ASSUMPTIONS

stage = shell.raise_curtain(ASSUMPTIONS)
texts, asked = stage.texts, stage.address.get("view")
view = asked if asked and asked in assumptions.VIEWS else next(iter(assumptions.VIEWS))

controls.segments(
    "view", texts.t("register.views"), list(assumptions.VIEWS),
    [texts.t(f"register.view.{name}") for name in assumptions.VIEWS], view,
)  # fmt: skip
assumptions.VIEWS[view](stage)
shell.html(stage.foot())
