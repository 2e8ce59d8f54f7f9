"""The book of promises: people who are in, entrants still to come, open money, and how fast either is paid.

Everything here is aggregated and anonymous: cells of people alike, arrays by stream. A stream is one money benefit.
Facts are Int64 fen, expectations float64 fen. What the rules owe is in `Stock` and `Entry`; what a person believes
about leaving, claiming and delays is in the other arrays, so that a what-if changes one of them and nothing else.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


class Stage(IntEnum):
    """How far a promise to people who are in has come."""

    APPROVED = 0
    UNDECIDED = 1
    UNCLAIMED = 2


#: How the ledger calls open money of each stage.
OPEN_CAUSES = ("arrears", "undecided", "unclaimed")


@dataclass(frozen=True, slots=True)
class Stock:
    """People who are in, one entry per cell of people alike: arrays of one length.

    stream, level, group: places in Book.streams, Book.levels (tier: degree, grade, title, class; "" if none) and
    Book.hazard. stage: see Stage. used: months of the clock used by as_of. first, last: the first and the last future
    month owed by the rules, counted from 1, the month after as_of, both included. every: months between instalments,
    1 or 12. amount: fen per instalment. persons: how many.
    """

    stream: IntArray
    level: IntArray
    group: IntArray
    stage: IntArray
    used: IntArray
    first: IntArray
    last: IntArray
    every: IntArray
    amount: FloatArray
    persons: FloatArray


@dataclass(frozen=True, slots=True)
class Entry:
    """What one expected entrant of a stream brings, one entry per stream and level: arrays of one length.

    share: of the stream's entrants, adding to 1 per stream. amount: mean fen per instalment. square: mean of the
    squared instalment, amount**2 for a fixed rate. every: 1 monthly, 12 yearly, 0 a lump, which is one instalment.
    length: months of the clock over which instalments fall, 1 for a lump.
    """

    stream: IntArray
    level: IntArray
    group: IntArray
    share: FloatArray
    amount: FloatArray
    square: FloatArray
    every: IntArray
    length: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """All that the outlay to come is reckoned from; a book equals itself alone, so that it may be prepared once.

    months: future months of cash, from the month after as_of to the end of the last tail with the longest extension a
    scenario may ask for. goal_month: number of future months (from 1) up to and including the policy's goal date.
    streams: benefit ids; lines, units: the budget line and the lead unit of each.
    open_fen: [stage, stream] elapsed and unpaid at as_of (arrears, undecided, unclaimed), exactly the ledger's.
    paid: benefit_id, month (of payment), fen Int64: exactly the ledger's, by as_of.
    amounts: per stream single amounts on file (lumps and capped shares), for caps; empty where monthly.
    intake: [stream, 12] expected entrants (persons entitled, or events) by calendar month.
    hazard: [group] monthly hazard of leaving. uptake: [stream] share of entrants who ever claim and are approved.
    chance: [stage, stream] probability that open money is ever paid (arrears 1).
    delay: [stream, L] share paid 0..L-1 months after the month it fell due, rows adding to 1.
    backlog: [stage, stream, L] share of open money paid in future month 1..L, given that it is paid.
    dispersion: [stream] phi of entrants. error: [stream] tau, relative sd of the level of intake (past error).
    stock_error: [stream] relative sd of what stock costs. correlation: between streams' errors, an assumption.
    estimates: what was estimated, from how much, and with which range, see `estimates.ESTIMATES`.
    """

    as_of: date
    months: tuple[date, ...]
    goal_month: int
    streams: tuple[str, ...]
    lines: tuple[str, ...]
    units: tuple[str, ...]
    levels: tuple[str, ...]
    stock: Stock
    entry: Entry
    open_fen: IntArray
    paid: pl.DataFrame
    amounts: tuple[FloatArray, ...]
    intake: FloatArray
    hazard: FloatArray
    uptake: FloatArray
    chance: FloatArray
    delay: FloatArray
    backlog: FloatArray
    dispersion: FloatArray
    error: FloatArray
    stock_error: FloatArray
    correlation: float
    estimates: pl.DataFrame = field(default_factory=pl.DataFrame)
