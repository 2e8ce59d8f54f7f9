"""`talent disagreements` and `talent rule`: what bureaus state differently, and who holds."""

from typing import Annotated

import typer

from analytics import clock
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.session import FOUND, WRONG_USE, Session
from analytics.cli.speech import told
from analytics.identity.rulings import Ruling
from analytics.report import disagreements as said
from analytics.report.disagreements import Matter
from analytics.report.voice import Voice


@app.command(help=told("disagreements"))
def disagreements(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    known_at: options.KnownAt = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    opened = session.house.open()
    found = session.house.disagreements(known_at)
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    matters = said.matters(found, opened.vault, voice)
    if as_json:
        session.document([_document(matter) for matter in matters])
    else:
        session.table(said.table(matters, voice))
    if any(matter.ruling is None for matter in matters):
        raise typer.Exit(FOUND)


def _document(matter: Matter) -> dict[str, object]:
    statements = [
        {"unit": item.unit_id, "value": item.value, "batch_id": item.batch_id, "holds": item.holds}
        for item in matter.statements
    ]
    named = {"matter": matter.code, "disagreement": matter.disagreement, "person": matter.subject}
    return {**named, "about": matter.about, "statements": statements, "ruling": matter.ruling}


@app.command(help=told("rule"))
def rule(
    context: typer.Context,
    matter: Annotated[str, typer.Argument(metavar="MATTER", help=told("matter"), show_default=False)],
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=told("holds"), show_default=False)],
    *,
    reason: options.Reason,
    by: options.By,
    home: options.Home = None,
    lang: options.Language = None,
) -> None:
    session = Session.begin(context, home, lang)
    opened = session.house.open()
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    known = {item.code: item for item in said.matters(session.house.disagreements(), opened.vault, voice)}
    if matter not in known:
        session.say("no_matter", matter=matter)
        raise typer.Exit(WRONG_USE)
    named = opened.policy.unit_by_name(unit)
    stated = {item.unit_id: item.value for item in known[matter].statements}
    chosen = unit if unit in stated else named.id if named else unit
    if chosen not in stated:
        session.say("not_stated", unit=unit)
        raise typer.Exit(WRONG_USE)
    about = known[matter]
    ruling = Ruling(about.disagreement, about.person_key, about.about, chosen, stated[chosen], reason, by)
    session.house.rule(ruling, clock.now())
    session.say("ruled", matter=about.title, unit=voice.unit(chosen))
