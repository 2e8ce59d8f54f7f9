"""Matters of conduct: filings that did not come, and what the audit finds much of in one unit."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from analytics.decisions.frames import Found, Row
from analytics.policy import Policy

#: Filings of one unit that are missing: how many, since when the oldest is due, and the money that nobody can check.
SILENT = pl.Schema({"unit_id": pl.String, "filings": pl.Int64, "oldest": pl.Date, "unseen_fen": pl.Int64})
#: Findings of one rule and kind in one unit: to claim back if confirmed, by how many findings.
CASES = pl.Schema(
    {
        "ref": pl.String,
        "rule": pl.Int64,
        "kind": pl.String,
        "unit_id": pl.String,
        "is_lead": pl.Boolean,
        "amount_fen": pl.Int64,
        "findings": pl.Int64,
    }
)
_MISSING, _MONTHS_A_YEAR = "missing", 12


def missing(filings: pl.DataFrame, policy: Policy, *, as_of: date) -> pl.DataFrame:
    """Return the filings that are missing, of those that fell due lately."""
    since = as_of - timedelta(days=policy.agenda.filings.within_days)
    return filings.filter(pl.col("state") == _MISSING, pl.col("due_date") >= since)


def silent(filings: pl.DataFrame, available: Mapping[str, int], policy: Policy, *, as_of: date) -> pl.DataFrame:
    """Return the units with filings that are missing, see SILENT.

    filings: of progress. available: fen by line; a missing month hides a twelfth of the lines whose targets it feeds.
    """
    fed = {
        ledger: sum({t.budget_line: available.get(t.budget_line or "", 0) for t in told}.values())
        for ledger, told in _targets_of(policy).items()
    }
    months = (
        (pl.col("period_end").dt.year() - pl.col("period_start").dt.year()) * _MONTHS_A_YEAR
        + pl.col("period_end").dt.month()
        - pl.col("period_start").dt.month()
        + 1
    )
    money = pl.col("ledger").replace_strict(fed, default=0, return_dtype=pl.Int64) * months // _MONTHS_A_YEAR
    found = (
        missing(filings, policy, as_of=as_of)
        .group_by("unit_id")
        .agg(filings=pl.len(), oldest=pl.col("due_date").min(), unseen_fen=money.sum())
    )
    return found.sort("unit_id").select(SILENT.names()).cast(SILENT)


def units(owing: pl.DataFrame, policy: Policy, *, as_of: date) -> Found:
    """Return the units that have not filed. owing: SILENT."""
    due = as_of + timedelta(days=policy.agenda.notes.reply_days["red"])
    items: list[Row] = []
    options: list[Row] = []
    for row in owing.iter_rows(named=True):
        ref, count = f"unit:{row['unit_id']}", row["filings"]
        items.append({
            "ref": ref, "kind": "unit", "subject": row["unit_id"], "unit_id": row["unit_id"], "measure": ref,
            "actual": count, "expected": count, "due": due, "at_stake_fen": row["unseen_fen"], "basis": "unseen",
            "count": count, "deadline": row["oldest"],
        })  # fmt: skip
        change = {"ref": ref, "effect": "filings", "before": count, "cost_fen": 0}
        options.append(change | {"place": 0, "option": "file", "after": 0, "promised": 0})
        options.append(change | {"place": 9, "option": "nothing", "after": count, "promised": count})
    return Found.of(items, options)


def grouped(findings: pl.DataFrame, closed: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return what the audit finds to claim back, by rule, kind and unit, see CASES.

    findings: audit.FINDINGS. closed: finding_id of the cases that somebody has done with.
    """
    elsewhere = list(policy.agenda.cases.told_elsewhere)
    found = (
        findings.filter(pl.col("amount_fen") > 0, pl.col("unit_id").is_not_null(), ~pl.col("rule").is_in(elsewhere))
        .join(closed, on="finding_id", how="anti")
        .group_by("rule", "kind", "unit_id", "is_lead")
        .agg(amount_fen=pl.col("amount_fen").sum(), findings=pl.len())
    )
    ref = pl.format("case:{}:{}:{}", "rule", "kind", "unit_id")
    return found.with_columns(ref=ref).sort("ref", "is_lead").select(CASES.names()).cast(CASES)


def cases(found: pl.DataFrame, policy: Policy, *, as_of: date) -> Found:
    """Return the findings that are much money. found: CASES."""
    rules = policy.agenda.cases
    due = as_of + timedelta(days=rules.answer_days)
    items: list[Row] = []
    options: list[Row] = []
    for row in found.filter(pl.col("amount_fen") >= rules.from_fen).iter_rows(named=True):
        ref, amount = row["ref"], row["amount_fen"]
        items.append({
            "ref": ref, "kind": "case", "subject": f"{row['rule']}:{row['kind']}", "unit_id": row["unit_id"],
            "measure": ref, "actual": amount, "expected": amount, "due": due, "at_stake_fen": amount,
            "basis": "lead" if row["is_lead"] else "confirmed", "count": row["findings"], "deadline": due,
        })  # fmt: skip
        change = {"ref": ref, "effect": "fen", "before": amount, "cost_fen": 0}
        code = "check" if row["is_lead"] else "claim"
        options.append(change | {"place": 0, "option": code, "after": 0, "promised": 0})
        options.append(change | {"place": 9, "option": "nothing", "after": amount, "promised": amount})
    return Found.of(items, options)


def _targets_of(policy: Policy) -> dict[str, list]:
    """Return the targets that each ledger feeds."""
    fed: dict[str, list] = {}
    for target in policy.targets:
        for ledger in target.owner_ledgers:
            fed.setdefault(ledger, []).append(target)
    return fed
