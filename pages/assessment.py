"""Assessment: points and bands of a year, what gave every point, reviews and appeals, and what follows from them."""

from pages.ui import assessment, shell
from pages.ui.address import ASSESSMENT

stage = shell.raise_curtain(ASSESSMENT)
shell.html(assessment.show(stage).foot())
