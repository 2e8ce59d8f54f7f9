"""Small frames of what was due, approved and paid, and of the facts behind them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from analytics.budget.causes import Grounds

YOUTH, SKILL, TITLE, ONCE, IN_KIND = "b03a", "b05b", "b05d", "b01a", "b06b"
AS_OF = date(2026, 9, 30)
_KEY = {
    "beneficiary": pl.String,
    "person_key": pl.String,
    "employer_id": pl.String,
    "benefit_id": pl.String,
    "from_month": pl.Date,
    "to_month": pl.Date,
    "months": pl.Int32,
    "amount_fen": pl.Int64,
}
_TOLD = {
    "unit_id": pl.String,
    "town": pl.String,
    "account_key": pl.String,
    "status": pl.String,
    "fact": pl.String,
    "record_id": pl.Int64,
}
DUE = {**_KEY, "rule": pl.String, "reason": pl.String, "fact": pl.String, "record_id": pl.Int64}
APPROVED = {**_KEY, "decided_on": pl.Date, "document_no": pl.String, **_TOLD}
PAID = {**_KEY, "paid_on": pl.Date, "batch_no": pl.String, **_TOLD}
PAIRS = {"beneficiary": pl.String, "benefit_id": pl.String}


def month(number: int) -> date:
    """Return the first day of a month, 1 being January 2024."""
    return date(2024 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def due(*rows: Any) -> pl.DataFrame:
    """Return pay spells from (who, benefit, first month, last month, fen a month)."""
    return pl.DataFrame([_row(*row) for row in rows], schema=DUE)


def approved(*rows: Any) -> pl.DataFrame:
    """Return decisions from (who, benefit, first month or None, last month, fen in all, day, document)."""
    return _told(rows, "decided_on", "document_no", APPROVED)


def paid(*rows: Any) -> pl.DataFrame:
    """Return payments from (who, benefit, first month or None, last month, fen in all, day, batch)."""
    return _told(rows, "paid_on", "batch_no", PAID)


def told(
    applications: Sequence[tuple[str, str]] = (),
    insured: Sequence[tuple[str, date | None]] = (),
    refused: Sequence[tuple[str, str]] = (),
    condition: str = "cap",
    **otherwise: pl.DataFrame,
) -> Grounds:
    """Return the grounds of causes; `otherwise` are dues by cause."""

    def pairs(rows: Sequence[tuple[str, str]]) -> pl.DataFrame:
        return pl.DataFrame(list(rows), schema=PAIRS, orient="row")

    months = pl.DataFrame(list(insured), schema={"beneficiary": pl.String, "last_month": pl.Date}, orient="row")
    return Grounds(
        pairs(applications), months, pairs(()), pairs(refused).with_columns(condition=pl.lit(condition)), otherwise
    )


def _row(who: str, benefit: str, first: int | None, last: int | None, fen: int) -> dict[str, Any]:
    return {
        "beneficiary": who,
        "person_key": who,
        "benefit_id": benefit,
        "from_month": month(first) if first else None,
        "to_month": month(last) if last else None,
        "months": last - first + 1 if first and last else None,
        "amount_fen": fen,
    }


def _told(rows: Sequence[Any], day: str, number: str, schema: dict[str, Any]) -> pl.DataFrame:
    filed = [
        {**_row(*row[:5]), day: dict(enumerate(row)).get(5), number: dict(enumerate(row)).get(6), "record_id": n}
        for n, row in enumerate(rows)
    ]
    return pl.DataFrame(filed, schema=schema)
