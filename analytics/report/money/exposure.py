"""Expected spending responsibility as the answer, and as cards: what is promised, to whom, and what comes later."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

import polars as pl

from analytics.budget.exposure.book import Book
from analytics.budget.exposure.frames import By
from analytics.report.cards import Card
from analytics.report.money import promised, speech
from analytics.report.money.books import OWED, Books, sums
from analytics.report.money.promised import Promised
from analytics.report.money.proof import Proof
from analytics.report.money.rows import Question
from analytics.report.table import Cell, Drill
from analytics.report.voice import Voice

PAID, TO_COME = "paid", "to_come"
#: What is to come, by how sure it is.
CLASSES = (OWED, "committed", "incurred", "intake")
#: The page with what an expectation is reckoned from.
ASSUMPTIONS = "assumptions"


class Promises(Protocol):
    """What has been promised as of a day; the grain of each frame is stated where it is made, see budget.exposure."""

    @property
    def as_of(self) -> date: ...
    @property
    def book(self) -> Book: ...
    @property
    def committed(self) -> pl.DataFrame: ...
    @property
    def kind(self) -> pl.DataFrame: ...
    @property
    def reconciled(self) -> pl.DataFrame: ...
    def summary(self, by: By = "all") -> pl.DataFrame: ...


def whole(promises: Promises) -> dict[str, dict[str, float]]:
    """Return the figures of every class over all years and benefits, in fen."""
    found = promises.summary().filter(pl.col("year").is_null())
    return {row["class"]: row for row in found.to_dicts()}


def reckoned(promises: Promises) -> dict[str, int]:
    """Return what is known to the fen: paid, and owed, undecided and unclaimed by now."""
    return dict(promises.reconciled.select("what", "book_fen").iter_rows())


def last_year(promises: Promises) -> int:
    """Return the last year in which money is expected."""
    coming = promises.summary().filter(pl.col("class") == TO_COME, pl.col("expected_fen") >= 1)
    last = coming["year"].max()
    return last if isinstance(last, int) else promises.as_of.year


def goal(promises: Promises) -> date:
    """Return the last month of the goals."""
    book = promises.book
    first = book.months[0]
    return book.months[book.goal_month - 1] if book.goal_month else (first - timedelta(days=1)).replace(day=1)


def sentence(promises: Promises, proof: Proof, voice: Voice) -> str:
    """Return what is still to be paid under present policy, until when, and how much of it after the goals."""
    item = whole(promises)[TO_COME]
    if not round(item["expected_fen"]):
        return voice.t("money.exposure.none")
    money = voice.texts.money_fen
    return voice.t(
        "money.exposure.headline" + (".band" if proof.holds() else ""),
        total=money(round(item["expected_fen"])),
        low=money(round(item["low_fen"])),
        high=money(round(item["high_fen"])),
        year=last_year(promises),
        tail=money(round(item["tail_fen"])),
        month=voice.texts.month(goal(promises)),
    )


def cards(promises: Promises, books: Books, proof: Proof, voice: Voice) -> list[Card]:
    """Return what is to come in all and by class, and what comes after the goals; facts open rows."""
    found, known, money = whole(promises), reckoned(promises), voice.texts.money_fen
    total, texts = found[TO_COME], voice.texts
    band = voice.t("money.lines.range", low=money(round(total["low_fen"])), high=money(round(total["high_fen"])))
    waits = voice.t("money.exposure.waits", people=texts.number(sums(books).people))
    elapsed = tuple(
        Cell(voice.t(f"money.exposure.{cause}", amount=money(known[cause])), drill=speech.opens(Question(cause)))
        for cause in ("undecided", "unclaimed")
        if known[cause]
    )
    intake = voice.t("money.exposure.intake", month=texts.month(goal(promises)), year=last_year(promises))
    share = total["tail_fen"] / total["expected_fen"] if total["expected_fen"] else 0.0
    said = band if proof.holds() else voice.t("money.exposure.policy")
    return [
        _card(TO_COME, total["expected_fen"], (Cell(said),), voice),
        _card(OWED, known[OWED], (Cell(waits),), voice, speech.opens(Question(OWED))),
        _card("committed", found["committed"]["expected_fen"], (_list(promises, voice),), voice),
        _card("incurred", found["incurred"]["expected_fen"], elapsed or (Cell(voice.t("value.dash")),), voice),
        _card("intake", found["intake"]["expected_fen"], (Cell(intake),), voice),
        _card("tail", total["tail_fen"], (Cell(voice.t("money.exposure.share", share=texts.pct(share))),), voice),
    ]


def with_exposure(card: Card, promises: Promises, voice: Voice) -> Card:
    """Return the card of the meeting with what is still to be paid."""
    total = round(whole(promises)[TO_COME]["expected_fen"])
    said = voice.t("money.meeting.exposure", total=voice.texts.money_fen(total))
    return replace(card, lines=(*card.lines, Cell(said, drill=Drill(speech.PAGE, {"view": "exposure"}))))


def _list(promises: Promises, voice: Voice) -> Cell:
    """Return what the approved would get if all of them stayed, which opens the list of them."""
    found = promised.rows(promises.committed, Promised(), voice.policy)
    said = voice.t(
        "money.exposure.promised",
        amount=voice.texts.money_fen(int(found["amount_fen"].sum())),
        people=voice.texts.number(found.height),
    )
    return Cell(said, drill=promised.opens(Promised()))


def _card(name: str, fen: float, lines: tuple[Cell, ...], voice: Voice, drill: Drill | None = None) -> Card:
    return Card(
        id=name,
        name=voice.t(f"money.exposure.card.{name}"),
        sign=None,
        value=voice.texts.money_fen(round(fen)),
        measure="",
        lines=lines,
        drill=(drill or Drill(ASSUMPTIONS)) if round(fen) else None,
    )
