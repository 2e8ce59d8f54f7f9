"""Where people work: the employers of the city, and one row per spell of insurance."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from analytics.demo import identities
from analytics.demo.calibration_people import Employment
from analytics.demo.draws import Flags, Ints, keys, some, weighted
from analytics.demo.scene import Scene

_ROUNDS = 3
_LEAST = 3
_SHELL = "enterprise"


def employers(scene: Scene) -> pl.DataFrame:
    """Return one row per employer: employer (number), kind, employer_name, employer_code, size (weight), employer_town.

    Those without any weight are planted shells, the last ones: nobody is hired by them.
    """
    population, names, draws = scene.calibration.population, scene.calibration.names, scene.draws
    share = scene.persons / population.persons
    counts = {kind: max(_LEAST, round(count * share)) for kind, count in population.employment.employers.items()}
    shells = scene.planted("affiliation")
    kinds = [kind for kind, count in counts.items() for _ in range(count)] + [_SHELL] * shells
    ranks = np.concatenate([np.arange(count) for count in counts.values()])
    sizes = np.append(1 / (ranks + population.employment.size_offset), np.zeros(shells))
    return pl.DataFrame(
        {
            "kind": kinds,
            "employer_name": identities.employer_names(names, kinds, draws),
            "employer_code": identities.credit_codes(names, kinds, draws),
            "size": sizes,
            "employer_town": keys(draws.stream("employer towns"), population.town["urban"], len(kinds)),
        },
        schema_overrides={"employer_town": pl.String},
    ).with_row_index("employer")


def hire(staff: pl.DataFrame, kinds: np.ndarray, rng: np.random.Generator) -> Ints:
    """Return an employer of each kind, larger ones more often."""
    chosen = np.zeros(len(kinds), dtype=np.int64)
    for kind in dict.fromkeys(kinds.tolist()):
        offers = staff.filter(pl.col("kind") == kind)
        at = np.flatnonzero(kinds == kind)
        chosen[at] = offers["employer"].to_numpy()[weighted(rng, offers["size"].to_numpy(), len(at))]
    return chosen


def spells(scene: Scene, people: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Return one row per insurance spell: who, employer, start, end (last insured month, null = still insured)."""
    rng = scene.draws.stream("careers")
    starts = _first_months(scene, people, rng)
    kinds = {name: group.kinds for name, group in scene.calibration.population.group.items() if group.kinds}
    parts = [
        run
        for name, weights in kinds.items()
        for run in _careers(scene, starts.filter(pl.col("group") == name), weights, staff, rng)
    ]
    return pl.concat(parts).unique(["who", "start"], keep="first", maintain_order=True).sort("who", "start")


def _first_months(scene: Scene, people: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Return who, group and start of every career: of newcomers in the window, of natives before it, of some both."""
    population = scene.calibration.population
    newcomers = _share(people, {name: group.insured for name, group in population.group.items()}, rng)
    behind = population.allowance.certificate_months_before
    delayed = newcomers["group"].is_in(["skilled", "titled"]).to_numpy()
    start = newcomers["entry"].to_numpy() + np.where(delayed, rng.integers(0, behind, len(newcomers)), 0)
    natives = _share(people, {name: group.insured_before for name, group in population.group.items()}, rng)
    back = rng.integers(1, population.employment.local_months_back, len(natives))
    starts = [
        newcomers.select("who", "group").with_columns(pl.Series("start", start)),
        natives.select("who", "group").with_columns(pl.Series("start", scene.first - back)),
    ]
    return pl.concat(starts).filter(pl.col("start") <= scene.last)


def _share(people: pl.DataFrame, shares: Mapping[str, float], rng: np.random.Generator) -> pl.DataFrame:
    """Return a share of the people of each group."""
    return people.filter(pl.Series(rng.random(len(people))) < people["group"].replace_strict(shares))


def _careers(
    scene: Scene, member: pl.DataFrame, kinds: dict[str, int], staff: pl.DataFrame, rng: np.random.Generator
) -> Iterator[pl.DataFrame]:
    """Follow every start through leaving and coming back; yield the first spells, then the second ones, and so on."""
    employment = scene.calibration.population.employment
    who, start = member["who"].to_numpy(), member["start"].to_numpy()
    for _ in range(_ROUNDS):
        employer = hire(staff, keys(rng, kinds, len(who)), rng)
        end = start + _stay(employment, len(who), rng) - 1
        spell = pl.DataFrame({"who": who, "employer": employer, "start": start, "end": end})
        yield spell.with_columns(end=pl.when(pl.col("end") < scene.last).then("end"))
        again = some(rng, employment.return_share, len(who))
        start = end + 1 + rng.integers(1, employment.return_months + 1, len(who))
        back: Flags = again & (start <= scene.last)
        who, start = who[back], start[back]


def _stay(employment: Employment, size: int, rng: np.random.Generator) -> Ints:
    """Return how many months each stays: a higher chance to leave at first, a lower one later."""
    early, later = np.log1p(-employment.hazard_first), np.log1p(-employment.hazard_later)
    level = np.log(1 - rng.random(size))
    floor = employment.first_months * early
    stay = np.where(level > floor, level / early, employment.first_months + (level - floor) / later)
    return np.maximum(1, np.ceil(stay)).astype(np.int64)
