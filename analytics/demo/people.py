"""Who lives in the demonstration city: one row per person, with the month that brought him or her into the records."""

import numpy as np
import polars as pl

from analytics.demo import identities, months
from analytics.demo.calibration_people import Group
from analytics.demo.draws import Ints, apportion, keys, some, weighted
from analytics.demo.scene import Scene


def group_sizes(scene: Scene) -> dict[str, int]:
    """Share out the persons over the groups: first those of a fixed size, the rest by their shares."""
    population = scene.calibration.population
    fixed = {
        name: max(1, round(group.persons * scene.scale))
        for name, group in population.group.items()
        if group.persons is not None
    }
    shares = {name: group.share for name, group in population.group.items() if group.share is not None}
    rest = apportion(scene.persons - sum(fixed.values()), list(shares.values()))
    sizes = fixed | dict(zip(shares, rest, strict=True))
    return {name: sizes[name] for name in population.group}


def settle(scene: Scene) -> pl.DataFrame:
    """Return one row per person: who (number), group, entry (month number), age, sex, born_on, name, id_number,
    phone, account, town (code), degree, is_overseas, is_full_time.
    """
    names, draws = scene.calibration.names, scene.draws
    groups = [_group(scene, name, size) for name, size in group_sizes(scene).items() if size]
    frame = pl.concat(groups).with_row_index("who").with_columns(pl.col("who").cast(pl.Int64))
    is_male = some(draws.stream("sex"), 0.5, len(frame))
    births = frame["born_on"].to_numpy()
    return frame.with_columns(
        pl.Series("sex", np.where(is_male, "m", "f")),
        identities.person_names(names, is_male, draws).alias("name"),
        identities.id_numbers(names, births, is_male, draws).alias("id_number"),
        identities.phones(names, len(frame), draws).alias("phone"),
        identities.accounts(names, len(frame), draws).alias("account"),
    )


def _group(scene: Scene, name: str, size: int) -> pl.DataFrame:
    population = scene.calibration.population
    rng, group = scene.draws.stream("group", name), population.group[name]
    entry = _entry_months(scene, group.season, size, rng)
    ages = _ages(group, size, rng)
    births = entry - ages * months.MONTHS - rng.integers(0, months.MONTHS, size)
    degrees = keys(rng, group.degrees, size) if group.degrees else [None] * size
    return pl.DataFrame(
        {
            "group": [name] * size,
            "entry": entry,
            "age": ages,
            "born_on": months.days_in(births, rng),
            "town": keys(rng, population.town[group.towns], size),
            "degree": pl.Series(degrees, dtype=pl.String),
            "is_overseas": some(rng, group.overseas, size),
            "is_full_time": ~some(rng, group.part_time, size),
        },
        schema_overrides={"town": pl.String},
    )


def _entry_months(scene: Scene, season: str, size: int, rng: np.random.Generator) -> Ints:
    """Return `size` months of the policy: more in later years, and by the season within a year."""
    population = scene.calibration.population
    numbers = np.arange(scene.first, scene.last + 1)
    growth = population.years
    yearly = np.array([growth[min(place, len(growth) - 1)] for place in (numbers - scene.first) // months.MONTHS])
    curve = np.array(population.season[season], dtype=np.float64)
    weights = yearly * (curve / curve.sum())[numbers % months.MONTHS]
    return numbers[weighted(rng, weights, size)]


def _ages(group: Group, size: int, rng: np.random.Generator) -> Ints:
    bands = np.array(group.ages)
    chosen = bands[weighted(rng, bands[:, 2], size)]
    return rng.integers(chosen[:, 0], chosen[:, 1] + 1)
