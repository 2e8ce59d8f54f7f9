"""Who was taken for whom, and who may be one and the same: the links and the pairs that wait, as tables."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_LINKS = ("batch", "place", "stated", "rule", "known")
_QUEUE = ("pair", "stated", "known", "rule", "place", "status", "ruling")
_NUMBERS = frozenset({"pair", "batch"})


def links(found: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per linked worksheet row; `found` as House.links returns it."""
    rows = tuple(_link(item, voice) for item in found.iter_rows(named=True))
    return Table(voice.t("links.title", count=found.height), _columns(_LINKS, voice), rows)


def queue(found: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per pair, those that wait first; `found` as House.link_queue returns it."""
    ordered = found.sort(pl.col("status") != "open", "pair")
    rows = tuple(_pair(item, voice) for item in ordered.iter_rows(named=True))
    waiting = found.filter(pl.col("status") == "open").height
    return Table(voice.t("link_queue.title", count=found.height, waiting=waiting), _columns(_QUEUE, voice), rows)


def _columns(names: tuple[str, ...], voice: Voice) -> tuple[Column, ...]:
    return tuple(Column(name, voice.t(f"links.{name}"), "right" if name in _NUMBERS else "left") for name in names)


def _link(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(str(item["batch_id"]), item["batch_id"], _opens(item)),
        Cell(_place(item, voice)),
        Cell(item["evidence"]),
        Cell(voice.t(f"intake.link.{item['rule']}")),
        Cell(item["known"] or ""),
    )


def _pair(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    is_open = item["status"] == "open"
    ruling = "" if is_open else voice.t("links.ruled", by=item["ruled_by"], at=item["ruled_at"], reason=item["reason"])
    return (
        Cell(str(item["pair"]), item["pair"]),
        Cell(item["evidence"]),
        Cell(item["known"] or ""),
        Cell(voice.t(f"intake.link.{item['rule']}")),
        Cell(_place(item, voice), drill=_opens(item)),
        Cell(voice.t(f"links.status.{item['status']}"), item["status"], tone="" if is_open else "mute"),
        Cell(ruling),
    )


def _place(item: Mapping[str, Any], voice: Voice) -> str:
    return voice.t("links.where", batch=item["batch_id"], sheet=item["sheet"], row=item["row"])


def _opens(item: Mapping[str, Any]) -> Drill:
    return Drill("intake", {"view": "batches", "batch": str(item["batch_id"])})
