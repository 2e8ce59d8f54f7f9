"""What an import would change: every row of a file against the live rows of the store. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

import polars as pl

from analytics.identity import Vault, mask_name
from analytics.intake.asked import AskedHeader, asked_headers
from analytics.intake.examine import Examined, Examiner, unkept
from analytics.intake.importing import compared, live_batch
from analytics.intake.layouts import Layout
from analytics.intake.linking import Linker
from analytics.intake.memory import everything_told
from analytics.intake.outcome import FileOutcome, shown_value
from analytics.intake.parties import column_of
from analytics.intake.reading import Reading
from analytics.intake.settings import Settings, settings_for
from analytics.policy import Policy
from analytics.records import Snapshot, Store
from analytics.texts import Lang

State = Literal["new", "changed", "same", "refused"]
ROWS_SCHEMA = pl.Schema(
    {
        "sheet": pl.String,
        "row": pl.Int32,
        "ledger": pl.String,
        "state": pl.String,
        "subject": pl.String,
        "changed": pl.List(pl.String),
        "rule": pl.String,
        "column": pl.String,
        "value": pl.String,
        "message": pl.String,
        "fix": pl.String,
    }
)


@dataclass(frozen=True)
class FilePreview:
    """One file: its outcome as a dry run tells it, one row per data row, and the headers to ask a person about.

    `rows` columns: `state` new, changed, same or refused; `subject` whom or what the row is about, masked; `changed`
    the fact columns that would change; rule, column, value (masked), message and fix for refused rows. `facts`: what
    its accepted rows would become, by table.
    """

    outcome: FileOutcome
    rows: pl.DataFrame
    asked: tuple[AskedHeader, ...] = ()
    facts: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each state."""
        return dict(self.rows.group_by("state").len().sort("state").iter_rows())


def preview(
    home: Path | Store,
    vault: Vault | None,
    policy: Policy,
    ledgers: Mapping[str, Layout],
    files: Sequence[Path],
    *,
    bureau: str | None = None,
    ledger: str | None = None,
    lang: Lang = "zh",
) -> tuple[FilePreview, ...]:
    """Return what importing the files would change; a file that would not come in has no rows."""
    store = home if isinstance(home, Store) else Store(home)
    keys = vault or Vault(store.home)
    settings = settings_for(policy, ledgers, bureau, ledger, lang, told=everything_told(store.home))
    snapshot = store.open() if store.exists() else None
    linker = Linker(keys, snapshot) if snapshot else None
    examiner = Examiner(settings, unkept, partial(live_batch, store), linker)
    return tuple(_preview(examiner.examine(path), settings, keys, snapshot) for path in files)


def _preview(examined: Examined, settings: Settings, vault: Vault, snapshot: Snapshot | None) -> FilePreview:
    found = compared(examined, settings, vault, snapshot)
    facts = found.facts.frames if found.facts else {}
    return FilePreview(found.outcome, _rows(found), asked_headers(found), facts)


def _rows(found: Examined) -> pl.DataFrame:
    outcome, workbook = found.outcome, found.workbook
    if workbook is None:
        return ROWS_SCHEMA.to_frame()
    worded = {(s.sheet, q.row): q for s in outcome.sheets for q in s.quarantined_rows}
    refused = pl.DataFrame(
        [{"sheet": sheet, "row": row, **q.model_dump(exclude={"row"})} for (sheet, row), q in worded.items()],
        schema={name: ROWS_SCHEMA[name] for name in ("sheet", "row", "rule", "column", "value", "message", "fix")},
    )
    frames = [_sheet_rows(reading, found.comparison.states, refused) for reading in workbook.readings]
    return pl.concat(frames) if frames else ROWS_SCHEMA.to_frame()


def _sheet_rows(reading: Reading, states: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    base = pl.DataFrame({"row": reading.rows, "subject": _subjects(reading), "is_accepted": reading.is_accepted})
    base = base.with_columns(sheet=pl.lit(reading.sheet.name), ledger=pl.lit(reading.layout.id))
    own = states.filter(pl.col("sheet_no") == reading.sheet.index).rename({"row_no": "row"}).drop("sheet_no")
    found = base.join(own, on="row", how="left", maintain_order="left")
    changed = pl.when("is_accepted").then(pl.col("changed").fill_null(pl.lit([], pl.List(pl.String))))
    state = pl.when("is_accepted").then(pl.col("state").fill_null("new")).otherwise(pl.lit("refused"))
    together = found.with_columns(state.alias("state"), changed.alias("changed")).join(
        refused, on=["sheet", "row"], how="left", maintain_order="left"
    )
    return together.select(ROWS_SCHEMA.names()).cast(ROWS_SCHEMA)


def _subjects(reading: Reading) -> pl.Series:
    """Return whom or what each row is about, as far as it may be shown."""
    party = reading.layout.party
    if party.name and party.name in reading.values.columns:
        return column_of(reading, party.name).map_elements(mask_name, return_dtype=pl.String)
    named = next((name for name in reading.layout.key if name in reading.match.columns), None)
    return pl.Series(
        [shown_value(reading, named, at) if named else "" for at in range(len(reading.rows))], dtype=pl.String
    )
