"""`talent audit`, `talent case`, `talent check-batch`: what the rules find, what became of it, what a batch holds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from analytics import clock, pipeline
from analytics.audit import Audit
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.session import FOUND, WRONG_USE, Session, day_of
from analytics.cli.speech import told
from analytics.pipeline import Accounts, Checked, House, Matter, Opened
from analytics.report.integrity import batches, summary
from analytics.report.integrity import findings as found_in
from analytics.report.integrity.listing import state_name
from analytics.report.integrity.speech import owner as owner_name
from analytics.report.records_view import Sources
from analytics.report.voice import Voice

_FINDING = (
    "finding_id", "kind", "standing", "persons", "employer_id", "benefit_id", "from_month", "to_month", "unit_id",
    "town", "record_ids", "state", "owner",
)  # fmt: skip


@app.command(help=told("audit"))
def audit(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    reading: options.Readings = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    house = session.house
    opened = house.open()
    chosen = {item.reading: item.option for item in reading or ()}
    accounts = pipeline.account(
        opened, as_of=day_of(opened, as_of), known_at=known_at, readings=chosen, is_audited=True
    )
    found = _with_cases(accounts.audit, house)
    if as_json:
        session.document(_document(found, accounts))
    else:
        voice = Voice(opened.policy, session.texts, opened.ledgers)
        typer.echo(summary.headline(found, voice))
        session.table(summary.rules(found, voice))
    if found.height:
        raise typer.Exit(FOUND)


@app.command(help=told("case"))
def case(
    context: typer.Context,
    finding: Annotated[str, typer.Argument(metavar="FINDING", help=told("case_finding"), show_default=False)],
    state: Annotated[str, typer.Argument(metavar="STATE", help=told("case_state"), show_default=False)],
    *,
    by: options.By,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=told("note"))],
    owner: Annotated[str | None, typer.Option("--owner", metavar="UNIT", help=told("owner"))] = None,
    home: options.Home = None,
    lang: options.Language = None,
) -> None:
    session = Session.begin(context, home, lang)
    house = session.house
    opened = house.open()
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    matter = _known_case(house, finding) or _found_today(opened, finding)
    if matter is None:
        session.say("no_finding", finding=finding)
        raise typer.Exit(WRONG_USE)
    unit = opened.policy.unit_by_name(owner)
    house.move_case(matter, state, note=note, by=by, at=clock.now(), owner=unit.id if unit else owner)
    last = house.case_history(finding).row(-1, named=True)
    shown = {"state": state_name(last["state"], voice), "owner": owner_name(last["owner"], voice)}
    session.say("case_moved", finding=finding, **shown)


@app.command("check-batch", help=told("check_batch"))
def check_batch(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="BATCH|FILE", help=told("check_what"), show_default=False)],
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    house = session.house
    opened = house.open()
    accounts = pipeline.account(opened, as_of=day_of(opened, as_of))
    checked = _checked(what, accounts, house, session)
    if checked is None:
        session.say("no_payments", what=what)
        raise typer.Exit(WRONG_USE)
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    if as_json:
        rows = {"rows": checked.rows.height, "yuan": checked.fen / 100}
        session.document(rows | _document(_with_cases(checked.audit, house), accounts))
    else:
        typer.echo(batches.sentence(what, checked, voice))
        session.table(batches.table(checked, Sources(opened.snapshot, opened.vault), None, voice))
    if checked.audit.findings.height:
        raise typer.Exit(FOUND)


def _checked(what: str, accounts: Accounts, house: House, session: Session) -> Checked | None:
    """Return what is found in a stored batch, or in a file that is only looked at."""
    if what.isdecimal():
        return pipeline.check_batch(accounts, int(what))
    (found,) = house.preview([Path(what)], lang=session.texts.lang)
    known = found.outcome.batch_id
    return pipeline.check_file(accounts, found) if known is None else pipeline.check_batch(accounts, known)


def _with_cases(found: Audit, house: House) -> pl.DataFrame:
    shown = found_in.told(found)
    return found_in.with_cases(shown, house.cases(shown["finding_id"].to_list()))


def _document(found: pl.DataFrame, accounts: Accounts) -> dict[str, Any]:
    """Return sums in yuan and the findings by rule; persons by their keys."""
    sums = dict(found.group_by("standing").agg(pl.col("counted_fen").sum()).iter_rows())
    whole = {f"{name}_yuan": sums.get(name, 0) / 100 for name in found_in.STANDINGS}
    rules = [
        {
            "rule": rule.number,
            "title": rule.title.model_dump(),
            "articles": rule.articles,
            "findings": [_finding(item) for item in found.filter(rule=rule.number).iter_rows(named=True)],
        }
        for rule in accounts.policy.integrity.rules
    ]
    return {"as_of": accounts.as_of, "version": accounts.version, **whole, "rules": rules}


def _finding(item: Mapping[str, Any]) -> dict[str, Any]:
    money = {"amount": "amount_fen", "counted": "counted_fen", "stake": "stake_fen"}
    return {name: item[name] for name in _FINDING} | {f"{name}_yuan": item[fen] / 100 for name, fen in money.items()}


def _known_case(house: House, finding: str) -> Matter | None:
    told_of = house.case_history(finding)
    return _matter(told_of.row(0, named=True)) if told_of.height else None


def _found_today(opened: Opened, finding: str) -> Matter | None:
    found = pipeline.account(opened, as_of=day_of(opened, None), is_audited=True).audit.findings.filter(
        finding_id=finding
    )
    return _matter(found.row(0, named=True)) if found.height else None


def _matter(item: Mapping[str, Any]) -> Matter:
    return Matter(item["finding_id"], item["rule"], item["kind"], item["amount_fen"])
