"""How many leave each month: leavers less those who come back, over the months in which they were in.

A person leaves when a month is no longer due though the clock had time left and no other benefit of the clock follows.
Small groups are drawn towards all, and all towards the register.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.budget.exposure.book import FloatArray, IntArray
from analytics.budget.exposure.estimates import Found, estimate
from analytics.budget.exposure.history import History, numbers
from analytics.budget.exposure.streams import LUMP, MONTHLY, YEARLY
from analytics.series.survival import pooled_hazard, shrunk_hazards

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Leaving:
    """groups: stream and level of each hazard group; streams of single sums have one, of nobody leaving.

    hazard: monthly. spread: relative standard deviation of it.
    """

    groups: tuple[tuple[int, str], ...]
    hazard: FloatArray
    spread: FloatArray
    estimates: pl.DataFrame

    def group_of(self, stream: IntArray, level: list[str]) -> IntArray:
        place = {group: number for number, group in enumerate(self.groups)}
        return np.array([place[key] for key in zip(stream.tolist(), level, strict=True)], np.int64)


def leaving(history: History, rows: pl.DataFrame, known: set[tuple[int, str]]) -> Leaving:
    """Return the hazards of the groups, those of `known` and all that occur in what fell due, see `history.owed`."""
    register, streams = history.register, history.streams
    told = dict.fromkeys(known, (0.0, 0.0))
    told |= _monthly(history, rows) | _yearly(history, rows)
    groups = tuple(sorted(told))
    left, months = (np.array([told[group][place] for group in groups]) for place in (0, 1))
    is_lump = np.array([streams.every[stream] == LUMP for stream, _ in groups], bool)
    prior, weight = register.value("hazard"), register.value("shrink_weight")
    hazard = np.zeros(len(groups))
    for every in (MONTHLY, YEARLY):
        ours = np.array([streams.every[stream] == every for stream, _ in groups], bool)
        pooled = pooled_hazard(left[ours], months[ours], prior, weight)
        hazard[ours] = shrunk_hazards(left[ours], months[ours], pooled, weight)
    if register["hazard"].is_set:
        hazard[:] = prior
    hazard[is_lump] = 0.0
    spread = np.where(is_lump, 0.0, 1 / np.sqrt(left + weight))
    shown = np.flatnonzero(~is_lump)
    names = [(streams.ids[groups[place][0]], groups[place][1]) for place in shown]
    found = Found(names, hazard[shown], (hazard * spread)[shown], months[shown])
    return Leaving(groups, hazard, spread, estimate(register, "hazard", found))


def _window(history: History) -> tuple[int, int]:
    """Return the first month, and the first that is not, in which leaving is counted."""
    end = history.after - history.register.months("settle_months")
    return end - history.register.months("history_months"), end


def _monthly(history: History, rows: pl.DataFrame) -> dict[tuple[int, str], tuple[float, float]]:
    begin, end = _window(history)
    monthly = rows.filter(pl.col("benefit_id").is_in(history.streams.of_kind(MONTHLY))).sort("beneficiary", "month")
    stream, start, months, who = numbers(
        monthly.with_columns(who=pl.col("beneficiary").rle_id()), "stream", "month", "months", "who"
    )
    stop = start + months
    follows = who[1:] == who[:-1]
    goes_on = np.append(follows & (start[1:] == stop[:-1]), np.zeros(min(who.size, 1), bool))
    comes_back = np.append(np.zeros(min(who.size, 1), bool), follows & (start[1:] > stop[:-1]))
    total = np.cumsum(months)
    first = np.flatnonzero(np.append(np.ones(min(who.size, 1), bool), ~follows))
    used = total - np.repeat(total[first] - months[first], np.diff(np.append(first, who.size)))
    leaves = ~goes_on & (used < history.streams.length[stream]) & (stop >= begin) & (stop < end)
    returns = comes_back & (start >= begin) & (start < end)
    inside = np.clip(np.minimum(stop, end - 1) - np.maximum(start, begin - 1), 0, None)
    counted = monthly.select("stream", "level", left=leaves.astype(np.int64) - returns, months=inside)
    return _by_group(counted.group_by("stream", "level").agg(pl.col("left").sum().clip(0), pl.col("months").sum()))


def _yearly(history: History, rows: pl.DataFrame) -> dict[tuple[int, str], tuple[float, float]]:
    """Count the series that went on or stopped after an instalment, once the next one can no longer be late."""
    streams, late = history.streams, history.register.months("late_months")
    years = dict(enumerate((streams.length // _YEAR).tolist()))
    ours = rows.filter(pl.col("benefit_id").is_in(streams.of_kind(YEARLY)))
    series = ours.unique(["stream", "beneficiary", "month"]).sort("stream", "beneficiary", "month")
    keys = ["stream", "beneficiary"]
    series = series.with_columns(
        number=pl.int_range(1, pl.len() + 1).over(keys),
        next=pl.col("month").shift(-1).over(keys),
        most=pl.col("stream").replace_strict(years, return_dtype=pl.Int64),
    )
    can_tell = (pl.col("number") < pl.col("most")) & (pl.col("month") + _YEAR + late <= history.after)
    stopped = (pl.col("next").is_null() | (pl.col("next") > pl.col("month") + _YEAR + late)).sum()
    told = series.filter(can_tell).with_columns(level=pl.lit("")).group_by("stream", "level")
    return _by_group(told.agg(left=stopped, months=pl.len() * _YEAR))


def _by_group(told: pl.DataFrame) -> dict[tuple[int, str], tuple[float, float]]:
    stream, left, months = numbers(told, "stream", "left", "months")
    keys = zip(stream.tolist(), told["level"].to_list(), strict=True)
    return {key: (float(gone), float(stayed)) for key, gone, stayed in zip(keys, left, months, strict=True)}
