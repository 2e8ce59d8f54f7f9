"""A small history: people of one allowance who enter, claim, are approved, paid and leave, and sums decided once."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from analytics.budget.exposure.book import Book
from analytics.budget.exposure.building import book, coming, gathered
from analytics.budget.exposure.history import History
from analytics.budget.exposure.streams import Streams
from analytics.entitlement.prospects import PROSPECT
from analytics.policy import Policy
from tests.budget import frames
from tests.budget.frames import AS_OF, month

APPLICATION = {
    "beneficiary": pl.String,
    "person_key": pl.String,
    "employer_id": pl.String,
    "unit_id": pl.String,
    "benefit_id": pl.String,
    "event_date": pl.Date,
}
OPEN = {
    "beneficiary": pl.String,
    "benefit_id": pl.String,
    "month": pl.Date,
    "cause": pl.String,
    "amount_fen": pl.Int64,
    "decided_on": pl.Date,
}
RECORDED = {"fact": pl.String, "record_id": pl.Int64, "recorded": pl.Date}


def history(
    policy: Policy,
    due: pl.DataFrame | None = None,
    approved: pl.DataFrame | None = None,
    paid: pl.DataFrame | None = None,
    asked: Sequence[tuple[str, str, date]] = (),
) -> History:
    """Return a history as of the end of month 33 (September 2026); months count from January 2024."""
    applications = [
        {"person_key": who, "unit_id": "human_resources", "benefit_id": benefit, "event_date": day}
        for who, benefit, day in asked
    ]
    return History(
        policy=policy,
        streams=Streams.of(policy),
        as_of=AS_OF,
        due=frames.due() if due is None else due,
        approved=frames.approved() if approved is None else approved,
        paid=frames.paid() if paid is None else paid,
        applications=pl.DataFrame(applications, schema=APPLICATION),
        recorded=pl.DataFrame(schema=RECORDED),
    )


def opened(*rows: tuple[str, str, int, str, int]) -> pl.DataFrame:
    """Return open money from (who, benefit, month, cause, fen)."""
    told = [
        {"beneficiary": who, "benefit_id": benefit, "month": month(place), "cause": cause, "amount_fen": fen}
        for who, benefit, place, cause, fen in rows
    ]
    return pl.DataFrame(told, schema=OPEN)


def ahead(*rows: tuple[str, str, str, int, int, int]) -> pl.DataFrame:
    """Return what is ahead from (who, benefit, level, months, fen, used), from the month after as_of."""
    told = [
        {"beneficiary": who, "person_key": who, "benefit_id": benefit, "level": level, "every": 1}
        | {"from_month": month(34), "to_month": month(33 + months), "amount_fen": fen, "used": used}
        for who, benefit, level, months, fen, used in rows
    ]
    return pl.DataFrame(told, schema=PROSPECT)


def made(told: History, to_come: pl.DataFrame | None = None, waiting: pl.DataFrame | None = None) -> Book:
    past = gathered(told)
    return book(past, coming(past, ahead() if to_come is None else to_come), opened() if waiting is None else waiting)
