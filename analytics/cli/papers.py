"""`talent template` and `talent return`: the official forms, and a bureau's own file with what it has to correct."""

import getpass
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from analytics import clock, house, pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.session import WRONG_USE, Session
from analytics.cli.speech import told
from analytics.report.returning import NothingToReturn

#: The longest number of a batch; anything longer is the hash of a file.
_BATCH_DIGITS = 7


@app.command(help=told("template"))
def template(
    context: typer.Context,
    ledgers: Annotated[list[str] | None, typer.Argument(metavar="LEDGER...", help=told("template_ledger"))] = None,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=told("out_folder"))] = Path(),
    every: Annotated[bool, typer.Option("--all", help=told("template_all"))] = False,
    period: Annotated[str | None, typer.Option("--period", metavar="PERIOD", help=told("template_period"))] = None,
    lang: options.Language = None,
    as_json: options.Json = False,
) -> None:
    session = Session.begin(context, None, lang, as_json=as_json)
    wanted = list(pipeline.rulebook()[1]) if every else ledgers or []
    if not wanted:
        raise typer.BadParameter(told("template_none"))
    made = clock.today()
    try:
        forms = [pipeline.template_bytes(name, period=period, lang=session.texts.lang, made=made) for name in wanted]
    except ValueError as error:
        raise typer.BadParameter(told("bad_period")) from error
    out.mkdir(parents=True, exist_ok=True)
    for name, data in forms:
        (out / name).write_bytes(data)
    written = {ledger: str(out / name) for ledger, (name, _) in zip(wanted, forms, strict=True)}
    if as_json:
        session.document(written)
        return
    for path in written.values():
        typer.echo(path)


@app.command("return", help=told("return"))
def give_back(
    context: typer.Context,
    batch: Annotated[str, typer.Argument(metavar="BATCH", help=told("return_batch"), show_default=False)],
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=told("return_out"))] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help=told("return_name"))] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help=told("return_by"))] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=told("reason"))] = None,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    reference = int(batch) if batch.isdigit() and len(batch) <= _BATCH_DIGITS else batch.lower()
    try:
        file_name, data = session.house.returned(
            reference,
            at=clock.now(),
            viewer=by or getpass.getuser(),
            reason=reason or session.texts.t("returned.reason"),
            name=name,
            lang=session.texts.lang,
        )
    except NothingToReturn as error:
        typer.echo(error.sentence(session.texts), err=True)
        raise typer.Exit(WRONG_USE) from error
    path = out or _folder(session.home) / file_name
    path.write_bytes(data)
    if as_json:
        session.document({"batch": batch, "file": str(path)})
        return
    session.say("returned", file=path)


def _folder(home: Path) -> Path:
    """Return where a file with names and numbers goes: the working folder, but never the house or the code."""
    here = Path.cwd()
    is_kept = any(here.is_relative_to(place) for place in (home, house.ROOT))
    return Path(tempfile.gettempdir()) if is_kept else here
