"""`talent demo`, `talent verify`, `talent serve`: a home made, proved whole, and shown."""

import os
import subprocess
import sys
from datetime import date
from typing import Annotated

import typer

from analytics import house, pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.options import day
from analytics.cli.progress_bar import bar
from analytics.cli.session import DONE, FOUND, Session
from analytics.cli.speech import told

_SERVER = "serve.py"


@app.command(help=told("demo"))
def demo(
    context: typer.Context,
    *,
    persons: Annotated[int | None, typer.Option("--persons", metavar="N", help=told("persons"), min=1)] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help=told("seed"), min=0)] = 1,
    as_of: Annotated[date | None, typer.Option("--as-of", metavar="DATE", help=told("demo_day"), parser=day)] = None,
    if_absent: Annotated[bool, typer.Option("--if-absent", help=told("if_absent"))] = False,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    if if_absent and session.house.store.exists():
        session.say("demo.there", home=session.home)
        return
    try:
        with bar(session.texts) as progress:
            built = pipeline.demonstrate(session.home, persons=persons, seed=seed, as_of=as_of, progress=progress)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if as_json:
        report = {"persons": built.persons, "as_of": built.as_of, "seed": seed, "files": len(built.report.files)}
        session.document({"home": str(built.home), **report})
    counts = {"persons": session.texts.number(built.persons), "files": session.texts.number(len(built.report.files))}
    session.say("demo.built", home=built.home, day=session.texts.date(built.as_of), **counts)


@app.command(help=told("verify"))
def verify(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    findings = session.house.verify()
    if as_json:
        worded = [(finding, finding.sentence(session.texts)) for finding in findings]
        session.document([{"check": f.check, "message": message, "values": f.values} for f, message in worded])
    else:
        for finding in findings:
            typer.echo(finding.sentence(session.texts))
        session.say("verify.found" if findings else "verify.whole", count=len(findings))
    raise typer.Exit(FOUND if findings else DONE)


@app.command(help=told("serve"))
def serve(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Option("--host", help=told("host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=told("port"), min=1, max=65535)] = 8501,
    home: options.Home = None,
    lang: options.Language = None,
) -> None:
    session = Session.begin(context, home, lang)
    session.house.open()
    session.say("serving", address=f"http://{host}:{port}", home=session.home)
    command = [sys.executable, str(house.ROOT / _SERVER), "--host", host, "--port", str(port)]
    environment = os.environ | {house.HOME_VARIABLE: str(session.home)}
    raise typer.Exit(_become(command, environment))


def _become(command: list[str], environment: dict[str, str]) -> int:
    """Be replaced by the command, so that signals reach it; Windows knows no such thing and waits for it."""
    if os.name == "posix":
        sys.stderr.flush()
        os.execve(command[0], command, environment)  # noqa: S606 - our own server, no shell
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own server, no shell
