"""`talent assess`, `talent assess-cut-off`: the points of a year with all that gave them, and freezing the year."""

from typing import Annotated, Any

import polars as pl
import typer

from analytics import clock, pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.session import WRONG_USE, Session, day_of
from analytics.cli.speech import told
from analytics.pipeline import Assessment, Opened, Robustness, assessing
from analytics.report.assessment import summary, why
from analytics.report.assessment.subject import GROUPS, Subject
from analytics.report.voice import Voice

_CONTRIBUTION = ("source", "ref", "day", "value", "points", "counts", "reason")
_ITEM = (
    "class_id", "item_id", "state", "actual", "quota", "basis", "ratio", "weight", "points", "possible", "projected",
    "lost", "is_small",
)  # fmt: skip
_RANKS = ("rank_low", "rank_high", "p_top3", "tie_group", "ties")
Year = Annotated[int, typer.Option("--year", metavar="YEAR", help=told("assess_year"), show_default=False)]

Agreed = Annotated[bool, typer.Option("--unreviewed-count-nothing", help=told("assess_unreviewed"))]


@app.command(help=told("assess"))
def assess(
    context: typer.Context,
    year: Year,
    *,
    unit: options.Unit = None,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    opened = session.house.open()
    results = assessing.evaluated(opened, year, as_of=day_of(opened, as_of))
    made = assessing.assess(opened, results, year)
    units = made.totals["unit_id"].to_list()
    chosen = _unit(unit, opened, units)
    if unit and chosen is None:
        session.say("assess_no_unit", unit=unit, year=year)
        raise typer.Exit(WRONG_USE)
    robust = pipeline.ranked(made, opened.policy)
    asked = [chosen] if chosen else units
    if as_json:
        watched = pipeline.watched(opened, results, made)
        session.document(_document(made, robust, watched, asked))
        return
    _tell(session, made, robust, chosen, Voice(opened.policy, session.texts, opened.ledgers))


@app.command("assess-cut-off", help=told("assess_cut_off"))
def cut_off(
    context: typer.Context,
    year: Year,
    *,
    by: options.By,
    home: options.Home = None,
    lang: options.Language = None,
    as_of: options.AsOf = None,
    is_agreed: Agreed = False,
) -> None:
    session = Session.begin(context, home, lang)
    made = assessing.cut_off(session.house.open(), year, by=by, at=clock.now(), as_of=as_of, is_agreed=is_agreed)
    session.say("assess_is_cut_off", year=year, as_of=made.as_of, digest=made.scheme_digest[:12])


@app.command("assess-confirm", help=told("assess_confirm"))
def confirm(
    context: typer.Context,
    year: Year,
    *,
    by: options.By,
    home: options.Home = None,
    lang: options.Language = None,
) -> None:
    session = Session.begin(context, home, lang)
    assessing.confirm(session.house.open(), year, by=by, at=clock.now())
    session.say("assess_is_confirmed", year=year)


def _unit(asked: str | None, opened: Opened, units: list[str]) -> str | None:
    """Return the unit of the assessment that is known by this id or name."""
    if asked is None or asked in units:
        return asked
    towns = [town.id for town in opened.policy.towns if asked in town.names()]
    found = opened.policy.unit_by_name(asked)
    known = [*towns, *([found.id] if found else [])]
    return next((name for name in known if name in units), None)


def _tell(session: Session, made: Assessment, robust: Robustness, chosen: str | None, voice: Voice) -> None:
    """Print the totals of both groups, or one unit with its items."""
    for group in GROUPS:
        subject = Subject(made, robust, group)
        if chosen is None:
            session.table(summary.table(subject, voice))
        elif chosen in subject.units:
            session.write(why.headline(chosen, subject, voice))
            for sentence in why.reckoning(chosen, subject, voice):
                session.write(sentence)
            session.table(why.items(chosen, subject, voice))


def _document(made: Assessment, robust: Robustness, watched: pl.DataFrame, asked: list[str]) -> dict[str, Any]:
    """Return the year with its units: points of every item with every contribution, bands, places, what to look at."""
    return {
        "year": made.year,
        "stage": made.stage,
        "as_of": made.as_of,
        "known_at": made.known_at,
        "scheme_digest": made.scheme.digest,
        "weights": {part.id: part.weight for part in made.scheme.classes},
        "units": [_one(unit, made, robust) for unit in asked],
        "watch": watched.filter(pl.col("unit_id").is_in(asked)).to_dicts(),
        "swaps": robust.flips.filter(pl.col("above_id").is_in(asked) | pl.col("below_id").is_in(asked)).to_dicts(),
        "tornado": robust.tornado.filter(pl.col("unit_id").is_in(asked)).to_dicts(),
    }


def _one(unit: str, made: Assessment, robust: Robustness) -> dict[str, Any]:
    mine = pl.col("unit_id") == unit
    total = made.totals.row(by_predicate=mine, named=True)
    places = robust.units.row(by_predicate=mine, named=True)
    trace = made.trace.filter(mine).partition_by("item_id", as_dict=True)
    return {
        **total,
        **{name: places[name] for name in _RANKS},
        "classes": made.classes.filter(mine).drop("group", "unit_id").to_dicts(),
        "adjustments": made.adjustments.filter(mine).drop("unit_id").to_dicts(),
        "items": [
            {name: item[name] for name in _ITEM} | {"contributions": _contributions(trace.get((item["item_id"],)))}
            for item in made.points.filter(mine).iter_rows(named=True)
        ],
    }


def _contributions(trace: pl.DataFrame | None) -> list[dict[str, Any]]:
    return [] if trace is None else trace.select(_CONTRIBUTION).to_dicts()
