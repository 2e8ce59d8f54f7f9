"""`talent forecast`: whether each target will be reached, and which will turn before the next meeting."""

import typer

from analytics import pipeline
from analytics.cli import options
from analytics.cli.app import app
from analytics.cli.scoreboard import evaluated, in_yuan
from analytics.cli.session import Session
from analytics.cli.speech import told
from analytics.pipeline import Opened, Results
from analytics.report import board
from analytics.report.forecast import ahead
from analytics.report.forecast.proof import proof
from analytics.report.voice import Voice

_TARGETS = (
    "id", "unit", "lead", "period_start", "period_end", "target", "actual", "pace", "seasonal_pace", "gap_points",
    "seasonal_gap_points", "status", "basis", "outlook", "p_attain", "p10", "p50", "p90", "need_per_month",
    "recent_per_month", "no_forecast", "low_confidence", "doubt", "is_break", "unreported_share", "recoverable_until",
    "recoverable_quarter", "history_months",
)  # fmt: skip


@app.command(help=told("forecast"))
def forecast(
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
        session.document(_document(results, opened))
        return
    voice = Voice(opened.policy, session.texts, opened.ledgers)
    session.table(board.table(board.rows(results, voice, proof(pipeline.latest_target_backtest(opened))), voice))
    session.table(ahead.table(ahead.notice(results, voice), voice))
    session.write(ahead.joint(results, voice))
    if results.is_demo:
        session.say("demonstration")


def _document(results: Results, opened: Opened) -> dict[str, object]:
    """Return every frame of the time ahead; money in yuan. is_supported: by the last back-test, null without one."""
    units = {target.id: target.unit for target in opened.policy.targets}
    made = pipeline.latest_target_backtest(opened)
    support = {} if made is None else dict(made.support.select("target_id", "is_supported").iter_rows())
    targets = [
        in_yuan(row, row["unit"]) | {"is_supported": support.get(row["id"])}
        for row in results.progress.select(_TARGETS).iter_rows(named=True)
    ]
    parts = {"periods": results.forecasts, "fan": results.fan, "notices": results.notices, "steps": results.steps}
    return {
        "as_of": results.as_of,
        "version": results.version,
        "targets": targets,
        "joint": results.joint.row(0, named=True),
        **{
            name: [in_yuan(row, units[row["target_id"]]) for row in frame.iter_rows(named=True)]
            for name, frame in parts.items()
        },
    }
