"""Data quality: rows that wait for correction, what putting them right adds, and every file to be taken back marked."""

from pages.ui import quality, shell
from pages.ui.address import QUALITY

stage = shell.raise_curtain(QUALITY)
quality.show(stage)
shell.html(stage.foot())
