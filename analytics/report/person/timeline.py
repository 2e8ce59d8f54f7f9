"""The months of a person as a strip: a row a year, a box a month, with what it was and what became of its money."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import polars as pl

from analytics.entitlement.rates import GROUP
from analytics.entitlement.trace import State
from analytics.report.person import records, words
from analytics.report.person.file import PersonFile
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: What became of the allowance of a month: paid in full, in part, approved and not paid, due and not approved, or paid
#: though nothing was due; of somebody made up, what would be due.
Money = Literal["paid", "part", "approved", "due", "extra", "would"]
_MONTHS_A_YEAR = 12
_COLUMNS = ("month", "state", "benefit", "due", "approved", "paid", "clock")
_NUMBERS = frozenset({"due", "approved", "paid", "clock"})


@dataclass(frozen=True)
class Box:
    """One month: the code of its money, else of its state, the sign that stands for it, a sentence, and its record."""

    code: str
    sign: str
    said: str
    drill: Drill | None


@dataclass(frozen=True)
class Strip:
    """Years with twelve boxes each, None before the first and after the last month; the signs; the same as a table."""

    title: str
    years: tuple[tuple[int, tuple[Box | None, ...]], ...]
    months: tuple[str, ...]
    legend: tuple[tuple[str, str, str], ...]
    table: Table


def known(file: PersonFile) -> pl.DataFrame:
    """Return one row per month with what the trace says of it and due_fen, approved_fen, paid_fen of the allowances."""
    cells = file.cells.filter(pl.col("benefit_id").is_in(list(file.policy.conflict(GROUP).benefits)))
    money = cells.group_by("month").agg(pl.col("due_fen", "approved_fen", "paid_fen").sum())
    return _calendar(file.trace.months, money)


def assumed(months: pl.DataFrame) -> pl.DataFrame:
    """Return the same for somebody made up, of whom nothing was ever approved or paid."""
    nothing = pl.lit(0, pl.Int64)
    money = months.drop_nulls("amount_fen").select(
        "month", due_fen="amount_fen", approved_fen=nothing, paid_fen=nothing
    )
    return _calendar(months, money).with_columns(is_assumed=pl.lit(value=True))


def strip(months: pl.DataFrame, drills: Mapping[date, Drill], voice: Voice) -> Strip:
    """Return the strip of the months (known, assumed); `drills`: the record that a month opens."""
    boxes = {row["month"]: _box(row, drills.get(row["month"]), voice) for row in months.iter_rows(named=True)}
    years = sorted({month.year for month in boxes})
    shown = tuple(
        (year, tuple(boxes.get(date(year, month, 1)) for month in range(1, _MONTHS_A_YEAR + 1))) for year in years
    )
    seen = {box.code for box in boxes.values()}
    codes = [code for code in (*get_args(Money), *get_args(State)) if code in seen]
    table = _table(months, drills, voice)
    return Strip(
        title=table.caption,
        years=shown,
        months=tuple(voice.t("timeline.month", month=month) for month in range(1, _MONTHS_A_YEAR + 1)),
        legend=tuple((code, voice.t(f"timeline.sign.{code}"), voice.t(f"timeline.{code}")) for code in codes),
        table=table,
    )


def drills(file: PersonFile) -> dict[date, Drill]:
    """Return for every month its record: of the payment, else of the decision, else of what makes it due."""
    found: dict[date, Drill] = {}
    benefits = list(file.policy.conflict(GROUP).benefits)
    for frame in (file.due, file.approved, file.paid):
        rows = frame.filter(pl.col("benefit_id").is_in(benefits)).drop_nulls(["from_month", "to_month"])
        months = rows.with_columns(month=pl.date_ranges("from_month", "to_month", "1mo")).explode("month")
        for month, fact, number in months.select("month", "fact", "record_id").iter_rows():
            drill = records.opens(file, fact, number)
            if drill and month:
                found[month] = drill
    return found


def _calendar(months: pl.DataFrame, money: pl.DataFrame) -> pl.DataFrame:
    """Return every month from the first to the last of either frame; outside the trace nobody is insured."""
    both = pl.concat([months["month"], money["month"]])
    fen = [pl.col(name).fill_null(0) for name in ("due_fen", "approved_fen", "paid_fen")]
    empty = months.clear().join(money.clear(), on="month", how="left")
    if both.is_empty():
        return empty
    every = both.to_frame().select(pl.date_range(pl.col("month").min(), pl.col("month").max(), "1mo"))
    told = every.join(months, on="month", how="left").join(money, on="month", how="left").sort("month")
    return told.with_columns(*fen, pl.col("state").fill_null("uninsured"), pl.col("clock").forward_fill())


def money_of(row: Mapping[str, Any]) -> Money | None:
    """Return what became of the money of a month; nothing where there is none."""
    due, approved, paid = row["due_fen"], row["approved_fen"], row["paid_fen"]
    if due == 0:
        return "extra" if paid > 0 else None
    if row.get("is_assumed"):
        return "would"
    if paid >= due:
        return "paid"
    if paid > 0:
        return "part"
    return "approved" if approved > 0 else "due"


def _box(row: Mapping[str, Any], drill: Drill | None, voice: Voice) -> Box:
    code = money_of(row) or row["state"]
    said = voice.t(
        "timeline.said.would" if row.get("is_assumed") else "timeline.said",
        month=voice.texts.month(row["month"]),
        state=voice.t(f"timeline.{row['state']}"),
        due=words.yuan(row["due_fen"], voice),
        approved=words.yuan(row["approved_fen"], voice),
        paid=words.yuan(row["paid_fen"], voice),
    )
    return Box(code, voice.t(f"timeline.sign.{code}"), said, drill)


def _table(months: pl.DataFrame, drills: Mapping[date, Drill], voice: Voice) -> Table:
    columns = tuple(
        Column(n, voice.t(f"timeline.column.{n}"), "right" if n in _NUMBERS else "left", is_tight=n in _NUMBERS)
        for n in _COLUMNS
    )
    made = tuple(_row(row, drills.get(row["month"]), voice) for row in months.iter_rows(named=True))
    paid = sum(row["due_fen"] > 0 for row in months.iter_rows(named=True))
    return Table(voice.t("timeline.caption", months=len(made), paid=paid), columns, made)


def _row(row: Mapping[str, Any], drill: Drill | None, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(voice.texts.month(row["month"]), row["month"], drill=drill),
        Cell(_state(row, voice)),
        Cell(words.benefit(row["benefit_id"], voice) if row["benefit_id"] else voice.t("value.dash")),
        *(words.amount(row[f"{side}_fen"], drill, voice) for side in ("due", "approved", "paid")),
        Cell(str(row["clock"] or 0), row["clock"] or 0),
    )


def _state(row: Mapping[str, Any], voice: Voice) -> str:
    said = voice.t(f"timeline.{row['state']}")
    kind = row["employer_kind"]
    return voice.t("timeline.with", state=said, kind=words.employer_kind(kind, voice)) if kind else said
