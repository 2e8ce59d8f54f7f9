"""Hand-written facts: a row states what matters to the test, everything else is null."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

import polars as pl

from analytics import policy as catalogue
from analytics.intake.layouts import Layout, load_layouts
from analytics.policy import Policy
from analytics.progress import Evaluation, evaluate, facts_of
from analytics.progress.rules import Rules
from analytics.records import schema

Row = Mapping[str, Any]
AS_OF = date(2026, 9, 30)


@cache
def policy() -> Policy:
    return catalogue.load()


@cache
def layouts() -> dict[str, Layout]:
    return load_layouts()


def rules(**readings: str) -> Rules:
    return Rules.settle(policy(), readings)


def fact(name: str, *rows: Row) -> pl.DataFrame:
    """Return a fact table; record_id counts from 1 unless a row states it."""
    numbered = [{"record_id": number, **row} for number, row in enumerate(rows, start=1)]
    columns = schema.fact_schemas()[name]
    return pl.DataFrame([{c: row[c] for c in columns if c in row} for row in numbered], schema=columns)


def facts(**tables: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    """Return all fact tables that counting reads, empty unless given."""
    return {name: fact(name, *tables.get(name, [])) for name in (*sorted(facts_of(policy())), "person")}


def sheet(ledger: str, first: date | None, last: date | None, on: date, batch_id: int = 1) -> Row:
    at = datetime.combine(on, time(9))
    return {"ledger": ledger, "period_from": first, "period_to": last, "recorded_at": at, "batch_id": batch_id}


def sheets(*rows: Row) -> pl.DataFrame:
    columns = {
        "batch_id": pl.Int32,
        "ledger": pl.String,
        "period_from": pl.Date,
        "period_to": pl.Date,
        "received_at": pl.Datetime("us"),
        "recorded_at": pl.Datetime("us"),
    }
    return pl.DataFrame(list(rows), schema=columns, orient="row")


def evaluated(
    as_of: date = AS_OF,
    filed: pl.DataFrame | None = None,
    readings: Mapping[str, str] | None = None,
    tables: Mapping[str, list[dict[str, Any]]] | None = None,
    **more: list[dict[str, Any]],
) -> Evaluation:
    """Evaluate hand-written facts on a day; nothing is filed unless given."""
    told = sheets() if filed is None else filed
    given = facts(**{**(tables or {}), **more})
    return evaluate(given, told, policy(), layouts(), as_of=as_of, on=as_of, readings=readings)


def row(frame: pl.DataFrame, **keys: object) -> dict[str, Any]:
    """Return the one row with these values."""
    return frame.filter([pl.col(name) == value for name, value in keys.items()]).row(0, named=True)
