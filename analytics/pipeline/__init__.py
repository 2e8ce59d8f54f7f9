"""What pages, papers and the command line ask for, put together from the rooms: composition only, no arithmetic."""

from analytics.identity import StoreError, Verdict
from analytics.identity.cases import Matter
from analytics.identity.readings import ReadingRuling
from analytics.identity.rulings import Ruling
from analytics.intake import AskedHeader, ImportReport, Progress, Told, UnknownNameError
from analytics.pipeline.accounts import Accounts, account, exclusions
from analytics.pipeline.checking import Checked, check_batch, check_file, payment_batches
from analytics.pipeline.demonstration import demonstrate
from analytics.pipeline.evaluation import Opened, Results, disagreeing, evaluate, records_behind
from analytics.pipeline.house import House
from analytics.pipeline.people import PersonFile, dues, find_people, is_known, person_file
from analytics.pipeline.prices import OptionPrice, ReadingPrice, price_reading, prices_of_all
from analytics.pipeline.rulebook import rulebook, template_bytes

__all__ = [
    "Accounts",
    "AskedHeader",
    "Checked",
    "House",
    "ImportReport",
    "Matter",
    "Opened",
    "OptionPrice",
    "PersonFile",
    "Progress",
    "ReadingPrice",
    "ReadingRuling",
    "Results",
    "Ruling",
    "StoreError",
    "Told",
    "UnknownNameError",
    "Verdict",
    "account",
    "check_batch",
    "check_file",
    "demonstrate",
    "disagreeing",
    "dues",
    "evaluate",
    "exclusions",
    "find_people",
    "is_known",
    "payment_batches",
    "person_file",
    "price_reading",
    "prices_of_all",
    "records_behind",
    "rulebook",
    "template_bytes",
]
