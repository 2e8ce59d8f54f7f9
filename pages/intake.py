"""Filing: bring ledgers in, see what came of each file, what waits for a correction, and what is due."""

from pages.ui import controls, desk, forms, rulings, shell, uploads
from pages.ui.address import INTAKE

VIEWS = {
    "upload": uploads.show,
    "batches": desk.batches,
    "quarantine": desk.quarantine,
    "calendar": desk.calendar,
    "forms": forms.show,
    "rulings": rulings.show,
}

stage = shell.raise_curtain(INTAKE)
texts, asked = stage.texts, stage.address.get("view")
view = asked if asked in VIEWS else next(iter(VIEWS))

controls.segments("view", texts.t("desk.views"), list(VIEWS), [texts.t(f"desk.view.{name}") for name in VIEWS], view)
VIEWS[view](stage)
shell.html(stage.foot())
