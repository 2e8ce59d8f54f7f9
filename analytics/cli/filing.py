"""`talent import`, `talent batches`, `talent revoke`: files in, what came of them, and out again."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from analytics import clock
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.progress_bar import bar
from analytics.cli.session import FOUND, Session
from analytics.cli.speech import told
from analytics.intake import FileOutcome
from analytics.report import batches as filed
from analytics.report.voice import Voice


@app.command("import", help=told("import"))
def take_in(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=told("files"), show_default=False)],
    *,
    bureau: Annotated[str | None, typer.Option("--bureau", metavar="UNIT", help=told("bureau"))] = None,
    ledger: Annotated[str | None, typer.Option("--ledger", metavar="LEDGER", help=told("ledger"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=told("dry_run"))] = False,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    with bar(session.texts) as progress:
        report = session.house.take_in(
            files,
            at=clock.now(),
            bureau=bureau,
            ledger=ledger,
            dry_run=dry_run,
            progress=progress,
            lang=session.texts.lang,
        )
    if as_json:
        session.document(report.to_json())
    else:
        for file in report.files:
            for line in _lines(file, session):
                typer.echo(line)
    if not report.is_clean:
        raise typer.Exit(FOUND)


def _lines(file: FileOutcome, session: Session) -> Iterator[str]:
    """Word what became of a file: one line for it, one for each sheet, row set aside and warning."""
    t = session.texts.t
    yield t("cli.import.file", file=file.file, message=file.message)
    for sheet in file.sheets:
        counts = {"accepted": len(sheet.accepted_rows), "quarantined": len(sheet.quarantined_rows)}
        yield t("cli.import.sheet", sheet=sheet.sheet, ledger=sheet.ledger, **counts)
        for row in sheet.quarantined_rows:
            yield t("cli.import.row", row=row.row, message=row.message, fix=row.fix)
        for warned in sheet.warnings:
            yield t("cli.import.warning", message=warned.message)


@app.command(help=told("batches"))
def batches(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    opened = session.house.open()
    found = _known(opened.snapshot.batches(), as_of, known_at)
    sheets = opened.snapshot.sheets(known_at)
    if as_json:
        told = sheets.drop("file_name", "received_at", "recorded_at").group_by("batch_id")
        by_batch = {batch: part.drop("batch_id").to_dicts() for (batch,), part in told}
        rows = found.iter_rows(named=True)
        session.document([{**row, "sheets": by_batch.get(row["batch_id"], [])} for row in rows])
        return
    session.table(filed.batches(found, sheets, Voice(opened.policy, session.texts, opened.ledgers)))


def _known(found: pl.DataFrame, as_of: date | None, known_at: datetime | None) -> pl.DataFrame:
    """Return the batches received on or before `as_of` and recorded by `known_at`; a later revocation is not known."""
    if as_of is not None:
        found = found.filter(pl.col("received_at").dt.date() <= as_of)
    if known_at is None:
        return found
    is_known = pl.when(pl.col("revoked_at") <= known_at).then(pl.col("revoked_at"))
    return found.filter(pl.col("recorded_at") <= known_at).with_columns(is_known.alias("revoked_at"))


@app.command(help=told("revoke"))
def revoke(
    context: typer.Context,
    batch: Annotated[int, typer.Argument(metavar="BATCH", help=told("batch"), show_default=False)],
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    at = clock.now()
    version = session.house.revoke(batch, at)
    if as_json:
        document: dict[str, Any] = {"batch_id": batch, "revoked_at": at.isoformat(), "version": version}
        session.document(document)
        return
    session.say("revoked", batch=batch, version=version)
