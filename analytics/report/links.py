"""Who was taken for whom, and who may be one and the same: the links and the pairs that wait, as tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: The code of the list of pairs in addresses.
PAIRS = "pairs"
_LINKS = ("place", "stated", "rule", "known")
_QUEUE = ("pair", "stated", "known", "rule", "place", "status", "ruling")
#: Of the queue; a link is nothing without its rule.
_MINOR = frozenset({"place", "rule", "ruling"})
_TIGHT = frozenset({"status"})


@dataclass(frozen=True)
class Pair:
    """Two that may be one and the same: what is known of both, masked, and the ruling as a sentence if there is one."""

    number: int
    title: str
    is_open: bool
    said: tuple[tuple[str, Cell], ...]
    ruling: str


def links(found: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per linked worksheet row; `found` as House.links returns it."""
    rows = tuple(_link(item, voice) for item in found.iter_rows(named=True))
    return Table(voice.t("links.title", count=found.height), _columns(_LINKS, voice, frozenset()), rows)


def queue(found: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per pair, those that wait first; `found` as House.link_queue returns it."""
    ordered = found.sort(pl.col("status") != "open", "pair")
    rows = tuple(_pair(item, voice) for item in ordered.iter_rows(named=True))
    waiting = found.filter(pl.col("status") == "open").height
    return Table(
        voice.t("link_queue.title", count=found.height, waiting=waiting), _columns(_QUEUE, voice, _MINOR), rows
    )


def pair(found: pl.DataFrame, number: int, voice: Voice) -> Pair | None:
    """Return one pair by its number; None when there is none. `found` as House.link_queue returns it."""
    rows = found.filter(pl.col("pair") == number)
    if rows.is_empty():
        return None
    item = rows.row(0, named=True)
    cells = dict(zip(_QUEUE, _pair(item, voice), strict=True))
    return Pair(
        number=number,
        title=voice.t("links.pair.title", pair=number),
        is_open=item["status"] == "open",
        said=tuple((voice.t(f"links.{name}"), cells[name]) for name in ("stated", "known", "rule", "place")),
        ruling=voice.t("links.pair.ruled", status=cells["status"].text, ruling=cells["ruling"].text),
    )


def _columns(names: tuple[str, ...], voice: Voice, minor: frozenset[str]) -> tuple[Column, ...]:
    return tuple(
        Column(n, voice.t(f"links.{n}"), "right" if n == "pair" else "left", n in minor, n in _TIGHT) for n in names
    )


def _link(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(_place(item, voice), drill=_opens(item)),
        Cell(item["evidence"]),
        Cell(voice.t(f"intake.link.{item['rule']}")),
        Cell(item["known"] or ""),
    )


def _pair(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    number, is_open = str(item["pair"]), item["status"] == "open"
    at = (item["ruled_at"] or "").replace("T", " ")[:16]
    ruling = "" if is_open else voice.t("links.ruled", by=item["ruled_by"], at=at, reason=item["reason"])
    return (
        Cell(number, item["pair"], Drill("intake", {"view": "rulings", "list": PAIRS, "pair": number})),
        Cell(item["evidence"]),
        Cell(item["known"] or ""),
        Cell(voice.t(f"intake.link.{item['rule']}")),
        Cell(_place(item, voice), drill=_opens(item)),
        Cell(voice.t(f"links.status.{item['status']}"), item["status"], tone="warn" if is_open else "mute"),
        Cell(ruling),
    )


def _place(item: Mapping[str, Any], voice: Voice) -> str:
    return voice.t("links.where", batch=item["batch_id"], sheet=item["sheet"], row=item["row"])


def _opens(item: Mapping[str, Any]) -> Drill:
    return Drill("intake", {"view": "batches", "batch": str(item["batch_id"])})
