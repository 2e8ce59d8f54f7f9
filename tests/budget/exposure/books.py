"""Plausible books of promises made up from a seed: for the tests of the outlay, its draws and its benchmark."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analytics.budget.exposure.book import Book, Entry, FloatArray, IntArray, Stock

AS_OF = date(2026, 9, 30)
GOAL_MONTH = 12
LAGS = 12
LEVELS = ("", "bachelor", "master", "doctor")
#: Fen per month, per year and at once, by level.
MONTHLY = (100_000, 50_000, 100_000, 200_000)
_MEAN_LUMP = 600_000


@dataclass(frozen=True)
class Size:
    """How large a book is made."""

    streams: int = 42
    cells: int = 2000
    months: int = 96
    groups: int = 24


FULL, SMALL = Size(), Size(streams=6, cells=40, months=72, groups=4)


def month(number: int) -> date:
    """Return the first day of a future month, 1 being the month after AS_OF."""
    index = AS_OF.month + number - 1
    return date(AS_OF.year + index // 12, index % 12 + 1, 1)


def plausible(seed: int = 0, size: Size = FULL) -> Book:
    """Return a book with monthly, yearly and lump streams in turn."""
    rng = np.random.default_rng(seed)
    every = np.array([(1, 12, 0)[place % 3] for place in range(size.streams)])
    open_fen = rng.integers(0, 10**9, (3, size.streams))
    shares = rng.dirichlet(np.full(LAGS, 0.5), (4, size.streams))
    streams = tuple(f"b{place:02}" for place in range(size.streams))
    lines = tuple(f"l{place % max(size.streams // 3, 1)}" for place in range(size.streams))
    entry, amounts = _entry(rng, every, size)
    return Book(
        as_of=AS_OF,
        months=tuple(month(number) for number in range(1, size.months + 1)),
        goal_month=GOAL_MONTH,
        streams=streams,
        lines=lines,
        units=tuple(f"u{place % 5}" for place in range(size.streams)),
        levels=LEVELS,
        stock=_stock(rng, every, size),
        entry=entry,
        open_fen=open_fen,
        paid=_paid(rng, streams),
        amounts=amounts,
        intake=rng.gamma(2.0, 10.0, (size.streams, 12)),
        hazard=rng.uniform(0.002, 0.03, size.groups),
        uptake=rng.uniform(0.4, 0.95, size.streams),
        chance=np.stack([np.ones(size.streams), *rng.uniform(0.3, 0.95, (2, size.streams))]),
        delay=shares[0],
        backlog=shares[1:],
        dispersion=rng.uniform(1.0, 4.0, size.streams),
        error=rng.uniform(0.05, 0.3, size.streams),
        stock_error=rng.uniform(0.0, 0.1, size.streams),
        correlation=0.45,
    )


def _stock(rng: np.random.Generator, every: IntArray, size: Size) -> Stock:
    """People who are in: a clock of 36 months, some ending earlier; of lumps a few parts of people, due next month."""
    lasting, lumps = np.flatnonzero(every > 0), np.flatnonzero(every == 0)
    stream = np.concatenate([rng.choice(lasting, size.cells - lumps.size), lumps])
    steps = np.maximum(every[stream], 1)
    used = rng.integers(0, 36, size.cells)
    first = np.where(steps == 1, 1, -used % 12 + 1)
    end = 36 - used
    early = rng.random(size.cells) < 0.1
    last = np.where(early, np.minimum(end, rng.integers(1, 12, size.cells)), end)
    level = rng.integers(0, len(LEVELS), size.cells)
    lump = every[stream] == 0
    first, last, used = (np.where(lump, value, part) for value, part in ((1, first), (1, last), (0, used)))
    kept = last >= first
    parts = {
        "stream": stream,
        "level": level,
        "group": (stream * len(LEVELS) + level + rng.integers(0, 2, size.cells)) % size.groups,
        "stage": rng.choice(3, size.cells, p=(0.8, 0.1, 0.1)),
        "used": used,
        "first": first,
        "last": last,
        "every": steps,
        "amount": np.take(MONTHLY, level) * steps.astype(float),
        "persons": np.where(lump, 0.25, 1.0) * rng.integers(1, 40, size.cells),
    }
    return Stock(**{name: part[kept] for name, part in parts.items()})


def _entry(rng: np.random.Generator, every: IntArray, size: Size) -> tuple[Entry, tuple[FloatArray, ...]]:
    """Three levels of a lasting stream, one of a lump whose single amounts are on file."""
    rows: list[tuple[int, int, int, float, float, float, int, int]] = []
    amounts: list[FloatArray] = []
    for stream, step in enumerate(every.tolist()):
        group = int(rng.integers(size.groups))
        if step:
            shares = rng.dirichlet((3.0, 3.0, 3.0))
            levels = enumerate(shares.tolist(), start=1)
            for level, share in levels:
                amount = float(MONTHLY[level] * step)
                rows.append((stream, level, group, share, amount, amount**2, step, 36))
            amounts.append(np.zeros(0))
            continue
        single = np.minimum(rng.lognormal(np.log(_MEAN_LUMP), 0.6, 200).round(), 3.0 * _MEAN_LUMP)
        rows.append((stream, 0, group, 1.0, float(single.mean()), float((single**2).mean()), 0, 1))
        amounts.append(single)
    columns = list(zip(*rows, strict=True))
    whole = [np.array(columns[place]) for place in (0, 1, 2)]
    real = [np.array(columns[place], float) for place in (3, 4, 5)]
    return Entry(*whole, *real, *(np.array(columns[place]) for place in (6, 7))), tuple(amounts)


def _paid(rng: np.random.Generator, streams: tuple[str, ...]) -> pl.DataFrame:
    fen = rng.integers(0, 10**8, len(streams))
    return pl.DataFrame(
        {"benefit_id": streams, "month": [date(2026, 8, 1)] * len(streams), "fen": fen},
        schema={"benefit_id": pl.String, "month": pl.Date, "fen": pl.Int64},
    )
