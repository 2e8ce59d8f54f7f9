"""Who lives in the demonstration city: one row per person, with the month that brought him or her into the records."""

from datetime import date

import numpy as np
import polars as pl

from analytics.demo import identities, months
from analytics.demo.calibration import Calibration
from analytics.demo.calibration_people import Group, Population
from analytics.demo.draws import Draws, Ints, apportion, keys, some, weighted

_DAYS = 28


def scale(population: Population, persons: int) -> float:
    """Return the size of what does not grow with the city: 1 from the full size on, less in a smaller city."""
    return min(1.0, persons / population.full_size)


def group_sizes(population: Population, persons: int) -> dict[str, int]:
    """Share out `persons` over the groups: first those of a fixed size, the rest by their shares."""
    factor = scale(population, persons)
    fixed = {name: round(group.persons * factor) for name, group in population.group.items() if group.persons is not None}
    shares = {name: group.share for name, group in population.group.items() if group.share is not None}
    rest = apportion(persons - sum(fixed.values()), list(shares.values()))
    sizes = fixed | dict(zip(shares, rest, strict=True))
    return {name: sizes[name] for name in population.group}


def settle(calibration: Calibration, persons: int, window_start: date, as_of: date, draws: Draws) -> pl.DataFrame:
    """Return one row per person: who (number), group, entry (month number), age, sex, born_on, name, id_number,
    phone, account, town (code), degree, is_overseas, is_full_time.
    """
    population = calibration.population
    first, last = months.number(window_start), months.last_whole_month(as_of)
    sizes = group_sizes(population, persons)
    groups = [_group(population, name, size, first, last, draws) for name, size in sizes.items() if size]
    frame = pl.concat(groups).with_row_index("who").with_columns(pl.col("who").cast(pl.Int64))
    is_male = some(draws.stream("sex"), 0.5, len(frame))
    births = frame["born_on"].to_numpy()
    return frame.with_columns(
        pl.Series("sex", np.where(is_male, "m", "f")),
        identities.person_names(calibration.names, is_male, draws).alias("name"),
        identities.id_numbers(calibration.names, births, is_male, draws).alias("id_number"),
        identities.phones(calibration.names, len(frame), draws).alias("phone"),
        identities.accounts(calibration.names, len(frame), draws).alias("account"),
    )


def _group(population: Population, name: str, size: int, first: int, last: int, draws: Draws) -> pl.DataFrame:
    rng, group = draws.stream("group", name), population.group[name]
    entry = entry_months(population, group.season, size, first, last, rng)
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


def entry_months(population: Population, season: str, size: int, first: int, last: int, rng: np.random.Generator) -> Ints:
    """Return `size` months from `first` to `last`: more in later years, and by the season within a year."""
    numbers = np.arange(first, last + 1)
    growth = population.years
    yearly = np.array([growth[min(place, len(growth) - 1)] for place in (numbers - first) // months.MONTHS])
    curve = np.array(population.season[season], dtype=np.float64)
    weights = yearly * (curve / curve.sum())[numbers % months.MONTHS]
    return numbers[weighted(rng, weights, size)]


def _ages(group: Group, size: int, rng: np.random.Generator) -> Ints:
    bands = np.array(group.ages)
    chosen = bands[weighted(rng, bands[:, 2], size)]
    return rng.integers(chosen[:, 0], chosen[:, 1] + 1)
