"""What became of the rows that were filed: accepted at once, refused, put right since, and waiting, by rule."""

from dataclasses import dataclass

import polars as pl

from analytics.report.quality.subject import Subject
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice
from analytics.report.whatif.bars import Bar, Bars, Tone

_COLUMNS = ("step", "rows", "fix")


@dataclass(frozen=True)
class Flow:
    """Rows of the latest version of every file: received = accepted + corrected + waiting; refused = the last two."""

    received: int
    accepted: int
    corrected: int
    waiting: int

    @property
    def refused(self) -> int:
        return self.corrected + self.waiting


def flow(subject: Subject) -> Flow:
    """Return how many rows were received and what became of them.

    A file that was brought again counts in its last version; refused rows that are not refused any more were put right.
    """
    files = (
        subject.mine(subject.sheets)
        .group_by("batch_id")
        .agg(pl.sum("rows_data", "rows_quarantined"), pl.col("settled_by").first())
    )
    last = files.filter(pl.col("settled_by").is_null())
    received, waiting = int(last["rows_data"].sum()), int(last["rows_quarantined"].sum())
    later = files.select(settled_by="batch_id", still="rows_quarantined")
    before = files.filter(pl.col("settled_by").is_not_null()).join(later, on="settled_by", how="left")
    right = (pl.col("rows_quarantined") - pl.col("still").fill_null(0)).clip(lower_bound=0)
    corrected = min(int(before.select(right.sum()).item() or 0), received - waiting)
    return Flow(received, received - waiting - corrected, corrected, waiting)


def waterfall(subject: Subject, found: Flow, voice: Voice) -> Bars:
    """Return the steps from received to waiting and the waiting rows by rule; bars are drawn of refused rows only."""
    texts = voice.texts
    steps = [("received", found.received), ("accepted", found.accepted), ("refused", found.refused)]
    rows = [Bar(voice.t(f"quality.flow.{name}"), _span(name, count), texts.number(count)) for name, count in steps]
    level = found.refused
    rows.append(_part(voice.t("quality.flow.corrected"), level, found.corrected, "less", voice))
    level -= found.corrected
    cells = [(Cell(bar.name), Cell(bar.text), Cell("")) for bar in rows]
    rules = subject.mine(subject.waiting).group_by("rule").len().sort("len", "rule", descending=[True, False])
    told = []
    for rule, count in rules.iter_rows():
        name, fix = voice.t(f"quality.rule.{rule}"), voice.t(f"quality.fix.{rule}")
        told.append(voice.t("quality.flow.part", name=name, count=texts.number(count)))
        rows.append(_part(name, level, count, "more", voice))
        cells.append((Cell(name), Cell(texts.number(count), count), Cell(fix)))
        level -= count
    drill = Drill("intake", {"view": "quarantine"} | ({"unit": subject.unit} if subject.unit else {}))
    waits = voice.t("quality.flow.waiting")
    rows.append(Bar(waits, _span("waiting", found.waiting), texts.number(found.waiting), drill=drill))
    cells.append((Cell(waits), Cell(texts.number(found.waiting), found.waiting), Cell("")))
    title = voice.t(
        "quality.flow", refused=texts.number(found.refused), received=texts.number(found.received),
        corrected=texts.number(found.corrected), waiting=texts.number(found.waiting),
    )  # fmt: skip
    columns = tuple(
        Column(n, voice.t(f"quality.flow.column.{n}"), "right" if n == "rows" else "left") for n in _COLUMNS
    )
    alt = voice.t("quality.flow.alt", title=title, parts=voice.listing(told))
    return Bars("quality", title, alt, tuple(rows), voice.t("quality.flow.said"), Table(title, columns, tuple(cells)))


def _span(name: str, count: int) -> tuple[tuple[float, float, Tone], ...]:
    """Return the bar of a step; rows received and accepted are too many to share a scale with those refused."""
    return ((0.0, float(count), "total"),) if name in ("refused", "waiting") else ()


def _part(name: str, level: int, count: int, tone: Tone, voice: Voice) -> Bar:
    return Bar(name, ((float(level - count), float(level), tone),), voice.texts.number(count))
