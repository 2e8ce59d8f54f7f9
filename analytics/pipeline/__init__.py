"""What pages, papers and the command line ask for, put together from the rooms: composition only, no arithmetic."""

from analytics.assessment.assessing import Assessment
from analytics.assessment.robustness import Robustness
from analytics.identity import StoreError, Verdict
from analytics.identity.assumptions import AssumptionSetting
from analytics.identity.cases import Matter
from analytics.identity.readings import ReadingRuling
from analytics.identity.rulings import Ruling
from analytics.intake import AskedHeader, ImportReport, Progress, Told, UnknownNameError
from analytics.pipeline.accounts import Accounts, account, exclusions
from analytics.pipeline.backtests import Backtest, keep_backtest, latest_backtest, make_backtest
from analytics.pipeline.bureaus import bureau
from analytics.pipeline.checking import Checked, check_batch, check_file, payment_batches
from analytics.pipeline.demonstration import demonstrate
from analytics.pipeline.evaluation import Opened, Results, disagreeing, evaluate, records_behind
from analytics.pipeline.exposure import Exposure, exposure
from analytics.pipeline.forecasting import (
    TargetBacktest,
    attainments,
    keep_target_backtest,
    latest_target_backtest,
    make_target_backtest,
    target_backtest,
)
from analytics.pipeline.house import House
from analytics.pipeline.people import PersonFile, dues, find_people, is_known, person_file
from analytics.pipeline.prices import OptionPrice, ReadingPrice, price_reading, prices_of_all
from analytics.pipeline.ranking import ranked, watched
from analytics.pipeline.rulebook import rulebook, template_bytes
from analytics.pipeline.spending import Costs, Spending, costs, spending
from analytics.pipeline.telling import Told as ToldOfYear
from analytics.pipeline.telling import told, told_stamp
from analytics.pipeline.what_if import WhatIf, choices, comparable, side_by_side

__all__ = [
    "Accounts",
    "AskedHeader",
    "Assessment",
    "AssumptionSetting",
    "Backtest",
    "Checked",
    "Costs",
    "Exposure",
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
    "Robustness",
    "Ruling",
    "Spending",
    "StoreError",
    "TargetBacktest",
    "Told",
    "ToldOfYear",
    "UnknownNameError",
    "Verdict",
    "WhatIf",
    "account",
    "attainments",
    "bureau",
    "check_batch",
    "check_file",
    "choices",
    "comparable",
    "costs",
    "demonstrate",
    "disagreeing",
    "dues",
    "evaluate",
    "exclusions",
    "exposure",
    "find_people",
    "is_known",
    "keep_backtest",
    "keep_target_backtest",
    "latest_backtest",
    "latest_target_backtest",
    "make_backtest",
    "make_target_backtest",
    "payment_batches",
    "person_file",
    "price_reading",
    "prices_of_all",
    "ranked",
    "records_behind",
    "rulebook",
    "side_by_side",
    "spending",
    "target_backtest",
    "template_bytes",
    "told",
    "told_stamp",
    "watched",
]
