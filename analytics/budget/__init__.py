"""What the programme owes and has paid: the ledger of due, approved and paid, arrears, and the order of payment."""

from analytics.budget.arrears import aged, owed, paid_to, totals
from analytics.budget.causes import Grounds, grounds
from analytics.budget.ledger import Ledger, ledger
from analytics.budget.orders import Plan, simulate
from analytics.budget.processing import payment_times, stage_times, standing

__all__ = [
    "Grounds",
    "Ledger",
    "Plan",
    "aged",
    "grounds",
    "ledger",
    "owed",
    "paid_to",
    "payment_times",
    "simulate",
    "stage_times",
    "standing",
    "totals",
]
