"""How good the forecasts of the targets were: made again at the ends of earlier quarters, by what was known then."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import polars as pl

from analytics.policy import Policy
from analytics.policy.document import Backtest
from analytics.progress.forecasts import Told
from analytics.progress.months import MONTHS_A_QUARTER, MONTHS_A_YEAR, add_months, month_of
from analytics.progress.pace import bounds
from analytics.progress.rules import Rules
from analytics.series import backtest

_Schema = Mapping[str, pl.DataType | type[pl.DataType]]

#: One row per target, origin (first month not known) and end: what was forecast then, in counts of the window that
#: began on start_month, what two simple methods said, and what came. months_ahead: from the origin to the end.
#: size: small, medium or large; scores (crps) are in counts.
TESTED: _Schema = {
    "target_id": pl.String,
    "origin": pl.Date,
    "start_month": pl.Date,
    "end_month": pl.Date,
    "months_ahead": pl.Int64,
    "size": pl.String,
    "target": pl.Int64,
    "reported": pl.Int64,
    "mean": pl.Float64,
    "p10": pl.Int64,
    "p50": pl.Int64,
    "p90": pl.Int64,
    "p_attain": pl.Float64,
    "low_confidence": pl.Boolean,
    "outcome": pl.Int64,
    "is_reached": pl.Boolean,
    "is_inside": pl.Boolean,
    "crps": pl.Float64,
    "linear": pl.Float64,
    "linear_crps": pl.Float64,
    "naive": pl.Float64,
    "naive_crps": pl.Float64,
}
#: One row for all (by all, key ""), per horizon (months ahead, at most), size and target. coverage: share of the
#: outcomes from p10 to p90, 0.8 if the intervals are honest. bias: mean of forecast less outcome; crps and those of
#: even pace and of last year once more: all against the outcome. skill: by how much crps is smaller than theirs.
SCORES: _Schema = {
    "by": pl.String,
    "key": pl.String,
    "forecasts": pl.Int64,
    "coverage": pl.Float64,
    "bias": pl.Float64,
    "crps": pl.Float64,
    "linear_crps": pl.Float64,
    "naive_crps": pl.Float64,
    "skill_linear": pl.Float64,
    "skill_naive": pl.Float64,
}
#: One row per class of probabilities that was told: how often, what was said in the mean, and how often it happened.
RELIABILITY: _Schema = {
    "p_from": pl.Float64,
    "p_to": pl.Float64,
    "forecasts": pl.Int64,
    "said": pl.Float64,
    "happened": pl.Float64,
}
#: Forecasts whose interval missed, the farthest off first; off: distance to the nearer bound, against the outcome.
MISSES: _Schema = {
    "target_id": pl.String,
    "origin": pl.Date,
    "end_month": pl.Date,
    "months_ahead": pl.Int64,
    "p10": pl.Int64,
    "p50": pl.Int64,
    "p90": pl.Int64,
    "outcome": pl.Int64,
    "off": pl.Float64,
}
#: One row per target. reason: supported; untested (no forecast could be tried), few, coverage (too many outcomes were
#: outside) or no_better (than even pace, or than last year's months). coverage is that of the target.
SUPPORT: _Schema = {
    "target_id": pl.String,
    "forecasts": pl.Int64,
    "coverage": pl.Float64,
    "is_supported": pl.Boolean,
    "reason": pl.String,
}
_SIZES = ("small", "medium", "large")
_CLASSES = (0.0, 0.2, 0.5, 0.8, 1.0)


def tested(told: Told, rules: Rules) -> pl.DataFrame:
    """Return what would have been forecast at the quarters before, see TESTED; nothing while little has been filed.

    Tried are the whole periods that are over, and for every horizon the beginnings of those that last longer.
    """
    settings = rules.policy.backtest
    asked = _windows(told, rules)
    began = told.reports["reported_month"].min()
    if not isinstance(began, date) or asked.is_empty():
        return pl.DataFrame(schema=dict(TESTED))
    first = add_months(began, rules.policy.forecast.history_min)
    quarters = (add_months(told.origin, -MONTHS_A_QUARTER * n) for n in range(1, 1000))
    origins = []
    for quarter in quarters:
        if quarter < first:
            break
        origins.append(quarter)
    parts = [
        backtest(told.reports, asked, origins),
        backtest(told.reports, asked, origins, horizons=settings.horizons),
    ]
    found = pl.concat(parts).rename({"series": "target_id"})
    once = found.unique(["target_id", "origin", "start_month", "end_month"], keep="first", maintain_order=True)
    sized = once.with_columns(size=_size(settings)).sort("target_id", "origin", "end_month", maintain_order=True)
    return sized.select(pl.col(c).cast(t) for c, t in TESTED.items())


def _windows(told: Told, rules: Rules) -> pl.DataFrame:
    """Return series.TARGETS of every period, also those that are over, of the targets that have a forecast."""
    forecast = told.asked["series"].unique().to_list()
    rows = [
        {
            "series": target.id,
            "group": target.season,
            "start_month": month_of(period.start),
            "end_month": month_of(period.end),
            "target": -int(-reached // 1),
        }
        for target in rules.policy.targets
        if target.id in forecast
        for period in rules.periods(target)
        for reached in [bounds(target, rules.quota(target, period), rules)[0]]
        if reached is not None
    ]
    return pl.DataFrame(rows, schema=told.asked.schema)


def _size(settings: Backtest) -> pl.Expr:
    """Return the size of a target by the events a year of the window."""
    months = (pl.col("end_month").dt.year() - pl.col("start_month").dt.year()) * MONTHS_A_YEAR
    months = months + pl.col("end_month").dt.month() - pl.col("start_month").dt.month() + 1
    yearly = pl.col("outcome") * MONTHS_A_YEAR / months
    medium, large = settings.sizes
    small, middle, big = (pl.lit(name) for name in _SIZES)
    return pl.when(yearly < medium).then(small).when(yearly < large).then(middle).otherwise(big)


def scores(found: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return how good the forecasts were, of all, by horizon, size and target, see SCORES."""
    upper = [(pl.col("months_ahead") <= horizon, str(horizon)) for horizon in policy.backtest.horizons]
    horizon = pl.coalesce(*(pl.when(is_within).then(pl.lit(name)) for is_within, name in upper), pl.lit(upper[-1][1]))
    keys = {"all": pl.lit(""), "horizon": horizon, "size": pl.col("size"), "target": pl.col("target_id")}
    ordered = found.sort("months_ahead", maintain_order=True)
    parts = [_scored(ordered.with_columns(by=pl.lit(by), key=key)) for by, key in keys.items()]
    return pl.concat(parts).select(pl.col(c).cast(t) for c, t in SCORES.items())


def _scored(found: pl.DataFrame) -> pl.DataFrame:
    outcome = pl.max_horizontal("outcome", 1).cast(pl.Float64)
    relative = {name: pl.col(name) / outcome for name in ("crps", "linear_crps", "naive_crps")}
    has_pace = pl.col("linear_crps").is_not_null()
    sums = found.group_by("by", "key", maintain_order=True).agg(
        pl.len().alias("forecasts"),
        pl.col("is_inside").mean().alias("coverage"),
        ((pl.col("mean") - pl.col("outcome")) / outcome).mean().alias("bias"),
        *(value.mean().alias(name) for name, value in relative.items()),
        (1 - relative["crps"].filter(has_pace).mean() / relative["linear_crps"].filter(has_pace).mean()).alias(
            "skill_linear"
        ),
        (1 - relative["crps"].mean() / relative["naive_crps"].mean()).alias("skill_naive"),
    )
    finite = [pl.when(pl.col(name).is_finite()).then(name).alias(name) for name in ("skill_linear", "skill_naive")]
    return sums.with_columns(finite)


def reliability(found: pl.DataFrame) -> pl.DataFrame:
    """Return how often what was told as so likely happened, see RELIABILITY; empty classes have no row."""
    rows = []
    for low, high in pairwise(_CLASSES):
        part = found.filter(pl.col("p_attain").is_between(low, high, closed="both" if high == 1 else "left"))
        if len(part):
            told = {"said": part["p_attain"].mean(), "happened": part["is_reached"].mean()}
            rows.append({"p_from": low, "p_to": high, "forecasts": len(part), **told})
    return pl.DataFrame(rows, schema=dict(RELIABILITY))


def misses(found: pl.DataFrame) -> pl.DataFrame:
    """Return the forecasts whose interval missed, the farthest off first, see MISSES."""
    off = pl.max_horizontal(pl.col("p10") - pl.col("outcome"), pl.col("outcome") - pl.col("p90"))
    away = found.filter(~pl.col("is_inside")).with_columns(off=off / pl.max_horizontal("outcome", 1))
    ordered = away.sort("off", "target_id", "origin", descending=[True, False, False])
    return ordered.select(pl.col(c).cast(t) for c, t in MISSES.items())


def support(found: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return of every target whether its intervals stood the test, by the rule in pace.toml, see SUPPORT."""
    rule = policy.backtest
    told = {row["key"]: row for row in scores(found, policy).filter(by="target").iter_rows(named=True)}
    rows = []
    for target in policy.targets:
        score = told.get(target.id, {})
        reason = _reason(score, rule)
        known = {"forecasts": score.get("forecasts", 0), "coverage": score.get("coverage")}
        rows.append({"target_id": target.id, **known, "is_supported": reason == "supported", "reason": reason})
    return pl.DataFrame(rows, schema=dict(SUPPORT))


def _reason(score: Mapping[str, float], rule: Backtest) -> str:
    if not score:
        return "untested"
    if score["forecasts"] < rule.forecasts_min:
        return "few"
    if score["coverage"] < rule.coverage_min:
        return "coverage"
    skills = (score[f"skill_{name}"] for name in rule.better_than)
    return "supported" if all(skill is None or skill > 0 for skill in skills) else "no_better"
