"""The clocks: which of the payable months are paid, and as which benefit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.entitlement.months import Months
from analytics.entitlement.rates import Tariff
from analytics.entitlement.terms import Slices


@dataclass(frozen=True, slots=True)
class Pieces:
    """Stretches of paid months, from `start` to before `stop`; `row` is the slice, `rank` that of its term."""

    row: NDArray[np.int64]
    rank: NDArray[np.int64]
    start: Months
    stop: Months


def paid_pieces(slices: Slices, count: int, tariff: Tariff, *, is_consecutive: bool) -> Pieces:
    """Return the paid months of the slices of `count` persons, in the order of the slices and of their months.

    In every slice the best benefit whose clock has time left is paid until that time or the slice is over, then the
    next best (r01). A clock counts the months it paid, or the months since it first paid (r02). The first slices of
    all persons are worked through at once, then their second slices, and so on.
    """
    clocks = Clocks(count * tariff.clocks, is_consecutive=is_consecutive)
    ranks = tariff.limit.shape[1]
    taken = np.zeros((slices.person.size, ranks), np.int32)
    is_followed = np.append(slices.person[1:] == slices.person[:-1], np.zeros(min(slices.person.size, 1), np.bool_))
    wave = np.flatnonzero(np.diff(slices.person, prepend=-1))
    while wave.size:
        cursor, stop = slices.start.take(wave), slices.stop.take(wave)
        first_cell, first_clock = slices.term.take(wave) * ranks, slices.person.take(wave) * tariff.clocks
        for rank in range(ranks):
            cell = first_cell + rank
            months = clocks.run(first_clock + tariff.clock.take(cell), cursor, stop, tariff.limit.take(cell))
            taken[wave, rank] = months
            cursor = cursor + months
        wave = wave[is_followed.take(wave)] + 1
    stops = slices.start[:, None] + np.cumsum(taken, axis=1, dtype=np.int32)
    piece = np.flatnonzero(taken)
    row, stop = piece // ranks, stops.take(piece)
    return Pieces(row, piece - row * ranks, stop - taken.take(piece), stop)


class Clocks:
    """Every clock of every person: the months paid so far and, where lapses count, the first month paid."""

    def __init__(self, count: int, *, is_consecutive: bool) -> None:
        self._paid = np.zeros(count, np.int32)
        self._opened = np.zeros(count, np.int32) if is_consecutive else None

    def run(self, clock: NDArray[np.int64], cursor: Months, stop: Months, limit: Months) -> Months:
        """Let each of the clocks run from `cursor` to before `stop` if it may, and return the months it ran."""
        paid = self._paid.take(clock)
        if self._opened is None:
            elapsed = paid
        else:
            opened = np.where(paid > 0, self._opened.take(clock), cursor)
            elapsed = cursor - opened
            self._opened[clock] = opened
        months = np.maximum(np.minimum(stop - cursor, limit - elapsed), 0)
        self._paid[clock] = paid + months
        return months
