"""The records behind a number: which rows of an outcome a question selects, and what they add up to."""

import re
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from analytics.report.outcome import Outcome
from analytics.report.voice import NOWHERE

COUNTED, NOT_COUNTED, PIPELINE, QUARANTINED = "counted", "not_counted", "pipeline", "quarantined"
STATES = (COUNTED, NOT_COUNTED, PIPELINE, QUARANTINED)
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")


@dataclass(frozen=True)
class Question:
    """Which records: of one target and state, and where given of one unit, month, town, reason or earlier period.

    `town` may be NOWHERE for rows without one; `period` is the first day of a period, None the one of `as_of`.
    """

    target_id: str
    state: str = COUNTED
    unit: str | None = None
    month: date | None = None
    town: str | None = None
    reason: str | None = None
    period: date | None = None


def month_code(month: date) -> str:
    """Return the stable code of a month."""
    return f"{month:%Y-%m}"


def month_of_code(code: str | None) -> date | None:
    """Return the month a code names; None for anything that is no month."""
    found = _MONTH.match(code or "")
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    return date(year, month, 1) if 1 <= month <= 12 and year else None


def period_start(outcome: Outcome, question: Question) -> date:
    """Return the first day of the period the question is about; raises IndexError for an unknown target."""
    if question.period is not None:
        return question.period
    return outcome.progress.filter(pl.col("id") == question.target_id)["period_start"][0]


def of_period(outcome: Outcome, question: Question) -> pl.DataFrame:
    """Return every row of the target's period, and the rows that no period can claim because they have no date."""
    start = period_start(outcome, question)
    mine = pl.col("target_id") == question.target_id
    return outcome.contributions.filter(mine & ((pl.col("period_start") == start) | pl.col("period_start").is_null()))


def records(outcome: Outcome, question: Question) -> pl.DataFrame:
    """Return the contributions that answer the question, in their order; a quarantined row is no contribution."""
    if question.state == PIPELINE:
        return _waiting(outcome, question).filter(_narrowed(question))
    conditions = [pl.lit(value=question.state != QUARANTINED), pl.col("is_counted") == (question.state == COUNTED)]
    return of_period(outcome, question).filter(conditions, _narrowed(question))


def _waiting(outcome: Outcome, question: Question) -> pl.DataFrame:
    """Return the candidates in the pipeline of the target; there is none of a period that is over."""
    present = period_start(outcome, replace(question, period=None))
    mine = pl.col("target_id") == question.target_id
    return outcome.waiting.filter(mine & pl.lit(value=question.period in (None, present)))


def _narrowed(question: Question) -> pl.Expr:
    conditions = [pl.lit(value=True)]
    if question.unit:
        conditions.append(pl.col("unit_id") == question.unit)
    if question.month:
        conditions.append(pl.col("month") == question.month)
    if question.town:
        is_nowhere = question.town == NOWHERE
        conditions.append(pl.col("town").is_null() if is_nowhere else pl.col("town") == question.town)
    if question.reason:
        conditions.append(pl.col("reason") == question.reason)
    return pl.all_horizontal(conditions)


def tally(outcome: Outcome, question: Question) -> dict[str, int]:
    """Return how many rows the same question finds counted, not counted whatever the reason, and in the pipeline."""
    states = (COUNTED, NOT_COUNTED, PIPELINE)
    return {state: records(outcome, replace(question, state=state, reason=None)).height for state in states}


def by_reason(outcome: Outcome, question: Question) -> pl.DataFrame:
    """Return one row per reason of the period's rows that do not count: reason, rows, value; the most rows first."""
    rows = of_period(outcome, question).filter(~pl.col("is_counted"))
    tally = rows.group_by("reason").agg(pl.len().alias("rows"), pl.col("value").sum())
    return tally.sort("rows", "reason", descending=[True, False])
