"""The monthly allowances: who applies, what is approved with which batch, and when the money comes."""

import numpy as np
import polars as pl

from analytics.demo import dues, months
from analytics.demo.scene import Scene

#: Ledger -> benefit, the level that the policy pays, and the column that prints it.
LEDGERS = {
    "youth": ("b03a", "degree", "degree"),
    "skill": ("b05b", "skill_grade", "grade"),
    "title": ("b05d", "title", "level"),
}
HALF = 6
#: From one batch to the next the day of the decision moves on by so many days.
_STRIDE = 5
FEN = 100
_NONE = "none"


def takers(scene: Scene, people: pl.DataFrame, levels: pl.DataFrame, forced: pl.Series) -> pl.DataFrame:
    """Return who applies: who, town, degree, skill_grade, title as held on entry, wait (months to the application)
    and luck (from 0 to 1, for what befalls a person with a chance). A degree not studied full-time is none.

    levels: who, skill_grade, title. forced: who is planted to apply, with whatever degree.
    """
    rng, take_up = scene.draws.stream("applications"), scene.calibration.population.allowance.take_up
    shares = people["group"].replace_strict(take_up, default=0.0, return_dtype=pl.Float64)
    is_forced = people["who"].is_in(forced.implode())
    applies = (pl.Series(rng.random(len(people))) < shares) | is_forced
    counts = people["is_full_time"].fill_null(value=True) | is_forced
    waits = np.array(scene.calibration.payments.approval.apply_after)
    chosen = people.select(
        "who",
        "town",
        pl.when(pl.lit(counts)).then("degree").otherwise(pl.lit(_NONE)).alias("degree"),
        pl.Series("wait", waits[rng.integers(0, len(waits), len(people))]),
        pl.Series("luck", rng.random(len(people))),
    ).filter(applies)
    named = chosen.join(levels, on="who", how="left", maintain_order="left")
    return named.with_columns(_paid_level(scene, benefit, level) for benefit, level, _ in LEDGERS.values())


def approved(scene: Scene, applicants: pl.DataFrame, spells: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Return one row per person and month that is approved by the day of the city, sorted by both.

    Columns: who, ledger, benefit_id, level, rate (fen), month, until, months, first (month of the first insurance),
    employer, applied (month), batch (number of the half), batch_no, decided_on, paid_on (null: no money yet).
    """
    ledgers = {benefit: ledger for ledger, (benefit, _, _) in LEDGERS.items()}
    rows = dues.due(scene, applicants, spells, staff)
    rows = rows.with_columns(ledger=pl.col("benefit_id").replace_strict(ledgers, default=None)).drop_nulls("ledger")
    rows = rows.join(applicants, on="who", how="left", maintain_order="left").with_columns(level=_level())
    rows = rows.with_columns(
        until=pl.col("month"), months=1, applied=pl.col("month").min().over("who", "ledger") + pl.col("wait")
    )
    rows = in_batches(scene, with_employer_of_month(rows, spells))
    rows = rows.filter(pl.col("decided_on") <= scene.last_day)
    return rows.with_columns(paid_on=_paid_on(scene, rows)).drop("wait", "luck", "town", *dues.LEVELS)


def with_employer_of_month(rows: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """Give every row of `who` and `month` its employer, the last one so far, and `first`, the first insured month."""
    history = spells.select("who", "employer", month="start").sort("month")
    joined = rows.sort("month").join_asof(history, on="month", by="who", check_sortedness=False)
    first = spells.group_by("who").agg(first=pl.col("start").min())
    return joined.join(first, on="who", how="left", maintain_order="left").sort("who", "month")


def in_batches(scene: Scene, rows: pl.DataFrame) -> pl.DataFrame:
    """Give every month the half with which it is approved: its own, or that of the application; see payments.toml."""
    plan = scene.calibration.payments.approval
    offset = pl.col("ledger").replace_strict(plan.offset, return_dtype=pl.Int64)
    rows = rows.with_columns(batch=(pl.max_horizontal("month", "applied") - offset) // HALF)
    opening = rows.select("ledger", "batch").unique().sort("ledger", "batch")
    low, high = plan.decided_day
    day = low + pl.col("batch") * _STRIDE % (high - low + 1)
    end = (pl.col("batch") + 1) * HALF + offset
    opening = opening.with_columns(
        decided_on=months.as_dates(end) + pl.duration(days=day - 1),
        batch_no=pl.format(
            "{}{}-{}",
            pl.col("ledger").replace_strict(plan.batch),
            (end - 1) // months.MONTHS,
            (end - 1) % months.MONTHS // HALF + 1,
        ),
    )
    return rows.join(opening, on=["ledger", "batch"], how="left", maintain_order="left")


def rates(scene: Scene, benefit: str, level: str) -> dict[str, int]:
    """Return fen a month by level; `level` is the condition of the benefit's amounts."""
    amounts = scene.policy.benefit(benefit).amounts_on()
    return {str(getattr(amount.when, level)): amount.value_fen for amount in amounts if amount.value_fen}


def _paid_level(scene: Scene, benefit: str, level: str) -> pl.Expr:
    """Return the level if the benefit pays for it, else none."""
    return (
        pl.when(pl.col(level).is_in(list(rates(scene, benefit, level))))
        .then(level)
        .otherwise(pl.lit(_NONE))
        .alias(level)
    )


def _level() -> pl.Expr:
    """Return the level that the benefit of the row pays."""
    return pl.coalesce(
        pl.when(pl.col("ledger") == ledger).then(pl.col(level)) for ledger, (_, level, _) in LEDGERS.items()
    )


def _paid_on(scene: Scene, rows: pl.DataFrame) -> pl.Series:
    """Return the day on which the money arrived, town by town; null for what is beyond the money, or forgotten."""
    plan, rng = scene.calibration.payments, scene.draws.stream("arrivals")
    group = ("ledger", "batch", "town")
    lots = rows.select(group).unique().sort(group)
    days = pl.Series("days", rng.integers(plan.payment.days[0], plan.payment.days[1] + 1, len(lots)))
    lots = lots.with_columns(days)
    named = rows.join(lots, on=group, how="left", maintain_order="left")

    def told(name: str) -> pl.Expr:
        values = {ledger: getattr(arrears, name) for ledger, arrears in plan.arrears.items()}
        return pl.col("ledger").replace_strict(values)

    is_small = (pl.col("rate") <= told("small_yuan") * FEN) & (pl.col("luck") < told("small_share"))
    is_first = pl.col("batch") == pl.col("batch").min().over("who", "ledger")
    is_forgotten = is_first & (pl.col("luck") > 1 - told("forgotten"))
    arrival = pl.col("decided_on") + pl.duration(days="days")
    has_money = ((pl.col("month") <= told("last_month")) | is_small) & ~is_forgotten & (arrival <= scene.last_day)
    return named.select(pl.when(has_money).then(arrival)).to_series()
