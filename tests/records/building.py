"""Small batches for the tests of the store: payments named by their row key and amount."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from analytics.identity import QUARANTINE_SCHEMA
from analytics.records import BatchHeader, BatchSheet, Store, Writer, fact_schema


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2024, 1, day, hour)  # noqa: DTZ001 - the store keeps wall times


def frame(fact: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Return a frame of a fact: the columns given, the others null, the common ones filled."""
    filled = [
        {"sheet_no": 0, "row_no": n, "row_key": f"{fact}|{n}", "ledger": "youth", "unit_id": "human_resources", **row}
        for n, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(filled, schema=fact_schema(fact))


def payments(amounts: Mapping[str, int]) -> pl.DataFrame:
    """Return one payment per row key, with its amount in fen."""
    rows = [{"row_key": key, "benefit_id": "b03a", "amount_fen": fen} for key, fen in amounts.items()]
    return frame("payment", rows)


def header(sha256: str = "00", recorded: datetime | None = None) -> BatchHeader:
    time = recorded or at(1)
    return BatchHeader("roster.xlsx", sha256, "human_resources", received_at=time, recorded_at=time)


def sheet(accepted: int, quarantined: int = 0) -> BatchSheet:
    """Return a worksheet with a title and a header line above its rows."""
    data = accepted + quarantined
    return BatchSheet(
        sheet_no=0,
        sheet="2024Q1",
        ledger="youth",
        unit_id="human_resources",
        rows_physical=data + 2,
        rows_data=data,
        rows_accepted=accepted,
        rows_quarantined=quarantined,
        rows_no_data=2,
    )


def refused(count: int = 1) -> pl.DataFrame:
    """Return rows that were refused for a masked ID number."""
    rows = [("2024Q1", n, "person", "id_masked", "3702**", None, f'{{"row": {n}}}') for n in range(50, 50 + count)]
    return pl.DataFrame(rows, schema=QUARANTINE_SCHEMA, orient="row")


def add(writer: Writer, amounts: Mapping[str, int], recorded: datetime | None = None, sha256: str = "00") -> int:
    """Add a batch of payments without refused rows."""
    return writer.add_batch(header(sha256, recorded), [sheet(len(amounts))], {"payment": payments(amounts)})


def publish(store: Store, amounts: Mapping[str, int], recorded: datetime | None = None) -> int:
    """Publish one batch of payments by itself."""
    with store.writer() as writer:
        return add(writer, amounts, recorded)


def live(store: Store, known_at: datetime | None = None) -> dict[str, int]:
    """Return the live payments: amount by row key."""
    found = store.open().facts("payment", known_at)
    return dict(found.select("row_key", "amount_fen").iter_rows())


def files(home: Path) -> dict[str, bytes]:
    """Return every file of a home but the lock, to tell whether anything changed."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }
