"""Integrity: what can be recovered, what is owed to citizens, the findings, their cases, and a batch before payment."""

from pages.ui import controls, inquiry, shell
from pages.ui.address import INTEGRITY

stage = shell.raise_curtain(INTEGRITY)
texts, asked = stage.texts, stage.address.get("view")
view = asked if asked and asked in inquiry.VIEWS else next(iter(inquiry.VIEWS))

controls.segments(
    "view", texts.t("integrity.views"), list(inquiry.VIEWS), [texts.t(f"integrity.view.{n}") for n in inquiry.VIEWS],
    view,
)  # fmt: skip
inquiry.VIEWS[view](stage)
shell.html(stage.foot())
