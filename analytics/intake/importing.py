"""Files into the store: archived first, read, and added as one batch each; published together at the end."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

import polars as pl

from analytics.identity import Vault
from analytics.intake.ahead import reading_ahead
from analytics.intake.batches import Times, add_batch
from analytics.intake.comparing import compare
from analytics.intake.examine import Examined, Examiner, unkept
from analytics.intake.facts import facts_of
from analytics.intake.layouts import Layout
from analytics.intake.linking import Linker
from analytics.intake.memory import everything_told
from analytics.intake.outcome import FileOutcome, ImportReport
from analytics.intake.settings import Settings, settings_for
from analytics.policy import Policy
from analytics.records import Snapshot, Store, Writer
from analytics.texts import Lang

Stage = Literal["reading", "storing", "publishing", "done"]
Progress = Callable[[int, int, Stage], None]


def import_files(
    home: Path | Store,
    vault: Vault | None,
    policy: Policy,
    ledgers: Mapping[str, Layout],
    files: Sequence[Path],
    *,
    recorded_at: datetime | Mapping[Path, datetime],
    received_at: datetime | None = None,
    bureau: str | None = None,
    ledger: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    lang: Lang = "zh",
) -> ImportReport:
    """Bring files in, each as a batch of its own; a file that cannot come in is refused with a sentence, never raised.

    `recorded_at`: for all files, or for each of them. `bureau`: id or name of the filing unit, else the owner of the
    ledger. `ledger`: read every sheet as this ledger. `dry_run`: say what would happen and change nothing.
    `progress` is called with files done, files in all, the stage. A home without a store gets
    one. Raises UnknownNameError for a bureau or ledger there is not, and StoreError when the store cannot be written.
    """
    store = home if isinstance(home, Store) else Store(home)
    day = (recorded_at if isinstance(recorded_at, datetime) else max(recorded_at.values())).date()
    settings = settings_for(policy, ledgers, bureau, ledger, lang, told=everything_told(store.home), on=day)
    if not store.exists() and not dry_run:
        Store.create(store.home)
    is_demo = store.open().is_demo if store.exists() else False
    tell = progress or (lambda *_: None)
    opened: AbstractContextManager[Writer | None] = nullcontext() if dry_run else store.writer()
    outcomes: list[FileOutcome] = []
    with reading_ahead(settings, files) as ahead, opened as writer:
        keys = vault or Vault(store.home)
        records = writer or _published(store)
        linker = Linker(keys, records) if records else None
        examiner = Examiner(settings, *_receiving(store, keys, writer), linker)
        for number, path in enumerate(files):
            tell(number, len(files), "reading")
            examined = compared(examiner.examine(path, ahead.of(number)), settings, keys, records)
            if writer and examined.workbook:
                tell(number, len(files), "storing")
                times = _times(path, recorded_at, received_at)
                batch_id = add_batch(writer, settings, examined, times=times, is_demo=is_demo)
                examined = replace(examined, outcome=examined.as_batch(batch_id))
            outcomes.append(examined.outcome)
            del examined
        del examiner, linker  # what is stored now needs the room of what was read
        tell(len(files), len(files), "publishing")
    tell(len(files), len(files), "done")
    return ImportReport(files=tuple(outcomes))


def compared(examined: Examined, settings: Settings, vault: Vault, records: Writer | Snapshot | None) -> Examined:
    """Return a file that can come in with its facts, and its rows told apart by them; without records all is new."""
    if examined.workbook is None or records is None:
        return examined
    facts = facts_of(examined.workbook.readings, vault, settings.units())
    return examined.compared(facts, compare(facts.frames, records.in_force), settings.texts)


def _published(store: Store) -> Snapshot | None:
    return store.open() if store.exists() else None


def _times(path: Path, recorded_at: datetime | Mapping[Path, datetime], received_at: datetime | None) -> Times:
    recorded = recorded_at if isinstance(recorded_at, datetime) else recorded_at[path]
    return Times(received_at or recorded, recorded)


def _receiving(
    store: Store, vault: Vault, writer: Writer | None
) -> tuple[Callable[[bytes], AbstractContextManager[str]], Callable[[str], int | None]]:
    """Return what keeps the bytes of a file while a block lasts, and who knows whether it came in before."""
    if writer:
        return vault.archiving, writer.live_batch
    return unkept, partial(live_batch, store)


def live_batch(store: Store, sha256: str) -> int | None:
    """Return the batch of the published records that holds a file and is not revoked."""
    if not store.exists():
        return None
    batches = store.open().batches()
    same = batches.filter((pl.col("sha256") == sha256) & pl.col("revoked_at").is_null())
    return int(same["batch_id"][-1]) if same.height else None
