"""The answer of the decisions page as a sentence, and its cards."""

from collections.abc import Sequence

import polars as pl

from analytics.report import signs
from analytics.report.board import BoardRow
from analytics.report.cards import Card
from analytics.report.decisions import speech
from analytics.report.signs import WARM
from analytics.report.table import Cell, Drill
from analytics.report.voice import Voice

NAMED = 3
_CORRECTION = "correction_overdue"


def title(earlier: pl.DataFrame, items: int | None, voice: Voice) -> str:
    """Return what became of earlier decisions, and how many items this meeting has (None: not known yet)."""
    total = earlier.height
    done, late = (earlier.filter(pl.col("state") == code).height for code in ("done", "overdue"))
    past = (
        voice.t("decisions.title.past", total=total, done=done, late=late) if total else voice.t("decisions.title.none")
    )
    if items is None:
        return voice.t("decisions.title.wait", past=past)
    return voice.t("decisions.title", past=past, items=items)


def cards(
    earlier: pl.DataFrame, undecided: Sequence[str], matters: pl.DataFrame, voice: Voice, stake: Cell | None = None
) -> list[Card]:
    """Return the decisions done and overdue, red tasks that nobody answers for, notes that are due, money at stake."""
    return [
        _done(earlier, voice),
        _late(earlier, matters, voice),
        undecided_card(undecided, voice),
        _notes(matters, voice),
        _stake(stake, voice),
    ]


def red_mark(rows: Sequence[BoardRow], undecided: Sequence[str], voice: Voice) -> Cell | None:
    """Return how many red tasks have no decision with owner and day, for the meeting board; None without red ones."""
    red = sum(row.sign.id == WARM[0] for row in rows)
    if not red:
        return None
    key = "decisions.red.some" if undecided else "decisions.red.none"
    tone = "bad" if undecided else "good"
    return Cell(voice.t(key, red=red, count=len(undecided)), drill=Drill(speech.PAGE), tone=tone)


def undecided_card(undecided: Sequence[str], voice: Voice) -> Card:
    """Return the card of the red tasks without a decision; it names them and each opens its item."""
    lines = tuple(
        Cell(voice.task(target), drill=Drill(speech.PAGE, {speech.ITEM: f"target:{target}"}))
        for target in undecided[:NAMED]
    )
    more = len(undecided) - len(lines)
    rest = (Cell(voice.t("decisions.more", count=more)),) if more > 0 else ()
    return Card(
        id="undecided",
        name=voice.t("decisions.card.undecided"),
        sign=signs.sign(voice, "behind" if undecided else "on_pace"),
        value=voice.texts.number(len(undecided)),
        measure=voice.t("decisions.card.undecided.measure"),
        lines=(*lines, *rest) or (Cell(voice.t("decisions.card.undecided.none")),),
    )


def _done(earlier: pl.DataFrame, voice: Voice) -> Card:
    done = earlier.filter(pl.col("state") == "done")
    moved = done.filter(pl.col("moved") == "better").height
    share = done.height / earlier.height if earlier.height else None
    return Card(
        id="done",
        name=voice.t("decisions.card.done"),
        sign=speech.state("done", voice) if earlier.height else None,
        value=voice.texts.number(done.height),
        measure=voice.t("decisions.card.of", total=earlier.height),
        lines=(Cell(voice.t("decisions.card.done.moved", count=moved)),),
        share=share,
        alt=voice.t("decisions.card.done.alt", done=done.height, total=earlier.height),
    )


def _late(earlier: pl.DataFrame, matters: pl.DataFrame, voice: Voice) -> Card:
    late = earlier.filter(pl.col("state") == "overdue")
    names = [speech.owner(unit, voice) for unit in late["unit_id"].unique(maintain_order=True)]
    said = voice.listing(names[:NAMED]) if names else voice.t("decisions.card.late.none")
    wrong = matters.filter(pl.col("why") == _CORRECTION).height
    corrections = Cell(
        voice.t("decisions.card.late.corrections", count=wrong), drill=Drill(speech.PAGE, {speech.VIEW: "notes"})
    )
    return Card(
        id="late",
        name=voice.t("decisions.card.late"),
        sign=speech.state("kept" if late["is_reached"].fill_null(value=False).all() else "overdue", voice)
        if names
        else None,
        value=voice.texts.number(late.height),
        measure=voice.t("decisions.card.of", total=earlier.height),
        lines=(Cell(said), corrections) if wrong else (Cell(said),),
    )


def _notes(matters: pl.DataFrame, voice: Voice) -> Card:
    notes = matters.select("unit_id", "colour").unique()
    opens = Drill(speech.PAGE, {speech.VIEW: "notes"})
    lines = tuple(
        Cell(
            voice.t(
                "decisions.card.notes.of",
                shape=colour.shape,
                word=voice.t(f"decisions.colour.{colour.id}"),
                count=count,
            ),
            drill=opens,
        )
        for colour in reversed(voice.policy.agenda.colours)
        if (count := notes.filter(pl.col("colour") == colour.id).height)
    )
    return Card(
        id="notes",
        name=voice.t("decisions.card.notes"),
        sign=None,
        value=voice.texts.number(notes.height),
        measure=voice.t("decisions.card.notes.measure", units=notes["unit_id"].n_unique()),
        lines=lines or (Cell(voice.t("decisions.card.notes.none")),),
        drill=opens if lines else None,
    )


def _stake(stake: Cell | None, voice: Voice) -> Card:
    return Card(
        id="stake",
        name=voice.t("decisions.card.stake"),
        sign=None,
        value=stake.text if stake else voice.t("value.dash"),
        measure="",
        lines=(Cell(voice.t("decisions.card.stake.line" if stake else "money.meeting.wait")),),
    )
