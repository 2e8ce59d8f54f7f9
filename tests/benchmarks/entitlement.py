"""How long the monthly allowances of a city take: the kernel alone, frames in, pay spells out."""

import json
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from analytics import policy as policies
from analytics.entitlement import allowances
from analytics.entitlement.months import month_numbers
from analytics.policy import Policy
from tests.benchmarks.peers.comparison import compare
from tests.benchmarks.timing import Timed, printed, repeated

AS_OF = date(2026, 9, 30)
SIZES = (100_000, 1_000_000)
MANY = 10
TARGETS = {1_000_000: "≤ 120", 10_000_000: "≤ 1 500"}
PER_BENEFIT = {"r01": "per_benefit"}
READINGS = {"default": {}, "r01": PER_BENEFIT, "r01, r02": PER_BENEFIT | {"r02": "consecutive"}}
SPELLS_A_PERSON = 1.44
MONTHS = 60
FIRST = np.datetime64("2021-10", "M")
LEVELS = {
    "degree": ["doctor", "master", "bachelor", "none"],
    "skill_grade": ["senior_technician", "technician", "senior_worker", "none"],
    "title": ["senior", "associate_senior", "intermediate", "none"],
}
KINDS = ["enterprise", "enterprise", "enterprise", "social", "self_employed", "government", "public_institution"]


_FRESH = """
import json, time
import polars as pl
from analytics import policy
from analytics.entitlement import allowances
from tests.benchmarks.entitlement import AS_OF
def peak():  # ru_maxrss would tell the size of the process that started this one
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
persons, spells, rules = pl.read_parquet({persons!r}), pl.read_parquet({spells!r}), policy.load()
before = peak()
start = time.perf_counter()
due = allowances(persons, spells, rules, as_of=AS_OF).collect()
spent = (time.perf_counter() - start) * 1000
print(json.dumps([spent, before, peak()]))
"""


def measure() -> list[Timed]:
    """Return the kernel by size, readings and type of its columns, its memory and its floor, and beside its peers."""
    policy = policies.load()
    lines = [line for count in SIZES for line in _by_reading(*city(count), policy)]
    persons, spells = city(max(SIZES))
    native = persons.with_columns(is_foreign=pl.lit(value=False))
    return [
        *lines,
        _coded(persons, spells, policy),
        *_floor(persons, spells, policy),
        _in_a_fresh_process(persons, spells),
        _many(policy),
        *compare(native, spells, policy, as_of=AS_OF, readings={}, target="≤ 120 and × 40"),
        *compare(native, spells, policy, as_of=AS_OF, readings=PER_BENEFIT, target="× 15"),
    ]


def _by_reading(persons: pl.DataFrame, spells: pl.DataFrame, policy: Policy) -> list[Timed]:
    what = f"{len(persons):,} persons, {len(spells):,} spells"
    lines = []
    for name, readings in READINGS.items():

        def run(readings=readings) -> pl.Series:
            return monthly_totals(allowances(persons, spells, policy, as_of=AS_OF, readings=readings).collect())

        months = run()
        told = f"{what}, readings: {name}: pay spells and {len(months)} monthly totals of {months.sum() // 100:,} yuan"
        lines.append(repeated(told, run, times=7, target="" if readings else TARGETS.get(len(persons), "")))
    return lines


def _coded(persons: pl.DataFrame, spells: pl.DataFrame, policy: Policy) -> Timed:
    """Time columns that come as categories rather than as text."""
    levels = {kind: pl.col(kind).cast(pl.Enum(codes)) for kind, codes in LEVELS.items()}
    people = persons.with_columns(**levels)
    jobs = spells.with_columns(pl.col("employer_kind").cast(pl.Enum(list(dict.fromkeys(KINDS)))))

    def run() -> pl.DataFrame:
        return allowances(people, jobs, policy, as_of=AS_OF).collect()

    return repeated(f"{len(persons):,} persons, codes as categories: pay spells", run, times=7)


def _floor(persons: pl.DataFrame, spells: pl.DataFrame, policy: Policy) -> list[Timed]:
    """Time the pay spells alone, and no more than reading so many bytes once and writing so many once."""

    def run() -> pl.DataFrame:
        return allowances(persons, spells, policy, as_of=AS_OF).collect()

    given, made = int(persons.estimated_size() + spells.estimated_size()), int(run().estimated_size())
    source, target = np.ones(given // 8, np.int64), np.empty(made // 8, np.int64)

    def copy() -> None:
        target.fill(source.max())

    own, floor = repeated(f"{len(persons):,} persons: pay spells alone", run, times=7), repeated("", copy)
    ratio = own.median / floor.median
    what = f"floor: {given / 1e6:,.0f} MB read once, {made / 1e6:,.0f} MB written once; the kernel takes × {ratio:.0f}"
    return [own, Timed(what, floor.median, floor.worst)]


def _in_a_fresh_process(persons: pl.DataFrame, spells: pl.DataFrame) -> Timed:
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: str(Path(folder) / f"{name}.parquet") for name in ("persons", "spells")}
        persons.write_parquet(paths["persons"])
        spells.write_parquet(paths["spells"])
        spent, before, peak = json.loads(printed(_FRESH.format(**paths)))
    what = f"{len(persons):,} persons, first run of a fresh process: peak {peak:,.0f} MB, {before:,.0f} MB once read"
    return Timed(what, spent, spent, "≤ 400 MB")


def _many(policy: Policy) -> Timed:
    """Time ten cities as one."""
    count = max(SIZES)
    cities = [city(count, seed) for seed in range(MANY)]
    numbered = [
        [frame.with_columns(pl.col("person_id") + n * count) for frame in drawn] for n, drawn in enumerate(cities)
    ]
    persons, spells = (pl.concat(frames, rechunk=True) for frames in zip(*numbered, strict=True))
    del cities, numbered

    def run() -> pl.DataFrame:
        return allowances(persons, spells, policy, as_of=AS_OF).collect()

    what = f"{len(persons):,} persons, {len(spells):,} spells: pay spells"
    return repeated(what, run, times=3, target=TARGETS[len(persons)])


def monthly_totals(due: pl.DataFrame) -> pl.Series:
    """Return the fen due in every month from the first to the last: what begins less what has ended, added up."""
    begins, last = month_numbers(due["from_month"]), month_numbers(due["to_month"])
    fen, first = due["amount_fen"].to_numpy(), begins.min()
    size = int(last.max() - first) + 2
    added, ended = (np.bincount(months - first, fen, size) for months in (begins, last + 1))
    return pl.Series("fen", np.cumsum(added - ended).astype(np.int64)[:-1])


def city(count: int, seed: int | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return drawn persons and spells; the same for the same count and seed."""
    rng = np.random.default_rng(count if seed is None else seed)
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
