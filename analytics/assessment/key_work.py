"""Key work: what the targets count in a year against what the year asks, for bureaus and for towns.

What a year asks of a target: its periods that end in the year; of a goal of the whole window the share of its months
that lie in the year; of a stock the linear pace up to the year's end. While a period runs, its part up to the day is
asked: by the pace of earlier years, else the even one, less what is estimated as not yet reported. Quarters are asked
for when they are over, each by itself: a surplus does not make up for another quarter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from analytics.assessment.evidence import FOUND, NO_QUOTA, NOT_DUE, OVER_QUOTA, Found, asked, found, rows
from analytics.assessment.frames import EVIDENCE, OUTLOOK, PENDING, Schema
from analytics.assessment.quotas import SetQuota, in_force
from analytics.assessment.year_asks import Ask, Board, asks
from analytics.policy import Policy
from analytics.policy.schemes import Scheme

#: What the policy itself asks of a unit in a year, by item.
OWN: Schema = {"unit_id": pl.String, "item_id": pl.String, "value": pl.Float64}
_PAIR = ("unit_id", "item_id")
_OF_A_RECORD = ("target_id", "period_start", "fact", "record_id", "event_date", "town", "value", "is_counted", "reason")
Told = tuple[dict[str, Any], dict[str, Any] | None, dict[str, Any] | None]


class Line(NamedTuple):
    """One item of one unit; place: the town, null where all records of the target are its."""

    unit_id: str
    item_id: str
    target_id: str
    place: str | None

    @property
    def name(self) -> dict[str, Any]:
        return {"unit_id": self.unit_id, "item_id": self.item_id}


@dataclass(frozen=True)
class _Counted:
    """lines: by unit and item, what counts; none where nothing was told. city: by target, what the city counts."""

    lines: Mapping[tuple[str, str], float]
    city: Mapping[str, float]


def key_work(board: Board, quotas: pl.DataFrame, policy: Policy, scheme: Scheme, as_of: date) -> Found:
    """Score every item that has a target, with one row of evidence per record of the year, counted or not."""
    lines = _lines(policy, scheme)
    made = _asks(board, lines, policy, scheme, as_of)
    mine = _of_year(board.contributions, made, scheme.year, as_of)
    evidence = _evidence(mine, lines)
    counted = _Counted(_sums(evidence, _PAIR), {target: n for (target,), n in _sums(mine, ("target_id",)).items()})
    chosen = in_force(quotas, scheme, _own(lines, made))
    told = [_told(line, made[line.target_id], chosen.get(line[:2]), counted, scheme.cap) for line in lines]
    items, outlook, pending = ([part for part in parts if part] for parts in zip(*told, strict=True))
    return found(rows(items, FOUND), evidence, rows(outlook, OUTLOOK), rows(pending, PENDING))


def own_quotas(board: Board, policy: Policy, scheme: Scheme, as_of: date) -> pl.DataFrame:
    """Return unit_id, item_id and value of what the policy itself asks of the year, by frame OWN."""
    lines = _lines(policy, scheme)
    own = _own(lines, _asks(board, lines, policy, scheme, as_of))
    return pl.DataFrame([(*pair, value) for pair, value in own.items()], schema=OWN, orient="row")


def _lines(policy: Policy, scheme: Scheme) -> list[Line]:
    towns = {town.id for town in policy.towns}
    return [Line(u, i.id, i.target or "", u if u in towns else None) for i, u in asked(scheme, "target")]


def _asks(board: Board, lines: Iterable[Line], policy: Policy, scheme: Scheme, as_of: date) -> dict[str, Ask]:
    wanted = {line.target_id for line in lines}
    targets = [target for target in policy.targets if target.id in wanted]
    return {ask.target: ask for ask in asks(board, targets, policy, scheme.year, as_of)}


def _own(lines: Iterable[Line], made: Mapping[str, Ask]) -> dict[tuple[str, str], float]:
    """Return the policy's own quotas by unit and item; of what towns share there is none."""
    quotas = ((line, made[line.target_id].quota) for line in lines if line.place is None)
    return {line[:2]: quota for line, quota in quotas if quota is not None}


def _told(line: Line, ask: Ask, chosen: SetQuota | None, counted: _Counted, cap: float) -> Told:
    """Return the item, what the year is expected to end with, and what is open, of one line."""
    own = ask.quota if line.place is None else None
    quota = chosen.value if chosen and chosen.value is not None and ask.quota is not None else own
    basis = chosen.basis if chosen else "year" if ask.starts else "year_share"
    if quota is None or ask.share <= 0:
        reason = NO_QUOTA if quota is None and ask.quota is not None else NOT_DUE
        nothing = {**line.name, "state": "not_applicable", "basis": basis}
        return nothing, None, {**line.name, "about": line.target_id, "reason": reason, "missing": 0}
    actual = counted.lines.get(line[:2])
    state = "scored" if actual is not None or ask.is_filed else "not_submitted"
    actual = actual or 0.0
    item = {**line.name, "state": state, "actual": actual, "quota": quota * ask.share, "basis": basis}
    if ask.is_over:
        return item, None, None
    expected, by = _expected(line, ask, quota, actual, counted)
    ends = {"quota": quota, "expected": expected, "ratio": min(expected / quota, cap), "basis": by}
    return item, {**line.name, **ends}, None


def _expected(line: Line, ask: Ask, quota: float, actual: float, counted: _Counted) -> tuple[float, str]:
    """Return what the year is expected to end with: by the forecast, in which a town keeps its part; else by the pace.

    Of what is held on a schedule no more is expected than is asked.
    """
    city = counted.city.get(line.target_id, 0.0)
    if ask.expected is not None and (line.place is None or city):
        part = 1.0 if line.place is None else actual / city
        return max(ask.expected * part, actual), "forecast"
    paced = actual / ask.share
    return (max(min(paced, quota), actual) if ask.is_scheduled else paced), "pace"


def _evidence(mine: pl.DataFrame, lines: Iterable[Line]) -> pl.DataFrame:
    """One row per line and record of its target in the year."""
    index = pl.DataFrame(list(lines), schema=dict.fromkeys(Line._fields, pl.String), orient="row")
    everywhere, places = index.filter(pl.col("place").is_null()), index.filter(pl.col("place").is_not_null())
    records = mine.select(
        "target_id",
        "town",
        source=pl.lit("record"),
        ref=pl.concat_str("fact", pl.lit(":"), "record_id"),
        fact=pl.col("fact"),
        record_id=pl.col("record_id"),
        day=pl.col("event_date"),
        value=pl.col("value"),
        counts=pl.col("counts"),
        reason=pl.when(~pl.col("counts")).then("reason"),
    )
    of_city = everywhere.join(records, on="target_id").select(list(EVIDENCE))
    of_towns = places.join(records, left_on=["target_id", "place"], right_on=["target_id", "town"]).select(
        list(EVIDENCE)
    )
    return pl.concat([of_city, of_towns])


def _of_year(contributions: pl.DataFrame, made: Mapping[str, Ask], year: int, as_of: date) -> pl.DataFrame:
    """Return the records of the targets in the year, value in the unit of the target, and whether each counts."""
    until = min(as_of, date(year, 12, 31))
    told = contributions.select(_OF_A_RECORD)
    goals = [ask for ask in made.values() if ask.quota is not None and not ask.starts and ask.each is None]
    starts = [(ask.target, start) for ask in made.values() for start in ask.starts]
    asked_for = pl.DataFrame(starts, schema={"target_id": pl.String, "period_start": pl.Date}, orient="row")
    in_periods = told.join(asked_for, on=["target_id", "period_start"], how="semi")
    is_new = pl.col("event_date").is_between(date(year, 1, 1), until)
    flows = told.filter(is_new, pl.col("target_id").is_in([ask.target for ask in goals if not ask.is_stock]))
    is_there = pl.col("event_date") <= until
    stocks = told.filter(pl.col("target_id").is_in([ask.target for ask in goals if ask.is_stock]), is_there)
    records = pl.concat([in_periods, flows, stocks]).with_columns(pl.col("value").cast(pl.Float64), counts="is_counted")
    return _without_surplus(_in_its_unit(records, made), made)


def _in_its_unit(records: pl.DataFrame, made: Mapping[str, Ask]) -> pl.DataFrame:
    scaled = {ask.target: ask.scale for ask in made.values() if ask.scale != 1.0}
    scale = pl.col("target_id").replace_strict(scaled, default=1.0, return_dtype=pl.Float64)
    return records.with_columns(pl.col("value") / scale) if scaled else records


def _without_surplus(records: pl.DataFrame, made: Mapping[str, Ask]) -> pl.DataFrame:
    """Do not count what is over the quota of one of several periods of a year."""
    each = {ask.target: ask.each for ask in made.values() if ask.each is not None}
    is_single = ~pl.col("target_id").is_in(list(each))
    several = records.filter(~is_single).sort("event_date", maintain_order=True)
    quota = pl.col("target_id").replace_strict(each, default=None, return_dtype=pl.Float64)
    counted = pl.when("counts").then("value").otherwise(0.0)
    over = (counted.cum_sum().over("target_id", "period_start") - counted >= quota) & pl.col("counts")
    told = several.with_columns(over=over).with_columns(
        counts=pl.col("counts") & ~pl.col("over"),
        reason=pl.when("over").then(pl.lit(OVER_QUOTA)).otherwise("reason"),
    )
    return pl.concat([records.filter(is_single), told.drop("over")])


def _sums(records: pl.DataFrame, key: tuple[str, ...]) -> dict[tuple[Any, ...], float]:
    """Return by key what counts; nothing where no record was told at all."""
    sums = records.group_by(key).agg(pl.col("value").filter("counts").sum())
    return {tuple(row[:-1]): row[-1] for row in sums.iter_rows()}
