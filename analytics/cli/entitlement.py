"""`talent due`: what everybody is due, as pay spells; and of one person everything behind it."""

import getpass
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from analytics import clock, pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.session import WRONG_USE, Session, day_of
from analytics.cli.speech import told
from analytics.pipeline import Accounts, Opened, PersonFile
from analytics.report.person import balance, card, timeline, why, words
from analytics.report.records_view import Sources
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

_SPELLS = (
    "person_key", "benefit_id", "from_month", "to_month", "amount_fen_per_month", "rule", "reason", "beneficiary",
    "employer_id",
)  # fmt: skip
_TOTALS = ("benefit", "people", "spells", "amount")


@app.command(help=told("due"))
def due(
    context: typer.Context,
    *,
    person: Annotated[str | None, typer.Option("--person", metavar="KEY", help=told("due_person"))] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.parquet", help=told("due_out"))] = None,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    reading: options.Readings = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    opened = session.house.open()
    chosen = {item.reading: item.option for item in reading or ()}
    asked = {"as_of": day_of(opened, as_of), "known_at": known_at, "readings": chosen}
    if person is not None:
        _one(session, opened, pipeline.account(opened, **asked), person, out)
        return
    spells = _spells(pipeline.dues(opened, **asked).due)
    if out is not None:
        _write(session, spells, out)
    elif as_json:
        session.document(spells.to_dicts())
    else:
        session.table(_totals(spells, Voice(opened.policy, session.texts, opened.ledgers)))


def _spells(found: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of what is due, in order of person, benefit and month; a lump sum has one month."""
    spells = found.with_columns(amount_fen_per_month="amount_fen").select(_SPELLS)
    return spells.sort("person_key", "benefit_id", "from_month", "beneficiary", nulls_last=True, maintain_order=True)


def _write(session: Session, spells: pl.DataFrame, out: Path) -> None:
    spells.write_parquet(out)
    if session.as_json:
        session.document({"file": str(out), "rows": spells.height})
    else:
        session.say("due.written", file=out, rows=session.texts.number(spells.height))


def _one(session: Session, opened: Opened, accounts: Accounts, key: str, out: Path | None) -> None:
    """Tell everything about one person; that somebody looked is in the access log."""
    if not pipeline.is_known(accounts, key):
        session.say("due.unknown", person=key)
        raise typer.Exit(WRONG_USE)
    opened.vault.log_access(clock.now(), viewer=getpass.getuser(), action="open", reason="due", subjects=[key])
    file = pipeline.person_file(accounts, key)
    if out is not None:
        _write(session, _spells(pl.concat([file.due, file.others])), out)
        return
    voice = Voice(accounts.policy, session.texts, opened.ledgers)
    if session.as_json:
        session.document(_document(file, accounts, voice))
        return
    whole = card.card(file, accounts.readings, accounts.audit.findings, Sources(opened.snapshot, opened.vault), voice)
    typer.echo(whole.title)
    for sentence in whole.coming:
        typer.echo(sentence)
    for table in (*whole.tables.values(), whole.strip.table):
        session.table(table)


def _document(file: PersonFile, accounts: Accounts, voice: Voice) -> dict[str, Any]:
    """Return the whole trace; amounts are in fen, and the sentences in the language of the command."""
    trace = file.trace
    steps = [{**row, "said": words.answer(row, voice)} for row in trace.steps.iter_rows(named=True)]
    refused = [{**row, "said": words.refusal(row, voice)} for row in file.refused.iter_rows(named=True)]
    return {
        "person_key": file.key,
        "as_of": file.as_of,
        "known_at": accounts.known_at,
        "version": accounts.version,
        "is_demo": accounts.is_demo,
        "readings": dict(accounts.readings),
        "said": card.sentence(trace, balance.sums(file), voice),
        "due": _spells(pl.concat([file.due, file.others])).to_dicts(),
        "months": timeline.known(file).to_dicts(),
        "levels": trace.levels.to_dicts(),
        "steps": steps,
        "clock": {"used": trace.clock_used, "limit": trace.clock_limit},
        "coming": trace.coming.to_dicts(),
        "coming_said": list(why.coming(trace, voice)),
        "suppressed": file.suppressed.to_dicts(),
        "refused": refused,
        "balance": balance.by_benefit(file).rename({side: f"{side}_fen" for side in balance.SIDES}).to_dicts(),
    }


def _totals(spells: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per benefit: people, pay spells and money up to the day."""
    months = (
        (pl.col("to_month").dt.year() - pl.col("from_month").dt.year()) * 12
        + pl.col("to_month").dt.month().cast(pl.Int32) - pl.col("from_month").dt.month().cast(pl.Int32) + 1
    )  # fmt: skip
    sums = spells.group_by("benefit_id").agg(
        people=pl.col("beneficiary").n_unique(), spells=pl.len(), fen=(pl.col("amount_fen_per_month") * months).sum()
    )
    columns = tuple(Column(n, voice.t(f"cli.due.{n}"), "left" if n == "benefit" else "right") for n in _TOTALS)
    made = tuple(
        (
            Cell(words.benefit(benefit, voice)),
            Cell(voice.texts.number(people)),
            Cell(voice.texts.number(count)),
            Cell(words.yuan(fen, voice)),
        )
        for benefit, people, count, fen in sums.sort("benefit_id").iter_rows()
    )
    total = words.yuan(int(sums["fen"].sum()), voice)
    return Table(voice.t("cli.due.title", count=voice.texts.number(spells.height), amount=total), columns, made)
