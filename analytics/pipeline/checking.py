"""A batch of payments before the rules: one that is stored, or a file that nobody has approved yet."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analytics import audit
from analytics.audit import Audit
from analytics.intake import FilePreview
from analytics.pipeline.accounts import Accounts

_PAYMENT = "payment"


@dataclass(frozen=True)
class Checked:
    """What the rules would find in a batch if it were paid today.

    rows: its payments, with record_id (made up where they are not stored), sheet_no and row_no. fen: their money.
    """

    rows: pl.DataFrame
    fen: int
    audit: Audit


def payment_batches(accounts: Accounts) -> pl.DataFrame:
    """Return the batches that hold payments, the last first: batch_id, rows, amount_fen."""
    sums = accounts.facts[_PAYMENT].group_by("batch_id").agg(rows=pl.len(), amount_fen=pl.col("amount_fen").sum())
    return sums.sort("batch_id", descending=True)


def check_batch(accounts: Accounts, batch_id: int) -> Checked | None:
    """Return what the rules find in a stored batch beside all other payments; None where it holds no payment."""
    rows = accounts.facts[_PAYMENT].filter(pl.col("batch_id") == batch_id)
    return None if rows.is_empty() else _checked(rows, rows, accounts)


def check_file(accounts: Accounts, preview: FilePreview) -> Checked | None:
    """Return what the rules find in the payments of a file that is only looked at; None where it has none.

    Its rows come after all that is stored, as if paid on the day of the accounts; a stored payment that one of them
    would take the place of counts no more.
    """
    rows = preview.facts.get(_PAYMENT)
    if rows is None or rows.is_empty():
        return None
    stored = accounts.facts[_PAYMENT]
    numbered = rows.with_columns(record_id=audit.UNSTORED + pl.int_range(pl.len()), paid_on=pl.lit(accounts.as_of))
    replaced = stored.join(rows.select("row_key"), on="row_key", how="semi")
    return _checked(numbered, replaced, accounts)


def _checked(rows: pl.DataFrame, without: pl.DataFrame, accounts: Accounts) -> Checked:
    """Return what is found in the rows beside all stored payments but some."""
    gone = without.select("record_id")
    payments, history = (
        frame.join(gone, on="record_id", how="anti", maintain_order="left")
        for frame in (accounts.facts[_PAYMENT], accounts.paid)
    )
    facts: Mapping[str, pl.DataFrame] = {**accounts.facts, _PAYMENT: payments}
    found = audit.before_payment(
        rows,
        facts,
        accounts.dues.due,
        history,
        accounts.policy,
        as_of=accounts.as_of,
        pairs=accounts.pairs,
        readings=accounts.readings,
    )
    return Checked(rows, int(rows["amount_fen"].sum()), found)
