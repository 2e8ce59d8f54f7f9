"""One person, masked: what is due and why, month by month and rule by rule, and where the money stands."""

from analytics import pipeline
from pages.ui import dossier, shell
from pages.ui.address import PERSON

stage = shell.raise_curtain(PERSON)
key = stage.address.get("p")

if key and pipeline.is_known(stage.scene.accounts, key):
    dossier.show(stage, key)
else:
    dossier.ask(stage, unknown=key)
shell.html(stage.foot())
