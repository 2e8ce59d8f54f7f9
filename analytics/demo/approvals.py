"""Applications by stage, and decisions by batch: what stands behind the rosters of the monthly allowances."""

import numpy as np
import polars as pl

from analytics.demo import months
from analytics.demo.draws import some
from analytics.demo.faults import PART, Book
from analytics.demo.filings import SETTLED
from analytics.demo.registers import on_paper, with_employer

#: Money that was paid beside the decision: it has no decision of its own.
_UNDECIDED = ("paid_twice", "wrong_rate", "paid_by_two", "after_departure", "unpaid", "paid_before_approval")
_SAME_DAY = "same_day"
_PEOPLE = ("who", "person", "name", "phone", "town")


def decisions(book: Book, people: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Return one row per person and batch: the months and the money that were decided."""
    decided = _decided(book)
    lots = decided.group_by("who", "benefit_id", "batch_no", "decided_on", maintain_order=True).agg(
        pl.col("month").min(), pl.col("until").max(), pl.col("rate").sum().alias("amount"), pl.col("employer").last()
    )
    rows = lots.with_columns(
        pl.struct(start=months.as_dates(pl.col("month")), end=months.as_dates(pl.col("until"))).alias("months_paid"),
        on=pl.col("decided_on"),
        benefit=pl.col("benefit_id"),
        document_no=pl.col("batch_no"),
    ).drop("month", "until", "batch_no", "benefit_id")
    return with_employer(rows.join(_known(people), on="who", how="left", maintain_order="left"), staff)


def applications(book: Book, people: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Return one row per applicant, benefit and stage reached on the way to the first decision."""
    plan, rng = book.scene.calibration.payments.approval, book.scene.draws.stream("stages")
    cases = (
        _decided(book)
        .group_by("who", "benefit_id", maintain_order=True)
        .agg(pl.col("decided_on").min(), pl.col("employer").first(), pl.col("rate").first().alias("amount"))
    )
    cases = cases.with_columns(
        application_no=pl.format(
            "{}{}{}", pl.col("benefit_id").str.to_uppercase(), pl.col("decided_on").dt.year(), _number(len(cases))
        ),
        town=cases.select("who").join(people.select("who", "town"), on="who", how="left", maintain_order="left")[
            "town"
        ],
    )
    cases, at_once = _same_day(book, cases)
    stages = [cases.with_columns(stage=pl.lit(plan.decided), stage_on=pl.col("decided_on"))]
    for stage, (low, high) in plan.before.items():
        days = pl.Series(rng.integers(low, high + 1, len(cases)))
        is_slow = pl.when(pl.lit(at_once)).then(0).otherwise(pl.lit(days))
        stages.append(
            cases.with_columns(stage=pl.lit(stage), stage_on=pl.col("decided_on") - pl.duration(days=is_slow))
        )
    stages += [
        part.filter(pl.Series(some(rng, share, len(part)))).with_columns(
            stage=pl.lit(outcome), stage_on=pl.col("stage_on") + pl.duration(days=5)
        )
        for outcome, share in plan.outcomes.items()
        for part in [stages[1].filter(~pl.col(SETTLED))]
    ]
    rows = pl.concat(stages).with_columns(on=pl.col("stage_on"), benefit=pl.col("benefit_id")).sort("on", "who")
    rows = rows.with_columns(amount=pl.when(pl.col("stage") == plan.decided).then("amount"))
    known = _known(people).drop("town")
    rows = rows.drop("decided_on", "benefit_id").join(known, on="who", how="left", maintain_order="left")
    return with_employer(rows, staff)


def _decided(book: Book) -> pl.DataFrame:
    return book.decided().filter(~pl.col(PART).fill_null("").is_in(_UNDECIDED))


def _known(people: pl.DataFrame) -> pl.DataFrame:
    return on_paper(people).select(_PEOPLE)


def _number(size: int) -> pl.Series:
    return pl.Series(np.arange(1, size + 1)).cast(pl.String).str.zfill(5)


def _same_day(book: Book, cases: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Mark, in `settled` and by themselves, the cases of some towns that went through all stages on one day."""
    low, high = book.scene.calibration.faults.same_day_cases
    taken = cases["who"].is_in(list(book.taken))
    lots = (
        cases.filter(~taken)
        .group_by("benefit_id", "decided_on", "town")
        .agg("who")
        .sort("benefit_id", "decided_on", "town")
    )
    lots = lots.filter(pl.col("who").list.len() >= low)
    rng = book.scene.draws.stream("fault", _SAME_DAY)
    chosen = lots[rng.permutation(len(lots))[: book.scene.planted(_SAME_DAY)]].with_columns(
        pl.col("who").list.head(high)
    )
    book.tell(_SAME_DAY, chosen.select("who", "benefit_id", "decided_on", "town"))
    at_once = cases["who"].is_in(chosen["who"].explode().implode()) & ~taken
    return cases.with_columns(at_once.alias(SETTLED)), at_once
