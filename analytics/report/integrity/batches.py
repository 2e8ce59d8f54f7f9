"""A batch before the rules: the sentence that stands above it, and what is found in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import polars as pl

from analytics.audit import Audit
from analytics.report.integrity import findings as found_in
from analytics.report.integrity import speech
from analytics.report.integrity.findings import CONFIRMED, LEAD, OWED
from analytics.report.integrity.speech import Parties
from analytics.report.records_view import Sources
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

_FOUND = ("finding", "who", "benefit", "months", "amount", "counted", "standing", "rows")
_NUMBERS = frozenset({"amount", "counted"})
_MINOR = frozenset({"benefit", "months", "counted", "standing"})
_TIGHT = frozenset({"standing"})
#: Rows of a file that are named in one cell.
_NAMED = 6


class Checked(Protocol):
    """A batch and what the rules find in it, see pipeline.checking."""

    @property
    def rows(self) -> pl.DataFrame: ...
    @property
    def fen(self) -> int: ...
    @property
    def audit(self) -> Audit: ...


def sentence(name: str, checked: Checked, voice: Voice) -> str:
    """Return what a batch holds and what should be held back of it, as one sentence."""
    told = found_in.told(checked.audit)
    values = {
        "name": name,
        "rows": voice.texts.number(checked.rows.height),
        "fen": speech.said(checked.fen, voice),
        "findings": voice.texts.number(told.height),
    }
    if told.is_empty():
        return voice.t("integrity.batch.clean", **values)
    sums = {name: int(told.filter(pl.col("standing") == name)["counted_fen"].sum()) for name in (CONFIRMED, LEAD, OWED)}
    return voice.t("integrity.batch.found", **values, **{n: speech.said(fen, voice) for n, fen in sums.items()})


def table(checked: Checked, sources: Sources, known_at: datetime | None, voice: Voice) -> Table:
    """Return one row per finding in the batch, with the rows of its file."""
    told = found_in.selected(found_in.told(checked.audit), found_in.Question())
    parties = Parties.of(told, sources, known_at)
    numbers = dict(checked.rows.select("record_id", "row_no").iter_rows())
    rows = tuple(_row(item, parties, numbers, voice) for item in told.iter_rows(named=True))
    shown = speech.columns("integrity.list", _FOUND, voice, numbers=_NUMBERS, minor=_MINOR, tight=_TIGHT)
    return Table(voice.t("integrity.list.title", count=len(rows)), shown, rows)


def names(batches: pl.DataFrame, files: pl.DataFrame, voice: Voice) -> dict[str, str]:
    """Return the batches that hold payments, by number: file, rows, money. files: batch_id, file_name."""
    named = batches.join(files.select("batch_id", "file_name"), on="batch_id", how="left", maintain_order="left")
    return {
        str(item["batch_id"]): voice.t(
            "integrity.batch.named",
            batch=item["batch_id"],
            file=item["file_name"],
            rows=voice.texts.number(item["rows"]),
            fen=speech.said(item["amount_fen"] or 0, voice),
        )
        for item in named.iter_rows(named=True)
    }


def _row(item: Mapping[str, Any], parties: Parties, numbers: Mapping[int, int], voice: Voice) -> tuple[Cell, ...]:
    places = sorted({numbers[record] for record in item["record_ids"] if record in numbers})
    shown = voice.listing([str(place) for place in places[:_NAMED]])
    more = len(places) - _NAMED
    listed = voice.t("integrity.batch.rows.more", rows=shown, more=more) if more > 0 else shown
    return (
        Cell(speech.kind(item["rule"], item["kind"], voice)),
        parties.of_finding(item, voice),
        Cell(speech.benefit(item["benefit_id"], voice)),
        Cell(speech.months(item["from_month"], item["to_month"], voice)),
        speech.amount(abs(item["amount_fen"]), None, voice),
        speech.amount(item["counted_fen"], None, voice),
        Cell(voice.t(f"integrity.standing.{item['standing']}")),
        Cell(listed),
    )
