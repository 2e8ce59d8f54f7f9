"""How long the monthly allowances of a city take: the kernel alone, frames in, pay spells out."""

from datetime import date

import numpy as np
import polars as pl

from analytics import policy as policies
from analytics.entitlement import allowances
from tests.benchmarks.peers.comparison import compare
from tests.benchmarks.timing import Timed, repeated

AS_OF = date(2026, 9, 30)
SIZES = {100_000: "", 1_000_000: "≤ 120"}
SPELLS_A_PERSON = 1.44
MONTHS = 60
FIRST = np.datetime64("2021-10", "M")
LEVELS = {
    "degree": ["doctor", "master", "bachelor", "none"],
    "skill_grade": ["senior_technician", "technician", "senior_worker", "none"],
    "title": ["senior", "associate_senior", "intermediate", "none"],
}
KINDS = ["enterprise", "enterprise", "enterprise", "social", "self_employed", "government", "public_institution"]


def measure() -> list[Timed]:
    """Return the default readings, and one clock per benefit over consecutive months, by the number of persons."""
    policy = policies.load()
    lines = []
    for count, target in SIZES.items():
        persons, spells = city(count)
        for name, readings in {"default": {}, "r01, r02": {"r01": "per_benefit", "r02": "consecutive"}}.items():

            def run(persons=persons, spells=spells, readings=readings) -> pl.DataFrame:
                return allowances(persons, spells, policy, as_of=AS_OF, readings=readings).collect()

            what = f"allowances of {count:,} persons, {len(spells):,} spells, readings: {name}"
            lines.append(repeated(what, run, times=5, target="" if readings else target))
    persons, spells = city(max(SIZES))
    native = persons.with_columns(is_foreign=pl.lit(value=False))
    return lines + compare(native, spells, policy, as_of=AS_OF, target="≤ 120 and × 40")


def city(count: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return drawn persons and spells; the same for the same count."""
    rng = np.random.default_rng(count)
    levels = {kind: rng.choice(codes, count) for kind, codes in LEVELS.items()}
    persons = pl.DataFrame({"person_id": np.arange(count), **levels, "is_foreign": rng.random(count) < 0.02})
    total = int(count * SPELLS_A_PERSON)
    start = rng.integers(0, MONTHS, total)
    end = np.where(rng.random(total) < 0.5, np.datetime64("NaT"), FIRST + start + rng.integers(0, MONTHS, total))
    spells = pl.DataFrame(
        {
            "person_id": np.sort(rng.integers(0, count, total)),
            "start_month": (FIRST + start).astype("datetime64[D]"),
            "end_month": end.astype("datetime64[D]"),
            "employer_kind": rng.choice(KINDS, total),
        }
    )
    return persons, spells.with_columns(pl.col("start_month", "end_month").cast(pl.Date))
