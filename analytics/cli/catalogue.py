"""`talent policy` and `talent coverage`: the rules as data, and what feeds them."""

import typer

from analytics import pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.session import Session
from analytics.cli.speech import told
from analytics.policy import coverage as map_of
from analytics.report import method
from analytics.report.voice import Voice


@app.command(help=told("policy"))
def policy(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,  # noqa: ARG001 - taken by every reading command; the catalogue is no record
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    rules, ledgers = pipeline.rulebook()
    if as_json:
        session.document(rules.to_json(as_of))
        return
    voice = Voice(rules, session.texts, ledgers)
    session.table(method.targets(voice))
    session.table(method.readings(rules.settled(), voice))


@app.command(help=told("coverage"))
def coverage(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,  # noqa: ARG001 - taken by every reading command; the catalogue is no record
    known_at: options.KnownAt = None,  # noqa: ARG001
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    rules, ledgers = pipeline.rulebook()
    if as_json:
        session.document(map_of(rules, ledgers).to_dicts())
        return
    session.table(method.coverage_map(Voice(rules, session.texts, ledgers)))
