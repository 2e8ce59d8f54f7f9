"""`talent budget`: what has been promised, what it will cost, what scenarios would change, and what results cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from analytics import pipeline
from analytics.budget.exposure import scenario_link, timing
from analytics.budget.exposure.faults import placed
from analytics.budget.exposure.frames import By
from analytics.budget.exposure.scenario import MODEL, Scenario
from analytics.cli import comparing, options, worth
from analytics.cli.app import app
from analytics.cli.comparing import Asked
from analytics.cli.money import header
from analytics.cli.session import WRONG_USE, Session, day_of, tell
from analytics.cli.speech import told
from analytics.pipeline import Accounts, Exposure, Opened, Spending, WhatIf
from analytics.report.forecast import proof as forecast_proof
from analytics.report.money import ceilings, proof, runoff, what_if
from analytics.report.money.proof import Proof
from analytics.report.money.what_if import rows_in_yuan
from analytics.report.voice import Voice
from analytics.report.whatif import goals
from analytics.report.whatif.goals import Goal
from analytics.texts import Texts

_Scenarios = Annotated[
    list[Path] | None, typer.Option("--scenario", metavar="FILE", help=told("scenario"), show_default=False)
]
_ByResult = Annotated[bool, typer.Option("--results", help=told("results"))]


@app.command(help=told("budget"))
def budget(
    context: typer.Context,
    *,
    scenario: _Scenarios = None,
    results: _ByResult = False,
    home: options.Home = None,
    lang: options.Language = None,
    as_json: options.Json = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    reading: options.Readings = None,
) -> None:
    session = Session.begin(context, home, lang, as_json=as_json)
    if results and scenario:
        session.say("results_alone")
        raise typer.Exit(WRONG_USE)
    opened = session.house.open()
    asked = comparing.read(scenario or [], opened.policy)
    chosen = {item.reading: item.option for item in reading or ()}
    accounts = pipeline.account(opened, as_of=day_of(opened, as_of), known_at=known_at, readings=chosen)
    if results:
        worth.show(session, opened, accounts)
    else:
        exposure = pipeline.exposure(accounts, opened.snapshot.batches())
        comparing.check(asked, exposure.book)
        made = pipeline.latest_backtest(session.house.vault)
        found = proof.proof(made.scores if made else None, accounts.policy)
        if asked[1:]:
            comparing.compare(session, accounts, exposure, asked, found)
        else:
            _tell(session, opened, accounts, exposure, asked=asked, found=found)
    if accounts.is_demo and not as_json:
        session.say("demonstration")


def _tell(
    session: Session, opened: Opened, accounts: Accounts, exposure: Exposure, *, asked: Sequence[Asked], found: Proof
) -> None:
    """Print what is to come and, where a scenario is asked for, what it would change."""
    told = _Told(
        accounts,
        exposure,
        pipeline.spending(accounts, exposure, opened.snapshot),
        WhatIf(exposure.book, accounts.policy, asked[0].scenario) if asked else None,
        found,
        _goals(opened, accounts, exposure, asked[0].scenario) if asked else [],
    )
    for sentence in placed(asked[0].file if asked else "", told.notes, session.texts):
        tell(sentence)
    if session.as_json:
        session.document(_document(told, session.texts))
        return
    title = asked[0].title if asked else ""
    _show(session, told, title, Voice(accounts.policy, session.texts, opened.ledgers))


def _goals(opened: Opened, accounts: Accounts, exposure: Exposure, scenario: Scenario) -> list[Goal]:
    """Return the goals whose forecasts stood the test, as they stand and under the scenario."""
    policy, shown = accounts.policy, forecast_proof.proof(pipeline.latest_target_backtest(opened))
    results = pipeline.evaluate(
        opened.snapshot, policy, opened.ledgers,
        as_of=accounts.as_of, known_at=accounts.known_at, readings=accounts.readings,
    )  # fmt: skip
    moved = goals.factors(exposure.book, scenario, policy)
    lifted = pipeline.attainments(results, moved) if moved else None
    return goals.goals(results, moved, lifted, policy, shown)


@dataclass(frozen=True)
class _Told:
    """Everything that one answer is made of; bands are shown where the proof holds."""

    accounts: Accounts
    exposure: Exposure
    spending: Spending
    changed: WhatIf | None
    proof: Proof
    goals: list[Goal]

    def summary(self, by: By = "all") -> pl.DataFrame:
        return proof.withheld(self.exposure.summary(by), self.proof, "name", self.tried_to)

    @cached_property
    def compared(self) -> pl.DataFrame | None:
        if self.changed is None:
            return None
        return proof.withheld(self.changed.compared, self.proof, "line", self.tried_to)

    @property
    def tried_to(self) -> int:
        """The last year that lies within the twelve months that a back-test tries."""
        return self.exposure.book.months[0].year

    @cached_property
    def notes(self) -> list[timing.Note]:
        changed = self.changed
        return timing.notes(changed.scenario, changed.book, self.accounts.version) if changed else []


def _document(told: _Told, texts: Texts) -> dict[str, Any]:
    """Return the money in yuan: by class and year of all, and of each line, unit and benefit; what a scenario changes.

    Ceilings stand beside it and are no part of any sum; undated_fen: fen of the arrears.
    What no back-test bears out has no sd, low and high.
    """
    accounts, spending = told.accounts, told.spending
    undated_fen, undated_month = runoff.without_date(told.exposure) or (0, None)
    return {
        **header(accounts),
        "model": MODEL,
        "readings": dict(accounts.readings),
        "proof": comparing.tried(told.proof),
        "classes": [_without(row, "name") for row in rows_in_yuan(told.summary())],
        "lines": _named(told, "line", "line"),
        "units": _named(told, "unit", "unit"),
        "benefits": _named(told, "stream", "benefit_id"),
        "budget_lines": rows_in_yuan(proof.withheld(spending.lines, told.proof, "line")),
        "ceilings": rows_in_yuan(spending.ceilings.benefits),
        "cases": [_without(row, "record_id") for row in rows_in_yuan(spending.ceilings.cases)],
        "reconciled": rows_in_yuan(told.exposure.reconciled),
        "undated_fen": undated_fen,
        "undated_month": undated_month,
        "run_off": rows_in_yuan(told.exposure.run_off),
        "scenario": _scenario(told, texts),
    }


def _named(told: _Told, by: By, name: str) -> list[dict[str, Any]]:
    return [{name: row["name"], **_without(row, "name")} for row in rows_in_yuan(told.summary(by))]


def _scenario(told: _Told, texts: Texts) -> dict[str, Any] | None:
    changed, compared = told.changed, told.compared
    if changed is None or compared is None:
        return None
    asked = changed.scenario
    return {
        "title": asked.title,
        "model": asked.model,
        "data_version": asked.data_version,
        "notes": comparing.told_of(told.notes, texts),
        "link": scenario_link.query(asked),
        "difference": rows_in_yuan(compared),
        "people": rows_in_yuan(changed.people),
        "parts": rows_in_yuan(changed.parts),
        "swings": rows_in_yuan(changed.swings),
        "goals": [
            {"id": goal.target.id, "before": goal.before, "factor": goal.factor, "after": goal.after}
            for goal in told.goals
        ],
    }


def _without(row: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != key}


def _show(session: Session, told: _Told, title: str, voice: Voice) -> None:
    session.table(what_if.classes(told.summary(), told.exposure.as_of, voice))
    if undated := runoff.undated(told.exposure, voice):
        session.write(undated)
    session.write(proof.sentence(told.proof, voice))
    if told.changed is None or told.compared is None:
        session.table(what_if.lines(told.summary("line"), voice))
        session.write(ceilings.sentence(told.spending.ceilings, voice))
        session.table(ceilings.table(told.spending.ceilings, voice))
        return
    session.table(what_if.difference(told.compared, title, voice))
    session.table(what_if.parts(told.changed.parts, voice))
    session.table(what_if.people(told.changed.people, voice))
