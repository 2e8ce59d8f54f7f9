"""Promises made by hand: two benefits of two lines, paid in 2025 and 2026, to come until 2029."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl

from analytics.budget.exposure.frames import SUMMARY, By
from analytics.entitlement.prospects import PROSPECT

AS_OF = date(2026, 9, 30)
YOUTH, SKILL = "b03a", "b05b"
YOUTH_LINE, SKILL_LINE = "youth_allowances", "skilled_talents"
WAN = 1_000_000
STREAMS = {YOUTH: (YOUTH_LINE, "human_resources"), SKILL: (SKILL_LINE, "human_resources")}
#: stream, class, year, expected in 10 000 yuan
_ROWS = (
    (YOUTH, "paid", 2025, 40), (YOUTH, "paid", 2026, 30), (SKILL, "paid", 2026, 20),
    (YOUTH, "arrears", 2026, 10), (SKILL, "arrears", 2027, 5),
    (YOUTH, "committed", 2026, 6), (YOUTH, "committed", 2027, 40), (SKILL, "committed", 2028, 9),
    (YOUTH, "incurred", 2027, 20), (SKILL, "incurred", 2028, 10),
    (YOUTH, "intake", 2027, 30), (YOUTH, "intake", 2028, 50), (SKILL, "intake", 2029, 20),
)  # fmt: skip
#: What is to come in all and after the goals, in 10 000 yuan.
TO_COME, TAIL = 200, 100


@dataclass(frozen=True)
class Promises:
    """What a report reads of an exposure."""

    as_of: date
    book: Any
    committed: pl.DataFrame
    kind: pl.DataFrame
    reconciled: pl.DataFrame
    rows: tuple[tuple[str, str, int, int], ...] = _ROWS

    def summary(self, by: By = "all") -> pl.DataFrame:
        """Return the rows summed by the name that they belong to, see frames.SUMMARY."""
        place = {"line": 0, "unit": 1}
        names = {s: s if by == "stream" else "" if by == "all" else of[place[by]] for s, of in STREAMS.items()}
        told = [(names[stream], kind, year, wan) for stream, kind, year, wan in self.rows]
        told += [(name, "to_come", year, wan) for name, kind, year, wan in told if kind != "paid"]
        schema = {"name": pl.String, "class": pl.String, "year": pl.Int64, "wan": pl.Int64}
        found = pl.DataFrame(told, schema=schema, orient="row")
        classes = ("paid", "arrears", "committed", "incurred", "intake", "to_come")
        empty = [(name, kind, 0) for name in set(names.values()) for kind in classes]
        whole = pl.concat(
            [found.select("name", "class", "wan"), pl.DataFrame(empty, schema=["name", "class", "wan"], orient="row")]
        )
        parts = [
            found.group_by("name", "class", "year").agg(pl.col("wan").sum()),
            whole.group_by("name", "class").agg(pl.col("wan").sum()).with_columns(year=pl.lit(None, pl.Int64)),
        ]
        fen = pl.col("wan").cast(pl.Float64) * WAN
        return (
            pl.concat(parts, how="diagonal")
            .with_columns(
                nominal_fen=fen * 1.5, expected_fen=fen, sd_fen=fen / 10, low_fen=fen * 0.9, high_fen=fen * 1.1,
                tail_fen=pl.when(pl.col("year").is_null()).then(fen / 2),
            )
            .select(SUMMARY.names())
            .cast(SUMMARY)
            .sort("name", "year", "class", nulls_last=True)
        )  # fmt: skip


def promises(*, is_empty: bool = False, difference: int = 0) -> Promises:
    """Return the promises; empty ones have nothing in any class."""
    months = tuple(date(2026 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(60))
    book = SimpleNamespace(
        months=months,
        goal_month=12,
        streams=tuple(STREAMS),
        lines=tuple(line for line, _ in STREAMS.values()),
        backlog=np.array([[[0.5, 0.3, 0.2], [1.0, 0.0, 0.0]]] * 3),
        open_fen=np.array([[0 if is_empty else 10 * WAN, 5 * WAN], [0, 0], [0, 0]]),
    )
    causes = {"paid": 90, "arrears": 15, "undecided": 7, "unclaimed": 12}
    told = [(what, wan * WAN, wan * WAN - difference, difference) for what, wan in causes.items()]
    reconciled = pl.DataFrame(told, schema=["what", "book_fen", "ledger_fen", "difference_fen"], orient="row")
    return Promises(
        AS_OF,
        book,
        prospects(_COMMITTED).clear() if is_empty else prospects(_COMMITTED),
        prospects(_KIND).clear() if is_empty else prospects(_KIND),
        reconciled,
        () if is_empty else _ROWS,
    )


def prospects(rows: Iterable[tuple[str, str, date, date, int, int]]) -> pl.DataFrame:
    """Return rows of entitlement.prospects: who, benefit, first and last month, months between, fen."""
    told = [
        {"beneficiary": who, "person_key": who, "benefit_id": benefit, "level": "", "from_month": first,
         "to_month": last, "every": every, "amount_fen": fen, "used": 3}
        for who, benefit, first, last, every, fen in rows
    ]  # fmt: skip
    return pl.DataFrame(told, schema=PROSPECT)


_COMMITTED = [
    ("ann", YOUTH, date(2026, 10, 1), date(2027, 9, 1), 1, 100_000),
    ("ann", SKILL, date(2026, 10, 1), date(2026, 11, 1), 1, 50_000),
    ("ben", YOUTH, date(2027, 1, 1), date(2029, 1, 1), 12, 5_000_000),
]
_KIND = [("eve", "b06d", date(2026, 10, 1), date(2027, 9, 1), 1, 200_000)]
