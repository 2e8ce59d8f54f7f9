"""The plainer ledgers, drawn from data alone: whose rows they are, how often, and what every column says."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.demo import months
from analytics.demo.calibration_ledgers import Plan
from analytics.demo.columns import filled
from analytics.demo.registers import enterprises, in_quarters, on_paper, with_employer
from analytics.demo.scene import Scene


@dataclass(frozen=True)
class Neighbours:
    """What the rows of a ledger may be about: people with the employer they came to, and employers."""

    people: pl.DataFrame
    staff: pl.DataFrame

    @classmethod
    def of(cls, people: pl.DataFrame, staff: pl.DataFrame, spells: pl.DataFrame) -> "Neighbours":
        first = spells.group_by("who", maintain_order=True).agg(pl.col("employer", "start", "end").first())
        return cls(people.join(first, on="who", how="left", maintain_order="left"), staff)


def ledgers(scene: Scene, told: Mapping[str, pl.DataFrame], near: Neighbours) -> dict[str, pl.DataFrame]:
    """Return the rows of every ledger of data/demo/ledgers.toml, in that order; `told` are those drawn before."""
    known = dict(told)
    drawn = {}
    for ledger, plan in scene.calibration.ledgers.ledger.items():
        drawn[ledger] = known[ledger] = _ledger(scene, ledger, plan, known, near)
    return drawn


def rows_of(scene: Scene, ledger: str, near: Neighbours) -> pl.DataFrame:
    """Return rows of a ledger about all of these people, however short they stayed."""
    plan = scene.calibration.ledgers.ledger[ledger].model_copy(update={"stayed": 0, "share": 1.0})
    return _ledger(scene, ledger, plan, {}, near)


def drawn(scene: Scene, ledger: str, rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Return the rows with the columns of a ledger filled."""
    return _filled(rows, scene.calibration.ledgers.ledger[ledger], rng, scene)


def _ledger(scene: Scene, ledger: str, plan: Plan, told: Mapping[str, pl.DataFrame], near: Neighbours) -> pl.DataFrame:
    rng = scene.draws.stream("ledger", ledger)
    rows = _follow(plan, told[plan.of], rng) if plan.of else _about(scene, plan, near, rng)
    rows = _moved(rows, plan, rng).filter(pl.col("on") <= scene.last_day)
    rows = _each_year(rows, plan, scene) if plan.years else rows
    return _filled(rows, plan, rng, scene).drop(plan.drop, strict=False).sort("on", maintain_order=True)


def _filled(rows: pl.DataFrame, plan: Plan, rng: np.random.Generator, scene: Scene) -> pl.DataFrame:
    for name, draw in plan.column.items():
        rows = rows.with_columns(filled(rows, draw, rng, scene.last_day).alias(name))
    return rows.with_columns(on=pl.col(plan.told)).drop_nulls("on") if plan.told else rows


def _follow(plan: Plan, rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Return a share of the rows of another ledger, one at least of any."""
    for column, codes in plan.only.items():
        rows = rows.filter(pl.col(column).is_in(codes))
    return rows.head(plan.first) if plan.first else _sample(rows, plan.share, rng)


def _about(scene: Scene, plan: Plan, near: Neighbours, rng: np.random.Generator) -> pl.DataFrame:
    """Return one row per person of the group with the employer, or as many employers as the volumes ask for."""
    if plan.people:
        group = near.people.filter(pl.col("group") == plan.people)
        if plan.stayed:
            group = group.filter(pl.col("end").fill_null(scene.last) - pl.col("start") >= plan.stayed)
        people = _sample(group, plan.share, rng)
        offered = enterprises(near.staff, len(people), rng, plan.employer_kind)
        came = pl.Series("on", months.days_in(people["entry"].to_numpy(), rng), dtype=pl.Date)
        rows = people.with_columns(
            pl.coalesce("employer", offered), came, start_month=months.as_dates(pl.col("start"))
        ).drop("start", "end")
        return with_employer(on_paper(rows), near.staff)
    days = in_quarters(plan.volumes, scene.scale, rng, scene.last)
    rows = days.to_frame().with_columns(enterprises(near.staff, len(days), rng, plan.employer_kind))
    towns = near.staff.select("employer", town="employer_town")
    return with_employer(rows.join(towns, on="employer", how="left", maintain_order="left"), near.staff)


def _sample(rows: pl.DataFrame, share: float, rng: np.random.Generator) -> pl.DataFrame:
    count = min(len(rows), max(1, round(len(rows) * share)))
    return rows[np.sort(rng.permutation(len(rows))[:count])]


def _moved(rows: pl.DataFrame, plan: Plan, rng: np.random.Generator) -> pl.DataFrame:
    """Move the day of the rows; `came_on` keeps the old one, quarter_paid is the quarter before the new one."""
    low, high = plan.months
    by = pl.lit(pl.Series(rng.integers(low, high + 1, len(rows)))).cast(pl.String) + "mo"
    rows = rows.with_columns(came_on=pl.col("on")).with_columns(pl.col("on").dt.offset_by(by))
    month = pl.col("on").dt.month_start()
    return rows.with_columns(quarter_paid=pl.struct(start=month.dt.offset_by("-3mo"), end=month.dt.offset_by("-1mo")))


def _each_year(rows: pl.DataFrame, plan: Plan, scene: Scene) -> pl.DataFrame:
    """Return every row once for each year that began since, at most so many, told in the first months of the next."""
    year = pl.col("on").dt.year()
    years = rows.with_columns(year=pl.int_ranges(year, year + plan.years)).explode("year")
    whole_year = pl.struct(start=pl.date(pl.col("year"), 1, 1), end=pl.date(pl.col("year"), 12, 31))
    years = years.with_columns(
        whole_year=whole_year, on=pl.date(pl.col("year") + 1, pl.col("on").dt.month() % 3 + 1, pl.col("on").dt.day())
    )
    return years.filter(pl.col("on") <= scene.last_day)
