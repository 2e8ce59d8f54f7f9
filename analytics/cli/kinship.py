"""`talent links`: rows taken for a known person's, pairs that may be one and the same, and what a person rules."""

from typing import Annotated

import typer

from analytics import clock
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.session import FOUND, Session
from analytics.cli.speech import told
from analytics.identity import Verdict
from analytics.report import links as said
from analytics.report.voice import Voice

links = typer.Typer(help=told("links"), invoke_without_command=True)
app.add_typer(links, name="links")


@links.callback()
def listed(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
) -> None:
    if context.invoked_subcommand:
        return
    session = Session.begin(context, home, lang, as_json=as_json)
    opened = session.house.open()
    found, queue = session.house.links(), session.house.link_queue()
    if as_json:
        shown = queue.drop("left_key", "right_key").to_dicts()
        session.document({"links": found.drop("person_key").to_dicts(), "queue": shown})
    else:
        voice = Voice(opened.policy, session.texts, opened.ledgers)
        session.table(said.links(found, voice))
        session.table(said.queue(queue, voice))
    if "open" in queue["status"]:
        raise typer.Exit(FOUND)


@links.command(help=told("links_rule"))
def rule(
    context: typer.Context,
    pair: Annotated[int, typer.Argument(metavar="PAIR", help=told("links_pair"), show_default=False)],
    verdict: Annotated[
        Verdict, typer.Argument(metavar="same|different|open", help=told("links_verdict"), show_default=False)
    ],
    *,
    reason: options.Reason,
    by: options.By,
    home: options.Home = None,
    lang: options.Language = None,
) -> None:
    session = Session.begin(context, home, lang)
    version = session.house.rule_link(pair, verdict, by=by, reason=reason, at=clock.now())
    verdict_told = session.texts.t(f"links.status.{verdict}")
    session.say("link_ruled", pair=pair, verdict=verdict_told, version=version)
