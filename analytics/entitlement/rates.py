"""The tariff: what every profile of levels is paid in every period of the catalogue, best benefit first.

A *period* is a stretch of months in which no rate, limit or status of the allowances changes; the rates of a month are
those in force on its first day. A *profile* is whether somebody is foreign, and the level of each kind. Rates of zero
are rates: the months are the person's, without money.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analytics.entitlement.months import first_day, first_not_before
from analytics.entitlement.rules import Rules
from analytics.policy import Policy, PolicyError
from analytics.policy.benefits import PAID_STATES, Benefit

#: The conflict group of the catalogue, and the benefit paid for each kind of level.
GROUP = "monthly_allowances"
LOCAL = {"degree": "b03a", "title": "b05d", "skill_grade": "b05b"}
FOREIGN = {"degree": "b03b"}
KINDS = {benefit: kind for benefits in (LOCAL, FOREIGN) for kind, benefit in benefits.items()}
LISTED = tuple(KINDS)
NO_LEVEL = "none"
_DAY = timedelta(days=1)
_UNLIMITED = 1 << 20


@dataclass(frozen=True, slots=True)
class Regime:
    """The allowances in one period: benefit -> level -> fen a month, and benefit -> most months."""

    rates: Mapping[str, Mapping[str, int]]
    months_max: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tariff:
    """Tables by term (period times profiles plus profile) and rank, the best-paid benefit at rank 0.

    starts: first month of each period. levels: the known levels by kind, the least first; a level's place is its code.
    benefits: ids, where `benefit` holds places. clock: which of a person's clocks runs. limit: months on that clock,
    0 where the profile has no benefit of that rank.
    """

    starts: tuple[int, ...]
    levels: Mapping[str, tuple[str, ...]]
    benefits: tuple[str, ...]
    benefit: NDArray[np.int8]
    amount_fen: NDArray[np.int64]
    clock: NDArray[np.int8]
    limit: NDArray[np.int32]
    clocks: int

    @property
    def profiles(self) -> int:
        return len(self.limit) // len(self.starts)

    @property
    def is_ever_paid(self) -> NDArray[np.bool_]:
        """By profile, whether it has a rate in any period."""
        return np.asarray((self.limit[:, 0].reshape(len(self.starts), self.profiles) > 0).any(axis=0))

    def profile(self, is_foreign: NDArray[np.bool_], codes: Mapping[str, NDArray[np.uint8]]) -> NDArray[np.int64]:
        """Return the number of each person's profile."""
        number = is_foreign.astype(np.int64)
        for kind, levels in self.levels.items():
            number = number * len(levels) + codes[kind]
        return number


def tariff(policy: Policy, rules: Rules) -> Tariff:
    """Return the tariff of the catalogue; raises PolicyError for an amount that is no rate by level."""
    group = policy.conflict(GROUP)
    regimes = _regimes(policy, rules)
    levels = {kind: _levels(policy, kind, regimes) for kind in group.tie_order}
    kinds = tuple(levels)
    shared = None if rules.has_clock_per_benefit else group.months_max or _UNLIMITED
    ranks = 1 if shared else len(kinds)
    rows = []
    for regime, paid_as in product(regimes.values(), (LOCAL, FOREIGN)):
        for held in product(*levels.values()):
            found = _ranked(regime, paid_as, dict(zip(kinds, held, strict=True)))
            clocked = [(LISTED.index(b), fen, 0 if shared else kinds.index(k), shared or m) for k, b, fen, m in found]
            rows.append((clocked + [(0, 0, 0, 0)] * ranks)[:ranks])
    table = np.array(rows, dtype=np.int64)
    return Tariff(
        starts=tuple(regimes),
        levels=levels,
        benefits=LISTED,
        benefit=table[:, :, 0].astype(np.int8),
        amount_fen=table[:, :, 1],
        clock=table[:, :, 2].astype(np.int8),
        limit=table[:, :, 3].astype(np.int32),
        clocks=ranks,
    )


def _ranked(regime: Regime, paid_as: Mapping[str, str], held: Mapping[str, str]) -> list[tuple[str, str, int, int]]:
    """Return kind, benefit, fen and most months of every rate held; the highest first, ties in the order of kinds."""
    found = [
        (kind, benefit, regime.rates[benefit][held[kind]], regime.months_max[benefit])
        for kind in held
        if (benefit := paid_as.get(kind)) and held[kind] in regime.rates[benefit]
    ]
    return sorted(found, key=lambda rate: -rate[2])


def _regimes(policy: Policy, rules: Rules) -> dict[int, Regime]:
    """Return first month -> regime, from the first month with a rate; neighbours differ."""
    benefits = [policy.benefit(benefit) for benefit in LISTED]
    found: dict[int, Regime] = {}
    for month in sorted(set(_changes(benefits))):
        regime = _regime(benefits, month, rules)
        if any(regime.rates.values()) if not found else regime != list(found.values())[-1]:
            found[month] = regime
    if not found:
        raise PolicyError(f"benefits: none of {', '.join(LISTED)} was ever in force")
    return found


def _changes(benefits: list[Benefit]) -> Iterator[int]:
    """Yield the months from which a row of the benefits may speak, or speaks no more."""
    for benefit in benefits:
        for row in (*benefit.amounts, *benefit.limits, *benefit.statuses):
            yield first_not_before(row.valid_from)
            if row.valid_to is not None and row.valid_to < date.max:
                yield first_not_before(row.valid_to + _DAY)


def _regime(benefits: list[Benefit], month: int, rules: Rules) -> Regime:
    day = first_day(month)
    limits = {benefit.id: benefit.limit_on(day) for benefit in benefits}
    return Regime(
        rates={b.id: _rates(b, month, rules) if b.state_on(day) in PAID_STATES else {} for b in benefits},
        months_max={b: limit.months_max if limit and limit.months_max else _UNLIMITED for b, limit in limits.items()},
    )


def _rates(benefit: Benefit, month: int, rules: Rules) -> dict[str, int]:
    """Return level -> fen a month, with the levels that a reading adds."""
    kind = KINDS[benefit.id]
    rates: dict[str, int] = {}
    for amount in benefit.amounts_on(first_day(month)):
        conditions = amount.when.given()
        if amount.value_fen is None or set(conditions) != {kind}:
            raise PolicyError(f"benefits: {benefit.id}: an allowance is an amount in fen by {kind} alone")
        rates[str(conditions[kind])] = amount.value_fen
    if kind == "skill_grade":
        rates |= {grade: rates[other] for grade, other in rules.paid_as.items() if other in rates}
    if kind == "degree" and rates:
        rates = dict.fromkeys(rules.degrees_at_zero, 0) | rates
    return rates


def _levels(policy: Policy, kind: str, regimes: Mapping[int, Regime]) -> tuple[str, ...]:
    """Return every level of a kind, the least first: by rate in the earliest period in which the rates differ."""
    known = dict.fromkeys((NO_LEVEL, *reversed(policy.codes[kind].ids)))
    rates = [regime.rates[LOCAL[kind]] for regime in regimes.values()]
    return tuple(sorted(known, key=lambda level: [rate.get(level, -1) for rate in rates]))
