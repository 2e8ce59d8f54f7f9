"""The sources behind a point: every record, filing, row, review and entry, what it gave, and what opens it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from analytics.policy.schemes import Scheme
from analytics.report import amounts, evidence, listing
from analytics.report.assessment import speech
from analytics.report.assessment.subject import Subject
from analytics.report.outcome import Outcome
from analytics.report.records_view import Sources
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

PAGE_ROWS = 50
_COLUMNS = ("source", "about", "day", "value", "points", "verdict", "file", "row")
_NUMBERS = frozenset({"value", "points", "row"})
_MINOR = frozenset({"file", "row"})
_TIGHT = frozenset({"source", "day"})
_WHOLE = 1e-9
_FEN_PER_YUAN = 100


def amount(value: float | None, item_id: str | None, scheme: Scheme, voice: Voice) -> Cell:
    """Return what was done or asked: money, which comes in yuan, as it is read aloud; anything else as a number."""
    if value is None:
        return Cell(voice.t("value.dash"))
    target = scheme.item(item_id).target if item_id else None
    if target and voice.policy.target(target).unit == amounts.MONEY:
        return Cell(amounts.exact(voice.texts, amounts.MONEY, value * _FEN_PER_YUAN), value)
    digits = 0 if abs(value - round(value)) < _WHOLE else 2
    return Cell(voice.texts.number(value, digits), value)


def of_item(unit: str, item: str, subject: Subject) -> pl.DataFrame:
    """Return the trace of an item: what counts first, then what does not."""
    mine = subject.of_unit(subject.assessment.trace, unit).filter(pl.col("item_id") == item)
    return mine.sort(~pl.col("counts"), "day", nulls_last=True, maintain_order=True)


def sentence(found: pl.DataFrame, unit: str, item: str, subject: Subject, voice: Voice) -> str:
    """Return what the item gave, from how many sources, and how many gave nothing."""
    row = subject.of_unit(subject.points, unit).row(by_predicate=pl.col("item_id") == item, named=True)
    counted = found.filter("counts").height
    return voice.t(
        "assessment.trace.title",
        unit=speech.unit(unit, voice),
        item=speech.item(item, subject.scheme, voice),
        points=speech.points(row["points"], voice, 2),
        possible=speech.points(row["possible"], voice, 2),
        counted=voice.texts.number(counted),
        others=voice.texts.number(found.height - counted),
    )


def idle(found: pl.DataFrame, voice: Voice) -> str:
    """Return how many sources gave nothing, by reason; nothing where all of them count."""
    tally = found.filter(~pl.col("counts")).group_by("reason").len().sort("len", "reason", descending=[True, False])
    named = [
        voice.t("assessment.trace.idle.part", reason=_reason(code, voice), count=count)
        for code, count in tally.iter_rows()
    ]
    return voice.t("assessment.trace.idle", parts=voice.listing(named)) if named else ""


def table(
    found: pl.DataFrame, subject: Subject, outcome: Outcome, records: Sources, voice: Voice, *, page: int = 1
) -> Table:
    """Return a page of sources (0: all of them), each with what it gave and the way to it."""
    start = (page - 1) * PAGE_ROWS
    part = found if page == 0 else found.slice(start if start < found.height else 0, PAGE_ROWS)
    placed = _placed(part, subject, outcome, records)
    people = evidence.masked(placed["person_key"].drop_nulls().unique(), records.identities)
    rows = tuple(_row(item, people, subject, voice) for item in placed.iter_rows(named=True))
    columns = speech.columns("assessment.trace", _COLUMNS, voice, numbers=_NUMBERS, minor=_MINOR, tight=_TIGHT)
    return Table(voice.t("assessment.trace.caption", count=found.height), columns, rows)


def opened(ref: str | None, subject: Subject, voice: Voice) -> Cell:
    """Return a reference as a cell that opens what it names."""
    kind, _, code = (ref or "").partition(":")
    drill = _way(kind, code, subject)
    return Cell(voice.t(f"assessment.ref.{kind}", code=code) if drill else code or kind, ref, drill)


def _way(kind: str, code: str, subject: Subject) -> Drill | None:
    match kind:
        case "batch":
            return Drill("intake", {"view": "batches", "batch": code.partition(":")[0]})
        case "entry":
            return subject.opens("reviews", entry=code)
        case "target":
            return Drill("indicator", {"ind": code.partition(":")[0]})
        case "quota":
            return subject.opens("reviews")
        case "appeal":
            return subject.opens("appeals", appeal=code)
        case _:
            return None


def _placed(rows: pl.DataFrame, subject: Subject, outcome: Outcome, records: Sources) -> pl.DataFrame:
    """Return the sources with the target and period they count in, whom they are about and where they were filed."""
    targets = {item.id: item.target for item in subject.scheme.items}
    target = pl.col("item_id").replace_strict(targets, default=None, return_dtype=pl.String)
    keys = ["target_id", "fact", "record_id"]
    known = outcome.contributions.select(*keys, "period_start", "is_counted", "person_key").unique(keys, keep="last")
    joined = rows.with_columns(target_id=target).join(known, on=keys, how="left", maintain_order="left")
    return _filed(joined, subject, records)


def behind(refs: list[str], unit: str, item: str | None, subject: Subject) -> pl.DataFrame:
    """Return references as sources: those of the year with what they gave, others with nothing."""
    of_item = (pl.col("item_id") == item) if item else pl.lit(value=True)
    known = subject.of_unit(subject.assessment.trace, unit).filter(of_item, pl.col("ref").is_in(refs))
    other = pl.DataFrame({"ref": refs}).join(known, on="ref", how="anti")
    parts = pl.col("ref").str.splitn(":", 2).struct
    number = parts.field("field_1").cast(pl.Int64, strict=False)
    made = other.with_columns(
        unit_id=pl.lit(unit),
        item_id=pl.lit(item, pl.String),
        source=pl.when(number.is_not_null()).then(pl.lit("record")).otherwise(parts.field("field_0")),
        fact=parts.field("field_0"),
        record_id=number,
        counts=pl.lit(value=False),
        reason=pl.lit("other_year"),
    )
    return pl.concat([known, made], how="diagonal")


def _filed(rows: pl.DataFrame, subject: Subject, records: Sources) -> pl.DataFrame:
    """Return the sources with file, sheet, row and subject of those that are records."""
    ordered, is_record = rows.with_row_index("order"), pl.col("record_id").is_not_null()
    located = evidence.located(ordered.filter(is_record), records.records, subject.assessment.known_at)
    return pl.concat([located, ordered.filter(~is_record)], how="diagonal").sort("order").drop("order")


def _row(row: Mapping[str, Any], people: Mapping[str, str], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    day: date | None = row["day"]
    counts = row["counts"]
    return (
        Cell(voice.t(f"assessment.source.{row['source']}"), row["source"], _drill(row, subject)),
        Cell(_about(row, people, subject, voice), drill=_drill(row, subject)),
        Cell(voice.texts.date(day) if day else voice.t("value.dash"), day),
        amount(row["value"], row["item_id"], subject.scheme, voice),
        Cell(speech.points(row["points"], voice, 3), row["points"], tone="" if counts else "mute"),
        Cell(_reason(row["reason"], voice), row["reason"], tone="good" if counts else "warn"),
        Cell(row["file_name"] or ""),
        Cell(str(row["row_no"] or ""), row["row_no"]),
    )


def _about(row: Mapping[str, Any], people: Mapping[str, str], subject: Subject, voice: Voice) -> str:
    if row["person_key"]:
        return people.get(row["person_key"]) or row["ref"]
    if row["subject"]:
        return str(row["subject"])
    kind, _, code = (row["ref"] or "").partition(":")
    if kind in ("quota", "target"):
        return voice.t(f"assessment.ref.{kind}", code=_at_end(code))
    if kind == "milestone":
        named = {milestone.id: milestone.title for milestone in voice.policy.milestones}
        return voice.texts.pick(named[code]) if code in named else code
    if kind in voice.ledgers:
        return voice.t("assessment.source.ledger", ledger=voice.ledger(kind), period=code)
    return opened(row["ref"], subject, voice).text


def _at_end(code: str) -> str:
    """Return the day or time at the end of a reference."""
    parts = code.split(":", 2)
    return parts[-1].replace("T", " ")[:16]


def _drill(row: Mapping[str, Any], subject: Subject) -> Drill | None:
    """Return what opens a source: a record its card among those of its target, anything else its own place."""
    if row["target_id"] and row["is_counted"] is not None:
        period = row["period_start"]
        codes = {
            "ind": row["target_id"],
            "state": listing.COUNTED if row["is_counted"] else listing.NOT_COUNTED,
            "rec": f"{row['fact']}:{row['record_id']}",
        }
        return Drill("records", codes | ({"period": period.isoformat()} if period else {}))
    kind, _, code = (row["ref"] or "").partition(":")
    if row["source"] == "filing":
        return Drill("intake", {"view": "calendar", "unit": row["unit_id"]})
    return _way(kind, code, subject)


def _reason(code: str | None, voice: Voice) -> str:
    """Return why a source counts or not: a reason of the assessment, else one of the counting of targets."""
    if code is None:
        return voice.t("assessment.reason.counts")
    if voice.texts.has(f"assessment.reason.{code}"):
        return voice.t(f"assessment.reason.{code}")
    return voice.reason(code) if voice.knows_reason(code) else code


_EXPORT = ("unit", "item", "source", "ref", "day", "value", "points", "verdict", "file", "sheet", "row")


def export(found: pl.DataFrame, subject: Subject, records: Sources, voice: Voice) -> Table:
    """Return sources as they are exported: one row each, with the file, sheet and row it stands in."""
    placed = _filed(found.with_columns(person_key=pl.lit(None, pl.String)), subject, records)
    rows = tuple(_exported(item, subject, voice) for item in placed.iter_rows(named=True))
    columns = speech.columns("assessment.trace", _EXPORT, voice, numbers=_NUMBERS)
    return Table(voice.t("assessment.trace.all", count=found.height), columns, rows)


def _exported(row: Mapping[str, Any], subject: Subject, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(speech.unit(row["unit_id"], voice)),
        Cell(speech.item(row["item_id"], subject.scheme, voice)),
        Cell(voice.t(f"assessment.source.{row['source']}")),
        Cell(row["ref"] or ""),
        Cell(str(row["day"] or ""), row["day"]),
        amount(row["value"], row["item_id"], subject.scheme, voice),
        speech.number(row["points"], voice, 4),
        Cell(_reason(row["reason"], voice)),
        Cell(row["file_name"] or ""),
        Cell(row["sheet"] or ""),
        Cell(str(row["row_no"] or ""), row["row_no"]),
    )
