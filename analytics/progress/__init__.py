"""Goals and quotas: which records count, how far each target is, how it stands against pace, what was filed."""

from analytics.progress.evaluation import Evaluation, evaluate
from analytics.progress.filings import Layouts
from analytics.progress.paths import path
from analytics.progress.people import Facts
from analytics.progress.rules import facts_of

__all__ = ["Evaluation", "Facts", "Layouts", "evaluate", "facts_of", "path"]
