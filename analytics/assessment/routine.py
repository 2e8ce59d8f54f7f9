"""Routine work by what the system itself holds: filings, refused rows, applications, documents put on file."""

from datetime import date, timedelta

import polars as pl

from analytics.assessment.evidence import (
    LATE,
    MISSING,
    NO_DATE,
    NOT_DUE,
    REFUSED,
    Found,
    asked_frame,
    counted,
    found,
    lead,
)
from analytics.assessment.sheets import sheets_of_year
from analytics.policy import Policy
from analytics.policy.schemes import Scheme, SchemeItem


def filing(filings: pl.DataFrame, scheme: Scheme) -> Found:
    """Score filings that came in time, and that came at all, of those that were due for months of the year."""
    due = filings.filter(pl.col("period_end").dt.year() == scheme.year, pl.col("state") != NOT_DUE)
    told = due.select(
        "unit_id",
        "state",
        source=pl.lit("filing"),
        ref=pl.concat_str("ledger", pl.lit(":"), "period_start"),
        day=pl.coalesce("filed_on", "due_date"),
        value=pl.lit(1.0),
    )
    in_time = _judged(told, pl.col("state") == "on_time")
    at_all = _judged(told, pl.col("state") != MISSING)
    parts = [
        (asked_frame(scheme, "filing_on_time"), in_time),
        (asked_frame(scheme, "filing_complete"), at_all),
    ]
    evidence = pl.concat([of.join(rows, on="unit_id") for of, rows in parts])
    items = counted(pl.concat([of for of, _ in parts]), evidence)
    filed = at_all.filter("counts")["unit_id"].unique().to_list()
    is_silent = (pl.col("state") == "scored") & ~pl.col("unit_id").is_in(filed)
    return found(
        items.with_columns(state=pl.when(is_silent).then(pl.lit("not_submitted")).otherwise("state")), evidence
    )


def _judged(told: pl.DataFrame, counts: pl.Expr) -> pl.DataFrame:
    return told.with_columns(counts=counts, reason=pl.when(~counts).then("state"))


def corrections(sheets: pl.DataFrame, scheme: Scheme) -> Found:
    """Score refused rows that were put right: those of a file whose later version was refused fewer.

    Who had none refused has full marks; who filed nothing is not asked.
    """
    of_year = sheets_of_year(sheets, scheme.year)
    chained = of_year.with_columns(pl.col("rows_quarantined").sum().over("batch_id").alias("refused"))
    later = chained.group_by("batch_id").agg(still=pl.col("refused").first()).rename({"batch_id": "settled_by"})
    per_file = chained.unique("batch_id", maintain_order=True).join(later, on="settled_by", how="left")
    right = (pl.col("refused") - pl.col("still").fill_null(0)).clip(lower_bound=0)
    per_file = per_file.with_columns(
        right=pl.when(pl.col("settled_by").is_not_null()).then(right).otherwise(0).cast(pl.Float64),
        waiting=pl.when(pl.col("settled_by").is_null()).then("refused").otherwise(0).cast(pl.Float64),
        day=pl.col("received_at").dt.date(),
        ref=pl.concat_str(pl.lit("batch:"), "batch_id"),
    )
    of = asked_frame(scheme, "corrections")
    totals = per_file.group_by("unit_id").agg(actual=pl.col("right").sum(), waiting=pl.col("waiting").sum())
    joined = of.join(totals, on="unit_id", how="left", maintain_order="left")
    items = joined.with_columns(
        quota=pl.col("actual") + pl.col("waiting"),
        state=pl.when(pl.col("actual").is_null()).then(pl.lit("not_applicable")).otherwise(pl.lit("scored")),
        basis=pl.lit("measure"),
    )
    clean = items.filter(pl.col("quota") == 0).select("unit_id")
    base = ("unit_id", "day", "ref")
    evidence = pl.concat(
        [
            _told(per_file.filter(pl.col("right") > 0).select(*base, value="right"), "row"),
            _told(per_file.filter(pl.col("waiting") > 0).select(*base, value="waiting"), "row", REFUSED),
            _told(per_file.join(clean, on="unit_id").select(*base, value=pl.lit(1.0)), "filing"),
        ]
    )
    return found(items, of.join(evidence, on="unit_id"))


def _told(rows: pl.DataFrame, source: str, reason: str | None = None) -> pl.DataFrame:
    return rows.with_columns(source=pl.lit(source), counts=pl.lit(reason is None), reason=pl.lit(reason, pl.String))


def applications(stages: pl.DataFrame, policy: Policy, scheme: Scheme, day: date) -> Found:
    """Score the cases that were to be through in the year by the days the scheme allows; see SchemeItem.stages.

    A case answers to the unit that leads its benefit; one that was ended is left out.
    """
    of = asked_frame(scheme, "processing_time")
    parts = [_cases(stages, item, scheme.year, day) for item in scheme.items if item.measure == "processing_time"]
    if not parts:
        return found(of, of)
    cases = pl.concat(parts).with_columns(lead(policy))
    evidence = of.join(cases, on=["unit_id", "item_id"])
    return found(counted(of, evidence), evidence)


def _cases(stages: pl.DataFrame, item: SchemeItem, year: int, day: date) -> pl.DataFrame:
    """One row per case of one item whose time was up in the year, or that was through before."""
    first, last = item.stages
    key, days = ["benefit_id", "application_no"], pl.duration(days=item.days or 0)
    known = stages.filter(pl.col("event_date") <= day, pl.col("application_no").is_not_null())
    opening, closing = date(year, 1, 1) - timedelta(item.days or 0), date(year, 12, 31) - timedelta(item.days or 0)
    begun = known.filter(pl.col("stage") == first, pl.col("event_date").is_between(opening, closing))
    begun = begun.sort("event_date", "record_id").unique(key, keep="first", maintain_order=True)
    of_begun = known.filter(pl.col("stage").is_in([last, "ended"])).join(begun.select(key), on=key, how="semi")
    through = _first(of_begun, last, key, "through_on", "through_id")
    ended = _first(of_begun, "ended", key, "ended_on", "ended_id")
    due = pl.col("event_date") + days
    cases = begun.join(through, on=key, how="left", maintain_order="left").join(ended, on=key, how="left")
    is_through, in_time = pl.col("through_on").is_not_null(), (pl.col("through_on") <= due).fill_null(value=False)
    asked = cases.filter(is_through | ((due <= day) & pl.col("ended_on").is_null()))
    record = pl.coalesce("through_id", "record_id")
    return asked.select(
        "benefit_id",
        item_id=pl.lit(item.id),
        source=pl.lit("application"),
        fact=pl.lit("application"),
        record_id=record,
        ref=pl.concat_str(pl.lit("application:"), record),
        day=pl.coalesce("through_on", due),
        value=pl.lit(1.0),
        counts=in_time,
        reason=pl.when(~in_time).then(pl.when(is_through).then(pl.lit(LATE)).otherwise(pl.lit(MISSING))),
    )


def _first(rows: pl.DataFrame, stage: str, key: list[str], on: str, record: str) -> pl.DataFrame:
    ordered = rows.filter(pl.col("stage") == stage).sort("event_date", "record_id")
    return ordered.group_by(key).agg(pl.col("event_date").first().alias(on), pl.col("record_id").first().alias(record))


def documents(filed: pl.DataFrame, policy: Policy, scheme: Scheme, day: date) -> Found:
    """Score documents and major events of the year that were put on file in time by who issued or held them."""
    of = asked_frame(scheme, "filed_documents")
    limits = {item.id: item.days or 0 for item in scheme.items if item.measure == "filed_documents"}
    names = {name: policy.unit_by_name(name) for name in filed["organiser"].unique().drop_nulls()}
    units = {name: unit.id for name, unit in names.items() if unit}
    told = filed.filter(
        pl.coalesce("event_date", "filed_on").dt.year() == scheme.year, pl.coalesce("event_date", "filed_on") <= day
    ).with_columns(unit_id=pl.col("organiser").replace_strict(units, default=None, return_dtype=pl.String))
    limit = pl.col("event_date") + pl.duration(
        days=pl.col("item_id").replace_strict(limits, default=0, return_dtype=pl.Int64)
    )
    in_time = (pl.col("filed_on") <= limit).fill_null(value=False)
    reason = (
        pl.when(in_time)
        .then(None)
        .when(pl.col("event_date").is_null())
        .then(pl.lit(NO_DATE))
        .when(pl.col("filed_on").is_null())
        .then(pl.lit(MISSING))
        .otherwise(pl.lit(LATE))
    )
    evidence = of.join(told, on="unit_id").with_columns(
        source=pl.lit("document"),
        fact=pl.lit("filed_document"),
        ref=pl.concat_str(pl.lit("filed_document:"), "record_id"),
        day=pl.coalesce("event_date", "filed_on"),
        value=pl.lit(1.0),
        counts=in_time,
        reason=reason,
    )
    return found(counted(of, evidence), evidence)
