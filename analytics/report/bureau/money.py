"""The money of one unit: what was due, approved and paid of the benefits it leads, and what is owed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.report import signs
from analytics.report.cards import Card
from analytics.report.money import rows, speech
from analytics.report.money.books import OWED, Books, owed
from analytics.report.money.rows import Question
from analytics.report.signs import WARM
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_COLUMNS = ("benefit", "due", "approved", "paid", "owed", "people")


@dataclass(frozen=True)
class Money:
    """The card, and one row per benefit the unit leads with money in it."""

    card: Card
    table: Table


def led(unit: str, voice: Voice) -> list[str]:
    """Return the benefits a unit leads: the first of those that answer for a benefit."""
    return [benefit.id for benefit in voice.policy.benefits if benefit.units[0] == unit]


def wait(unit: str, voice: Voice) -> Card:
    """Return the card before its figures are there, or for a unit that leads no benefit."""
    line = "bureau.money.wait" if led(unit, voice) else "bureau.money.none"
    return Card("money", voice.t("bureau.money"), None, voice.t("value.dash"), "", (Cell(voice.t(line)),))


def money(books: Books, unit: str, voice: Voice) -> Money:
    """Return the money of the benefits that a unit leads, since the programme began."""
    mine = led(unit, voice)
    is_mine = pl.col("benefit_id").is_in(mine)
    fen = ("due_fen", "approved_fen", "paid_fen")
    sums = books.ledger.cells.filter(is_mine).group_by("benefit_id").agg(pl.col(fen).sum())
    waiting = owed(books).filter(is_mine)
    waits = waiting.group_by("benefit_id").agg(owed=pl.col("amount_fen").sum(), people=pl.col("beneficiary").n_unique())
    found = sums.join(waits, on="benefit_id", how="left").with_columns(pl.col("owed", "people").fill_null(0))
    found = found.sort("owed", "due_fen", "benefit_id", descending=[True, True, False])
    cells = tuple(_row(row, voice) for row in found.iter_rows(named=True) if any(row[name] for name in fen))
    columns = tuple(
        Column(n, voice.t(f"bureau.money.{n}"), "left" if n == "benefit" else "right", n in ("due", "approved"))
        for n in _COLUMNS
    )
    whole = {name: int(found[name].sum()) for name in (*fen, "owed")} | {"people": waiting["beneficiary"].n_unique()}
    caption = voice.t("bureau.money.title", count=len(cells), owed=voice.texts.money_fen(whole["owed"]))
    return Money(_card(unit, whole, waiting, books, voice), Table(caption, columns, cells))


def _card(unit: str, whole: Mapping[str, int], waiting: pl.DataFrame, books: Books, voice: Voice) -> Card:
    texts = voice.texts
    if not any(whole.values()):
        return wait(unit, voice)
    oldest = waiting.select(pl.col("months_owed").max()).item() or 0
    light = "on_pace" if not whole["owed"] else WARM[0] if oldest >= books.policy.arrears.ages[-1].start else WARM[1]
    share = whole["paid_fen"] / whole["due_fen"] if whole["due_fen"] else 0.0
    said = voice.t("bureau.money.owes", owed=texts.money_fen(whole["owed"]), people=texts.number(whole["people"]))
    line = (
        Cell(said, drill=Drill("money", {"view": "arrears"}))
        if whole["owed"]
        else Cell(voice.t("bureau.money.settled"))
    )
    return Card(
        id="money",
        name=voice.t("bureau.money"),
        sign=signs.sign(voice, light),
        value=texts.money_fen(whole["paid_fen"]),
        measure=voice.t("money.meeting.of", due=texts.money_fen(whole["due_fen"])),
        lines=(line,),
        share=share,
        alt=voice.t("bureau.money.alt", share=texts.pct(share)),
    )


def _row(row: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    benefit = row["benefit_id"]
    amounts = ((rows.DUE, "due_fen"), (rows.APPROVED, "approved_fen"), (rows.PAID, "paid_fen"), (OWED, "owed"))
    return (
        Cell(speech.benefit_name(benefit, voice), drill=Drill("money", {"view": "benefits", "benefit": benefit})),
        *(speech.amount(row[name], Question(asked, benefit), voice) for asked, name in amounts),
        speech.count(row["people"], Question(OWED, benefit), voice),
    )
