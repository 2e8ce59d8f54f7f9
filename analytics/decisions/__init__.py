"""What a meeting decides on, what became of it, and what units are told: frames in, frames out.

The agenda holds the matters that the other rooms find, ranked by money at stake × urgency × reversibility, each with
options of which cost and effect come from the models. The room knows none of the other rooms of its layer: what they
found comes in as frames.
"""

from analytics.decisions.agenda import Agenda, agenda, meeting_code
from analytics.decisions.corrections import corrected
from analytics.decisions.follow_up import follow_up
from analytics.decisions.frames import CORRECTED, FOLLOWED, ITEMS, MATTERS, OPTIONS, WORK, Found
from analytics.decisions.matters import matters
from analytics.decisions.measures import measures
from analytics.decisions.worklist import worklist

__all__ = [
    "CORRECTED",
    "FOLLOWED",
    "ITEMS",
    "MATTERS",
    "OPTIONS",
    "WORK",
    "Agenda",
    "Found",
    "agenda",
    "corrected",
    "follow_up",
    "matters",
    "measures",
    "meeting_code",
    "worklist",
]
