"""Who is still to come: expected entrants by stream and calendar month, their levels, and what each level brings."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.budget.exposure.book import Entry, FloatArray, IntArray
from analytics.budget.exposure.estimates import Found, estimate
from analytics.budget.exposure.history import History, first_month, month_of, numbers
from analytics.budget.exposure.leaving import Leaving
from analytics.budget.exposure.streams import MONTHLY, YEARLY
from analytics.entitlement.months import month_number
from analytics.policy.benefits import Benefit
from analytics.series.rates import Rates, rate

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Entrants:
    """intake: [stream, calendar month]. dispersion, error: [stream].

    unreported: [stream, age] people who entered that many months before the month that ended last and are not on file.
    """

    intake: FloatArray
    unreported: FloatArray
    dispersion: FloatArray
    error: FloatArray
    estimates: pl.DataFrame


def newcomers(history: History, rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row per entrant: of monthly and yearly streams the first instalment, else every sum by itself.

    Who changes from one monthly benefit to another does not enter again.
    """
    every = pl.Series(history.streams.every).gather(rows["stream"])
    monthly, yearly = rows.filter(every == MONTHLY), rows.filter(every == YEARLY)
    firsts = [
        monthly.sort("beneficiary", "month", "stream").filter(pl.col("beneficiary").rle_id().is_first_distinct()),
        yearly.sort("stream", "beneficiary", "month").unique(["stream", "beneficiary"], keep="first"),
    ]
    found = pl.concat([*firsts, rows.filter((every != MONTHLY) & (every != YEARLY))]).with_row_index("place")
    filed = found.select("place", "fact", "record_id").join(history.recorded, on="record_id", suffix="_of")
    filed = filed.filter(pl.col("fact") == pl.col("fact_of")).select("place", "recorded")
    found = found.join(filed, on="place", how="left", maintain_order="left").drop("place")
    known = pl.coalesce(month_of("recorded"), month_of("decided_on"), "month")
    return found.with_columns(known=pl.max_horizontal(known, "month"))


def entrants(history: History, arrivals: pl.DataFrame, months: int) -> Entrants:
    """Return the intake of each stream; months: how many more people will come in. arrivals: see `newcomers`."""
    register, streams = history.register, history.streams
    rates = _rates(history, arrivals)
    order = [rates.series.index(benefit) for benefit in streams.ids]
    level, factor = rates.rate[order], rates.factor[order]
    dispersion, information = rates.dispersion[order], rates.information[order]
    seen = np.maximum(level * information, 1e-9)
    own = register.value("intake_error") if register["intake_error"].is_set else rates.level_error
    past = own**2 + rates.drift_error**2 * months / 3
    chance = np.where(level > 0, dispersion / seen, 0.0)
    error = np.sqrt(past + chance)
    counts = arrivals["benefit_id"].value_counts().rows()
    events = np.array([dict(counts).get(benefit, 0) for benefit in streams.ids], np.float64)
    names = [(benefit, "") for benefit in streams.ids]
    found = Found(names, level, level * error, events)
    rows = estimate(register, "intake_error", Found(names, error, np.zeros(len(error)), events))
    intake = estimate(register, "intake_error", found).with_columns(assumption=pl.lit("intake"))
    coming = level[:, None] * factor
    return Entrants(
        coming,
        _unreported(history, rates, coming, order),
        np.maximum(dispersion, 1.0),
        error,
        pl.concat([rows, intake]),
    )


def _unreported(history: History, rates: Rates, coming: FloatArray, order: list[int]) -> FloatArray:
    known = rates.completeness[order]
    age = np.arange(known.shape[1])
    is_past = age < history.after - month_number(history.policy.document.window_start)
    return coming[:, (history.after - 1 - age) % _YEAR] * np.where(is_past, 1 - known, 0.0)


def _rates(history: History, arrivals: pl.DataFrame) -> Rates:
    streams = history.streams
    first = pl.date(1970 + pl.col("month") // 12, pl.col("month") % 12 + 1, 1)
    known = pl.date(1970 + pl.col("known") // 12, pl.col("known") % 12 + 1, 1)
    told = arrivals.group_by(series="benefit_id", event_month=first, reported_month=known)
    reports = told.agg(pl.len().cast(pl.Int64).alias("count")).sort("series", "event_month", "reported_month")
    groups = {"series": streams.ids, "group": [streams.season(place) for place in range(len(streams))]}
    start = history.policy.document.window_start.replace(day=1)
    members = pl.DataFrame(groups).with_columns(start_month=pl.lit(start))
    return rate(reports, members, first_month(history))


def mix(history: History, arrivals: pl.DataFrame) -> pl.DataFrame:
    """Return stream, level, share, amount, square and number of what entrants bring, by recent months.

    Few recent ones are drawn towards all there were; a stream that nobody entered has one level at what the policy
    tells.
    """
    register, keys = history.register, ["stream", "level"]
    weight = register.value("shrink_weight")
    is_new = pl.col("month") >= history.after - register.months("lump_months")
    fen = pl.col("amount_fen").cast(pl.Float64)
    sums = [pl.len().alias("number"), fen.sum().alias("sum"), (fen**2).sum().alias("squares")]
    new = arrivals.filter(is_new).group_by(keys).agg(sums)
    ever = arrivals.group_by(keys).agg(sums).join(new, on=keys, how="left", suffix="_new").fill_null(0)
    number, recent = pl.col("number"), pl.col("number_new")
    drawn = [
        ((pl.col(f"{name}_new") + weight * pl.col(name) / number) / (recent + weight)).alias(name)
        for name in ("sum", "squares")
    ]
    share = recent + weight * number / number.sum().over("stream")
    found = ever.with_columns(*drawn, share=share / share.sum().over("stream"))
    told = found.select(*keys, "share", "number", amount="sum", square="squares")
    return pl.concat([told, _untold(history, told)], how="vertical_relaxed").sort(keys)


def _untold(history: History, told: pl.DataFrame) -> pl.DataFrame:
    missing = sorted(set(range(len(history.streams))) - set(told["stream"]))
    fen = [_nominal(history.streams.benefits[place]) for place in missing]
    columns = {"stream": missing, "level": [""] * len(missing), "share": [1.0] * len(missing)}
    rows = pl.DataFrame(
        {**columns, "number": [0] * len(missing), "amount": fen, "square": [x**2 for x in fen]}, strict=False
    )
    return rows.select(pl.col(name).cast(kind) for name, kind in told.schema.items())


def _nominal(benefit: Benefit) -> float:
    """Return what the policy tells of one instalment: the least rate, else the cap or floor, else nothing."""
    rates = [amount.value_fen for amount in benefit.amounts_on() if amount.value_fen]
    limit = benefit.limit_on()
    bounds = [fen for fen in (limit.cap_fen, limit.floor_fen) if fen] if limit else []
    return float(min(rates or bounds, default=0))


def entry(history: History, shares: pl.DataFrame, levels: tuple[str, ...], left: Leaving) -> Entry:
    """Return what each expected entrant brings, by stream and level."""
    (stream,) = numbers(shares, "stream")
    names = shares["level"].to_list()
    amount, square = (shares[name].to_numpy().astype(np.float64) for name in ("amount", "square"))
    fixed = history.streams.every[stream] == MONTHLY
    level: IntArray = np.array([levels.index(name) for name in names], np.int64)
    return Entry(
        stream=stream,
        level=level,
        group=left.group_of(stream, names),
        share=shares["share"].to_numpy().astype(np.float64),
        amount=amount * _over_years(history, stream),
        square=np.where(fixed, amount**2, square * _over_years(history, stream) ** 2),
        every=history.streams.every[stream],
        length=history.streams.length[stream],
    )


def _over_years(history: History, stream: IntArray) -> FloatArray:
    """Return the mean of a series' instalments against the first, where later years are paid at another share."""
    factor = np.ones(len(history.streams))
    for place in np.flatnonzero(history.streams.every == YEARLY):
        most = int(history.streams.length[place]) // YEARLY
        amounts = [a for a in history.streams.benefits[place].amounts_on() if a.share_bp and a.when.year_from]
        years = np.zeros(most)
        for a in amounts:
            years[(a.when.year_from or 1) - 1 : a.when.year_to] = a.share_bp or 0
        factor[place] = years.mean() / years[0] if amounts else 1.0
    return factor[stream]


def single_amounts(history: History, arrivals: pl.DataFrame) -> tuple[FloatArray, ...]:
    """Return by stream the single amounts of recent months, of all where these are few; none of monthly streams."""
    recent = history.after - history.register.months("lump_months")
    few = history.register.value("shrink_weight")
    stream, month, fen = numbers(arrivals, "stream", "month", "amount_fen")
    found = []
    for place, every in enumerate(history.streams.every):
        ours = (stream == place) & (every != MONTHLY)
        late = ours & (month >= recent)
        found.append(fen[late if late.sum() >= few else ours].astype(np.float64))
    return tuple(found)
