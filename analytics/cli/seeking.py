"""`talent seek`: which level, months and intake fit under ceilings by year, or what a number of entrants costs."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from analytics import pipeline
from analytics.budget.exposure import scenario_file, scenario_link
from analytics.budget.exposure.book import Book
from analytics.budget.exposure.choices import Choices
from analytics.budget.exposure.goal_seek import Plan
from analytics.budget.exposure.offering import scenario_of
from analytics.budget.exposure.scenario import MODEL
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.money import header
from analytics.cli.session import FOUND, WRONG_USE, Session, day_of
from analytics.cli.speech import told
from analytics.pipeline import Accounts
from analytics.report import goal_seek
from analytics.report.voice import Voice
from analytics.report.whatif import ground, seeking, speech
from analytics.report.whatif.ground import Ground
from analytics.report.whatif.seeking import Found

_FEN_PER_YUAN = 100
_CEILING = re.compile(r"([0-9]{4})=([0-9]{1,12})(?:\.([0-9]{1,2}))?")
_MOST = 9_999_999
_STDOUT = 1


@dataclass(frozen=True)
class Ceiling:
    """The most that may still be paid in a year."""

    year: int
    fen: int


def _ceiling(text: str) -> Ceiling:
    found = _CEILING.fullmatch(text)
    if found is None:
        raise typer.BadParameter(told("bad_ceiling"))
    return Ceiling(int(found[1]), int(found[2]) * _FEN_PER_YUAN + int((found[3] or "").ljust(2, "0")))


_Ceilings = Annotated[
    list[Ceiling] | None,
    typer.Option("--ceiling", metavar="YEAR=YUAN", parser=_ceiling, help=told("ceiling"), show_default=False),
]
_Goal = Annotated[
    int | None, typer.Option("--goal", metavar="N", help=told("goal"), min=1, max=_MOST, show_default=False)
]


@app.command(help=told("seek"))
def seek(
    context: typer.Context,
    *,
    ceiling: _Ceilings = None,
    goal: _Goal = None,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    reading: options.Readings = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    ceilings = _by_year(session, ceiling or [])
    if not ceilings and goal is None:
        _refuse(session, "seek_nothing")
    opened = session.house.open()
    chosen = {item.reading: item.option for item in reading or ()}
    accounts = pipeline.account(opened, as_of=day_of(opened, as_of), known_at=known_at, readings=chosen)
    book = pipeline.exposure(accounts, opened.snapshot.batches()).book
    of = ground.ground(book, accounts, accounts.policy)
    years = of.base.outlay.years
    for year in ceilings:
        if year not in years:
            _refuse(session, "seek_year", year=year, first=years[0], last=years[-1])
    choices = pipeline.choices(book, accounts.policy)
    with _unheard():
        found = seeking.seek(choices, ceilings, float(goal or 0), accounts.policy)
    voice = Voice(accounts.policy, session.texts, opened.ledgers)
    if as_json:
        session.document(_document(found, choices, of, accounts, voice))
    else:
        _show(session, found, choices, of, voice)
        if accounts.is_demo:
            session.say("demonstration")
    if not isinstance(found.best, Plan):
        raise typer.Exit(FOUND)


@contextmanager
def _unheard() -> Iterator[None]:
    """Drop what is written to stdout below Python: HiGHS prints a line of its own there, whatever its settings."""
    stdout = os.dup(_STDOUT)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), _STDOUT)
        try:
            yield
        finally:
            os.dup2(stdout, _STDOUT)
            os.close(stdout)


def _by_year(session: Session, ceilings: Sequence[Ceiling]) -> dict[int, float]:
    """Return the fen by year; ends the command where a year is told twice."""
    found: dict[int, float] = {}
    for item in ceilings:
        if item.year in found:
            _refuse(session, "seek_twice", year=item.year)
        found[item.year] = float(item.fen)
    return found


def _refuse(session: Session, key: str, **values: Any) -> NoReturn:
    session.say(key, **values)
    raise typer.Exit(WRONG_USE)


def _show(session: Session, found: Found, choices: Choices, of: Ground, voice: Voice) -> None:
    """Print the answer, what the best plan changes, the plans to choose between, and what was to be chosen from."""
    session.write(seeking.sentence(found, voice))
    if isinstance(found.best, Plan):
        rows = scenario_of(of.book, choices, found.best).changes
        for change in rows:
            session.write(voice.t("cli.seek.change", change=speech.row(change, voice)))
        if not rows:
            session.write(voice.t("cli.seek.as_it_stands"))
        caption = voice.t("cli.seek.table", count=len(found.front))
        session.table(seeking.table(of.book, choices, found, caption, voice))
    costs = zip(choices.years, of.base.to_come.tolist(), strict=False)
    if years := [year for year, fen in costs if fen >= _FEN_PER_YUAN]:
        session.write(seeking.stands(of, years, voice))
    session.write(seeking.offer(voice.policy, voice))


def _document(found: Found, choices: Choices, of: Ground, accounts: Accounts, voice: Voice) -> dict[str, Any]:
    """Return the best plan with what binds it, or the least that would do, and the front; money in yuan.

    stands: what the policy as it stands still pays by year. A plan carries its scenario, as link and as file.
    """
    grid, best = accounts.policy.knobs.grid, found.best
    is_plan = isinstance(best, Plan)
    return {
        **header(accounts),
        "model": MODEL,
        "readings": dict(accounts.readings),
        "ceilings": _years(found.ceilings, "ceiling"),
        "goal": round(found.goal) or None,
        "stands": _years(dict(zip(choices.years, of.base.to_come.tolist(), strict=False))),
        "offer": {"rates": grid.rates, "months": grid.months, "intakes": grid.intakes},
        "told": seeking.sentence(found, voice),
        "binding": _binding(best, voice) if is_plan else None,
        "best": _plan(best, choices, of.book, voice.t("whatif.seek.best")) if is_plan else None,
        "front": [
            _plan(plan, choices, of.book, voice.t("whatif.seek.plan", number=number))
            for number, plan in enumerate(found.front, start=1)
        ],
        "shortfall": None if is_plan else {"ceilings": _years(best.ceilings, "ceiling"), "most_entrants": best.most},
    }


def _binding(plan: Plan, voice: Voice) -> dict[str, Any]:
    found = plan.binding
    ceiling = None if found.fen is None else _yuan(found.fen)
    said = goal_seek.binding(found, voice.texts)
    return {"code": found.code, "year": found.year, "ceiling": ceiling, "told": said}


def _plan(plan: Plan, choices: Choices, book: Book, title: str) -> dict[str, Any]:
    scenario = scenario_of(book, choices, plan, title)
    return {
        "title": title,
        "cost": _yuan(plan.total),
        "years": _years(dict(zip(choices.years, plan.cost.tolist(), strict=True))),
        "entrants": plan.goal,
        "losers": plan.losers,
        "link": scenario_link.query(scenario),
        "toml": scenario_file.write(scenario),
    }


def _years(fen: Mapping[int, float], name: str = "cost") -> list[dict[str, float]]:
    return [{"year": year, name: _yuan(value)} for year, value in sorted(fen.items())]


def _yuan(fen: float) -> float:
    return round(fen) / _FEN_PER_YUAN
