"""`talent agenda`, `talent worklist`, `talent notes`: what the meeting decides, who works at what, who is told."""

from datetime import date
from typing import Any

import typer

from analytics import pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.scoreboard import evaluated
from analytics.cli.session import Session, day_of
from analytics.cli.speech import told
from analytics.decisions import Agenda
from analytics.pipeline import Opened, Results, UnknownNameError, deciding
from analytics.pipeline.deciding import Money, Standing
from analytics.report.decisions import document, followed, headline, items, notes, work
from analytics.report.table import Table
from analytics.report.voice import Voice


@app.command(help=told("agenda"))
def agenda(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
) -> None:
    session, opened, results = _begin(context, home, lang, as_of, as_json=as_json)
    accounts = pipeline.account(opened, as_of=results.as_of, is_audited=True)
    exposure = pipeline.exposure(accounts, opened.snapshot.batches())
    spending = pipeline.spending(accounts, exposure, opened.snapshot)
    found = Money.of(opened, accounts, spending, pipeline.costs(accounts, results.contributions))
    now = _standing(opened, results, found)
    priced = (
        pipeline.price_reading(opened, accounts, results, reading)
        for reading in deciding.unruled(opened.policy, results.as_of)
    )
    made = deciding.agenda(opened, results, now.followed, found, priced)
    if as_json:
        session.document(_document(made, now, results))
        return
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    past = followed.earlier(now.followed, now.meeting, now.as_of)
    shown = items.table(made, voice)
    day = {"day": voice.texts.date(results.as_of), "version": results.version}
    caption = voice.t("decisions.cli.agenda", title=headline.title(past, made.first.height, voice), **day)
    session.table(Table(caption, shown.columns, shown.rows))
    session.table(followed.table(past, voice))
    if results.is_demo:
        session.say("demonstration")


@app.command(help=told("worklist"))
def worklist(
    context: typer.Context,
    *,
    unit: options.Unit = None,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
) -> None:
    session, opened, results = _begin(context, home, lang, as_of, as_json=as_json)
    known = opened.policy.unit_by_name(unit) if unit else None
    chosen = unit if unit in {one.id for one in opened.policy.units} else known.id if known else None
    if unit and chosen is None:
        raise UnknownNameError("bureau", name=unit)
    now = _standing(opened, results)
    if as_json:
        rows = work.document(now.work, chosen)
        session.document({"as_of": results.as_of, "version": results.version, "work": rows})
        return
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    session.table(work.table(now.work, chosen, work.decided(now.followed, voice), voice))


@app.command("notes", help=told("notes"))
def notes_due(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
) -> None:
    session, opened, results = _begin(context, home, lang, as_of, as_json=as_json)
    now, voice = _standing(opened, results), Voice(opened.policy, session.texts, opened.ledgers)
    due = notes.notes(now.matters, now.issued, _titles(now), results.as_of, voice)
    if as_json:
        session.document({"as_of": results.as_of, "version": results.version, "notes": [_note(note) for note in due]})
        return
    session.write(notes.sentence(due, voice))
    for note in due:
        session.write(f"\n{note.sign.shape} {note.text}")


def _begin(
    context: typer.Context, home: Any, lang: Any, as_of: date | None, *, as_json: bool
) -> tuple[Session, Opened, Results]:
    session = Session.begin(context, home, lang, as_json=as_json)
    opened = session.house.open()
    return session, opened, evaluated(opened, as_of, None, None)


def _standing(opened: Opened, results: Results, found: Money | None = None) -> Standing:
    """Return what stands; of an earlier day what was told of it by the meeting that followed."""
    until = deciding.told_until(opened.policy, results.as_of, day_of(opened, None))
    corrected = deciding.corrections(opened, results, until=until)
    waiting = deciding.waiting_rows(opened)
    return deciding.standing(opened, results, waiting, until=until, found=found, corrected=corrected)


def _titles(now: Standing) -> dict[int, str]:
    return dict(now.followed.select("number", "title").iter_rows())


def _document(made: Agenda, now: Standing, results: Results) -> dict[str, Any]:
    """Return the items with their options, what became of decisions, and red tasks that nobody answers for."""
    return {
        "as_of": results.as_of,
        "version": results.version,
        "meeting": now.meeting,
        "items": document.agenda(made),
        "decisions": now.followed.to_dicts(),
        "red_without_decision": list(now.undecided),
    }


def _note(note: notes.Note) -> dict[str, Any]:
    return {
        "ref": note.ref, "unit_id": note.unit_id, "colour": note.colour, "reply_by": note.reply_by,
        "title": note.title, "text": note.text, "issued": note.issued,
    }  # fmt: skip
