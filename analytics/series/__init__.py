"""Series of monthly counts that are reported late: how many a month, and whether a target will be reached."""

from analytics.series.attain import TARGETS, attain
from analytics.series.attribution import Attribution, Swing, shapley, tornado
from analytics.series.backtest import backtest
from analytics.series.capped import Amounts, UpTo, capped_lognormal, up_to
from analytics.series.compound import by_month, compound_moments, delayed
from analytics.series.matched import Family, exceedance, quantiles
from analytics.series.panel import REPORTS
from analytics.series.rates import Rates, rate
from analytics.series.runoff import Path, path, running, stream_moments, window
from analytics.series.settings import Settings
from analytics.series.survival import pooled_hazard, shrunk_hazards, staying, survival

__all__ = [
    "REPORTS",
    "TARGETS",
    "Amounts",
    "Attribution",
    "Family",
    "Path",
    "Rates",
    "Settings",
    "Swing",
    "UpTo",
    "attain",
    "backtest",
    "by_month",
    "capped_lognormal",
    "compound_moments",
    "delayed",
    "exceedance",
    "path",
    "pooled_hazard",
    "quantiles",
    "rate",
    "running",
    "shapley",
    "shrunk_hazards",
    "staying",
    "stream_moments",
    "survival",
    "tornado",
    "up_to",
    "window",
]
