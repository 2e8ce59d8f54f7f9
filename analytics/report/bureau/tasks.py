"""The tasks a unit leads, as on the board of the meeting, and what each needs a month against the months before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.progress.months import add_months, month_of, month_range
from analytics.report import amounts, board, listing
from analytics.report.board import BoardRow
from analytics.report.bureau.subject import Bureau
from analytics.report.forecast import ahead, proof
from analytics.report.listing import NOT_COUNTED, PIPELINE, Question
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: Months that are set against the need.
MONTHS = 12


@dataclass(frozen=True)
class Tasks:
    """The board of one unit; `title` counts its tasks, `proven` and `notes` say how good the forecasts are."""

    title: str
    rows: tuple[BoardRow, ...]
    proven: Cell
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Month:
    """One month: its name, what it brought in words, and its height as a share of the tallest bar or the need."""

    name: str
    text: str
    height: float


@dataclass(frozen=True)
class Need:
    """One task that is not done: twelve months as bars, the need as a line across, and what is missing."""

    name: str
    drill: Drill
    months: tuple[Month, ...]
    line: float | None
    text: str
    gap: tuple[Cell, ...]
    alt: str


@dataclass(frozen=True)
class Needs:
    """The months of every open task; `table` is exported."""

    title: str
    rows: tuple[Need, ...]
    table: Table


def tasks(bureau: Bureau, voice: Voice) -> Tasks:
    """Return the board of the unit, the most urgent task first."""
    mine = board.rows(bureau.outcome, voice, bureau.proof, bureau.unit_id)
    doubts = ahead.doubts(mine, voice)
    return Tasks(
        voice.t("bureau.tasks" if mine else "bureau.tasks.none", count=len(mine)),
        tuple(mine),
        Cell(proof.sentence(bureau.proof, voice), drill=Drill("backtest")),
        (doubts,) if doubts else (),
    )


def needs(bureau: Bureau, shown: Tasks, voice: Voice) -> Needs:
    """Return the last twelve months of every open task against what it needs a month."""
    months = _last(bureau.outcome.as_of)
    open_rows = [row for row in shown.rows if row.sign.is_judged and row.sign.id != "done"]
    rows = tuple(_need(row, bureau, months, voice) for row in open_rows)
    short = [row for row in open_rows if _is_short(row)]
    key = "bureau.needs" if short else "bureau.needs.enough" if rows else "bureau.needs.none"
    title = voice.t(key, count=len(short), total=len(rows))
    names = (voice.texts.skeleton(month, "MMM") for month in months)
    columns = (
        Column("task", voice.t("meeting.column.task")),
        *(Column(f"m{n}", name, "right") for n, name in enumerate(names)),
        Column("need", voice.t("meeting.column.need"), "right"),
    )
    cells = tuple((Cell(need.name), *(Cell(month.text) for month in need.months), Cell(need.text)) for need in rows)
    return Needs(title, rows, Table(title, columns, cells))


def _last(as_of: date) -> list[date]:
    last = month_of(as_of)
    return month_range(add_months(last, 1 - MONTHS), last)


def _is_short(row: BoardRow) -> bool:
    need, recent = row.values["need_per_month"], row.values["recent_per_month"]
    return row.sign.is_warm if need is None else need > (recent or 0)


def _need(row: BoardRow, bureau: Bureau, months: list[date], voice: Voice) -> Need:
    target = voice.policy.target(row.target_id)
    mine = (pl.col("target_id") == row.target_id) & pl.col("month").is_in(months)
    counted = bureau.outcome.monthly.filter(mine).group_by("month").agg(pl.col("value").sum())
    values = dict(counted.select("month", "value").iter_rows())
    need = row.values["need_per_month"]
    top = max([*values.values(), need or 0, 1])
    bars = tuple(
        Month(
            voice.texts.month(month), amounts.exact(voice.texts, target.unit, values.get(month, 0)),
            max(values.get(month, 0), 0) / top,
        )
        for month in months
    )  # fmt: skip
    best = amounts.bare(voice.texts, target.unit, max(values.values(), default=0))
    said = row.need if row.recent is None else voice.t("bureau.need", need=row.need, recent=row.recent)
    return Need(
        name=row.title,
        drill=row.indicator,
        months=bars,
        line=None if need is None else need / top,
        text=said,
        gap=tuple(_gap(row, bureau, voice)),
        alt=voice.t("bureau.need.alt", task=row.title, need=said, best=best),
    )


def _gap(row: BoardRow, bureau: Bureau, voice: Voice) -> Iterator[Cell]:
    """Yield what is missing, with what is under way; then how many rows of the period do not count, and mostly why.

    Nothing is said of a register in which most rows are about others.
    """
    step = bureau.outcome.steps.filter(pl.col("target_id") == row.target_id, pl.col("by") == "all")
    for item in step.iter_rows(named=True):
        unit = voice.policy.target(row.target_id).unit
        counts = (item["missing"] + item["pipeline"], item["pipeline"])
        left, begun = (amounts.exact(voice.texts, unit, count) for count in counts)
        if item["pipeline"]:
            opens = Drill("records", {"ind": row.target_id, "state": PIPELINE})
            yield Cell(voice.t("bureau.gap.begun", left=left, begun=begun), drill=opens)
            return
        if row.recent is not None:
            yield Cell(voice.t("bureau.gap", left=left))
    reasons = listing.by_reason(bureau.outcome, Question(row.target_id))
    rows = int(reasons["rows"].sum())
    if not 0 < rows <= (row.values["records"] or 0):
        return
    text = voice.t("bureau.uncounted", count=voice.texts.number(rows), reason=voice.reason(reasons["reason"][0]))
    yield Cell(text, drill=Drill("records", {"ind": row.target_id, "state": NOT_COUNTED}))
