"""`talent assumptions`, `talent assume` and `talent backtest`: what spending to come rests on, and how good it was,
with the forecasts of the targets."""

from typing import Annotated

import typer

from analytics import clock, pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.session import WRONG_USE, Session, day_of
from analytics.cli.speech import told
from analytics.pipeline import AssumptionSetting, Opened, TargetBacktest
from analytics.report.forecast import tested
from analytics.report.forecast.tested import Tried
from analytics.report.money import assumptions as shown
from analytics.report.voice import Voice


@app.command(help=told("assumptions"))
def assumptions(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    opened = session.house.open()
    accounts = pipeline.account(opened, as_of=day_of(opened, as_of))
    estimates = pipeline.exposure(accounts, opened.snapshot.batches()).estimates
    register = opened.policy.assumptions
    if as_json:
        items = [item.model_dump(mode="json") | {"is_set": item.is_set} for item in register.assumptions]
        ratings = [rating.model_dump(mode="json") for rating in register.ratings]
        session.document({"assumptions": items, "estimates": estimates.to_dicts(), "ratings": ratings})
        return
    session.table(shown.register(register.assumptions, estimates, Voice(opened.policy, session.texts, opened.ledgers)))


@app.command(help=told("assume"))
def assume(
    context: typer.Context,
    assumption: Annotated[str, typer.Argument(metavar="ID", help=told("assume_id"), show_default=False)],
    value: Annotated[
        float | None, typer.Argument(metavar="VALUE", help=told("assume_value"), show_default=False)
    ] = None,
    *,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help=told("because"), show_default=False)],
    by: options.By,
    home: options.Home = None,
    lang: options.Language = None,
) -> None:
    session = Session.begin(context, home, lang)
    house, because, by = session.house, because.strip(), by.strip()
    _check(session, house.open(), assumption, value, is_signed=bool(because and by))
    version = house.set_assumption(AssumptionSetting(assumption, value, because, by, clock.now()))
    opened = house.open()
    item = opened.policy.assumptions[assumption]
    told = shown.number(item, item.value, Voice(opened.policy, session.texts, opened.ledgers))
    said = "assumption_withdrawn" if value is None else "assumption_set"
    session.say(said, title=session.texts.pick(item.title), value=told, version=version)


def _check(session: Session, opened: Opened, assumption: str, value: float | None, *, is_signed: bool) -> None:
    """End the command, and say why, unless the register knows the assumption and allows the value."""
    register = opened.rulebook.assumptions
    known = {str(item.id): item for item in register.assumptions}
    item = known.get(assumption)
    if item is None:
        session.say("assumption_unknown", id=assumption, known=session.texts.listing(list(known)))
    elif value is not None and not register.allows(assumption, value):
        told = {name: f"{number:.12g}" for name, number in (("value", value), ("low", item.low), ("high", item.high))}
        is_within = item.low <= value <= item.high
        said = "assumption_whole" if is_within else "assumption_range"
        session.say(said, id=assumption, title=session.texts.pick(item.title), **told)
    elif not is_signed:
        session.say("assumption_unsigned")
    else:
        return
    raise typer.Exit(WRONG_USE)


@app.command(help=told("backtest"))
def backtest(
    context: typer.Context,
    *,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
    if_absent: Annotated[bool, typer.Option("--if-absent", help=told("backtest_if_absent"))] = False,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    house = session.house
    opened = house.open()
    if if_absent and pipeline.latest_backtest(house.vault) and pipeline.latest_target_backtest(opened):
        session.say("backtest.there", home=session.home)
        return
    made = pipeline.make_backtest(opened, as_of=day_of(opened, as_of), at=clock.now())
    pipeline.keep_backtest(house.vault, made)
    tried = pipeline.make_target_backtest(opened, as_of=made.as_of, at=made.made_at)
    pipeline.keep_target_backtest(house.vault, tried)
    if as_json:
        frames = {"rows": made.frame.to_dicts(), "scores": made.scores.to_dicts(), "targets": _of_targets(tried)}
        session.document({"as_of": made.as_of, "version": made.version, "made_at": made.made_at} | frames)
        return
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    session.table(shown.backtest(made.scores, voice))
    view = tested.view(_frames(tried), voice)
    if view is not None:
        session.write(view.title)
        session.table(view.targets)
        session.table(view.misses)


def _frames(made: TargetBacktest) -> Tried:
    return Tried(made.frame, made.scores, made.reliability, made.misses, made.support)


def _of_targets(made: TargetBacktest) -> dict[str, list[dict[str, object]]]:
    """Return the back-test of the targets, in counts of events."""
    frames = {"rows": made.frame, "scores": made.scores, "reliability": made.reliability, "misses": made.misses}
    return {name: frame.to_dicts() for name, frame in (frames | {"support": made.support}).items()}
