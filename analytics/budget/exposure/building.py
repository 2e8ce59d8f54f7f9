"""From what is due, approved and paid to the book of promises: every estimate with the history that it comes from."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.budget.exposure.book import Book, Stage
from analytics.budget.exposure.claiming import claiming
from analytics.budget.exposure.entrants import entrants, entry, mix, newcomers, single_amounts
from analytics.budget.exposure.estimates import together
from analytics.budget.exposure.history import History, Payments, owed, pairs, payments
from analytics.budget.exposure.leaving import leaving
from analytics.budget.exposure.paying import open_money, paying
from analytics.budget.exposure.stock import chances, horizon, paid_by_month, stages, stock, stock_error, unclaimed
from analytics.budget.exposure.streams import Streams
from analytics.budget.exposure.unreported import joined, unreported
from analytics.entitlement.months import first_day, month_after_last_whole, month_number
from analytics.entitlement.prospects import PROSPECT
from analytics.policy import Policy


def last_month(policy: Policy, as_of: date) -> date:
    """Return the last month in which anything may fall due: of who enters last, with the longest extension."""
    longest = int(Streams.of(policy).length.max())
    end = max(month_number(policy.document.window_end), month_after_last_whole(as_of))
    return first_day(end + policy.assumptions.months("extension_max") + longest)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the estimates are taken from: see `history.owed`, `pairs`, `payments` and `entrants.newcomers`."""

    history: History
    rows: pl.DataFrame
    by_pair: pl.DataFrame
    arrivals: pl.DataFrame
    payments: Payments
    paid: pl.DataFrame


def gathered(history: History) -> Gathered:
    """Return the history put in order."""
    rows = owed(history)
    by_pair = pairs(history, rows)
    return Gathered(
        history, rows, by_pair, newcomers(history, rows), payments(history, rows, by_pair), paid_by_month(history)
    )


def coming(told: Gathered, ahead: pl.DataFrame) -> pl.DataFrame:
    """Return what is ahead with how far each has come, see `stages`; ahead: `prospects.money`, until `last_month`."""
    return stages(told.history, ahead, told.by_pair)


def book(told: Gathered, ahead: pl.DataFrame, opened: pl.DataFrame) -> Book:
    """Return the book of what has been promised as of a day; ahead: see `coming`. opened: the `open` of the ledger."""
    history = told.history
    policy, streams, register = history.policy, history.streams, history.register
    shares = mix(history, told.arrivals)
    known = {*shares.select("stream", "level").rows(), *ahead.select("stream", "level").unique().rows()}
    left, claims = leaving(history, told.rows, known), claiming(history, told.by_pair)
    waiting = open_money(history, opened)
    levels = tuple(sorted({level for _, level in left.groups}))
    goal_month = max(month_number(policy.document.window_end) - history.after + 1, 0)
    intake = entrants(history, told.arrivals, goal_month)
    chance = chances(history, ahead, unclaimed(history, opened, told.by_pair), claims)
    paid = paying(history, told.payments, waiting, chance)
    brings = entry(history, shares, levels, left)
    silent = unreported(brings, intake.unreported, claims, left)
    cells = joined(stock(ahead, levels, left), silent)
    months = month_number(last_month(policy, history.as_of)) - history.after + 1 + register.months("delay_limit")
    return Book(
        as_of=history.as_of,
        months=horizon(history, months),
        goal_month=goal_month,
        streams=streams.ids,
        lines=tuple(benefit.budget_line for benefit in streams.benefits),
        units=tuple(benefit.units[0] for benefit in streams.benefits),
        levels=levels,
        stock=cells,
        entry=brings,
        open_fen=waiting.by_stream(len(streams)),
        paid=told.paid,
        amounts=single_amounts(history, told.arrivals),
        intake=intake.intake,
        hazard=left.hazard,
        uptake=claims.uptake,
        chance=chance,
        delay=paid.delay,
        backlog=paid.backlog,
        dispersion=intake.dispersion,
        error=intake.error,
        stock_error=stock_error(cells, silent, chance, left, claims),
        correlation=register.value("correlation"),
        estimates=together([left.estimates, claims.estimates, paid.estimates, intake.estimates]),
    )


def committed(ahead: pl.DataFrame) -> pl.DataFrame:
    """Return what belongs to people who are approved: the committed money if nobody left; ahead: see `coming`."""
    return ahead.filter(pl.col("stage") == int(Stage.APPROVED)).select(PROSPECT.names())
