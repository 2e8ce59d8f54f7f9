"""One budget line: its figures as cards, and every row that finance told about it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from analytics.report import signs
from analytics.report.cards import Card
from analytics.report.money import lines, speech
from analytics.report.money.books import OWED
from analytics.report.money.exposure import ASSUMPTIONS
from analytics.report.money.proof import Proof
from analytics.report.money.rows import PAID, Question
from analytics.report.signs import WARM, Sign
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

#: What the rows of finance move from one line to another, or set aside within it.
MOVED = ("earmarked", "transferred_in", "transferred_out")
_COLUMNS = ("day", "where", "kind", "amount", "batch")
_LEFT = frozenset({"day", "where", "kind", "batch"})
_SIGNS = {"over": WARM[0], "likely": WARM[0], "possible": WARM[1], "unlikely": "on_pace"}


def cards(item: Mapping[str, Any], proof: Proof, voice: Voice) -> list[Card]:
    """Return what is available, paid, owed and expected of a line; item: a row of budget.lines."""
    line, year, texts = item["line"], item["budget_year"], voice.texts
    money = texts.money_fen
    booked = voice.t("money.line.booked", booked=money(item["booked_fen"]))
    band = voice.t("money.lines.range", low=money(round(item["low_fen"])), high=money(round(item["high_fen"])))
    ahead = voice.t("money.line.committed", committed=money(item["committed_fen"]))
    made = {
        "available": (item["available_fen"], voice.t("money.line.set", set=money(item["set_fen"])), None),
        "paid": (item["paid_fen"], booked, Question(PAID, line=line, spent=year)),
        "owed": (item["owed_fen"], ahead, Question(OWED, line=line)),
        "expected": (round(item["mean_fen"]), band if proof.holds(line) else voice.t("money.exposure.policy"), None),
    }
    cards = [
        Card(
            id=name, name=voice.t(f"money.line.{name}", year=year), sign=None, value=money(fen), measure="",
            lines=(Cell(said),), drill=_opens(name, fen, question),
        )
        for name, (fen, said, question) in made.items()
    ]  # fmt: skip
    outlook, left = str(item["outlook"]), item["available_fen"] - round(item["mean_fen"])
    return [
        *cards,
        Card(
            id="overrun",
            name=voice.t("money.lines.overrun"),
            sign=_sign(outlook, voice),
            value=lines.chance(item["overrun"], voice),
            measure="",
            lines=(Cell(voice.t("money.line.left", left=lines.signed(left, voice))),),
        ),
    ]


def bookings(rows: pl.DataFrame, line: str | None, year: int, voice: Voice) -> Table:
    """Return what finance told of a line in a year, row by row; of all lines what was moved or set aside."""
    kept = pl.col("line_code") == line if line else pl.col("kind").is_in(MOVED)
    found = rows.filter(pl.col("budget_year") == year, kept).sort("event_date", "kind", "line_code", nulls_last=True)
    made = tuple(
        (
            _day(row["event_date"], voice),
            Cell(lines.name(row["line_code"], voice)),
            Cell(voice.texts.pick(voice.policy.codes["budget_kind"].code(row["kind"]).label)),
            speech.amount(row["amount_fen"] or 0, None, voice),
            Cell(
                voice.t("money.bookings.row", batch=row["batch_id"], row=row["row_no"]),
                drill=Drill("intake", {"view": "batches", "batch": str(row["batch_id"])}),
            ),
        )
        for row in found.to_dicts()
    )
    key = "money.bookings.line" if line else "money.bookings.moved"
    columns = speech.columns("bookings", _COLUMNS, voice, left=_LEFT)
    return Table(voice.t(key, year=year, count=len(made)), columns, made)


def _day(day: date | None, voice: Voice) -> Cell:
    return Cell(voice.texts.date(day), day) if day else Cell(voice.t("value.dash"))


def _opens(name: str, fen: int, question: Question | None) -> Drill | None:
    if not fen:
        return None
    if question is not None:
        return speech.opens(question)
    return Drill(ASSUMPTIONS) if name == "expected" else None


def _sign(outlook: str, voice: Voice) -> Sign | None:
    """Return the sign of an outlook, in its own words; what cannot be said has none."""
    if outlook not in _SIGNS:
        return None
    return replace(signs.sign(voice, _SIGNS[outlook]), word=voice.t(f"money.outlook.{outlook}"))
