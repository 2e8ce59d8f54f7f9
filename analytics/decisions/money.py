"""Money matters: what is owed of a line, lines that are likely to be overrun, readings that nobody ruled on."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from analytics.decisions.frames import Found, Row, fen
from analytics.policy import Policy
from analytics.series.matched import exceedance, quantiles

#: What is owed of a budget line, and of it what has waited longest; people who wait, and who would still wait then.
OWED = pl.Schema(
    {
        "line": pl.String,
        "amount_fen": pl.Int64,
        "people": pl.Int64,
        "oldest": pl.Date,
        "old_fen": pl.Int64,
        "young_people": pl.Int64,
    }
)
#: What the other options of readings nobody ruled on would change: money by beneficiary, summed.
PRICED = pl.Schema({"reading": pl.String, "option": pl.String, "change_fen": pl.Int64, "people": pl.Int64})


def owed_by_line(owed: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return what is owed by line, see OWED. owed: beneficiary, benefit_id, amount_fen, since, months_owed."""
    line = {benefit.id: benefit.budget_line for benefit in policy.benefits}
    is_old = pl.col("months_owed") >= policy.agenda.arrears.oldest_months
    found = (
        owed.lazy()
        .group_by(line=pl.col("benefit_id").replace_strict(line, return_dtype=pl.String))
        .agg(
            amount_fen=pl.col("amount_fen").sum(),
            people=pl.col("beneficiary").n_unique(),
            oldest=pl.col("since").min(),
            old_fen=pl.col("amount_fen").filter(is_old).sum(),
            young_people=pl.col("beneficiary").filter(~is_old).n_unique(),
        )
        .sort("line")
        .collect()
    )
    return found.select(OWED.names()).cast(OWED)


def arrears(owed: pl.DataFrame, policy: Policy, *, as_of: date) -> Found:
    """Return the lines of which much is owed. owed: OWED."""
    rules = policy.agenda
    due = as_of + timedelta(days=rules.meeting.due_days)
    items: list[Row] = []
    options: list[Row] = []
    for row in owed.filter(pl.col("amount_fen") >= rules.arrears.from_fen).iter_rows(named=True):
        ref, amount, people = f"arrears:{row['line']}", row["amount_fen"], row["people"]
        items.append({
            "ref": ref, "kind": "arrears", "subject": row["line"], "unit_id": rules.kind("arrears").owner,
            "measure": ref, "actual": amount, "expected": amount, "due": due, "at_stake_fen": amount,
            "basis": "owed", "count": people, "deadline": _months_later(row["oldest"], rules.arrears.within_months),
        })  # fmt: skip
        change = {"ref": ref, "effect": "people", "before": people}
        options.append(change | {"place": 0, "option": "pay_all", "cost_fen": amount, "after": 0, "promised": 0})
        if 0 < row["old_fen"] < amount:
            options.append(change | {
                "place": 1, "option": "pay_oldest", "size": rules.arrears.oldest_months, "cost_fen": row["old_fen"],
                "after": row["young_people"], "promised": amount - row["old_fen"],
            })  # fmt: skip
        options.append(change | {"place": 9, "option": "nothing", "cost_fen": 0, "after": people, "promised": amount})
    return Found.of(items, options)


def lines(told: pl.DataFrame, policy: Policy, *, as_of: date) -> Found:
    """Return the lines of the year that are over, or likely to be. told: budget.lines."""
    rules = policy.agenda
    deadline = rules.adjusted_until(as_of)
    items: list[Row] = []
    options: list[Row] = []
    mine = told.filter(
        pl.col("budget_year") == as_of.year, pl.col("outlook").cast(pl.String).is_in(rules.lines.outlooks)
    )
    for row in mine.iter_rows(named=True):
        ref, mean, available = f"line:{row['line']}", row["mean_fen"], row["available_fen"]
        most = _safe(row, rules.lines.overrun_to)
        items.append({
            "ref": ref, "kind": "line", "subject": row["line"], "unit_id": rules.kind("line").owner, "measure": ref,
            "actual": fen(mean), "expected": fen(mean), "due": date(as_of.year, 12, 31),
            "at_stake_fen": max(fen(mean - available) or 0, 0), "basis": "overrun", "deadline": deadline,
        })  # fmt: skip
        change = {"ref": ref, "effect": "overrun", "before": row["overrun"]}
        for place, limit in ((0, most), (2, max(mean, available))):
            if limit > available:
                options.append(change | {
                    "place": place, "option": "raise", "cost_fen": fen(limit - available),
                    "after": _overrun(row, limit), "promised": fen(limit),
                })  # fmt: skip
        options.append(change | {
            "place": 1, "option": "slow", "size": fen(max(mean - available, 0)), "cost_fen": 0, "after": 0.5,
            "promised": available,
        })  # fmt: skip
        options.append(
            change | {"place": 9, "option": "nothing", "cost_fen": 0, "after": row["overrun"], "promised": fen(mean)}
        )
    return Found.of(items, options)


def readings(priced: pl.DataFrame, policy: Policy, *, as_of: date) -> Found:
    """Return the readings of which another option would change much money. priced: PRICED."""
    rules = policy.agenda
    due = as_of + timedelta(days=rules.meeting.due_days)
    items: list[Row] = []
    options: list[Row] = []
    for (reading,), rows in priced.group_by("reading", maintain_order=True):
        largest = int(rows["change_fen"].abs().max() or 0)  # pyright: ignore[reportArgumentType]
        if largest < rules.readings.from_fen:
            continue
        ref = f"reading:{reading}"
        items.append({
            "ref": ref, "kind": "reading", "subject": reading, "unit_id": policy.reading(str(reading)).ruler,
            "due": due, "at_stake_fen": largest, "basis": "reading", "count": rows["people"].max(), "deadline": due,
        })  # fmt: skip
        change = {"ref": ref, "effect": "affected", "before": 0}
        options.append(change | {"place": 0, "option": "keep", "cost_fen": 0, "after": 0})
        options += [
            change
            | {"place": n, "option": f"rule:{row['option']}", "cost_fen": row["change_fen"], "after": row["people"]}
            for n, row in enumerate(rows.iter_rows(named=True), start=1)
        ]
    return Found.of(items, options)


def _safe(row: Row, chance: float) -> float:
    """Return the available sum with which an overrun is no likelier than a chance."""
    to_come = row["mean_fen"] - row["spent_fen"]
    return float(quantiles(to_come, np.square(row["sd_fen"]), 1 - chance)[0]) + row["spent_fen"]


def _overrun(row: Row, available: float) -> float:
    to_come = row["mean_fen"] - row["spent_fen"]
    return float(exceedance(to_come, np.square(row["sd_fen"]), available - row["spent_fen"]))


def _months_later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    return first + timedelta(days=min(day.day, 28) - 1)
