"""`talent arrears`: what is due, approved, paid and owed, by benefit and month, and how long it is owed."""

from typing import Any

import polars as pl
import typer

from analytics import budget, pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.session import Session, day_of
from analytics.cli.speech import told
from analytics.pipeline import Accounts
from analytics.report.money import benefits, books, summary
from analytics.report.table import Table
from analytics.report.voice import Voice

_FEN_PER_YUAN = 100
_MONEY = ("due", "approved", "paid")
_AGEING = ("benefit_id", "age", "arrears", "people", "months", "oldest")


@app.command(help=told("arrears"))
def arrears(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    reading: options.Readings = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    opened = session.house.open()
    chosen = {item.reading: item.option for item in reading or ()}
    accounts = pipeline.account(opened, as_of=day_of(opened, as_of), known_at=known_at, readings=chosen)
    if as_json:
        session.document(_document(accounts))
        return
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    session.table(_table(accounts, voice))
    if accounts.is_demo:
        session.say("demonstration")


def _document(accounts: Accounts) -> dict[str, Any]:
    """Return the money in yuan: in all, by benefit, by benefit and month, and what is owed by benefit and age."""
    found, owed = books.sums(accounts), accounts.owed
    return {
        **header(accounts),
        "readings": dict(accounts.readings),
        "due": _yuan(found.due),
        "approved": _yuan(found.approved),
        "paid": _yuan(found.paid),
        "arrears": _yuan(found.owed),
        "people": found.people,
        "oldest": found.oldest,
        "benefits": _benefits(accounts),
        "months": _rows(_by(accounts, ["benefit_id", "month"])),
        "ageing": _rows(
            budget.totals(owed, ["benefit_id", "age"]).rename({"amount_fen": "arrears_fen"}), keep=_AGEING
        ),
    }  # fmt: skip


def header(accounts: Accounts) -> dict[str, Any]:
    """Return of which day and data a document about money is."""
    return {
        "as_of": accounts.as_of,
        "known_at": accounts.known_at,
        "version": accounts.version,
        "is_demo": accounts.is_demo,
    }


def _benefits(accounts: Accounts) -> list[dict[str, Any]]:
    waits = budget.totals(accounts.owed, ["benefit_id"]).select("benefit_id", "people", "oldest")
    reached = budget.paid_to(accounts.ledger, accounts.policy).select("benefit_id", "paid_to", "fully_paid_to")
    money = _by(accounts, ["benefit_id"]).join(waits, on="benefit_id", how="left")
    return _rows(money.join(reached, on="benefit_id", how="left").with_columns(pl.col("people").fill_null(0)))


def _by(accounts: Accounts, keys: list[str]) -> pl.DataFrame:
    """Return due, approved, paid and owed in fen, one row per group of cells in order."""
    sums = accounts.ledger.cells.group_by(keys).agg(pl.col(f"{name}_fen").sum() for name in _MONEY)
    owed = accounts.owed.group_by(keys).agg(arrears_fen=pl.col("amount_fen").sum())
    return sums.join(owed, on=keys, how="left").with_columns(pl.col("arrears_fen").fill_null(0)).sort(keys)


def _rows(frame: pl.DataFrame, keep: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return the rows with every amount in yuan under its name."""
    made = [
        {name.removesuffix("_fen"): _yuan(value) if name.endswith("_fen") else value for name, value in row.items()}
        for row in frame.to_dicts()
    ]
    return [{name: row[name] for name in keep or row} for row in made]


def _table(accounts: Accounts, voice: Voice) -> Table:
    """Return the table of all benefits under the answer as a sentence."""
    shown = benefits.table(accounts, voice)
    title = summary.headline(books.sums(accounts), voice)
    day = voice.texts.date(accounts.as_of)
    caption = voice.t("cli.arrears.title", day=day, version=accounts.version, answer=title)
    return Table(caption, shown.columns, shown.rows)


def _yuan(fen: int) -> float:
    """Return a whole number where it is one, else with its fen."""
    return fen // _FEN_PER_YUAN if fen % _FEN_PER_YUAN == 0 else fen / _FEN_PER_YUAN
