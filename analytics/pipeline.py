"""What pages, papers and the command line ask for, put together from the rooms: composition only, no arithmetic."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import polars as pl

from analytics import demo, intake, policy, progress, records
from analytics.demo import Built
from analytics.identity import StoreError, Vault, Verdict, rulings
from analytics.identity.rulings import Ruling
from analytics.intake import (
    AskedHeader,
    FilePreview,
    ImportReport,
    Layout,
    Progress,
    Told,
    UnknownNameError,
    disagreements,
)
from analytics.policy import Policy
from analytics.records import Finding, Snapshot, Store, StoreExists
from analytics.report import evidence, listing, returned, returning
from analytics.report import template as forms
from analytics.report.listing import Question
from analytics.texts import Lang, catalogue

__all__ = [
    "AskedHeader",
    "House",
    "Opened",
    "Results",
    "Ruling",
    "StoreError",
    "Told",
    "UnknownNameError",
    "Verdict",
    "disagreeing",
    "evaluate",
    "records_behind",
    "rulebook",
    "template_bytes",
]

Layouts = Mapping[str, Layout]
#: Called with files done, files in all, and the stage.
Making = Callable[[int, int, str], None]
#: Beside the home while a demonstration is being made.
_UNFINISHED = ".unfinished"


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

    Filings are judged on the day of `known_at`, else on the day of the last recording, but not before `as_of`.
    Raises PolicyError for an unknown reading or option.
    """
    facts = {name: snapshot.facts(name, known_at) for name in progress.facts_of(policy)}
    facts["person"] = snapshot.persons(known_at)
    sheets = snapshot.sheets(known_at)
    last = sheets["recorded_at"].max()
    on = known_at or (last if isinstance(last, datetime) else None)
    found = progress.evaluate(
        facts, sheets, policy, ledgers, as_of=as_of, on=max(on.date(), as_of) if on else as_of, readings=readings
    )
    return Results(**vars(found), as_of=as_of, known_at=known_at, version=snapshot.version, is_demo=snapshot.is_demo)


@cache
def rulebook() -> tuple[Policy, Layouts]:
    """Return the shipped policy and ledger layouts, read once; raises PolicyError and LayoutError."""
    return policy.load(), intake.load_layouts()


def template_bytes(ledger: str, *, period: str | None = None, lang: Lang = "zh", made: date) -> tuple[str, bytes]:
    """Return the name and the bytes of a ledger's official form, see report.template.

    Raises UnknownNameError for a ledger there is not, ValueError for a period that cannot be read.
    """
    rules, ledgers = rulebook()
    if ledger not in ledgers:
        raise UnknownNameError("ledger", name=ledger)
    data = forms.workbook(ledgers[ledger], rules, period=period, lang=lang, made=made)
    return forms.file_name(ledgers[ledger], period), data


def demonstrate(
    home: Path, *, persons: int | None, seed: int, as_of: date | None, progress: Making | None = None
) -> Built:
    """Fill a home with demonstration data, see demo.build: it is there when it is complete, and not before.

    Raises StoreExists when there is a store already, and what demo.build raises.
    """
    if Store(home).exists():
        raise StoreExists(home=str(home))
    rules, ledgers = rulebook()
    unfinished = home.with_name(f"{home.name}{_UNFINISHED}")
    shutil.rmtree(unfinished, ignore_errors=True)
    built = demo.build(
        unfinished, policy=rules, layouts=ledgers, persons=persons, seed=seed, as_of=as_of, progress=progress
    )
    if home.exists():
        home.rmdir()
    unfinished.replace(home)
    return replace(built, home=home)


@dataclass(frozen=True)
class Opened:
    """One state of a home: the snapshot in force with the rules to read it by."""

    home: Path
    snapshot: Snapshot
    vault: Vault
    policy: Policy
    ledgers: Layouts

    @property
    def version(self) -> int:
        return self.snapshot.version


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


class House:
    """A home folder and everything that can be done with it; threads may share it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = Store(home)
        self.vault = Vault(home)

    def open(self) -> Opened:
        """Return the state in force, the same snapshot until another is published; raises StoreError."""
        return Opened(self.home, self.store.open(), self.vault, *rulebook())

    def take_in(
        self,
        files: Sequence[Path],
        *,
        at: datetime,
        bureau: str | None = None,
        ledger: str | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
        lang: Lang = "zh",
    ) -> ImportReport:
        """Bring files in and publish once, see intake.import_files; raises UnknownNameError and StoreError."""
        return intake.import_files(
            self.store,
            self.vault,
            *rulebook(),
            files,
            recorded_at=at,
            bureau=bureau,
            ledger=ledger,
            dry_run=dry_run,
            progress=progress,
            lang=lang,
        )

    def preview(
        self, files: Sequence[Path], *, bureau: str | None = None, ledger: str | None = None, lang: Lang = "zh"
    ) -> tuple[FilePreview, ...]:
        """Return what taking the files in would change, row by row, see intake.preview; nothing is written."""
        return intake.preview(self.store, self.vault, *rulebook(), files, bureau=bureau, ledger=ledger, lang=lang)

    def told_headers(self) -> tuple[Told, ...]:
        """Return all that people have told about headers, what no longer holds included."""
        return intake.everything_told(self.home)

    def tell_headers(self, told: Sequence[Told]) -> None:
        """Remember what people tell about headers of a bureau's workbooks."""
        intake.remember(self.home, told)

    def forget_header(self, unwanted: Told, on: date) -> None:
        """Let a remembered header mean nothing any more from a day on."""
        intake.forget(self.home, unwanted, on)

    def disagreements(self, known_at: datetime | None = None) -> pl.DataFrame:
        """Return what bureaus state differently about one person, with the ruling in force, if any.

        One row per bureau and matter, see intake.disagreements.
        """
        return self.with_rulings(disagreeing(self.store.open(), known_at))

    def with_rulings(self, statements: pl.DataFrame) -> pl.DataFrame:
        """Return statements that differ with what has been ruled on them up to now."""
        return disagreements.with_rulings(statements, rulings.rulings(self.vault))

    def rule(self, ruling: Ruling, at: datetime) -> None:
        """Record which bureau holds on one matter."""
        rulings.rule(self.vault, ruling, at)

    def reopen(self, ruling: Ruling, at: datetime) -> None:
        """Withdraw the ruling on a matter."""
        rulings.withdraw(self.vault, ruling.disagreement, ruling.person_key, ruling.about, at)

    def returned(
        self, file: int | str, *, at: datetime, viewer: str, reason: str, name: str | None = None, lang: Lang = "zh"
    ) -> tuple[str, bytes]:
        """Return the name and the bytes of a bureau's own file, marked, see report.returned; it is logged.

        `file`: a batch, or the beginning of the hash of a file refused as a whole (`name`: what it was called). Raises
        BatchUnknown, NothingToReturn, StoreError.
        """
        texts = catalogue(lang)
        if isinstance(file, int):
            found = returning.of_batch(self.store.open(), self.vault, file, texts)
        else:
            told = intake.everything_told(self.home)
            settings = intake.settings_for(*rulebook(), None, None, lang, told=told)
            found = returning.of_refused(self.vault, file, name, settings)
        self.vault.log_access(at, viewer=viewer, action="return", reason=reason, subjects=[found.number, found.sha256])
        return returned.workbook(found, texts)

    def links(self, batch_id: int | None = None) -> pl.DataFrame:
        """Return the rows of batches in force that were taken for a known person's, see identity.links.LINKS_SCHEMA.

        `known` is whom, masked.
        """
        found = self.vault.links(batch_id)
        live = found.filter(~pl.col("batch_id").is_in(self.store.open().revoked_batches()))
        return self._with_known(live, "person_key")

    def link_queue(self) -> pl.DataFrame:
        """Return the pairs that may be one and the same, ruled or not, see identity.links.QUEUE_SCHEMA.

        `evidence` is what the left side stated and `known` the right side, both masked.
        """
        return self._with_known(self.vault.link_queue(self.store.open().revoked_batches()), "right_key")

    def rule_link(self, pair: int, verdict: Verdict, *, by: str, reason: str, at: datetime) -> int:
        """Rule that a pair is one and the same, is not, or is open again, and return the version that counts it so.

        Raises PairUnknown and StoreError.
        """
        with self.store.writer() as writer:
            writer.rule_link(pair, verdict, by, at, reason=reason)
            return writer.version

    def _with_known(self, found: pl.DataFrame, key: str) -> pl.DataFrame:
        people = evidence.masked(found[key], self.vault)
        known = pl.col(key).replace_strict(people, default=None, return_dtype=pl.String)
        return found.with_columns(known.alias("known"))

    def revoke(self, batch_id: int, at: datetime) -> int:
        """Take a batch out of force and return the version without it; raises StoreError."""
        with self.store.writer() as writer:
            writer.revoke(batch_id, at)
            return writer.version

    def verify(self) -> list[Finding]:
        """Return everything that does not hold; raises StoreError when nothing can be proved."""
        return records.verify(self.home)
