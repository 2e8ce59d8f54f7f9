"""Where people work: the employers of the city, and one row per spell of insurance."""

from datetime import date

import numpy as np
import polars as pl

from analytics.demo import identities, months
from analytics.demo.calibration import Calibration
from analytics.demo.calibration_people import Employment
from analytics.demo.draws import Draws, Flags, Ints, keys, some, weighted

_ROUNDS = 3


def employers(calibration: Calibration, persons: int, draws: Draws) -> pl.DataFrame:
    """Return one row per employer: employer (number), kind, employer_name, employer_code, size (weight), town."""
    population = calibration.population
    share = persons / population.persons
    kinds = [
        kind for kind, count in population.employment.employers.items() for _ in range(max(_ROUNDS, round(count * share)))
    ]
    ranks = np.concatenate([np.arange(kinds.count(kind)) for kind in dict.fromkeys(kinds)])
    return pl.DataFrame(
        {
            "kind": kinds,
            "employer_name": identities.employer_names(calibration.names, kinds, draws),
            "employer_code": identities.credit_codes(calibration.names, kinds, draws),
            "size": 1 / (ranks + population.employment.size_offset),
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


def spells(
    calibration: Calibration, people: pl.DataFrame, staff: pl.DataFrame, window_start: date, as_of: date, draws: Draws
) -> pl.DataFrame:
    """Return one row per insurance spell: who, employer, start, end (last insured month, null = still insured)."""
    population, last = calibration.population, months.last_whole_month(as_of)
    rng = draws.stream("careers")
    starts = _first_months(calibration, people, window_start, last, rng)
    groups = {name: group.kinds for name, group in population.group.items() if group.kinds}
    working = starts.filter(pl.col("group").is_in(list(groups)))
    parts: list[pl.DataFrame] = []
    for name in groups:
        member = working.filter(pl.col("group") == name)
        parts.append(_careers(population.employment, member, groups[name], staff, last, rng))
    return pl.concat(parts).unique(["who", "start"], keep="first", maintain_order=True).sort("who", "start")


def _first_months(
    calibration: Calibration, people: pl.DataFrame, window_start: date, last: int, rng: np.random.Generator
) -> pl.DataFrame:
    """Return who, group and start of those who are insured here, once for every first or earlier career."""
    population = calibration.population
    share = people["group"].replace_strict({name: group.insured for name, group in population.group.items()})
    insured = people.filter(pl.Series(rng.random(len(people))) < share)
    behind = population.allowance.certificate_months_before
    delayed = insured["group"].is_in(["skilled", "titled"]).to_numpy()
    start = insured["entry"].to_numpy() + np.where(delayed, rng.integers(0, behind, len(insured)), 0)
    first = insured.select("who", "group").with_columns(pl.Series("start", start)).filter(pl.col("start") <= last)
    locals_ = insured.filter(pl.col("group") == "local").select("who", "group", "entry")
    back = rng.integers(1, population.employment.local_months_back, len(locals_))
    earlier = pl.Series("start", months.number(window_start) - back)
    return pl.concat([first, locals_.select("who", "group").with_columns(earlier)])


def _careers(
    employment: Employment, member: pl.DataFrame, kinds: dict[str, int], staff: pl.DataFrame, last: int, rng: np.random.Generator
) -> pl.DataFrame:
    """Follow every start through leaving and coming back."""
    who, start = member["who"].to_numpy(), member["start"].to_numpy()
    parts: list[pl.DataFrame] = []
    for _ in range(_ROUNDS):
        employer = hire(staff, keys(rng, kinds, len(who)), rng)
        end = start + _stay(employment, len(who), rng) - 1
        parts.append(pl.DataFrame({"who": who, "employer": employer, "start": start, "end": end}))
        again = some(rng, employment.return_share, len(who))
        start = end + 1 + rng.integers(1, employment.return_months + 1, len(who))
        back: Flags = again & (start <= last)
        who, start = who[back], start[back]
    is_over = pl.col("end") < last
    return pl.concat(parts).with_columns(pl.when(is_over).then("end").alias("end"))


def _stay(employment: Employment, size: int, rng: np.random.Generator) -> Ints:
    """Return how many months each stays: a higher chance to leave at first, a lower one later."""
    early, later = np.log1p(-employment.hazard_first), np.log1p(-employment.hazard_later)
    level = np.log(1 - rng.random(size))
    floor = employment.first_months * early
    stay = np.where(level > floor, level / early, employment.first_months + (level - floor) / later)
    return np.maximum(1, np.ceil(stay)).astype(np.int64)
