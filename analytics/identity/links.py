"""What the vault keeps of links: rows taken for a known person's, pairs that wait for a person, and the rulings.

A pair has a left side, met later, and a right side, known before. The left side is a person, or a refused row by what
it stated; its key then starts with CLAIM. Nothing here is sealed, because evidence is masked before it comes.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from analytics import house

Verdict = Literal["same", "different", "open"]
CLAIM = "row:"
#: One row per worksheet row that was taken for a known person's.
ADDED_LINKS = pl.Schema(
    {"sheet": pl.String, "row": pl.Int32, "rule": pl.String, "person_key": pl.String, "evidence": pl.String}
)
#: One row per pair; evidence is what the left side stated.
ADDED_PAIRS = pl.Schema(
    {
        "sheet": pl.String,
        "row": pl.Int32,
        "rule": pl.String,
        "left_key": pl.String,
        "right_key": pl.String,
        "evidence": pl.String,
    }
)
LINKS_SCHEMA = pl.Schema({"batch_id": pl.Int32, **ADDED_LINKS, "linked_at": pl.String})
QUEUE_SCHEMA = pl.Schema(
    {
        "pair": pl.Int64,
        "batch_id": pl.Int32,
        **ADDED_PAIRS,
        "queued_at": pl.String,
        "status": pl.String,
        "reason": pl.String,
        "ruled_by": pl.String,
        "ruled_at": pl.String,
    }
)
_MET = ("pair", "batch_id", *ADDED_PAIRS, "queued_at")
_RULINGS = pl.Schema(dict.fromkeys(("left_key", "right_key", "status", "reason", "ruled_by", "ruled_at"), pl.String))


@dataclass(frozen=True)
class Linked:
    """What the links of one batch are: frames of ADDED_LINKS and ADDED_PAIRS, and when they were made."""

    links: pl.DataFrame = field(default_factory=ADDED_LINKS.to_frame)
    pairs: pl.DataFrame = field(default_factory=ADDED_PAIRS.to_frame)
    at: str = ""


def add(connection: sqlite3.Connection, linked: Linked, *, batch_id: int, version: int) -> None:
    """Add the links and pairs of a batch."""
    for name, frame in (("add_link", linked.links), ("add_link_pair", linked.pairs)):
        rows = [(batch_id, *row, linked.at, version) for row in frame.iter_rows()]
        connection.executemany(house.sql(f"vault/{name}"), rows)


def discard(connection: sqlite3.Connection, version: int, batch_id: int | None) -> None:
    """Remove what was kept for versions beyond this one: of one batch, or all of it."""
    for name in ("links", "link_pairs", "link_rulings"):
        connection.execute(house.sql(f"vault/discard_{name}"), {"version": version, "batch_id": batch_id})


def links(connection: sqlite3.Connection, batch_id: int | None, version: int) -> pl.DataFrame:
    """Return the links of one batch or of all, up to a version, by LINKS_SCHEMA."""
    rows = connection.execute(house.sql("vault/all_links"), {"batch_id": batch_id, "version": version}).fetchall()
    return pl.DataFrame(rows, schema=LINKS_SCHEMA, orient="row")


def queue(connection: sqlite3.Connection, version: int, withdrawn: Collection[int] = ()) -> pl.DataFrame:
    """Return one row per pair up to a version, by QUEUE_SCHEMA; `pair` is the number it was first given.

    An open pair that only withdrawn batches met is gone; a ruling stays.
    """
    met = connection.execute(house.sql("vault/link_pairs"), {"version": version}).fetchall()
    pairs = pl.DataFrame(met, schema=list(QUEUE_SCHEMA.items())[: len(_MET)], orient="row")
    pairs = pairs.with_columns(pl.col("pair").min().over("left_key", "right_key"))
    found = pairs.join(_rulings(connection, version), on=["left_key", "right_key"], how="left", maintain_order="left")
    found = found.with_columns(pl.col("status").fill_null("open"))
    is_live = ~pl.col("batch_id").is_in(list(withdrawn))
    kept = found.filter((pl.col("status") != "open") | is_live)
    return kept.unique(("left_key", "right_key"), keep="first", maintain_order=True).select(QUEUE_SCHEMA.names())


def rule(connection: sqlite3.Connection, values: Mapping[str, str | int]) -> None:
    """Add a ruling: left_key, right_key, verdict, reason, ruled_by, ruled_at, version."""
    connection.execute(house.sql("vault/add_link_ruling"), values)


def aliases(connection: sqlite3.Connection, version: int) -> dict[str, str]:
    """Return for every person ruled to be another the one person they all are, up to a version.

    Of several it is the one who was never the later of a pair, where there is one.
    """
    same = _rulings(connection, version).filter(
        (pl.col("status") == "same") & ~pl.col("left_key").str.starts_with(CLAIM)
    )
    later = set(same["left_key"])
    groups = _groups(same.select("left_key", "right_key").iter_rows())
    found: dict[str, str] = {}
    for group in groups:
        canonical = min(group, key=lambda person: (person in later, person))
        found |= dict.fromkeys(group - {canonical}, canonical)
    return found


def _groups(pairs: Iterator[tuple[str, str]]) -> list[set[str]]:
    groups: list[set[str]] = []
    for left, right in pairs:
        touched = [group for group in groups if left in group or right in group]
        groups = [group for group in groups if group not in touched]
        groups.append(set[str]().union({left, right}, *touched))
    return groups


def _rulings(connection: sqlite3.Connection, version: int) -> pl.DataFrame:
    rows = connection.execute(house.sql("vault/link_rulings"), {"version": version}).fetchall()
    return pl.DataFrame([row[:-1] for row in rows], schema=_RULINGS, orient="row").filter(pl.col("status") != "open")
