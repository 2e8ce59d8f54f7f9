"""The assessment of a year: items, points and totals of every unit, each point open to what gave it.

Pure: facts of the other rooms come in as frames, the scheme as data; nothing here reads a file, a vault or the clock.
"""

from analytics.assessment.assessing import Assessment, Known, Stage, assemble
from analytics.assessment.scoring import Scored, score

__all__ = ["Assessment", "Known", "Scored", "Stage", "assemble", "score"]
