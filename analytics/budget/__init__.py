"""What the programme owes and has paid: the ledger of due, approved and paid, arrears, and the order of payment."""

from analytics.budget.arrears import aged, owed, paid_to, totals
from analytics.budget.causes import Grounds, grounds
from analytics.budget.ceilings import Ceilings, ceilings
from analytics.budget.ledger import Ledger, ledger
from analytics.budget.line_months import line_months
from analytics.budget.line_outlook import expected
from analytics.budget.lines import Expected, in_total, lines, payments, transfers
from analytics.budget.orders import Plan, simulate
from analytics.budget.processing import payment_times, stage_times, standing
from analytics.budget.results import Results, results
from analytics.budget.splice import spliced

__all__ = [
    "Ceilings",
    "Expected",
    "Grounds",
    "Ledger",
    "Plan",
    "Results",
    "aged",
    "ceilings",
    "expected",
    "grounds",
    "in_total",
    "ledger",
    "line_months",
    "lines",
    "owed",
    "paid_to",
    "payment_times",
    "payments",
    "results",
    "simulate",
    "spliced",
    "stage_times",
    "standing",
    "totals",
    "transfers",
]
