"""What follows from a year's points: who may be honoured, and who has to correct what by when."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from analytics.assessment.evidence import shaped
from analytics.assessment.frames import Schema
from analytics.policy.schemes import Scheme

CANDIDATE, TIED, OVER_SHARE, VETOED, TOO_MANY = "candidate", "tied", "over_share", "vetoed", "too_many"
CALLED = "called"
NOMINATION = "nomination"
_WITHDRAWN = "withdrawn"
_ROUNDING = 1e-9

# One row per unit of a band that may be honoured, and per vetoed unit. places: how many of the group may be honoured;
# standing: candidate, tied (the last places fall among units that cannot be told apart), over_share, vetoed.
COLLECTIVES: Schema = {
    "group": pl.String,
    "unit_id": pl.String,
    "band": pl.String,
    "total": pl.Float64,
    "tie_group": pl.Int64,
    "places": pl.Int64,
    "standing": pl.String,
    "sources": pl.Int64,
}
# One row per nomination that stands; too_many: the unit nominated more persons than the scheme allows.
PERSONS: Schema = {
    "number": pl.Int64,
    "group": pl.String,
    "unit_id": pl.String,
    "person": pl.String,
    "title": pl.String,
    "note": pl.String,
    "evidence": pl.String,
    "standing": pl.String,
}
# One row per unit that has to correct as a whole (item_id null; why: band or veto) and per item below the limit.
# standing: called, or tied where the unit cannot be told apart from one in a better band: then the meeting decides.
CORRECTIONS: Schema = {
    "group": pl.String,
    "unit_id": pl.String,
    "item_id": pl.String,
    "why": pl.String,
    "standing": pl.String,
    "state": pl.String,
    "actual": pl.Float64,
    "quota": pl.Float64,
    "ratio": pl.Float64,
    "lost": pl.Float64,
    "sources": pl.Int64,
    "deadline": pl.Date,
}


def collectives(totals: pl.DataFrame, ties: pl.DataFrame, evidence: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """Return who may be honoured, by COLLECTIVES, each group apart.

    totals, evidence: see frames; ties: unit_id, tie_group, the best group lowest. Where the places end inside a tie
    group, nobody of it is put before the others: the meeting chooses among them.
    """
    sizes = dict(totals.group_by("group").len().iter_rows())
    placed = {group: places(scheme, size) for group, size in sizes.items()}
    mine = totals.filter(pl.col("band").is_in(scheme.honours.bands) | pl.col("is_vetoed"))
    known = mine.join(ties.select("unit_id", "tie_group"), on="unit_id", how="left", maintain_order="left")
    counted = known.join(_sources(evidence, ["unit_id"]), on="unit_id", how="left", maintain_order="left")
    standing = _standings(counted.filter(~pl.col("is_vetoed")), placed)
    return counted.with_columns(
        places=pl.col("group").replace_strict(placed, return_dtype=pl.Int64),
        standing=pl.col("unit_id").replace_strict(standing, default=VETOED, return_dtype=pl.String),
        sources=pl.col("sources").fill_null(0),
    ).select(pl.col(name).cast(kind) for name, kind in COLLECTIVES.items())


def places(scheme: Scheme, units: int) -> int:
    """Return how many of a group of so many units may be honoured."""
    return int(scheme.honours.share_max * units + _ROUNDING)


def persons(entries: pl.DataFrame, totals: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """Return the nominations that stand, by PERSONS; entries: see identity.assessments.ENTRIES."""
    told = entries.filter(pl.col("kind") == NOMINATION, pl.col("state") != _WITHDRAWN)
    known = told.join(totals.select("group", "unit_id", "is_vetoed"), on="unit_id", how="inner", maintain_order="left")
    too_many = pl.len().over("unit_id") > scheme.honours.persons
    standing = (
        pl.when("is_vetoed").then(pl.lit(VETOED)).when(too_many).then(pl.lit(TOO_MANY)).otherwise(pl.lit(CANDIDATE))
    )
    return known.with_columns(standing=standing).select(pl.col(name).cast(kind) for name, kind in PERSONS.items())


def corrections(
    totals: pl.DataFrame,
    points: pl.DataFrame,
    evidence: pl.DataFrame,
    scheme: Scheme,
    cut_on: date | None,
    *,
    ties: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return who has to correct what, by CORRECTIONS; the deadline is null as long as the year is not cut off.

    ties: unit_id, tie_group; without them every unit of a band that has to correct is called.
    """
    rule = scheme.correction
    deadline = pl.lit(cut_on + timedelta(days=rule.days) if cut_on else None, pl.Date)
    is_called = pl.col("is_vetoed") | pl.col("band").is_in(rule.bands)
    lost = points.group_by("unit_id").agg(pl.col("lost").sum())
    whole = (
        totals.filter(is_called)
        .join(lost, on="unit_id", how="left", maintain_order="left")
        .join(_sources(evidence, ["unit_id"]), on="unit_id", how="left", maintain_order="left")
        .with_columns(
            why=pl.when("is_vetoed").then(pl.lit("veto")).otherwise(pl.lit("band")),
            standing=pl.when(pl.col("unit_id").is_in(_tied(totals, ties, scheme))).then(pl.lit(TIED)),
        )
    )
    is_low = pl.col("state").is_in(["scored", "not_submitted"]) & (pl.col("ratio") < rule.item_ratio)
    items = (
        points.filter(is_low)
        .join(_sources(evidence, ["unit_id", "item_id"]), on=["unit_id", "item_id"], how="left", maintain_order="left")
        .with_columns(why=pl.lit("item"))
    )
    found = pl.concat([shaped(whole, CORRECTIONS), shaped(items, CORRECTIONS)])
    order = {unit: place for place, unit in enumerate(totals["unit_id"])}
    place = pl.col("unit_id").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    told = found.with_columns(
        deadline=deadline, sources=pl.col("sources").fill_null(0), standing=pl.col("standing").fill_null(CALLED)
    )
    return told.sort(place, pl.col("item_id").is_not_null(), -pl.col("lost"), maintain_order=True)


def on_edge(scheme: Scheme) -> pl.Expr:
    """Tell of totals with their tie_group who is in a band that has to correct, but tied with a unit in a better one.

    A veto is no matter of points: it makes nobody tied.
    """
    is_called = pl.col("band").is_in(scheme.correction.bands)
    better = (~is_called).any().over("group", "tie_group")
    return is_called & ~pl.col("is_vetoed") & pl.col("tie_group").is_not_null() & better


def _tied(totals: pl.DataFrame, ties: pl.DataFrame | None, scheme: Scheme) -> list[str]:
    if ties is None:
        return []
    placed = totals.join(ties.select("unit_id", "tie_group"), on="unit_id", how="left")
    return placed.filter(on_edge(scheme))["unit_id"].to_list()


def _standings(eligible: pl.DataFrame, placed: Mapping[str, int]) -> dict[str, str]:
    """Return unit -> candidate, tied or over_share: whole tie groups as long as there are places."""
    standing, left = dict[str, str](), dict(placed)
    for (group, _), tied in eligible.sort("tie_group", nulls_last=True).group_by(
        ["group", "tie_group"], maintain_order=True
    ):
        places = left[str(group)]
        told = CANDIDATE if tied.height <= places else TIED if places > 0 else OVER_SHARE
        standing |= dict.fromkeys(tied["unit_id"], told)
        left[str(group)] = max(places - tied.height, 0)
    return standing


def _sources(evidence: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Return how many sources gave points."""
    return evidence.filter("counts").group_by(keys).agg(sources=pl.len())
