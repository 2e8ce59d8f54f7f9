"""`talent progress` and `talent records`: where every target stands, and the records behind its number."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

import typer

from analytics import pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.options import Chosen
from analytics.cli.session import Session, day_of
from analytics.cli.speech import told
from analytics.pipeline import Opened, Results
from analytics.report import board, records_view
from analytics.report.board import BoardRow
from analytics.report.listing import Question
from analytics.report.records_view import Sources
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

_FEN_PER_YUAN = 100
_AMOUNTS = (
    "target", "actual", "p10", "p50", "p90", "mean", "need_per_month", "recent_per_month", "value", "expected",
    "reported", "reached_from", "done", "pipeline", "missing",
)  # fmt: skip
_PROGRESS = (
    "id", "unit", "target", "actual", "pace", "seasonal_pace", "gap_points", "status", "p_attain", "p10", "p50", "p90",
    "need_per_month", "recent_per_month", "records",
)  # fmt: skip
_RECORDS = (
    "target_id", "period_start", "period_end", "fact", "record_id", "person", "subject", "event_date", "month", "town",
    "unit_id", "value", "is_counted", "reason", "also_in", "file_name", "sheet", "row_no",
)  # fmt: skip
_BOARD = ("status", "task", "lead", "ratio", "unit", "pace", "gap", "need", "recent", "records")
_NUMBERS = ("ratio", "pace", "gap", "need", "recent", "records")
_State = Literal["counted", "not_counted"]


@app.command(help=told("progress"))
def progress(
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
    opened = session.house.open()
    results = evaluated(opened, as_of, known_at, reading)
    if as_json:
        rows = results.progress.select(_PROGRESS).iter_rows(named=True)
        session.document([in_yuan(row, str(row["unit"])) for row in rows])
        return
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    session.table(_board(results, voice))
    if results.is_demo:
        session.say("demonstration")


@app.command(help=told("records"))
def records(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="TARGET", help=told("target"), show_default=False)],
    *,
    state: Annotated[_State, typer.Option("--state", help=told("state"))] = "counted",
    unit: options.Unit = None,
    town: options.Town = None,
    month: options.Month = None,
    period: options.Period = None,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    reading: options.Readings = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    opened = session.house.open()
    counted_in = opened.policy.target(target).unit
    results = evaluated(opened, as_of, known_at, reading)
    question = Question(target, state, unit=unit, month=month, town=town, period=period)
    if as_json:
        rows = pipeline.records_behind(results, question, opened).select(_RECORDS).iter_rows(named=True)
        session.document([in_yuan(row, counted_in) for row in rows])
        return
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    session.table(records_view.whole(results, question, Sources(opened.snapshot, opened.vault), voice))


def _board(results: Results, voice: Voice) -> Table:
    """Return the scoreboard with one line per target, the widest gap first."""
    columns = tuple(
        Column(name, voice.t(f"cli.board.{name}"), "right" if name in _NUMBERS else "left") for name in _BOARD
    )
    title = voice.t("cli.board.title", day=voice.texts.date(results.as_of), version=results.version)
    return Table(title, columns, tuple(_line(row, voice) for row in board.rows(results, voice)))


def _line(row: BoardRow, voice: Voice) -> tuple[Cell, ...]:
    return tuple(
        Cell(content)
        for content in (
            f"{row.sign.shape} {row.sign.word}",
            row.title,
            row.lead,
            row.ratio,
            row.unit,
            voice.texts.pct(row.pace),
            row.gap,
            row.need,
            row.recent or voice.t("value.dash"),
            voice.texts.number(row.values["records"]),
        )
    )


def evaluated(
    opened: Opened, as_of: date | None, known_at: datetime | None, chosen: Sequence[Chosen] | None
) -> Results:
    """Return the evaluation that the options of a command ask for."""
    return pipeline.evaluate(
        opened.snapshot,
        opened.policy_known(known_at),
        opened.ledgers,
        as_of=day_of(opened, as_of),
        known_at=known_at,
        readings={item.reading: item.option for item in chosen or ()},
    )


def in_yuan(row: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """Return the row with its amounts of money in yuan: a whole number where it is one, else with its fen."""
    if unit != "yuan":
        return dict(row)
    return {name: _yuan(value) if name in _AMOUNTS else value for name, value in row.items()}


def _yuan(fen: float | None) -> float | None:
    if fen is None:
        return None
    return int(fen) // _FEN_PER_YUAN if fen % _FEN_PER_YUAN == 0 else round(fen / _FEN_PER_YUAN, 2)
