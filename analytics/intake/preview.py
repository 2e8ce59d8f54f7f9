"""What an import would change: every row of a file against the live rows of the store. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import polars as pl

from analytics.identity import Vault, mask_name
from analytics.identity.archive import fingerprint
from analytics.intake.asked import AskedHeader, asked_headers
from analytics.intake.examine import Examined, Examiner
from analytics.intake.facts import facts_of
from analytics.intake.importing import live_batch
from analytics.intake.layouts import Layout
from analytics.intake.memory import everything_told
from analytics.intake.outcome import FileOutcome, shown_value
from analytics.intake.parties import column_of
from analytics.intake.reading import Reading
from analytics.intake.settings import Settings, settings_for
from analytics.policy import Policy
from analytics.records import Snapshot, Store, fact_schema
from analytics.texts import Lang

State = Literal["new", "changed", "same", "refused"]
#: Where a row came from says nothing about what it states.
_ORIGIN = ("sheet_no", "row_no", "row_key", "ledger", "unit_id")
_SIGHTINGS = ("person", "employer")
_PLACE = ("sheet_no", "row_no")
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
    the fact columns that would change; rule, column, value (masked), message and fix for refused rows.
    """

    outcome: FileOutcome
    rows: pl.DataFrame
    asked: tuple[AskedHeader, ...] = ()

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
    examiner = Examiner(settings, fingerprint, partial(live_batch, store))
    examined = (examiner.examine(path) for path in files)
    return tuple(
        FilePreview(found.outcome, _rows(found, settings, keys, snapshot), asked_headers(found)) for found in examined
    )


def _rows(found: Examined, settings: Settings, vault: Vault, snapshot: Snapshot | None) -> pl.DataFrame:
    outcome, workbook = found.outcome, found.workbook
    if workbook is None:
        return ROWS_SCHEMA.to_frame()
    states = None
    if snapshot:
        facts = facts_of(workbook.readings, vault, settings.units())
        compared = [_compared(n, frame, snapshot) for n, frame in facts.frames.items() if n not in _SIGHTINGS]
        states = _states(pl.concat(compared)) if compared else None
    worded = {(s.sheet, q.row): q for s in outcome.sheets for q in s.quarantined_rows}
    refused = pl.DataFrame(
        [{"sheet": sheet, "row": row, **q.model_dump(exclude={"row"})} for (sheet, row), q in worded.items()],
        schema={name: ROWS_SCHEMA[name] for name in ("sheet", "row", "rule", "column", "value", "message", "fix")},
    )
    frames = [_sheet_rows(reading, states, refused) for reading in workbook.readings]
    return pl.concat(frames) if frames else ROWS_SCHEMA.to_frame()


def _compared(name: str, frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Return for each row of a fact whether it is known, and the columns it changes; a blank erases nothing."""
    stated = [column for column in fact_schema(name).names() if column not in _ORIGIN]
    known = snapshot.facts(name).select("row_key", *stated).unique("row_key", keep="last", maintain_order=True)
    joined = frame.join(known.with_columns(is_known=True), on="row_key", how="left", suffix="_live")
    differs = [
        pl.when(pl.col(column).is_not_null() & pl.col(column).ne_missing(pl.col(f"{column}_live"))).then(pl.lit(column))
        for column in stated
    ]
    return joined.select(
        *_PLACE, pl.col("is_known").fill_null(value=False), pl.concat_list(differs).list.drop_nulls().alias("changed")
    )


def _states(compared: pl.DataFrame) -> pl.DataFrame:
    """Return one row per worksheet row: new when none of its facts is known, changed when one of them differs."""
    changed = pl.col("changed").explode().drop_nulls().unique(maintain_order=True)
    grouped = compared.group_by(_PLACE).agg(pl.col("is_known").any(), changed)
    is_new, differs = ~pl.col("is_known"), pl.col("changed").list.len() > 0
    state = pl.when(is_new).then(pl.lit("new")).when(differs).then(pl.lit("changed")).otherwise(pl.lit("same"))
    shown = pl.when(is_new).then(pl.lit([], dtype=pl.List(pl.String))).otherwise("changed")
    return grouped.select(*_PLACE, state.alias("state"), shown.alias("changed"))


def _sheet_rows(reading: Reading, states: pl.DataFrame | None, refused: pl.DataFrame) -> pl.DataFrame:
    base = pl.DataFrame({"row": reading.rows, "subject": _subjects(reading), "is_accepted": reading.is_accepted})
    base = base.with_columns(sheet=pl.lit(reading.sheet.name), ledger=pl.lit(reading.layout.id))
    if states is None:
        found = base.with_columns(state=pl.lit("new"), changed=pl.lit([], pl.List(pl.String)))
    else:
        own = states.filter(pl.col("sheet_no") == reading.sheet.index).rename({"row_no": "row"}).drop("sheet_no")
        found = base.join(own, on="row", how="left", maintain_order="left")
    state = pl.when("is_accepted").then(pl.col("state").fill_null("same")).otherwise(pl.lit("refused"))
    together = found.with_columns(state.alias("state")).join(
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
