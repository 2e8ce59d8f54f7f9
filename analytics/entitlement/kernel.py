"""The monthly living allowances (articles 3 and 5): what every person is due, month by month, as pay spells."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import polars as pl

from analytics.entitlement.inputs import Frame, Persons, Spells, Tables, read_persons, read_spells, read_tables
from analytics.entitlement.months import first_days, month_after_last_whole, month_number
from analytics.entitlement.rates import GROUP, Tariff, tariff
from analytics.entitlement.rules import Rules, settle_rules
from analytics.entitlement.spells import Kinds, barred_at_entry, entry_months, kinds_of, newcomers, payable_runs
from analytics.entitlement.terms import Slices, cut_runs
from analytics.entitlement.windows import Pieces, paid_pieces
from analytics.policy import Policy

_RESULT = {
    "person_id": pl.Int64,
    "benefit_id": pl.String,
    "from_month": pl.Date,
    "to_month": pl.Date,
    "months": pl.Int32,
    "amount_fen": pl.Int64,
}
#: Persons worked through at once: their arrays stay small whatever the size of the city, and long enough for threads
#: not to wait on each other for the interpreter.
_CHUNK = 250_000


def allowances(
    persons: Frame, spells: Frame, policy: Policy, *, as_of: date, readings: Mapping[str, str] | None = None
) -> pl.LazyFrame:
    """Return the monthly allowances due by `as_of`: one row per pay spell, by person_id and from_month.

    A pay spell is a run of adjacent months (from_month to to_month, both included) in which a person is due the same
    benefit at the same amount (amount_fen, a month). `persons` has one row per person, `spells` one per person,
    employer and unbroken run of months; their columns stand in `analytics.entitlement.inputs`. Spells of persons who
    are not asked for are left out. `readings` maps a reading's id to an option's code, the default where none is given.

    Raises PolicyError for an unknown reading or option, and ValueError for frames that do not keep their contract.
    """
    rules = settle_rules(policy, readings)
    rates = tariff(policy, rules)
    group, kinds = policy.conflict(GROUP), policy.codes["employer_kind"].ids
    conditions = Conditions(
        rules=rules,
        rates=rates,
        employers=kinds,
        kinds=kinds_of(kinds, group.eligible_kinds, group.barred_kinds),
        effective=month_number(policy.document.effective),
        after=month_after_last_whole(as_of),
    )
    tables = read_tables(persons, spells)
    try:
        with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
            parts = list(pool.map(partial(_due, conditions=conditions), tables.cut(_CHUNK)))
    except ValueError:
        _read(tables, conditions)  # so that the message counts the rows of the whole table, not of its first bad part
        raise
    return pl.concat(parts).lazy()


@dataclass(frozen=True, slots=True)
class Conditions:
    """What holds for everybody; `effective` is the first month of the policy, `after` the first month not yet over."""

    rules: Rules
    rates: Tariff
    employers: Sequence[str]
    kinds: Kinds
    effective: int
    after: int


def _read(tables: Tables, conditions: Conditions) -> tuple[Persons, Spells]:
    """Return the rows of the tables as arrays; raises ValueError for frames that do not keep their contract."""
    persons = read_persons(tables.persons, conditions.rates.levels)
    return persons, read_spells(tables.spells, persons, conditions.employers)


def _due(tables: Tables, conditions: Conditions) -> pl.DataFrame:
    """Return the pay spells of some persons, given all their spells."""
    persons, spells = _read(tables, conditions)
    rules, rates, kinds = conditions.rules, conditions.rates, conditions.kinds
    profile = rates.profile(persons.is_foreign, persons.codes)
    entry = entry_months(spells, len(persons), kinds, rules)
    is_new = newcomers(entry, conditions.effective, persons.application_month, rules)
    if rules.bars_at_entry_only:
        is_new &= ~barred_at_entry(spells, entry, kinds)
    if not rules.is_upgradable:
        is_new &= rates.is_ever_paid.take(profile)
    runs = payable_runs(spells, entry, is_new, kinds, rules, first=rates.starts[0], after=conditions.after)
    slices = cut_runs(runs, persons, profile, rates, is_upgradable=rules.is_upgradable)
    pieces = paid_pieces(slices, len(persons), rates, is_consecutive=rules.is_consecutive)
    return _pay_spells(persons, slices, pieces, rates)


def _pay_spells(persons: Persons, slices: Slices, pieces: Pieces, rates: Tariff) -> pl.DataFrame:
    """Return the pieces as pay spells, joined where they meet with the same benefit and amount."""
    person = slices.person.take(pieces.row)
    cell = slices.term.take(pieces.row) * rates.limit.shape[1] + pieces.rank
    benefit, amount = rates.benefit.take(cell), rates.amount_fen.take(cell)
    goes_on = (
        (person[1:] == person[:-1])
        & (pieces.start[1:] == pieces.stop[:-1])
        & (benefit[1:] == benefit[:-1])
        & (amount[1:] == amount[:-1])
    )
    edge = np.ones(min(person.size, 1), np.bool_)
    begins, ends = (np.flatnonzero(edges) for edges in (np.append(edge, ~goes_on), np.append(~goes_on, edge)))
    start, stop = pieces.start.take(begins), pieces.stop.take(ends)
    columns = {
        "person_id": persons.person_id.take(person.take(begins)),
        "benefit_id": pl.Series(rates.benefits)[benefit.take(begins)],
        "from_month": first_days(start),
        "to_month": first_days(stop - 1),
        "months": stop - start,
        "amount_fen": amount.take(begins),
    }
    return pl.DataFrame(columns, schema=_RESULT)
