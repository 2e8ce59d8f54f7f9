"""What pages, papers and the command line ask for, put together from the rooms: composition only, no arithmetic."""

from analytics.identity import StoreError, Verdict
from analytics.identity.rulings import Ruling
from analytics.intake import AskedHeader, ImportReport, Progress, Told, UnknownNameError
from analytics.pipeline.accounts import Accounts, account
from analytics.pipeline.demonstration import demonstrate
from analytics.pipeline.evaluation import Opened, Results, disagreeing, evaluate, records_behind
from analytics.pipeline.house import House
from analytics.pipeline.rulebook import rulebook, template_bytes

__all__ = [
    "Accounts",
    "AskedHeader",
    "House",
    "ImportReport",
    "Opened",
    "Progress",
    "Results",
    "Ruling",
    "StoreError",
    "Told",
    "UnknownNameError",
    "Verdict",
    "account",
    "demonstrate",
    "disagreeing",
    "evaluate",
    "records_behind",
    "rulebook",
    "template_bytes",
]
