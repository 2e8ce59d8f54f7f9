"""`talent readings` and `talent ruling`: what the text leaves open, what each option costs, and what was decided."""

from datetime import date
from typing import Annotated, Any

import typer

from analytics import clock, pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.session import Session, day_of
from analytics.cli.speech import told
from analytics.entitlement import prices
from analytics.pipeline import Accounts, Opened, OptionPrice, ReadingPrice, ReadingRuling
from analytics.report import readings as register
from analytics.report.voice import Voice

_TARGET = ("id", "unit", "actual", "actual_then", "target", "target_then", "status", "status_then")


@app.command(help=told("readings"))
def readings(
    context: typer.Context,
    *,
    price: Annotated[bool, typer.Option("--price/--no-price", help=told("readings_price"))] = True,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    opened = session.house.open()
    day = day_of(opened, as_of)
    accounts = pipeline.account(opened, as_of=day, known_at=known_at)
    priced = {item.reading: item for item in _priced(opened, accounts)} if price else {}
    if as_json:
        session.document(
            [_document(reading.id, accounts, priced.get(reading.id)) for reading in opened.policy.readings]
        )
        return
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    session.table(register.register(accounts.policy, accounts.readings, day, priced, voice))


@app.command(help=told("ruling"))
def ruling(
    context: typer.Context,
    reading: Annotated[str, typer.Argument(metavar="READING", help=told("ruling_reading"), show_default=False)],
    option: Annotated[str, typer.Argument(metavar="OPTION", help=told("ruling_option"), show_default=False)],
    *,
    since: Annotated[date, typer.Option("--from", metavar="DATE", help=told("ruling_from"), parser=options.day)],
    meeting: Annotated[str, typer.Option("--meeting", metavar="TEXT", help=told("meeting"))],
    by: options.By,
    home: options.Home = None,
    lang: options.Language = None,
) -> None:
    session = Session.begin(context, home, lang)
    house = session.house
    version = house.rule_reading(ReadingRuling(reading, option, since, meeting, by, clock.now()))
    label = session.texts.pick(house.open().policy.reading(reading).option(option).label)
    session.say("reading_ruled", reading=reading, day=session.texts.date(since), option=label, version=version)


def _priced(opened: Opened, accounts: Accounts) -> list[ReadingPrice]:
    results = pipeline.evaluate(
        opened.snapshot,
        accounts.policy,
        opened.ledgers,
        as_of=accounts.as_of,
        known_at=accounts.known_at,
        readings=accounts.readings,
    )
    return list(pipeline.prices_of_all(opened, accounts, results))


def _document(reading_id: str, accounts: Accounts, priced: ReadingPrice | None) -> dict[str, Any]:
    reading = accounts.policy.reading(reading_id)
    rulings = [{"from": row.valid_from, "option": row.option, "meeting": row.source} for row in reading.rulings]
    named = {"id": reading.id, "question": reading.question.model_dump(), "articles": reading.articles}
    options_of = {option.code: option.label.model_dump() for option in reading.options}
    prices_of = [_option(item, accounts) for item in priced.options] if priced else None
    in_force = {"in_force": accounts.readings[reading.id], "default": reading.default, "rulings": rulings}
    return named | in_force | {"options": options_of, "prices": prices_of}


def _option(item: OptionPrice, accounts: Accounts) -> dict[str, Any]:
    money = targets = None
    if item.changes is not None:
        found = prices.price(item.changes, register.leads(accounts.policy))
        money = [
            {
                "unit": row["unit_id"],
                "gaining": row["gaining"],
                "losing": row["losing"],
                "gained_yuan": row["gained_fen"] / 100,
                "lost_yuan": row["lost_fen"] / 100,
            }
            for row in found.iter_rows(named=True)
        ]
    if item.targets is not None:
        targets = item.targets.select(_TARGET).to_dicts()
    return {"option": item.option, "money": money, "targets": targets}
