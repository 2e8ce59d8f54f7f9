"""What every budget line can bear, what benefits "up to so much" may come to, and what a result cost."""

from dataclasses import dataclass

import polars as pl

from analytics import budget
from analytics.budget import Ceilings
from analytics.budget import Results as Costs
from analytics.pipeline.accounts import Accounts
from analytics.pipeline.exposure import Exposure
from analytics.records import Snapshot

_TOLD, _NAMED = "budget_line", "milestone"


@dataclass(frozen=True, eq=False)
class Spending:
    """Budget lines as of a day: what finance told (rows), by year, in all, month by month, and moved between lines.

    rows: the fact budget_line. lines: budget.lines. total: budget.in_total. months: budget.line_months. moved:
    budget.transfers. ceilings: budget.ceilings, which are no part of any of these.
    """

    rows: pl.DataFrame
    lines: pl.DataFrame
    total: pl.DataFrame
    months: pl.DataFrame
    moved: pl.DataFrame
    ceilings: Ceilings


def spending(accounts: Accounts, exposure: Exposure, snapshot: Snapshot) -> Spending:
    """Return the budget lines and the ceilings; all three of one snapshot and day."""
    policy, as_of, rows = accounts.policy, accounts.as_of, accounts.facts[_TOLD]
    outlook = budget.expected(exposure.outlay)
    money = budget.payments(accounts.paid, policy, as_of)
    lines = budget.lines(rows, money, accounts.waiting, outlook, policy, as_of=as_of)
    named = {**accounts.facts, _NAMED: snapshot.facts(_NAMED, accounts.known_at)}
    return Spending(
        rows=rows,
        lines=lines,
        total=budget.in_total(lines, outlook.correlation, policy),
        months=budget.line_months(rows, money, outlook, policy, as_of=as_of),
        moved=budget.transfers(rows, as_of),
        ceilings=budget.ceilings(named, accounts.dues.due, policy, as_of=as_of),
    )


def costs(accounts: Accounts, contributions: pl.DataFrame) -> Costs:
    """Return what persons counted and kept cost; contributions: of the evaluation of the same snapshot and day."""
    spells = accounts.facts["insurance_spell"]
    return budget.results(
        accounts.dues.due, accounts.paid, spells, contributions, accounts.policy, as_of=accounts.as_of
    )
