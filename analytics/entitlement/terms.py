"""The payable months cut where the pay changes: at a new period of the tariff, and at a level newly certified (r06)."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.entitlement.inputs import OPEN, Persons, Places
from analytics.entitlement.months import Months
from analytics.entitlement.rates import Tariff
from analytics.entitlement.spells import Runs

_EVER = int(np.iinfo(np.int32).min)


@dataclass(frozen=True, slots=True)
class Slices:
    """Runs on each of which one `term` of the tariff holds, by person and month."""

    person: Places
    start: Months
    stop: Months
    term: Places


def cut_runs(runs: Runs, persons: Persons, profile: Places, tariff: Tariff, *, is_upgradable: bool) -> Slices:
    """Return the slices of the runs; `profile` is what each person holds on entry."""
    upgrades = persons.upgrades if is_upgradable else None
    if upgrades is None and len(tariff.starts) == 1:
        return Slices(runs.person, runs.start, runs.stop, profile.take(runs.person))
    held = _held_on_entry(persons) if upgrades is None else _held_over_time(_held_on_entry(persons), upgrades)
    codes = {kind: held[kind].to_numpy() for kind in tariff.levels}
    number = tariff.profile(persons.is_foreign[held["person"].to_numpy()], codes)
    return _intersected(runs, held.select("person", "start", "stop", pl.Series("profile", number)), tariff)


def _held_on_entry(persons: Persons) -> pl.DataFrame:
    """Return one row per person, person and the codes of the levels, for all time."""
    always = {"start": pl.lit(_EVER, pl.Int32), "stop": pl.lit(OPEN, pl.Int32)}
    return pl.DataFrame({"person": np.arange(len(persons)), **persons.codes}).with_columns(**always)


def _held_over_time(entry: pl.DataFrame, upgrades: pl.DataFrame) -> pl.DataFrame:
    """Return one row per person and month of an upgrade, with the highest level of each kind held from then on."""
    kinds = [name for name in entry.columns if name not in ("person", "start", "stop")]
    raised = [pl.when(kind=kind).then("code").otherwise(0).alias(kind) for kind in kinds]
    rows = pl.concat([entry.drop("stop"), upgrades.select("person", *raised, "start")])
    return (
        rows.sort("person", "start")
        .with_columns(pl.col(kinds).cum_max().over("person"))
        .with_columns(stop=pl.col("start").shift(-1, fill_value=OPEN).over("person"))
    )


def _intersected(runs: Runs, held: pl.DataFrame, tariff: Tariff) -> Slices:
    """Return the runs cut by what the persons hold (person, start, stop, profile) and by the periods of the tariff."""
    bounds = {"begin": tariff.starts, "end": (*tariff.starts[1:], OPEN)}
    periods = pl.DataFrame(bounds, schema={"begin": pl.Int32, "end": pl.Int32}).with_row_index("period")
    terms = held.join(periods, how="cross").select(
        "person",
        pl.max_horizontal("start", "begin").alias("begin"),
        pl.min_horizontal("stop", "end").alias("end"),
        (pl.col("period").cast(pl.Int64) * tariff.profiles + pl.col("profile")).alias("term"),
    )
    cut = (
        pl.DataFrame({"person": runs.person, "start": runs.start, "stop": runs.stop})
        .join(terms.filter(pl.col("begin") < pl.col("end")), on="person")
        .with_columns(start=pl.max_horizontal("start", "begin"), stop=pl.min_horizontal("stop", "end"))
        .filter(pl.col("start") < pl.col("stop"))
        .sort("person", "start")
    )
    return Slices(*(cut[name].to_numpy() for name in ("person", "start", "stop", "term")))
