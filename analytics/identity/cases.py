"""Findings that somebody looks into: who has them, what became of them, and who said so when and why.

A case keeps what the finding was when it was opened, so that it is still told when a correction makes it disappear.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import polars as pl

from analytics.identity import chronicle
from analytics.identity.errors import CaseExists, CaseUnknown, MoveRefused
from analytics.identity.vault import Vault, has_table

_TABLES = "vault/cases"
OPEN = "open"
#: One row per thing that happened: `amount_fen` is that of the finding when the case was opened.
EVENTS = pl.Schema(
    {
        "finding_id": pl.String,
        "rule": pl.Int8,
        "kind": pl.String,
        "amount_fen": pl.Int64,
        "state": pl.String,
        "owner": pl.String,
        "note": pl.String,
        "told_by": pl.String,
        "told_at": pl.Datetime("us"),
    }
)
#: One row per case, as it stands; is_found: whether the rules still find it.
CASES = pl.Schema({**EVENTS, "opened_at": pl.Datetime("us"), "is_found": pl.Boolean})


@dataclass(frozen=True)
class Matter:
    """What a case is about: the finding, its rule and kind, and what is to claim back (negative: owed)."""

    finding_id: str
    rule: int
    kind: str
    amount_fen: int


def open_case(vault: Vault, matter: Matter, *, owner: str, note: str, by: str, at: datetime) -> None:
    """Make a finding a case of its owner. Raises CaseExists."""
    with chronicle.writing(vault, _TABLES) as connection:
        if not _events(connection, matter.finding_id).is_empty():
            raise CaseExists(case=matter.finding_id)
        _add(connection, {**asdict(matter), "state": OPEN, "owner": owner, "note": note}, by, at)


def move(
    vault: Vault,
    finding_id: str,
    to: str,
    moves: Mapping[str, Sequence[str]],
    *,
    note: str,
    by: str,
    at: datetime,
    owner: str | None = None,
) -> None:
    """Move a case to another state, or leave it there and hand it to another owner or note something.

    `moves`: by state, those it may move to. Raises CaseUnknown and MoveRefused.
    """
    with chronicle.writing(vault, _TABLES) as connection:
        past = _events(connection, finding_id)
        if past.is_empty():
            raise CaseUnknown(case=finding_id)
        now = past.row(-1, named=True)
        if to != now["state"] and to not in moves.get(now["state"], ()):
            raise MoveRefused(case=finding_id, state=now["state"], to=to)
        _add(connection, {**now, "state": to, "owner": owner or now["owner"], "note": note}, by, at)


def cases(vault: Vault, found: Collection[str] = ()) -> pl.DataFrame:
    """Return every case as it stands, the last touched first; `found` are the findings of the rules today."""
    events = history(vault)
    opened = pl.col("told_at").first().over("finding_id")
    standing = events.with_columns(opened_at=opened, is_found=pl.col("finding_id").is_in(list(found)))
    latest = standing.unique("finding_id", keep="last", maintain_order=True)
    return latest.sort("told_at", descending=True, maintain_order=True).select(CASES.names()).cast(CASES)


def history(vault: Vault, finding_id: str | None = None) -> pl.DataFrame:
    """Return what happened to a case, or to all of them, oldest first, by EVENTS."""
    with vault.readable() as connection:
        known = has_table(connection, "case_event")  # an earlier release's vault has none before anybody writes
        return _events(connection, finding_id) if known else EVENTS.to_frame()


def _events(connection: sqlite3.Connection, finding_id: str | None) -> pl.DataFrame:
    return chronicle.events(connection, "vault/case_events", {"finding_id": finding_id}, EVENTS)


def _add(connection: sqlite3.Connection, event: Mapping[str, str | int], by: str, at: datetime) -> None:
    chronicle.add(connection, "vault/add_case_event", event, by, at)
