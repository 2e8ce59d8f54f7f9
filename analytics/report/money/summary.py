"""The answer of the money page as a sentence, and its cards."""

from analytics.report import signs
from analytics.report.cards import Card
from analytics.report.money import rows, speech
from analytics.report.money.books import OWED, Books, Sums, sums
from analytics.report.money.rows import Question
from analytics.report.signs import WARM, Sign
from analytics.report.table import Cell, Drill
from analytics.report.voice import Voice


def headline(found: Sums, voice: Voice) -> str:
    """Return paid, owed, who waits and how long the oldest has waited."""
    texts = voice.texts
    if not (found.due or found.approved or found.paid):
        return voice.t("money.headline.nothing")
    if not found.people:
        return voice.t("money.headline.settled", paid=texts.money_fen(found.paid))
    return voice.t(
        "money.headline",
        paid=texts.money_fen(found.paid),
        owed=texts.money_fen(found.owed),
        people=texts.number(found.people),
        months=texts.number(found.months),
    )


def cards(books: Books, voice: Voice, benefit: str | None = None) -> list[Card]:
    """Return due, approved, paid, owed, people who wait and the oldest claim; each opens its rows."""
    found = sums(books, benefit)
    light = sign(books, found, voice)
    shares = {
        rows.APPROVED: _share("money.of.due", found.approved, found.due, voice),
        rows.PAID: _share("money.of.approved", found.paid, found.approved, voice),
        OWED: _share("money.of.approved", found.owed, found.approved, voice),
    }
    amounts = {rows.DUE: found.due, rows.APPROVED: found.approved, rows.PAID: found.paid, OWED: found.owed}
    made = [
        Card(
            id=name,
            name=voice.t(f"money.card.{name}"),
            sign=light if name == OWED else None,
            value=voice.texts.money_fen(fen),
            measure="",
            lines=(Cell(shares.get(name, voice.t("money.card.due.line"))),),
            drill=speech.opens(Question(name, benefit)) if fen else None,
        )
        for name, fen in amounts.items()
    ]
    return [*made, _people(found, light, benefit, voice), _oldest(found, light, benefit, voice)]


def meeting_card(books: Books, voice: Voice) -> Card:
    """Return the card of the meeting: what of this year's due is paid, what is owed, and how many wait."""
    year, found = books.as_of.year, sums(books)
    now, texts = sums(books, year=year), voice.texts
    share = now.paid / now.due if now.due else 0.0
    owed = Cell(voice.t("money.meeting.owed", owed=texts.money_fen(found.owed)), drill=Drill(speech.PAGE))
    settled = Cell(voice.t("money.card.oldest.none"), drill=Drill(speech.PAGE))
    people = voice.t("money.meeting.people", people=texts.number(found.people))
    return Card(
        id="money",
        name=voice.t("money.meeting.name"),
        sign=sign(books, found, voice),
        value=texts.money_fen(now.paid),
        measure=voice.t("money.meeting.of", due=texts.money_fen(now.due)),
        lines=(owed, Cell(people, drill=speech.opens(Question(OWED)))) if found.people else (settled,),
        drill=speech.opens(Question(rows.PAID, year=year)),
        share=share,
        alt=voice.t("money.meeting.alt", share=texts.pct(share)),
    )


def meeting_wait(voice: Voice) -> Card:
    """Return the card of the meeting before its figures are there."""
    return Card(
        id="money",
        name=voice.t("money.meeting.name"),
        sign=None,
        value=voice.t("value.dash"),
        measure="",
        lines=(Cell(voice.t("money.meeting.wait")),),
        drill=Drill(speech.PAGE),
    )


def sign(books: Books, found: Sums, voice: Voice) -> Sign:
    """Return behind where anything is owed in the oldest class, slightly behind where anything is owed at all."""
    status = (
        "on_pace" if not found.people else WARM[0] if found.months >= books.policy.arrears.ages[-1].start else WARM[1]
    )
    return signs.sign(voice, status)


def _people(found: Sums, light: Sign, benefit: str | None, voice: Voice) -> Card:
    line = voice.t("money.card.people.line", average=voice.texts.money_fen(found.owed // max(found.people, 1)))
    return Card(
        id="people",
        name=voice.t("money.card.people"),
        sign=light,
        value=voice.texts.number(found.people),
        measure=voice.t("money.card.people.unit"),
        lines=(Cell(line),),
        drill=speech.opens(Question(OWED, benefit)) if found.people else None,
    )


def _oldest(found: Sums, light: Sign, benefit: str | None, voice: Voice) -> Card:
    if found.oldest is None:
        line = voice.t("money.card.oldest.none")
        return Card("oldest", voice.t("money.card.oldest"), light, voice.t("value.dash"), "", (Cell(line),))
    return Card(
        id="oldest",
        name=voice.t("money.card.oldest"),
        sign=light,
        value=voice.texts.number(found.months),
        measure=voice.t("money.card.oldest.unit"),
        lines=(Cell(voice.t("money.since", day=voice.texts.date(found.oldest))),),
        drill=speech.opens(Question(OWED, benefit, since=found.oldest)),
    )


def _share(key: str, part: int, whole: int, voice: Voice) -> str:
    return voice.t(key, share=voice.texts.pct(part / whole) if whole else voice.t("value.dash"))
