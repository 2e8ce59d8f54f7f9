"""People who are in, put into cells of people alike; and the chance that those who are not approved ever will be."""

from datetime import date

import numpy as np
import polars as pl

from analytics.budget.exposure.book import OPEN_CAUSES, FloatArray, Stage, Stock
from analytics.budget.exposure.claiming import Claiming
from analytics.budget.exposure.history import History, month_of, numbers
from analytics.budget.exposure.leaving import Leaving
from analytics.series.settings import DEFAULT

_LAG_ERROR = DEFAULT.lag_error
_PAIR = ["stream", "beneficiary"]
_CELL = ["stream", "level", "stage", "used", "first", "last", "every", "amount_fen"]


def unclaimed(history: History, opened: pl.DataFrame, by_pair: pl.DataFrame) -> pl.DataFrame:
    """Return stream, age (months since first due) and fen of the open money of everybody who has not asked for it.

    opened: the `open` of the ledger. by_pair: see `history.pairs`.
    """
    silent = pl.col("cause") == OPEN_CAUSES[Stage.UNCLAIMED]
    rows = opened.select("benefit_id", "beneficiary", "cause", "amount_fen").filter(silent & history.streams.known())
    sums = rows.group_by("benefit_id", "beneficiary").agg(pl.col("amount_fen").sum())
    told = sums.with_columns(history.streams.places()).join(by_pair, on=_PAIR, how="left")
    age = (history.after - 1 - pl.col("first").fill_null(history.after - 1)).clip(0)
    return told.select("stream", age=age, fen=pl.col("amount_fen").cast(pl.Float64))


def stages(history: History, ahead: pl.DataFrame, by_pair: pl.DataFrame) -> pl.DataFrame:
    """Return what is ahead with stream, stage and age (months since first due) of each.

    ahead: `prospects.money`. by_pair: see `history.pairs`. Who was approved for the benefit once is approved; who
    asked is undecided.
    """
    rows = ahead.with_columns(history.streams.places()).join(by_pair, on=_PAIR, how="left", maintain_order="left")
    stage = (
        pl.when(pl.col("approved").is_not_null())
        .then(int(Stage.APPROVED))
        .when(pl.col("asked").is_not_null())
        .then(int(Stage.UNDECIDED))
        .otherwise(int(Stage.UNCLAIMED))
    )
    begins, after = month_of("from_month"), history.after
    return rows.with_columns(
        stage=stage.cast(pl.Int64),
        age=(after - 1 - pl.coalesce("first", begins)).clip(0),
        first=begins - after + 1,
        last=month_of("to_month") - after + 1,
    )


def stock(ahead: pl.DataFrame, levels: tuple[str, ...], left: Leaving) -> Stock:
    """Return the cells of what is ahead, see `stages`."""
    cells = ahead.group_by(_CELL).agg(persons=pl.len()).sort(_CELL)
    stream, stage, used, first, last, every = numbers(cells, "stream", "stage", "used", "first", "last", "every")
    names = cells["level"].to_list()
    place = {level: number for number, level in enumerate(levels)}
    return Stock(
        stream=stream,
        level=np.array([place[name] for name in names], np.int64),
        group=left.group_of(stream, names),
        stage=stage,
        used=used,
        first=first,
        last=last,
        every=every,
        amount=cells["amount_fen"].to_numpy().astype(np.float64),
        persons=cells["persons"].to_numpy().astype(np.float64),
    )


def chances(history: History, ahead: pl.DataFrame, waiting: pl.DataFrame, claims: Claiming) -> FloatArray:
    """Return [stage, stream] the probability that open money, and what these people have ahead, is ever paid.

    Of the unclaimed it is the mean over people, by the money each waits for (see `unclaimed`) and has ahead.
    """
    count = len(history.streams)
    chance = np.stack([np.ones(count), claims.approval, claims.uptake])
    silent = pl.col("stage") == int(Stage.UNCLAIMED)
    instalments = (pl.col("last") - pl.col("first")) // pl.col("every") + 1
    coming = ahead.filter(silent).select("stream", "age", fen=(instalments * pl.col("amount_fen")).cast(pl.Float64))
    people = pl.concat([coming, waiting], how="vertical_relaxed")
    stream, age = numbers(people, "stream", "age")
    fen = people["fen"].to_numpy()
    whole = np.bincount(stream, fen, count)
    expected = np.bincount(stream, fen * claims.chance(stream, age), count)
    chance[Stage.UNCLAIMED] = np.divide(expected, whole, out=chance[Stage.UNCLAIMED], where=whole > 0)
    return chance


def stock_error(cells: Stock, silent: Stock, chance: FloatArray, left: Leaving, claims: Claiming) -> FloatArray:
    """Return [stream] the relative standard deviation of what people who are in cost.

    Of hazards, of claiming, and of how many there are who are not on file yet (`silent`, part of the cells).
    """
    count = chance.shape[1]
    middle, hazard, fen = _expected(cells, chance, left)
    whole = np.maximum(np.bincount(cells.stream, fen, count), 1e-9)
    by_hazard = np.bincount(cells.stream, fen * hazard * middle * left.spread[cells.group], count) / whole
    unclaimed = np.bincount(cells.stream, fen * (cells.stage == Stage.UNCLAIMED), count) / whole
    by_claim = unclaimed * claims.spread / np.maximum(claims.claimed[:, -1], 1e-9)
    unseen = np.bincount(silent.stream, _expected(silent, chance, left)[2], count) / whole
    return np.sqrt(by_hazard**2 + by_claim**2 + (_LAG_ERROR * unseen) ** 2)


def _expected(cells: Stock, chance: FloatArray, left: Leaving) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return of every cell the month in the middle, the hazard, and about what it will cost."""
    middle = (cells.first + cells.last) / 2
    months = (cells.last - cells.first) // cells.every + 1
    hazard = left.hazard[cells.group]
    fen = cells.persons * cells.amount * months * (1 - hazard) ** middle
    return middle, hazard, fen * chance[cells.stage, cells.stream]


def paid_by_month(history: History) -> pl.DataFrame:
    """Return benefit_id, month of payment and fen: all that was paid in money by as_of, to the fen.

    Money without a day of payment counts in the last month it was paid for, and without one in the month of as_of.
    """
    fen = pl.col("amount_fen").sum().alias("fen")
    dated = history.paid.group_by("benefit_id", "paid_on").agg(fen).drop_nulls("paid_on")
    undated = history.paid.filter(pl.col("paid_on").is_null())
    last = pl.coalesce("to_month", pl.lit(history.as_of))
    by_day = pl.concat([dated, undated.group_by("benefit_id", paid_on=last).agg(fen)])
    month = pl.min_horizontal("paid_on", pl.lit(history.as_of)).dt.truncate("1mo")
    return by_day.group_by("benefit_id", month=month).agg(pl.col("fen").sum()).sort("benefit_id", "month")


def horizon(history: History, months: int) -> tuple[date, ...]:
    """Return the future months."""
    first = history.after
    return tuple(date(1970 + number // 12, number % 12 + 1, 1) for number in range(first, first + months))
