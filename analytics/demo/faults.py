"""Faults planted in the allowances for the rules of an audit to find: rows added, changed or left out.

Each kind takes its persons from those nobody else has taken, so that what is planted stays what it was meant to be.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from analytics.demo.allowances import LEDGERS, in_batches, rates
from analytics.demo.calibration_payments import Span
from analytics.demo.casting import Cast
from analytics.demo.scene import Scene

#: Marks rows of persons who play a part: nothing else happens to them.
PART = "part"
_RECENT = 2
_LATEST = 9
_MONEY_DAYS = 30


@dataclass
class Book:
    """The approved months while faults are planted; `taken` grows with every person who gets a part.

    rows: what allowances.approved returns, with `part`; approved: the same, left as it was;
    runs: their unbroken runs. truth: by kind, one row per case: who (list), benefit_id,
    from, to (months) and fen, null where the fault has no amount. treasury: what the treasury pays beside the rosters.
    """

    scene: Scene
    cast: Cast
    rows: pl.DataFrame
    approved: pl.DataFrame
    runs: pl.DataFrame
    taken: set[int]
    added: list[pl.DataFrame] = field(default_factory=list)
    treasury: pl.DataFrame | None = None
    truth: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def choose(self, kind: str, candidates: pl.DataFrame) -> pl.DataFrame:
        """Return as many free candidates as the kind asks for, one row per person, and take them."""
        free = candidates.filter(~pl.col("who").is_in(list(self.taken))).unique("who", keep="first").sort("who")
        rng = self.scene.draws.stream("fault", kind)
        chosen = free[rng.permutation(len(free))[: self.scene.planted(kind)]]
        self.taken.update(chosen["who"].to_list())
        return chosen.with_columns(pl.Series("length", self._lengths(kind, len(chosen), rng), dtype=pl.Int64))

    def _lengths(self, kind: str, size: int, rng: np.random.Generator) -> list[int]:
        low, high = self.scene.calibration.faults.fault[kind].months
        return rng.integers(low, high + 1, size).tolist()

    def days(self, kind: str, span: Span, size: int) -> pl.Series:
        """Return so many spans of days."""
        rng = self.scene.draws.stream("days", kind)
        return pl.Series("days", rng.integers(span[0], span[1] + 1, size))

    def add(self, kind: str, rows: pl.DataFrame, *, changes: bool = False) -> None:
        """Put rows (one per month and case) beside the approved ones, or in place of those of the same month."""
        if rows.is_empty():
            return
        rows = rows.with_columns(pl.lit(kind).alias(PART)).select(self.rows.columns).cast(self.rows.schema)
        if changes:
            self.rows = self.rows.join(rows, on=["who", "ledger", "month"], how="anti", maintain_order="left")
        self.added.append(rows)
        self.note(kind, rows)

    def note(self, kind: str, rows: pl.DataFrame) -> None:
        """Tell one case for every person and benefit of the rows."""
        cases = rows.group_by("who", "benefit_id", maintain_order=True).agg(
            pl.col("month").min().alias("from"), pl.col("until").max().alias("to"), _amount().sum().alias("fen")
        )
        self.tell(kind, cases)

    def tell(self, kind: str, cases: pl.DataFrame) -> None:
        """Note cases of a kind: who (one or a list), benefit_id, from, to, fen."""
        self.truth.setdefault(kind, []).extend(cases.to_dicts())

    def decided(self) -> pl.DataFrame:
        """Return what was decided: the approved months as they were before anything was planted, and what was added."""
        return pl.concat([self.approved, *self.added]).sort("who", "month", maintain_order=True)

    def whole(self) -> pl.DataFrame:
        return pl.concat([self.rows, *self.added]).sort("who", "ledger", "month", maintain_order=True)


def open_book(scene: Scene, cast: Cast, approved: pl.DataFrame) -> Book:
    """Return the approved months with the parts that their people play, and nobody else taken."""
    played = [part.select("who", pl.lit(kind).alias(PART)) for kind, part in cast.parts.items()]
    parts = pl.concat([pl.DataFrame(schema={"who": pl.Int64, PART: pl.String}), *played]).unique("who", keep="first")
    rows = approved.join(parts, on="who", how="left", maintain_order="left")
    return Book(scene, cast, rows, rows, _runs(rows), set(cast.taken.to_list()))


def plant(book: Book, spells: pl.DataFrame) -> None:
    """Plant the faults that make something else of what has been paid."""
    kinds = (_over_limit, _contribution_gap, _after_departure, _paid_twice, _paid_by_two, _exclusive, _wrong_rate)
    for fault in kinds:
        fault(book, spells)


def last_months(spells: pl.DataFrame) -> pl.DataFrame:
    """Return who and end, the last insured month, of those who are insured no more."""
    known = spells.group_by("who").agg(pl.col("end").max(), pl.col("end").is_null().any().alias("is_open"))
    return known.filter(~pl.col("is_open")).select("who", "end").sort("who")


def _amount() -> pl.Expr:
    return pl.col("rate") * pl.col("months")


def _runs(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the unbroken runs of paid months of one person and batch: who, ledger, batch, opening, run, after, was."""
    paid = rows.filter(pl.col("paid_on").is_not_null() & pl.col(PART).is_null())
    runs = paid.group_by("who", "ledger", "batch", "rate", maintain_order=True).agg(
        pl.col("month").min().alias("opening"),
        pl.len().alias("run"),
        (pl.col("month").max() + 1).alias("after"),
        pl.col("paid_on").max().alias("was"),
    )
    return runs.filter(pl.col("after") - pl.col("opening") == pl.col("run"))


def _paid(book: Book, fewest: int) -> pl.DataFrame:
    """Return the runs of at least so many paid months."""
    return book.runs.filter(pl.col("run") >= fewest)


def _longest(book: Book, kind: str) -> int:
    return book.scene.calibration.faults.fault[kind].months[1]


def _months_of(book: Book, chosen: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of each chosen person's run, as many as the case is long."""
    rows = chosen.select("who", "ledger", "opening", "length").join(book.rows, on=["who", "ledger"])
    return rows.filter(pl.col("month").is_between("opening", pl.col("opening") + pl.col("length") - 1)).sort(
        "who", "month"
    )


def _long_paid(book: Book, kind: str, span: Span) -> pl.DataFrame:
    """Return the paid runs that may be paid again after so many days; `was` is the day of the first payment."""
    runs = _paid(book, _longest(book, kind))
    return runs.filter(pl.col("was") + pl.duration(days=span[1]) <= book.scene.last_day)


def _paid_twice(book: Book, _: pl.DataFrame) -> None:
    """The same months once more in a later roster, in one row."""
    kind, span = "paid_twice", book.scene.calibration.faults.twice_after_days
    chosen = book.choose(kind, _long_paid(book, kind, span))
    days = book.days(kind, span, len(chosen))
    later = chosen.select(
        "who", "ledger", "length", month="opening", again=pl.col("was") + pl.duration(days=pl.lit(days))
    )
    rows = later.join(book.rows, on=["who", "ledger", "month"])
    rows = rows.with_columns(
        until=pl.col("month") + pl.col("length") - 1,
        months=pl.col("length"),
        paid_on=pl.col("again"),
    )
    book.add(kind, rows)


def _paid_by_two(book: Book, _: pl.DataFrame) -> None:
    """The same months paid once more by the treasury itself."""
    kind, span = "paid_by_two", book.scene.calibration.faults.twice_after_days
    chosen = book.choose(kind, _long_paid(book, kind, span))
    rows = _months_of(book, chosen).join(
        chosen.select("who", book.days(kind, span, len(chosen))), on="who", how="left", maintain_order="left"
    )
    again = rows.with_columns(paid_on=pl.col("paid_on") + pl.duration(days="days"))
    book.treasury = again.select(book.rows.columns)
    book.note(kind, book.treasury)


def _exclusive(book: Book, _: pl.DataFrame) -> None:
    """A skill allowance beside that for a degree."""
    kind, level = "exclusive", book.scene.calibration.faults.exclusive_level
    chosen = book.choose(kind, _paid(book, _longest(book, kind)).filter(pl.col("ledger") == "youth"))
    book.add(kind, _as(book, _months_of(book, chosen), "skill", level))


def _as(book: Book, rows: pl.DataFrame, ledger: str, level: str) -> pl.DataFrame:
    """Return the rows as those of another ledger and level."""
    benefit, condition, _ = LEDGERS[ledger]
    rate = rates(book.scene, benefit, condition)[level]
    batch = book.scene.calibration.payments.approval.batch
    number = pl.col("batch_no").str.replace(rf"^({'|'.join(batch.values())})", batch[ledger])
    return rows.with_columns(
        batch_no=number,
        ledger=pl.lit(ledger),
        benefit_id=pl.lit(benefit),
        level=pl.lit(level),
        rate=pl.lit(rate, pl.Int64),
    )


def _after_departure(book: Book, spells: pl.DataFrame) -> None:
    """Months paid beyond the last insured one."""
    kind, longest = "after_departure", _longest(book, "after_departure")
    gone = last_months(spells).filter(pl.col("end") <= book.scene.last - longest - _RECENT)
    _go_on(book, kind, _paid(book, 2).join(gone, on="who").filter(pl.col("after") == pl.col("end") + 1))


def _over_limit(book: Book, spells: pl.DataFrame) -> None:
    """Months paid beyond the most that a person may get."""
    kind = "over_limit"
    limit = book.scene.policy.benefit(LEDGERS["youth"][0]).months_max or 0
    full = book.rows.group_by("who").agg(
        pl.len().alias("all"), pl.col("month").max().alias("end"), pl.col("ledger").n_unique().alias("ledgers")
    )
    full = full.filter((pl.col("all") == limit) & (pl.col("ledgers") == 1))
    still = spells.group_by("who").agg(pl.col("end").fill_null(book.scene.last).max().alias("insured"))
    full = full.join(still, on="who").filter(pl.col("insured") >= pl.col("end") + _longest(book, kind))
    _go_on(book, kind, _paid(book, 1).join(full, on="who").filter(pl.col("after") == pl.col("end") + 1))


def _contribution_gap(book: Book, spells: pl.DataFrame) -> None:
    """Months paid between two spells of insurance."""
    kind = "contribution_gap"
    ordered = spells.sort("who", "start").with_columns(
        end=pl.col("end").fill_null(book.scene.last).cum_max().over("who"),
        following=pl.col("start").shift(-1).over("who"),
    )
    gaps = ordered.filter(pl.col("following") - pl.col("end") > _longest(book, kind)).select("who", "end", "following")
    candidates = _paid(book, 1).join(gaps, on="who").filter(pl.col("after") == pl.col("end") + 1)
    _go_on(book, kind, candidates)


def _go_on(book: Book, kind: str, candidates: pl.DataFrame) -> None:
    """Pay on after a run for as many months as the case is long, with the batches that these months belong to."""
    chosen = book.choose(kind, candidates.filter(pl.col("after") <= book.scene.last - _LATEST))
    before = chosen.with_columns(month=pl.col("after") - 1).select("who", "ledger", "month", "length")
    rows = before.join(book.rows, on=["who", "ledger", "month"])
    rows = rows.with_columns(month=pl.int_ranges(pl.col("month") + 1, pl.col("month") + pl.col("length") + 1))
    book.add(kind, paid_later(book.scene, rows.explode("month").with_columns(until=pl.col("month"))))


def paid_later(scene: Scene, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with the batch and the money of their own month, those paid by the day of the city."""
    rows = in_batches(scene, rows.drop("batch", "batch_no", "decided_on", "paid_on", strict=False))
    rows = rows.with_columns(paid_on=pl.col("decided_on") + pl.duration(days=_MONEY_DAYS))
    return rows.filter(pl.col("paid_on") <= scene.last_day)


def _wrong_rate(book: Book, _: pl.DataFrame) -> None:
    """Some months at another rate than the policy's."""
    kind, factors = "wrong_rate", book.scene.calibration.faults.wrong_factors
    chosen = book.choose(kind, _paid(book, _longest(book, kind)))
    turn = np.arange(len(chosen)) % len(factors)
    rows = _months_of(book, chosen).join(
        chosen.select("who", pl.Series("factor", np.array(factors)[turn])), on="who", how="left", maintain_order="left"
    )
    book.add(kind, rows.with_columns(rate=(pl.col("rate") * pl.col("factor")).cast(pl.Int64)), changes=True)
