"""The scenario files of `talent budget`, and several of them side by side on the same shocks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from analytics import pipeline
from analytics.budget.exposure import scenario_file, scenario_link, timing
from analytics.budget.exposure.book import Book
from analytics.budget.exposure.faults import ScenarioError, placed
from analytics.budget.exposure.scenario import MODEL, Scenario
from analytics.budget.exposure.timing import Note
from analytics.cli.money import header
from analytics.cli.session import Session, tell
from analytics.pipeline import Accounts, Exposure
from analytics.policy import Policy
from analytics.report.money import proof
from analytics.report.money.proof import Proof
from analytics.report.money.what_if import rows_in_yuan
from analytics.report.voice import Voice
from analytics.report.whatif import answer, comparing, ground
from analytics.report.whatif.answer import Answer
from analytics.report.whatif.ground import Side
from analytics.texts import Texts


@dataclass(frozen=True)
class Asked:
    """A scenario with the name of its file."""

    file: str
    scenario: Scenario

    @property
    def title(self) -> str:
        return self.scenario.title or Path(self.file).stem

    @property
    def named(self) -> Scenario:
        """The scenario under the title that it is shown with."""
        return replace(self.scenario, title=self.title)


def read(paths: Sequence[Path], policy: Policy) -> list[Asked]:
    """Return the scenarios of files; raises ScenarioError for too many, and for the first that is wrong."""
    pipeline.comparable(paths, policy)
    return [Asked(path.name, scenario_file.read_file(path, policy)) for path in paths]


def check(asked: Sequence[Asked], book: Book) -> None:
    """Raise ScenarioError where a row of a scenario is over before the first month to come."""
    for item in asked:
        if over := timing.faults(item.scenario, book):
            raise ScenarioError(item.file, over)


def told_of(notes: Sequence[Note], texts: Texts) -> list[dict[str, str]]:
    """Return what is to be known of a scenario as rows of a document."""
    return [{"key": note.key, "code": note.code, "told": note.sentence(texts)} for note in notes]


def tried(found: Proof) -> dict[str, Any]:
    """Return what a back-test proves, for a document."""
    origins, coverage = found.tried.get(proof.ALL, (0, None))
    return {"holds": found.holds(), "origins": origins, "coverage": coverage}


def compare(session: Session, accounts: Accounts, exposure: Exposure, asked: Sequence[Asked], found: Proof) -> None:
    """Print the scenarios side by side; bands are shown where `found` holds."""
    policy, book, scenarios = accounts.policy, exposure.book, [item.named for item in asked]
    of = ground.ground(book, accounts, policy, ground.tested(found))
    sides = [answer.answer(of, scenario) for scenario in scenarios]
    compared = pipeline.side_by_side(book, policy, scenarios)
    shown = proof.withheld(compared, found, "line", book.months[0].year)
    notes = [timing.notes(scenario, book, accounts.version) for scenario in scenarios]
    for item, known in zip(asked, notes, strict=True):
        for sentence in placed(item.file, known, session.texts):
            tell(sentence)
    if session.as_json:
        told = [
            {"file": item.file, **_scenario(side, known, session.texts)}
            for item, side, known in zip(asked, sides, notes, strict=True)
        ]
        session.document(
            {
                **header(accounts),
                "model": MODEL,
                "readings": dict(accounts.readings),
                "proof": tried(found),
                "stands": _in_yuan(_costs(of.base)),
                "scenarios": told,
                "difference": rows_in_yuan(shown),
            }
        )
        return
    voice = Voice(policy, session.texts)
    session.write(comparing.sentence(sides, voice))
    session.write(proof.sentence(found, voice))
    session.table(comparing.by_year(sides, shown, voice))
    session.table(comparing.by_line(sides, shown, voice))


def _scenario(side: Answer, notes: Sequence[Note], texts: Texts) -> dict[str, Any]:
    scenario, people = side.scenario, side.people
    touched = {
        "people_gaining": people.gaining,
        "people_losing": people.losing,
        "entrants_gaining": people.entrants_gaining,
        "entrants_losing": people.entrants_losing,
        "broken_people": people.broken,
        "broken_fen": people.broken_fen,
    }
    return {
        "title": scenario.title,
        "model": scenario.model,
        "data_version": scenario.data_version,
        "notes": told_of(notes, texts),
        "link": scenario_link.query(scenario),
        **_in_yuan(_costs(side.after) | touched),
    }


def _costs(side: Side) -> dict[str, Any]:
    """Return what is still to be paid, of it after the policy window, and the budget year with its overrun."""
    return {
        "to_come_fen": side.total,
        "tail_fen": side.tail,
        "budget_year": side.budget.year,
        "of_year_fen": side.of_year,
        "overrun": side.overrun,
    }


def _in_yuan(row: dict[str, Any]) -> dict[str, Any]:
    return rows_in_yuan(pl.DataFrame([row]))[0]
