"""A home folder and everything that can be done with it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl

from analytics import intake, records
from analytics.budget.exposure.scenario import Scenario
from analytics.identity import Vault, Verdict, assumptions, cases, readings, rulings
from analytics.identity.assumptions import AssumptionSetting
from analytics.identity.cases import Matter
from analytics.identity.readings import ReadingRuling
from analytics.identity.rulings import Ruling
from analytics.intake import FilePreview, ImportReport, Progress, Told, disagreements
from analytics.pipeline import casework, scenarios
from analytics.pipeline.evaluation import Opened, disagreeing
from analytics.pipeline.rulebook import rulebook
from analytics.records import Finding, Store
from analytics.report import evidence, returned, returning
from analytics.texts import Lang, catalogue


class House:
    """A home folder and everything that can be done with it; threads may share it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = Store(home)
        self.vault = Vault(home)
        self._opened: Opened | None = None

    def open(self) -> Opened:
        """Return the state in force, the same snapshot until another is published; raises StoreError."""
        snapshot, kept = self.store.open(), self._opened
        if kept is None or kept.snapshot is not snapshot:
            kept = Opened(
                self.home,
                snapshot,
                self.vault,
                *rulebook(),
                readings.rulings(self.vault),
                assumptions.settings(self.vault),
            )
            self._opened = kept
        return kept

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

    def rule_reading(self, ruling: ReadingRuling) -> int:
        """Rule on what the text leaves open, from a day on, and return the version that counts so.

        Raises PolicyError for an unknown reading or option, and StoreError.
        """
        self.open().rulebook.reading(ruling.reading).option(ruling.option)
        with self.store.writer() as writer:
            writer.rule_reading(ruling)
            return writer.version

    def set_assumption(self, setting: AssumptionSetting) -> int:
        """Set what spending to come is reckoned with, or withdraw it, and return the version that counts so.

        Raises PolicyError for an unknown assumption and a value out of its range, and StoreError.
        """
        register = self.open().rulebook.assumptions
        register.check(
            setting.assumption, register[setting.assumption].value if setting.value is None else setting.value
        )
        with self.store.writer() as writer:
            writer.set_assumption(setting)
            return writer.version

    def cases(self, found: Collection[str] = ()) -> pl.DataFrame:
        """Return every case as it stands, see identity.cases.CASES; `found` are the findings of the rules today."""
        return cases.cases(self.vault, found)

    def case_history(self, finding_id: str) -> pl.DataFrame:
        """Return what happened to the case of a finding, oldest first; nothing where there is none."""
        return cases.history(self.vault, finding_id)

    def move_case(self, matter: Matter, to: str, *, note: str, by: str, at: datetime, owner: str | None = None) -> None:
        """Make a finding a case, or move its case on, see casework.move; raises StoreError."""
        casework.move(self.vault, self.open().policy, matter, to, note=note, by=by, at=at, owner=owner)

    def scenarios(self) -> pl.DataFrame:
        """Return the saved scenarios, the last touched first, see identity.scenarios.EVENTS."""
        return scenarios.saved(self.vault)

    def scenario_history(self, number: int | None = None) -> pl.DataFrame:
        """Return what happened to a saved scenario, or to all of them, oldest first."""
        return scenarios.history(self.vault, number)

    def scenario(self, number: int) -> Scenario:
        """Return a saved scenario; raises ScenarioUnknown, and ScenarioError where the policy has moved on."""
        return scenarios.opened(self.vault, number, self.open().policy)

    def save_scenario(self, scenario: Scenario, *, by: str, at: datetime) -> int:
        """Keep a scenario under its title, with the versions in force, and return its number.

        Raises ScenarioError for one without a title.
        """
        return scenarios.save(self.vault, scenario, self.store.open().version, by=by, at=at)

    def rename_scenario(self, number: int, name: str, *, by: str, at: datetime) -> None:
        """Give a saved scenario another name; raises ScenarioUnknown, ScenarioExists, and ScenarioError for none."""
        scenarios.rename(self.vault, number, name, by=by, at=at)

    def delete_scenario(self, number: int, *, by: str, at: datetime) -> None:
        """Take a saved scenario off the list; its history stays. Raises ScenarioUnknown."""
        scenarios.delete(self.vault, number, by=by, at=at)

    def revoke(self, batch_id: int, at: datetime) -> int:
        """Take a batch out of force and return the version without it; raises StoreError."""
        with self.store.writer() as writer:
            writer.revoke(batch_id, at)
            return writer.version

    def verify(self) -> list[Finding]:
        """Return everything that does not hold; raises StoreError when nothing can be proved."""
        return records.verify(self.home)
