"""How firmly a ranking stands: drawn again over weights, caps, aggregation and counts; and how two units swap places.

Every unit, item and class draws from a stream of its own, seeded by its name. So neither the order of the units nor
who else is ranked changes a draw, and items that two units share have the same weights in the same draw.
"""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import cast

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Draws = NDArray[np.float32]
_TAILS = (0.05, 0.95)
_PODIUM = 3
_WHOLE = 100.0
#: What a score of nothing is taken for in a geometric mean: one nought would make the whole nought.
_LEAST = 0.01
#: Decimals to which drawn totals are told apart, what single precision holds of 100; and the same as a share.
_DECIMALS = 4
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Standings:
    """What is ranked. Arrays are [units, items] unless said otherwise.

    ratios: before any cap, nan where an item does not apply. events: how many things were counted, nan where nothing
    was. is_lower: [items], fewer is better. weights: of an item within its class. class_of: [items], index of the
    class. class_weights: [classes], they add to 100. factor, extra: [units], total = factor x base + extra.
    """

    units: tuple[str, ...]
    items: tuple[str, ...]
    classes: tuple[str, ...]
    ratios: FloatArray
    events: FloatArray
    is_lower: NDArray[np.bool_]
    weights: FloatArray
    class_of: NDArray[np.int64]
    class_weights: FloatArray
    factor: FloatArray
    extra: FloatArray


@dataclass(frozen=True, slots=True)
class Ranks:
    """Places over the draws; 90 % lie between rank_low (the better one) and rank_high. p_above: [units, units]."""

    units: tuple[str, ...]
    rank_low: NDArray[np.int64]
    rank_high: NDArray[np.int64]
    p_top3: FloatArray
    p_above: FloatArray
    totals: Draws


@dataclass(frozen=True, slots=True)
class _Trial:
    """Draws 0 to `geometric` are aggregated geometrically, the caps take turns: shares without noise of their own.

    shaken: what was drawn for the weight of a class or an item of a name, by its shape.
    """

    draws: int
    seed: int
    concentration: float | None
    caps: Draws
    geometric: int
    shaken: dict[tuple[str, str, float], Draws] = field(default_factory=dict)


def simulate(
    standings: Standings,
    *,
    draws: int,
    seed: int,
    concentration: float | None,
    caps: tuple[float, ...],
    geometric: float,
) -> Ranks:
    """Return the places over `draws` totals: the same for the same seed, each unit's whatever the order.

    Weights of classes, and of items within a class, are Dirichlet(concentration x weight), as they stand if it is None.
    Every cap is used equally often; a share `geometric` of the draws multiplies in place of adding; counts are
    Gamma(count). totals: [draws, units], of 100.
    """
    every = np.asarray(caps, np.float32)[np.arange(draws) % len(caps)]
    trial = _Trial(draws, seed, concentration, every, round(draws * geometric))
    found = np.stack([_totals(standings, place, trial) for place in range(len(standings.units))])
    return _ranked(standings.units, found)


def _totals(standings: Standings, place: int, trial: _Trial) -> Draws:
    """Return the totals of one unit: [draws]."""
    applies = ~np.isnan(standings.ratios[place])
    ratios = _ratios(standings, place, applies, trial)
    own = np.flatnonzero(applies)
    kinds = np.unique(standings.class_of[own])
    logs = np.log(np.maximum(ratios[:, : trial.geometric], _LEAST))
    sums, powers, weights = (np.zeros(size, np.float32) for size in (trial.draws, trial.geometric, trial.draws))
    of_classes = _weights(standings.classes, standings.class_weights, kinds, "class", trial)
    for kind, of_class in zip(kinds, of_classes, strict=True):
        inside = standings.class_of[own] == kind
        of_items = _weights(standings.items, standings.weights[place], own[inside], "item", trial)
        share = of_class / of_items.sum(axis=0)
        sums += share * (of_items * ratios[inside]).sum(axis=0)
        first = slice(trial.geometric)
        powers += share[first] * (of_items[:, first] * logs[inside]).sum(axis=0)
        weights += of_class
    base = sums / weights
    base[: trial.geometric] = np.exp(powers / weights[: trial.geometric])
    return np.maximum(standings.factor[place] * base * _WHOLE + standings.extra[place], 0).astype(np.float32)


def _ratios(standings: Standings, place: int, applies: NDArray[np.bool_], trial: _Trial) -> Draws:
    """Return the capped ratios of the items that apply to one unit: [items, draws]."""
    own = np.flatnonzero(applies)
    ratios = np.repeat(standings.ratios[place, own].astype(np.float32)[:, None], trial.draws, axis=1)
    stream = _stream(trial.seed, "unit", standings.units[place])
    for item in sorted(range(len(own)), key=lambda at: standings.items[own[at]]):
        count = standings.events[place, own[item]]
        if count > 0:
            noise = stream.standard_gamma(count, trial.draws, dtype=np.float32) / np.float32(count)
            ratios[item] = ratios[item] / noise if standings.is_lower[own[item]] else ratios[item] * noise
    return np.minimum(ratios, trial.caps, out=ratios)


def _weights(
    names: tuple[str, ...],
    weights: FloatArray,
    chosen: NDArray[np.int64],
    kind: str,
    trial: _Trial,
) -> Draws:
    """Return weights that are Dirichlet once divided by their sum: [chosen, draws].

    Gammas of one stream: of a subset of them the shares are Dirichlet too, and the same items get the same draws.
    """
    shares = weights[chosen] / weights[chosen].sum()
    if trial.concentration is None or len(chosen) == 1:
        return np.repeat(shares.astype(np.float32)[:, None], trial.draws, axis=1)
    found: list[Draws] = []
    for name, shape in zip((names[index] for index in chosen), (trial.concentration * shares).tolist(), strict=True):
        key = (kind, name, round(shape, 9))
        if key not in trial.shaken:
            trial.shaken[key] = _stream(trial.seed, kind, name).standard_gamma(shape, trial.draws, dtype=np.float32)
        found.append(trial.shaken[key])
    return np.stack(found)


def _stream(seed: int, kind: str, name: str) -> np.random.Generator:
    told = blake2b(f"{kind}\0{name}".encode(), digest_size=8).digest()
    return np.random.default_rng([seed, int.from_bytes(told, "big")])


def _ranked(units: tuple[str, ...], totals: Draws) -> Ranks:
    """Return the places of totals [units, draws]; who shares a total shares the better place."""
    told = totals.round(_DECIMALS)
    above = [told > own for own in told]
    ranks = np.stack([1 + over.sum(axis=0) for over in above])
    lost = np.stack([over.mean(axis=1) for over in above])
    low, high = np.quantile(ranks, _TAILS, axis=1, method="inverted_cdf").astype(np.int64)
    return Ranks(units, low, high, (ranks <= _PODIUM).mean(axis=1), (1 - lost + lost.T) / 2, totals.T)


def tie_groups(order: list[int], p_above: FloatArray, apart: float) -> NDArray[np.int64]:
    """Return the number of each unit's group, from 1: [units]. `order`: units from the best, by their totals.

    From the top down, a unit joins the group of the one before unless somebody in it is told apart from it, that is
    stands above it with a probability of `apart` or more; then it opens the next group. So nobody within a group is
    told apart from a better one, and who opens a group was told apart from somebody in the group before.
    """
    groups = np.zeros(len(order), np.int64)
    members: list[int] = []
    number = 0
    for unit in order:
        if not members or (p_above[members, unit] >= apart).any():
            members, number = [], number + 1
        members.append(unit)
        groups[unit] = number
    return groups


@dataclass(frozen=True, slots=True)
class Swaps:
    """The smallest shift of weight that makes two units equal: [units, units]; nan and -1 where no shift does."""

    points: FloatArray
    giver: NDArray[np.int64]
    taker: NDArray[np.int64]


def swaps(scores: FloatArray, class_weights: FloatArray, factor: FloatArray, extra: FloatArray) -> Swaps:
    """Return, for every pair, how many points of weight one class must give to another so that both totals are equal.

    scores: [units, classes], nan where a class does not apply. One class gives, one takes and no other changes, so the
    weights still add to 100 and none is below 0; a total whose classes do not all apply is a fraction in the weights,
    which makes the equation of a pair a quadratic one.
    """
    applies = ~np.isnan(scores)
    known = np.where(applies, scores, 0.0)
    count, kinds = scores.shape
    best = Swaps(np.full((count, count), np.nan), *(np.full((count, count), -1) for _ in range(2)))
    for giver in range(kinds):
        for taker in (kind for kind in range(kinds) if kind != giver):
            moved = known[:, taker] - known[:, giver], applies[:, taker] - applies[:, giver].astype(float)
            start = known @ class_weights, applies @ class_weights
            found = _equal(start, moved, factor * _WHOLE, extra, class_weights[giver])
            better = np.isnan(best.points) & ~np.isnan(found) | (found < best.points)
            best.points[better], best.giver[better], best.taker[better] = found[better], giver, taker
    return best


def _equal(
    start: tuple[FloatArray, FloatArray],
    moved: tuple[FloatArray, FloatArray],
    factor: FloatArray,
    extra: FloatArray,
    most: float,
) -> FloatArray:
    """Return the least x from 0 to `most` at which a pair's totals are equal, nan if none: [units, units].

    A class that gives all it has turns nothing round any more, so `most` itself is no answer.

    The total of a unit is factor x (points + x moved) / (weight + x moved) + extra; multiplied by both weights, the
    difference of two is c + b x + a x^2.
    """
    (points, weight), (points_moved, weight_moved) = start, moved
    ahead = extra[:, None] - extra[None, :]
    f_points, f_moved = factor * points, factor * points_moved

    def crossed(own: FloatArray, other: FloatArray) -> FloatArray:
        return own[:, None] * other[None, :] - (own[:, None] * other[None, :]).T

    c = crossed(f_points, weight) + ahead * np.outer(weight, weight)
    b = crossed(f_points, weight_moved) + crossed(f_moved, weight)
    b += ahead * (np.outer(weight, weight_moved) + np.outer(weight_moved, weight))
    a = crossed(f_moved, weight_moved) + ahead * np.outer(weight_moved, weight_moved)
    with np.errstate(divide="ignore", invalid="ignore"):
        q = -(b + np.copysign(np.sqrt(b**2 - 4 * a * c), b)) / 2
        roots = np.stack([q / a, c / q])
    inside = (roots >= 0) & (roots < most * (1 - _ROUNDING))
    at = np.where(inside, roots, 0.0)
    left = weight[:, None] + at * weight_moved[:, None], weight[None, :] + at * weight_moved[None, :]
    fits = inside & (left[0] > 0) & (left[1] > 0)
    least = np.where(fits, roots, np.inf).min(axis=0)
    return np.where(np.isinf(least), np.nan, least)


def entropy_weights(matrix: FloatArray) -> FloatArray:
    """Return weights that reward what differs: [criteria], they add to 1. matrix: [units, criteria], 0 or more."""
    sums = matrix.sum(axis=0)
    shares = matrix / np.where(sums > 0, sums, 1.0)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    spread = np.where(sums > 0, 1 + (shares * logs).sum(axis=0) / np.log(len(matrix)), 0.0)
    total = spread.sum()
    return cast(FloatArray, spread / total if total > 0 else np.full(len(spread), 1 / len(spread)))


def topsis(matrix: FloatArray, weights: FloatArray) -> FloatArray:
    """Return how near each unit is to the best, against the worst: [units], 0 to 1; more is better throughout."""
    length = np.sqrt((matrix**2).sum(axis=0))
    weighed = matrix / np.where(length > 0, length, 1.0) * weights
    best, worst = (np.sqrt(((weighed - end) ** 2).sum(axis=1)) for end in (weighed.max(axis=0), weighed.min(axis=0)))
    apart = best + worst
    return cast(FloatArray, np.divide(worst, apart, out=np.full_like(apart, 0.5), where=apart > 0))
