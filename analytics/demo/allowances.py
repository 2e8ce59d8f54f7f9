"""Rosters of the monthly allowances: one row per person, roster and run of months paid."""

import numpy as np
import polars as pl

from analytics.demo import months
from analytics.demo.draws import some
from analytics.demo.months import QUARTER
from analytics.demo.registers import on_paper, with_employer
from analytics.demo.scene import Scene
from analytics.policy import Policy

#: Ledger -> benefit, the condition of its amounts, and the column that prints the level.
LEDGERS = {
    "youth": ("b03a", "degree", "degree"),
    "skill": ("b05b", "skill_grade", "grade"),
    "title": ("b05d", "title", "level"),
}


def rosters(
    scene: Scene, people: pl.DataFrame, spells: pl.DataFrame, staff: pl.DataFrame, levels: dict[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """Return the rows of the three allowance rosters by ledger.

    `levels`: by ledger, who may apply with which level (who, level, and what else the roster prints).
    """
    covered = _covered(scene, spells, staff)
    paid = {}
    for ledger, (benefit, condition, printed) in LEDGERS.items():
        rows = _applied(scene, ledger, covered, levels[ledger])
        rates = _rates(scene.policy, benefit, condition)
        rows = rows.with_columns(rate=pl.col("level").replace_strict(rates, default=None, return_dtype=pl.Int64))
        rows = _within_limit(rows.filter(pl.col("rate").is_not_null()), scene.policy.benefit(benefit).months_max)
        rows = rows.with_columns(amount=pl.col("rate") * pl.col("months"))
        rows = rows.with_columns(_paid_on(scene, ledger, rows))
        named = rows.join(on_paper(people).drop("group", "degree"), on="who", how="left", maintain_order="left")
        paid[ledger] = with_employer(named, staff).rename({"level": printed})
    return paid


def _covered(scene: Scene, spells: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Return the payable runs of months by person and quarter: who, employer, quarter, from, to, first.

    Only people whose first spell began in the window, and only employers that the allowances admit.
    """
    kinds = next(group.eligible_kinds for group in scene.policy.conflicts if LEDGERS["youth"][0] in group.benefits)
    first = spells.group_by("who").agg(first=pl.col("start").min()).filter(pl.col("first") >= scene.first)
    runs = (
        spells.join(first, on="who")
        .join(staff.select("employer", "kind"), on="employer")
        .filter(pl.col("kind").is_in(list(kinds)))
        .with_columns(end=pl.col("end").fill_null(scene.last).clip(upper_bound=scene.last))
        .with_columns(quarter=pl.int_ranges(pl.col("start") // QUARTER, pl.col("end") // QUARTER + 1))
        .explode("quarter")
        .filter((pl.col("quarter") + 1) * QUARTER - 1 <= scene.last)
    )
    return runs.select(
        "who",
        "employer",
        "quarter",
        "first",
        pl.max_horizontal("start", pl.col("quarter") * QUARTER).alias("from"),
        pl.min_horizontal("end", pl.col("quarter") * QUARTER + QUARTER - 1).alias("to"),
    ).sort("who", "from")


def _applied(scene: Scene, ledger: str, covered: pl.DataFrame, levels: pl.DataFrame) -> pl.DataFrame:
    """Keep those who applied; months before the application are paid with the first roster after it."""
    rng, allowance = scene.draws.stream("applications", ledger), scene.calibration.population.allowance
    takers = levels.filter(pl.Series(rng.random(len(levels)) < allowance.take_up[ledger]))
    lags = np.array(allowance.lag_quarters)[rng.integers(0, len(allowance.lag_quarters), len(takers))]
    takers = takers.with_columns(lag=pl.Series(lags))
    rows = covered.join(takers, on="who", how="inner").sort("who", "from")
    roster = pl.max_horizontal("quarter", pl.col("first") // QUARTER + pl.col("lag"))
    return (
        rows.with_columns(roster=roster)
        .filter((pl.col("roster") + 1) * QUARTER - 1 <= scene.last)
        .with_columns(on=months.as_dates(pl.col("roster") * QUARTER), months=pl.col("to") - pl.col("from") + 1)
    )


def _within_limit(rows: pl.DataFrame, limit: int | None) -> pl.DataFrame:
    """Cut off what exceeds the months that a person may be paid, and spell out the months."""
    so_far = pl.col("months").cum_sum().over("who") - pl.col("months")
    left = pl.lit(limit) - so_far if limit is not None else pl.col("months")
    cut = rows.with_columns(months=pl.min_horizontal("months", left)).filter(pl.col("months") > 0)
    start, end = months.as_dates(pl.col("from")), months.as_dates(pl.col("from") + pl.col("months") - 1)
    return cut.with_columns(months_paid=pl.struct(start=start, end=end), first_insured=months.as_dates(pl.col("first")))


def _paid_on(scene: Scene, ledger: str, rows: pl.DataFrame) -> pl.Series:
    """Return the day after the quarter on which the money arrived, null where the bank sent it back."""
    rng, allowance = scene.draws.stream("payments", ledger), scene.calibration.population.allowance
    days = rng.integers(allowance.paid_days[0], allowance.paid_days[1] + 1, len(rows)).astype("timedelta64[D]")
    quarter_end = rows["on"].dt.offset_by(f"{QUARTER - 1}mo").dt.month_end()
    arrived = pl.Series(quarter_end.to_numpy() + days)
    return arrived.set(~pl.Series(some(rng, allowance.paid_share, len(rows))), None).alias("paid_on")


def _rates(policy: Policy, benefit: str, condition: str) -> dict[str, int]:
    """Return fen a month by level."""
    amounts = policy.benefit(benefit).amounts_on()
    return {str(getattr(amount.when, condition)): amount.value_fen for amount in amounts if amount.value_fen}
