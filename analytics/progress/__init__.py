"""Goals and quotas: which records count, how far each target is, how it stands against pace, what was filed, and
whether it will be reached.

Frames of an `Evaluation` about the future (amounts in the unit of the facts; null with a code, never an invented
interval, where nothing can be told):

progress: one row per target, see scoreboard.PROGRESS; the forecast of its period and the status that follows.
forecasts: one row per target and open period, see forecasts.FORECASTS.
fan: one row per forecast target and month end to the end of the period, see fans.FAN.
joint: bounds of the probability that all goals are reached, see joint.JOINT.
notices: targets whose light will be worse by the next quarterly meeting, and from when, see notices.NOTICES.
steps: target, done, in the pipeline and missing, of all, by unit and by town, see steps.STEPS.
`backtests` has how good these forecasts were: rows, scores, reliability, misses, and which intervals they support.
"""

from analytics.progress.evaluation import Evaluation, evaluate
from analytics.progress.filings import Layouts
from analytics.progress.paths import path
from analytics.progress.people import Facts
from analytics.progress.rules import facts_of

__all__ = ["Evaluation", "Facts", "Layouts", "evaluate", "facts_of", "path"]
