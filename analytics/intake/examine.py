"""One file looked at: what it holds and what would become of it. Nothing is kept here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from analytics.identity import Linked
from analytics.identity.archive import fingerprint
from analytics.intake import outcome
from analytics.intake.ahead import Ready, not_ready
from analytics.intake.comparing import NOTHING_KNOWN, Comparison
from analytics.intake.facts import Facts
from analytics.intake.failures import RefusedError
from analytics.intake.files import read_bytes, shown_name
from analytics.intake.linking import Linker
from analytics.intake.outcome import FileOutcome, SheetOutcome, SkippedSheet
from analytics.intake.reading import Notice
from analytics.intake.recognise import Match
from analytics.intake.returns import returned_file
from analytics.intake.settings import Settings
from analytics.intake.workbook import Workbook
from analytics.texts import Texts


@dataclass(frozen=True)
class Examined:
    """A file and its outcome; `workbook` and its notices (by sheet number) only where it can come in.

    `nearest`: what a refused file would be if its other headers were understood. `returned`: the sha256 of the file
    that this one is a correction of, if it says so. `facts`: what its accepted rows become, once `compared`.
    `linked`: whose rows were told without their number.
    """

    outcome: FileOutcome
    workbook: Workbook | None = None
    notices: Mapping[int, Sequence[Notice]] | None = None
    nearest: Match | None = None
    returned: str | None = None
    facts: Facts | None = None
    comparison: Comparison = NOTHING_KNOWN
    linked: Linked | None = None

    def compared(self, facts: Facts, comparison: Comparison, texts: Texts) -> "Examined":
        """Return the file with its accepted rows told apart: new, there already, or in place of others."""
        assert self.workbook is not None
        sheets = tuple(
            sheet.model_copy(
                update={
                    "known_rows": comparison.rows(reading.sheet.index, "same"),
                    "superseding_rows": comparison.rows(reading.sheet.index, "changed"),
                }
            )
            for sheet, reading in zip(self.outcome.sheets, self.workbook.readings, strict=True)
        )
        update = {"sheets": sheets, "message": _summary(sheets, self.outcome.skipped, texts)}
        return replace(self, outcome=self.outcome.model_copy(update=update), facts=facts, comparison=comparison)

    def as_batch(self, batch_id: int) -> FileOutcome:
        """Return the outcome once the file is a batch."""
        return self.outcome.model_copy(update={"batch_id": batch_id})


def unkept(data: bytes) -> AbstractContextManager[str]:
    """Give the sha256 of a file that is only looked at."""
    return nullcontext(fingerprint(data))


@dataclass(frozen=True)
class Examiner:
    """Looks at the files of one command.

    `received` takes the bytes of every file that can be read and gives their sha256 to a block, while they are kept;
    `known` tells which batch holds a file already; `linker` knows the people of a home, where there is one.
    """

    settings: Settings
    received: Callable[[bytes], AbstractContextManager[str]]
    known: Callable[[str], int | None]
    linker: Linker | None = None

    def examine(self, path: Path, ready: Ready = not_ready) -> Examined:
        """Read one file, where it is not `ready`; one that cannot come in is refused with a sentence, never raised."""
        texts = self.settings.texts
        found = FileOutcome(file=shown_name(path), sha256=None, status="refused", message="")
        try:
            data = read_bytes(path)
            with self.received(data) as sha256:
                found = found.model_copy(update={"sha256": sha256})
                batch_id = self.known(sha256)
                if batch_id is not None:
                    message = texts.t("intake.file.duplicate", batch=batch_id)
                    update = {"status": "duplicate", "message": message, "batch_id": batch_id}
                    return Examined(found.model_copy(update=update))
                workbook = ready(sha256) or self.settings.read(data, found.file)
                returned = returned_file(data)
            del data  # what follows needs its room
            return replace(self._accepted(found, workbook), returned=returned)
        except RefusedError as error:
            return Examined(found.model_copy(update={"message": error.sentence(texts)}), nearest=error.nearest)

    def _accepted(self, found: FileOutcome, workbook: Workbook) -> Examined:
        texts, policy = self.settings.texts, self.settings.policy
        linked = None
        if self.linker:
            readings, linked = self.linker.link(workbook.readings)
            workbook = replace(workbook, readings=tuple(readings))
        notices = {reading.sheet.index: workbook.notices(reading, policy) for reading in workbook.readings}
        sheets = tuple(outcome.sheet_outcome(r, notices[r.sheet.index], texts) for r in workbook.readings)
        skipped = tuple(_skipped(workbook, texts))
        update = {
            "status": "imported",
            "message": _summary(sheets, skipped, texts),
            "sheets": sheets,
            "skipped": skipped,
        }
        return Examined(found.model_copy(update=update), workbook, notices, linked=linked)


def _skipped(workbook: Workbook, texts: Texts) -> Iterator[SkippedSheet]:
    for item in workbook.skipped:
        message = texts.t(f"intake.skipped.{item.reason}", sheet=item.sheet.name)
        yield SkippedSheet(sheet=item.sheet.name, rows_physical=item.sheet.rows, message=message)


def _summary(sheets: Sequence[SheetOutcome], skipped: Sequence[SkippedSheet], texts: Texts) -> str:
    accepted = sum(len(sheet.accepted_rows) for sheet in sheets)
    refused = sum(len(sheet.quarantined_rows) for sheet in sheets)
    known = sum(len(sheet.known_rows) for sheet in sheets)
    superseding = sum(len(sheet.superseding_rows) for sheet in sheets)
    message = texts.t(
        "intake.file.imported",
        accepted=accepted,
        quarantined=refused,
        new=accepted - known - superseding,
        superseding=superseding,
        known=known,
    )
    return " ".join([message, *(item.message for item in skipped)])
