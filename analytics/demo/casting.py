"""Who plays which part in the planted faults, chosen before the records are drawn from their lives."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analytics.demo import identities, months
from analytics.demo.draws import Ints
from analytics.demo.scene import Scene

DOUBLE = "double"
_LATEST_START = 14
_OLDEST = 30
_LONG = 9
_YEARS = 32


@dataclass(frozen=True)
class Cast:
    """People, employers and spells with the parts played: by kind of fault, the `who` of each (double: the second)."""

    people: pl.DataFrame
    staff: pl.DataFrame
    spells: pl.DataFrame
    parts: dict[str, pl.DataFrame]

    def part(self, kind: str) -> pl.DataFrame:
        """Return who plays a part, with what else it says; nobody has none."""
        return self.parts.get(kind, pl.DataFrame(schema={"who": pl.Int64}))

    @property
    def owners(self) -> pl.Series:
        """Who has a second number, by the first one."""
        double = self.part("double_identity")
        return double["owner"] if "owner" in double.columns else double["who"]

    @property
    def taken(self) -> pl.Series:
        """Everybody who plays a part already."""
        return pl.concat([self.owners, *(part["who"] for part in self.parts.values())])


def cast(scene: Scene, people: pl.DataFrame, staff: pl.DataFrame, spells: pl.DataFrame) -> Cast:
    """Choose who is affiliated to shells, has two numbers, or gained a title or degree too late."""
    rng = scene.draws.stream("cast")
    young = people.filter((pl.col("group") == "youth") & (pl.col("age") < _OLDEST))
    single = spells.filter(pl.len().over("who") == 1).join(young.select("who", "entry"), on="who", how="semi")
    lasting = single.filter(pl.col("end").fill_null(scene.last) - pl.col("start") >= _LONG)
    admitted = staff.filter(pl.col("kind") == "enterprise")["employer"]
    pool = lasting.filter(pl.col("employer").is_in(admitted.implode()))["who"].to_numpy()
    pool = rng.permutation(np.unique(pool))
    chosen: dict[str, Ints] = {}
    early = single.filter(pl.col("start") < scene.last - _YEARS)["who"]
    for kind in ("title_after", "degree_after", "double_identity"):
        is_early = np.isin(pool, early.to_numpy())
        chosen[kind] = pool[is_early][: scene.planted(kind)]
        pool = pool[~np.isin(pool, chosen[kind])]
    parts = {kind: pl.DataFrame({"who": who}) for kind, who in chosen.items()}
    made = _affiliated(scene, Cast(people, staff, spells, parts), pool, rng)
    return _doubled(scene, made, rng)


def _affiliated(scene: Scene, made: Cast, pool: Ints, rng: np.random.Generator) -> Cast:
    """Insure some with an employer that has nobody else, all from one month on, for as long as an allowance takes."""
    faults = scene.calibration.faults
    low, high = faults.shell_staff
    shells = made.staff.filter(pl.col("size") == 0)["employer"].to_numpy()
    sizes = rng.integers(low, high + 1, len(shells))
    latest = scene.last - _LATEST_START
    if latest <= scene.first or sizes.sum() > len(pool):
        return made
    opening = rng.integers(scene.first + 1, latest, len(shells))
    hired = pl.DataFrame(
        {"who": pool[: sizes.sum()], "employer": np.repeat(shells, sizes), "start": np.repeat(opening, sizes)}
    ).with_columns(
        pl.col("employer").cast(made.spells["employer"].dtype), end=pl.col("start") + faults.shell_months - 1
    )
    kept = made.spells.join(hired, on="who", how="anti")
    spells = pl.concat([kept, hired.select(kept.columns)]).sort("who", "start")
    people = made.people.join(hired.select("who", shell_entry="start"), on="who", how="left", maintain_order="left")
    people = people.with_columns(entry=pl.coalesce("shell_entry", "entry")).drop("shell_entry")
    part = hired.select("who", "employer", "start")
    return replace(made, people=people, spells=spells, parts={**made.parts, "affiliation": part})


def _doubled(scene: Scene, made: Cast, rng: np.random.Generator) -> Cast:
    """Give some a second number under the same name and phone, with a job of its own from the same month on."""
    part = made.part("double_identity")
    again = made.people.join(part, on="who", how="semi", maintain_order="left")
    if again.is_empty():
        return made
    second = np.arange(len(again)) + len(made.people)
    numbers = identities.second_numbers(scene.calibration.names, again["id_number"], scene.draws)
    clones = again.with_columns(
        pl.lit(DOUBLE).alias("group"),
        pl.lit(None, pl.String).alias("degree"),
        pl.Series("who", second),
        numbers.alias("id_number"),
        identities.accounts(scene.calibration.names, len(again), scene.draws, "second accounts").alias("account"),
    )
    employers = made.staff.filter((pl.col("kind") == "enterprise") & (pl.col("size") > 0))["employer"].to_numpy()
    own = again.select("who").with_columns(pl.Series("second", second))
    spells = made.spells.join(own, on="who").with_columns(
        pl.col("second").alias("who"),
        pl.Series("employer", rng.choice(employers, len(own)), dtype=made.spells["employer"].dtype),
    )
    return replace(
        made,
        people=pl.concat([made.people, clones.select(made.people.columns)]),
        spells=pl.concat([made.spells, spells.select(made.spells.columns)]).sort("who", "start"),
        parts={**made.parts, "double_identity": own.select(who="second", owner="who")},
    )


def late_titles(scene: Scene, made: Cast) -> pl.DataFrame:
    """Return who, entry of those whose title came after the first insured month."""
    return _later(scene, made, "title_after", scene.calibration.faults.late_title_months).rename({"later": "entry"})


def late_degrees(scene: Scene, made: Cast) -> pl.DataFrame:
    """Return who, graduated of those whose degree came after the first insured month."""
    later = _later(scene, made, "degree_after", scene.calibration.faults.late_degree_months)
    return later.select("who", graduated=months.as_dates(pl.col("later")))


def _later(scene: Scene, made: Cast, kind: str, span: tuple[int, int]) -> pl.DataFrame:
    part = made.part(kind).sort("who")
    rng = scene.draws.stream("later", kind)
    after = pl.Series("after", rng.integers(span[0], span[1] + 1, len(part)))
    first = made.spells.group_by("who").agg(pl.col("start").min())
    known = part.with_columns(after).join(first, on="who", how="left", maintain_order="left")
    return known.select("who", later=pl.min_horizontal(pl.col("start") + pl.col("after"), pl.lit(scene.last)))
