"""The targets evaluated on one snapshot, and the records behind a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import polars as pl

from analytics import progress, records
from analytics.identity import Vault
from analytics.identity.assumptions import AssumptionSetting
from analytics.identity.readings import ReadingRuling
from analytics.intake import disagreements
from analytics.pipeline.rulebook import Layouts
from analytics.policy import Policy
from analytics.policy.readings import Ruling
from analytics.records import Snapshot
from analytics.report import evidence, listing
from analytics.report.listing import Question


@dataclass(frozen=True)
class Results(progress.Evaluation):
    """An evaluation with what it was made from: the same four values give the same frames."""

    as_of: date
    known_at: datetime | None
    version: int
    is_demo: bool


def evaluate(
    snapshot: Snapshot,
    policy: Policy,
    ledgers: Layouts,
    *,
    as_of: date,
    known_at: datetime | None = None,
    readings: Mapping[str, str] | None = None,
) -> Results:
    """Evaluate every target at the close of `as_of`, by what was recorded until `known_at` (null: all that is).

    `readings` are chosen over what is in force on `as_of`. Filings are judged on the day of `known_at`, else on the day
    of the last recording, but not before `as_of`.
    Raises PolicyError for an unknown reading or option.
    """
    facts = {name: snapshot.facts(name, known_at) for name in progress.facts_of(policy)}
    facts["person"] = snapshot.persons(known_at)
    sheets = snapshot.sheets(known_at)
    last = sheets["recorded_at"].max()
    on = known_at or (last if isinstance(last, datetime) else None)
    found = progress.evaluate(
        facts,
        sheets,
        policy,
        ledgers,
        as_of=as_of,
        on=max(on.date(), as_of) if on else as_of,
        readings=policy.settled(readings, as_of),
        recorded={name: snapshot.first_recorded(name, known_at) for name in progress.facts_of(policy)},
    )
    return Results(**vars(found), as_of=as_of, known_at=known_at, version=snapshot.version, is_demo=snapshot.is_demo)


@dataclass(frozen=True)
class Opened:
    """One state of a home: the snapshot in force with the rules to read it by."""

    home: Path
    snapshot: Snapshot
    vault: Vault
    rulebook: Policy
    ledgers: Layouts
    rulings: tuple[ReadingRuling, ...] = ()
    settings: tuple[AssumptionSetting, ...] = ()

    @property
    def version(self) -> int:
        return self.snapshot.version

    @cached_property
    def policy(self) -> Policy:
        """The policy with every ruling made in this home."""
        return self.policy_known(None)

    def policy_known(self, known_at: datetime | None) -> Policy:
        """Return the policy with the rulings made and assumptions set by a time; a later release's do not count."""
        known = {reading.id: {option.code for option in reading.options} for reading in self.rulebook.readings}
        ruled = self.rulebook.ruled(
            (made.reading, Ruling(valid_from=made.valid_from, option=made.option, source=made.meeting))
            for made in self.rulings
            if (known_at is None or made.ruled_at <= known_at) and made.option in known.get(made.reading, ())
        )
        return ruled.assuming(
            (made.assumption, made.value, made.set_by, made.set_at.date(), made.because)
            for made in self.settings
            if known_at is None or made.set_at <= known_at
        )


def records_behind(results: Results, question: Question, opened: Opened) -> pl.DataFrame:
    """One row per contribution that answers the question, see report.listing: those behind one number.

    The columns of the contributions; where each was filed (file_name, sheet, row_no); and what it is about: the masked
    name and number (person), or for a fact without a person its name (subject).
    """
    found = evidence.located(listing.records(results, question), opened.snapshot, results.known_at)
    people = evidence.masked(found["person_key"], opened.vault)
    person = pl.col("person_key").replace_strict(people, default=None, return_dtype=pl.String)
    return found.with_columns(person.alias("person"))


def disagreeing(snapshot: Snapshot, known_at: datetime | None = None) -> pl.DataFrame:
    """Return what bureaus state differently about one person, see intake.disagreements; slow, so worth keeping."""
    about_persons = [name for name in records.fact_names() if "person_key" in records.fact_schema(name)]
    return disagreements.disagreements(
        lambda fact: snapshot.facts(fact, known_at),
        lambda fact: snapshot.contested(fact, known_at),
        [name for name in about_persons if name != "person"],
    )
