"""Why paid is not due: every fen of every cell is given to one cause, and what no rule can tell stays unexplained.

Each rule takes its part of what is still open, never more. In this order:

- rule_version, late_fact: what would have been due under another rule, or by what was known then; late_fact is also
  money for which the record behind the claim is not on file, or the register of its year is not;
- rounding: less than arrears.toml says;
- too little: arrears (approved, not paid); wrong_level (less was decided, or paid, than is due); wrong_months (left out
  although later months were decided); in_kind (nothing is paid); undecided (applied for); unclaimed (nobody applied);
- too much: double (all payments of the month but the largest); wrong_level (the month is due, at another amount);
  and where nothing is due after_departure (after the last insured month), over_clock (after the last month of an
  exhausted clock), suppressed (another benefit of the conflict group is due), condition (refused),
  wrong_months (other months of the benefit are due, fewer than were paid).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from analytics.budget.grid import Flags, Grid, Index, Whole, tally
from analytics.budget.lots import Entries, read_due
from analytics.entitlement import Dues
from analytics.entitlement.months import month_numbers
from analytics.entitlement.statements import beneficiary
from analytics.policy import Policy

_NEVER = int(np.iinfo(np.int64).max)
_MONTHLY, _YEARLY = "month", "year"
_IN_KIND = "kind"


@dataclass(frozen=True)
class Cells:
    """The cells of the ledger, money in fen by cell, and the payments they were paid by; is_monthly: by pair."""

    grid: Grid
    index: Index
    due: Whole
    approved: Whole
    paid: Whole
    payments: Entries
    is_monthly: Flags

    @cached_property
    def pair(self) -> Whole:
        return self.index.keys // self.grid.span

    @cached_property
    def month(self) -> Whole:
        return self.index.keys - self.pair * self.grid.span + self.grid.first


@dataclass(frozen=True, slots=True)
class Grounds:
    """What differences are explained by.

    applications: beneficiary, benefit_id with an application that has not ended. insured: beneficiary and last_month
    (null: insured to this day). suppressed, refused: as `entitlement.dues` returns them. otherwise: what would have
    been due, by cause (rule_version, late_fact), as pay spells.
    """

    applications: pl.DataFrame
    insured: pl.DataFrame
    suppressed: pl.DataFrame
    refused: pl.DataFrame
    otherwise: Mapping[str, pl.DataFrame] = field(default_factory=dict)


def grounds(
    facts: Mapping[str, pl.DataFrame], dues: Dues, policy: Policy, otherwise: Mapping[str, pl.DataFrame] | None = None
) -> Grounds:
    """Return the grounds from the facts application and insurance_spell and from what was refused and suppressed."""
    is_end = pl.col("stage").is_in(policy.arrears.differences.ended)
    days = pl.col("event_date")
    applied = (
        facts["application"]
        .lazy()
        .with_columns(beneficiary(policy))
        .group_by("beneficiary", "benefit_id")
        .agg(lasts=(~is_end).any() & (days.filter(is_end).max() < days.filter(~is_end).max()).fill_null(value=True))
        .filter("lasts")
    )
    insured = (
        facts["insurance_spell"]
        .lazy()
        .group_by(pl.col("person_key").alias("beneficiary"))
        .agg(last_month=pl.when(pl.col("end_month").is_null().any()).then(None).otherwise(pl.col("end_month").max()))
        .filter(pl.col("beneficiary").is_not_null())
    )
    pairs = applied.select("beneficiary", "benefit_id").collect()
    return Grounds(pairs, insured.collect(), dues.suppressed, dues.refused, otherwise or {})


class Side:
    """The cells in which money is missing, or there is too much, and what of it has no cause yet."""

    def __init__(self, place: Whole, fen: Whole) -> None:
        self.place = place
        self.sign: Whole = np.where(fen < 0, -1, 1)
        self.left = np.abs(fen)
        self.parts: list[tuple[str, Whole, Whole]] = []

    def give(self, cause: str, wanted: Whole | Flags) -> None:
        """Give the cause what it wants of what is left; a flag wants it all."""
        asked = self.left * wanted if wanted.dtype == np.bool_ else wanted
        part = np.clip(asked, 0, self.left).astype(np.int64, copy=False)
        some = part > 0
        self.parts.append((cause, self.place[some], (self.sign * part)[some]))
        self.left = self.left - part


def split(cells: Cells, told: Grounds, policy: Policy) -> list[tuple[str, Whole, Whole]]:
    """Return cause, places of cells and fen: parts of due - paid that add up exactly, one cause once a cell."""
    missing = cells.due - cells.paid
    under, over = (Side(place, missing[place]) for place in (np.flatnonzero(missing > 0), np.flatnonzero(missing < 0)))
    for cause, due in told.otherwise.items():
        for side in (under, over):
            side.give(cause, side.sign * (cells.due - _otherwise(due, cells))[side.place])
    for side in (under, over):
        is_small = side.left < policy.arrears.differences.rounding_below
        side.give("rounding", is_small & (np.minimum(cells.due, cells.paid)[side.place] > 0))
    _under(under, cells, told, policy)
    _over(over, cells, told, policy)
    return [*under.parts, *over.parts]


def _otherwise(due: pl.DataFrame, cells: Cells) -> Whole:
    """Return what would have been due in the cells."""
    first, last = cells.grid.bounds
    inside = due.with_columns(
        pl.max_horizontal("from_month", pl.lit(first)),
        pl.min_horizontal("to_month", pl.lit(last)),
        pair=pl.Series(cells.grid.pairs(due)),
    ).filter((pl.col("pair") >= 0) & (pl.col("from_month") <= pl.col("to_month")))
    keys, fen = read_due(inside, inside["pair"].to_numpy(), cells.grid)
    place = cells.index.places(keys)
    return tally(place[place >= 0], fen[place >= 0], cells.index.keys.size)


def _under(side: Side, cells: Cells, told: Grounds, policy: Policy) -> None:
    pair, month = cells.pair[side.place], cells.month[side.place]
    due, approved, paid = (fen[side.place] for fen in (cells.due, cells.approved, cells.paid))
    side.give("arrears", np.minimum(approved, due) - np.maximum(paid, 0))
    side.give("wrong_level", (approved > 0) | (paid > 0))
    decided_to = _last_months(cells, cells.approved)[pair]
    side.give("wrong_months", cells.is_monthly[pair] & (month < decided_to))
    in_kind = cells.grid.places(benefit.id for benefit in policy.benefits if benefit.kind == _IN_KIND)
    side.give("in_kind", in_kind[cells.grid.benefit[pair]])
    side.give("undecided", _flags(told.applications, cells.grid)[pair] | (decided_to >= 0))
    side.give("unclaimed", np.ones(side.place.size, np.bool_))


def _over(side: Side, cells: Cells, told: Grounds, policy: Policy) -> None:
    grid, pair, month = cells.grid, cells.pair[side.place], cells.month[side.place]
    is_monthly, last_due = cells.is_monthly[pair], _last_months(cells, cells.due)
    side.give("double", _beside_the_largest(cells, side.place))
    side.give("wrong_level", cells.due[side.place] > 0)
    side.give("after_departure", is_monthly & (month > _last_insured(told, grid)[grid.person[pair]]))
    side.give("over_clock", _is_over_clock(cells, last_due, policy, pair, month))
    side.give("suppressed", _is_suppressed(cells, policy, pair, month) | _flags(told.suppressed, grid)[pair])
    unfiled = pl.col("condition").is_in(list(policy.arrears.differences.unfiled))
    side.give("late_fact", _flags(told.refused.filter(unfiled), grid)[pair])
    side.give("condition", _flags(told.refused, grid)[pair])
    is_yearly = grid.places(benefit.id for benefit in policy.benefits if benefit.period == _YEARLY)[grid.benefit[pair]]
    side.give("late_fact", is_yearly & (last_due[pair] >= 0) & (month > last_due[pair]))
    side.give("wrong_months", last_due[pair] >= 0)
    side.give("unexplained", np.ones(side.place.size, np.bool_))


def _last_insured(told: Grounds, grid: Grid) -> Whole:
    """Return the last insured month of every beneficiary; those of whom nothing is known have not left."""
    last = np.full(len(grid.beneficiaries), _NEVER)
    departed = told.insured.drop_nulls()
    who = grid.people(departed["beneficiary"])
    last[who[who >= 0]] = month_numbers(departed["last_month"])[who >= 0]
    return last


def _flags(frame: pl.DataFrame, grid: Grid) -> Flags:
    """Return which pairs of the grid the frame names."""
    found = np.zeros(grid.codes.size, np.bool_)
    named = grid.pairs(frame)
    found[named[named >= 0]] = True
    return found


def _last_months(cells: Cells, fen: Whole) -> Whole:
    """Return the last month of every pair in which there is money, -1 where there is none."""
    last = np.full(cells.grid.codes.size, -1, np.int64)
    some = fen > 0
    last[cells.pair[some]] = cells.month[some]
    return last


def _beside_the_largest(cells: Cells, place: Whole) -> Whole:
    """Return for the cells what was paid beside the largest payment of each."""
    paid, here = cells.payments, np.full(cells.index.keys.size, -1, np.int64)
    here[place] = np.arange(place.size)
    mine = np.flatnonzero((here[paid.cell] >= 0) & (paid.fen > 0))
    slot, largest = here[paid.cell[mine]], np.zeros(place.size, np.int64)
    np.maximum.at(largest, slot, paid.fen[mine])
    return tally(slot, paid.fen[mine], place.size) - largest


def _is_over_clock(cells: Cells, last_due: Whole, policy: Policy, pair: Whole, month: Whole) -> Flags:
    """Return which months come after the last due one of a benefit, or a group, whose months are all used up."""
    grid, people = cells.grid, len(cells.grid.beneficiaries)
    used = np.bincount(cells.pair[cells.due > 0], minlength=grid.codes.size)
    most = np.array([policy.benefit(benefit).months_max or _NEVER for benefit in grid.benefits])
    found = (used >= most[grid.benefit])[pair] & (month > last_due[pair])
    for group in policy.conflicts:
        if group.months_max is None:
            continue
        mine, who = grid.places(group.benefits)[grid.benefit], grid.person[pair]
        in_all, latest = tally(grid.person[mine], used[mine], people), np.full(people, -1)
        np.maximum.at(latest, grid.person[mine], last_due[mine])
        found |= mine[pair] & (in_all[who] >= group.months_max) & (month > latest[who])
    return found


def _is_suppressed(cells: Cells, policy: Policy, pair: Whole, month: Whole) -> Flags:
    """Return which months are due to the same beneficiary under another benefit of a group that pays one a month."""
    grid, found = cells.grid, np.zeros(pair.size, np.bool_)
    for group in policy.conflicts:
        if group.within != _MONTHLY or group.applies is not None:
            continue
        mine = grid.places(group.benefits)
        for benefit in np.flatnonzero(mine):
            other = grid.pairs_of(grid.person[pair], int(benefit))
            has = np.flatnonzero((other >= 0) & (other != pair) & mine[grid.benefit[pair]])
            place = cells.index.places(grid.keys(other[has], month[has]))
            found[has] |= (place >= 0) & (cells.due[place] > 0)
    return found
