"""`talent budget --results`: what was paid per person counted and per person kept, and where the data cannot tell."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics import pipeline
from analytics.cli.money import header
from analytics.cli.session import Session
from analytics.pipeline import Accounts, Costs, Opened
from analytics.report.money import cost, worth
from analytics.report.money.what_if import rows_in_yuan
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

#: Two columns of one frame may not come to the same name once they are in yuan.
_COSTS = {
    "fen_per_counted": "per_counted_fen",
    "low_fen": "per_counted_low_fen",
    "high_fen": "per_counted_high_fen",
    "paid": "persons_paid",
}
_KEPT = {
    "fen_per_kept": "per_kept_fen",
    "low_fen": "per_kept_low_fen",
    "high_fen": "per_kept_high_fen",
    "low": "share_low",
    "high": "share_high",
}


def show(session: Session, opened: Opened, accounts: Accounts) -> None:
    """Print the cost per result of all benefits that are meant to bring one, by year of entry and in all."""
    results = pipeline.evaluate(
        opened.snapshot, accounts.policy, opened.ledgers,
        as_of=accounts.as_of, known_at=accounts.known_at, readings=accounts.readings,
    )  # fmt: skip
    found = pipeline.costs(accounts, results.contributions)
    voice = Voice(accounts.policy, session.texts, opened.ledgers)
    if session.as_json:
        session.document(_document(found, accounts, voice))
        return
    session.write(worth.sentence(found, voice))
    session.write(voice.t("money.worth.note"))
    notes: dict[str, int] = {}
    for shown in (cost.counted(found, voice), cost.kept(found, voice)):
        if shown.rows:
            session.table(_noted(shown, notes, voice))
    for told, number in notes.items():
        session.write(voice.t("cli.results.note", number=number, told=told))


def _noted(shown: Table, notes: dict[str, int], voice: Voice) -> Table:
    """Return a table whose last column, a sentence, is the number of a note; notes: what was numbered so far."""
    rows = []
    for *row, said in shown.rows:
        number = notes.setdefault(said.text, len(notes) + 1)
        rows.append((*row, Cell(voice.t("cli.results.number", number=number))))
    return replace(shown, rows=tuple(rows))


def _document(found: Costs, accounts: Accounts, voice: Voice) -> dict[str, Any]:
    """Return one row per benefit and cohort (null: all), those kept by months after entry too (0: on the day).

    Money in yuan. told: what the numbers can tell, as a sentence. confidence: of all intervals.
    """
    limits = accounts.policy.results.limits
    return {
        **header(accounts),
        "readings": dict(accounts.readings),
        "confidence": limits.confidence,
        "persons_least": limits.persons_least,
        "counted": _rows(found.costs.rename(_COSTS), voice),
        "kept": _rows(found.kept.rename(_KEPT), voice),
    }


def _rows(frame: pl.DataFrame, voice: Voice) -> list[dict[str, Any]]:
    return [row | {"told": cost.caution(str(row["caution"]), voice)} for row in rows_in_yuan(frame)]
